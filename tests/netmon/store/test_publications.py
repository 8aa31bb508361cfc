"""What was published is never changed, and never rests on anything else than it says."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from netmon.clock import HOUR, MINUTE, Interval, Millis
from netmon.commands import Actor, Basis, CorrectAvailability, PublishFigures
from netmon.commands.publication import Publication, digest_of
from netmon.errors import CommandRefused
from netmon.model import CountsAs, MunicipalityState
from netmon.report.period import Period
from netmon.store.audit import first_broken_row
from netmon.store.database import STATE_FILE, reading
from netmon.store.publications import basis_of, publications
from netmon.store.state import StateStore
from tests.netmon.store.nouns import AS, change

NOVAK = Actor("novak", "cli")
OCTOBER = Period.named("2025-10")
START, END = OCTOBER.interval.start, OCTOBER.interval.end
OVER = Millis(END + HOUR)
M = MunicipalityState


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StateStore]:
    with StateStore(tmp_path) as opened:
        opened.record_history(
            [
                change(M.OPERATIONAL, at=Millis(START - HOUR)),
                change(M.ISOLATED, at=Millis(START + HOUR)),
                change(M.OPERATIONAL, at=Millis(START + 2 * HOUR)),
                change(M.ISOLATED, at=END),
            ],
            [],
        )
        yield opened


def command(directory: Path, figures: str = '{"period":"2025-10"}', reason: str = "") -> PublishFigures:
    with reading(directory / STATE_FILE) as connection:
        basis = basis_of(connection, OCTOBER.interval)
    return PublishFigures("2025-10", digest_of(figures), basis, reason, figures)


def kept(directory: Path) -> tuple[Publication, ...]:
    with reading(directory / STATE_FILE) as connection:
        return publications(connection, "2025-10")


def test_a_publication_says_who_made_it_when_and_what_it_rests_on(tmp_path: Path, store: StateStore) -> None:
    store.execute(command(tmp_path), NOVAK, OVER)
    (only,) = kept(tmp_path)
    assert (only.month, only.version, only.author, only.at) == ("2025-10", 1, "novak", OVER)
    assert only.basis == Basis(events=2, last_event=3, corrections=0, last_correction=0)
    assert only.is_intact
    with closing(sqlite3.connect(tmp_path / STATE_FILE)) as connection:
        assert first_broken_row(connection) is None


@pytest.mark.parametrize("statement", ["UPDATE publications SET figures = '{}'", "DELETE FROM publications"])
def test_a_publication_is_never_changed(tmp_path: Path, store: StateStore, statement: str) -> None:
    store.execute(command(tmp_path), NOVAK, OVER)
    with (
        closing(sqlite3.connect(tmp_path / STATE_FILE)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
    ):
        connection.execute(statement)


def test_a_month_that_is_not_over_is_refused_until_it_is(tmp_path: Path, store: StateStore) -> None:
    with pytest.raises(CommandRefused, match="2025-10 is not over yet"):
        store.execute(command(tmp_path), NOVAK, Millis(END - 1))
    assert kept(tmp_path) == ()
    store.execute(command(tmp_path), NOVAK, END)
    assert len(kept(tmp_path)) == 1


def test_the_second_version_needs_a_reason_that_can_be_seen(tmp_path: Path, store: StateStore) -> None:
    store.execute(command(tmp_path), NOVAK, OVER)
    with pytest.raises(CommandRefused, match="published already, as version 1"):
        store.execute(command(tmp_path, reason=" \u202e"), NOVAK, OVER)
    store.execute(command(tmp_path, reason="uznáno\n" + "x" * 1000), NOVAK, OVER)
    newest, _ = kept(tmp_path)
    assert (newest.version, len(newest.reason)) == (2, 500)
    assert newest.reason.startswith("uznáno x")


def test_figures_that_were_overtaken_by_a_correction_are_refused(tmp_path: Path, store: StateStore) -> None:
    stale = command(tmp_path)
    window = Interval(Millis(START + HOUR), Millis(START + HOUR + MINUTE))
    store.execute(CorrectAvailability(AS, window, CountsAs.UP, "sonda"), NOVAK, OVER)
    with pytest.raises(CommandRefused, match="was recorded while its figures were made"):
        store.execute(stale, NOVAK, OVER)
    store.execute(command(tmp_path), NOVAK, OVER)
    assert kept(tmp_path)[0].basis.corrections == 1


def test_figures_that_were_overtaken_by_a_late_record_are_refused(tmp_path: Path, store: StateStore) -> None:
    stale = command(tmp_path)
    store.record_history([change(M.DEGRADED, at=Millis(START + 3 * HOUR))], [])
    with pytest.raises(CommandRefused, match="was recorded while"):
        store.execute(stale, NOVAK, OVER)


def test_figures_that_are_not_those_of_the_hash_are_refused(tmp_path: Path, store: StateStore) -> None:
    with pytest.raises(CommandRefused, match="publish it again"):
        store.execute(replace(command(tmp_path), figures="{}"), NOVAK, OVER)
    assert kept(tmp_path) == ()


@pytest.mark.parametrize("month", ["2025", "2025-Q4", "2025-10-01", "october"])
def test_only_months_are_published(tmp_path: Path, store: StateStore, month: str) -> None:
    with pytest.raises(CommandRefused):
        store.execute(replace(command(tmp_path), month=month), NOVAK, OVER)
