"""What people know better: kept beside the log, audited, applied from then on, and never changed."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from netmon.clock import DAY, HOUR, MINUTE, Interval, ManualClock, Millis
from netmon.commands import Actor, CorrectAvailability
from netmon.errors import CommandRefused, StoreError
from netmon.judgement.availability import account
from netmon.model import CountsAs, MunicipalityCode, MunicipalityState
from netmon.store.audit import first_broken_row
from netmon.store.database import STATE_FILE
from netmon.store.reading import StoreReader
from netmon.store.state import StateStore
from tests.netmon.store.nouns import AS, T0, after, change, opening

NOVAK = Actor("novak", "cli")
NOBODY = MunicipalityCode("999999")
M = MunicipalityState
DAY_OF_TROUBLE = Interval(T0, after(DAY))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StateStore]:
    with StateStore(tmp_path) as opened:
        opened.record_history(
            [
                change(M.OPERATIONAL, at=T0),
                change(M.ISOLATED, at=after(HOUR)),
                change(M.OPERATIONAL, at=after(2 * HOUR)),
            ],
            [],
        )
        yield opened


@pytest.fixture
def reader(tmp_path: Path, store: StateStore) -> Iterator[StoreReader]:
    assert store
    with closing(StoreReader(tmp_path, ManualClock(after(DAY)))) as opened:
        yield opened


def correction(
    start: int = HOUR, end: int = 2 * HOUR, counts_as: CountsAs = CountsAs.UP, reason: str = "chyba sondy"
) -> CorrectAvailability:
    return CorrectAvailability(AS, Interval(after(start), after(end)), counts_as, reason)


def counted(reader: StoreReader) -> tuple[int, int, int, int]:
    past = reader.past(AS, DAY_OF_TROUBLE)
    part = account(DAY_OF_TROUBLE, past.states, past.excuses)
    assert reader.pasts([AS], DAY_OF_TROUBLE) == {AS: past}
    return part.up, part.unreachable, part.unknown, part.maintenance


@pytest.mark.parametrize(
    ("counts_as", "expected"),
    [
        (CountsAs.UP, (DAY, 0, 0, 0)),
        (CountsAs.UNKNOWN, (23 * HOUR, 0, HOUR, 0)),
        (CountsAs.MAINTENANCE, (23 * HOUR, 0, 0, HOUR)),
        (CountsAs.RECORDED, (23 * HOUR, HOUR, 0, 0)),
    ],
)
def test_an_outage_counts_as_somebody_says(
    store: StateStore, reader: StoreReader, counts_as: CountsAs, expected: tuple[int, int, int, int]
) -> None:
    assert counted(reader) == (23 * HOUR, HOUR, 0, 0)
    store.execute(correction(counts_as=counts_as), NOVAK, after(DAY))
    assert counted(reader) == expected


def test_a_later_correction_holds_over_an_earlier_one_and_both_stay_on_record(
    store: StateStore, reader: StoreReader
) -> None:
    store.execute(correction(), NOVAK, after(DAY))
    store.execute(correction(start=90 * MINUTE, counts_as=CountsAs.RECORDED), NOVAK, after(DAY + 1))
    assert counted(reader) == (DAY - 30 * MINUTE, 30 * MINUTE, 0, 0)
    first, second = reader.corrections(DAY_OF_TROUBLE)
    assert (first.author, first.reason, first.at) == ("novak", "chyba sondy", after(DAY))
    assert second.id > first.id


def test_a_corrected_outage_tells_why_it_is_none(store: StateStore, reader: StoreReader) -> None:
    store.execute(correction(), NOVAK, after(DAY))
    states = reader.past(AS, DAY_OF_TROUBLE).states
    assert [entry.reason for entry in states if entry.reason.startswith("corrected")] == ["corrected: chyba sondy"]


def test_a_correction_leaves_an_audit_row_and_the_log_as_it_was(tmp_path: Path, store: StateStore) -> None:
    with closing(sqlite3.connect(tmp_path / STATE_FILE)) as connection:
        before = connection.execute("SELECT * FROM transitions").fetchall()
        store.execute(correction(), NOVAK, after(DAY))
        assert connection.execute("SELECT * FROM transitions").fetchall() == before
        assert connection.execute("SELECT account, action FROM audit").fetchall() == [("novak", "CorrectAvailability")]
        assert first_broken_row(connection) is None


@pytest.mark.parametrize("statement", ["UPDATE corrections SET reason = 'x'", "DELETE FROM corrections"])
def test_a_correction_is_never_changed(tmp_path: Path, store: StateStore, statement: str) -> None:
    store.execute(correction(), NOVAK, after(DAY))
    with (
        closing(sqlite3.connect(tmp_path / STATE_FILE)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
    ):
        connection.execute(statement)


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (correction(reason=" \u202e"), "needs a reason"),
        (correction(start=HOUR, end=HOUR), "ends before it begins"),
        (correction(start=-400 * DAY), "longer than a year"),
        (correction(end=DAY + 1), "only what is over"),
        (
            CorrectAvailability(MunicipalityCode("999999"), DAY_OF_TROUBLE, CountsAs.UP, "x"),
            "nothing was ever recorded",
        ),
    ],
)
def test_a_correction_that_cannot_be_is_refused(
    store: StateStore, reader: StoreReader, command: CorrectAvailability, reason: str
) -> None:
    with pytest.raises(CommandRefused, match=reason):
        store.execute(command, NOVAK, after(DAY))
    assert reader.corrections(Interval(Millis(0), after(DAY))) == ()


def test_the_reason_is_one_visible_bounded_line(store: StateStore, reader: StoreReader) -> None:
    store.execute(correction(reason="sonda\n\x1b[2J" + "x" * 1000), NOVAK, after(DAY))
    (kept,) = reader.corrections(DAY_OF_TROUBLE)
    assert kept.reason.startswith("sonda [2J")
    assert len(kept.reason) == 500


def test_standings_of_the_past_are_those_that_held_then(reader: StoreReader) -> None:
    kind = change(M.ISOLATED, at=T0).entity.kind
    standing = reader.standings_at(kind, after(90 * MINUTE))[AS]
    assert (standing.state, standing.since) == (M.ISOLATED, after(HOUR))
    assert reader.standings_at(kind, after(2 * HOUR))[AS].state is M.OPERATIONAL
    assert reader.standings_at(kind, after(-1)) == {}


def test_incidents_of_a_moment_are_those_that_were_going_on(store: StateStore, reader: StoreReader) -> None:
    store.commit(judgement=opening(), now=after(9_000))
    assert [record.incident.id for record in reader.incidents_at(T0)] == ["i-1"]
    assert reader.incidents_at(after(-1)) == []


def test_the_last_beat_and_the_situation_are_those_committed_last(store: StateStore, reader: StoreReader) -> None:
    assert reader.last_beat() is None
    store.commit(judgement=opening(), now=after(9_000))
    store.beat(after(10_000))
    assert reader.last_beat() == after(10_000)
    assert reader.situation() == opening().situation


def test_a_state_of_another_netmon_is_told_without_a_crash(tmp_path: Path, store: StateStore) -> None:
    store.close()
    with closing(sqlite3.connect(tmp_path / STATE_FILE)) as connection:
        connection.execute("DROP TABLE corrections")
    with (
        closing(StoreReader(tmp_path, ManualClock(T0))) as reader,
        pytest.raises(StoreError, match="no such table"),
    ):
        reader.corrections(DAY_OF_TROUBLE)
