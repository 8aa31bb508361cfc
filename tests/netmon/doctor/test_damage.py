"""What the doctor says of damaged databases, and that it touches none."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from netmon.commands import Acknowledge, Actor
from netmon.doctor.damage import Reading, examine, judge
from netmon.doctor.finding import Verdict
from netmon.model import IncidentId
from netmon.store.database import STATE_FILE
from netmon.store.state import StateStore
from tests.netmon.store.nouns import T0, message, opening
from tests.netmon.store.specimen import Specimen


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Write a state with a message and three audit rows."""
    with StateStore(tmp_path) as store:
        store.commit(judgement=opening(), messages=(message(),), now=T0)
        for text in ("one", "two", "three"):
            store.execute(Acknowledge(IncidentId("i-1"), text), Actor("novakova", "10.1.2.3"), T0)
    return tmp_path


def change(state: Path, *statements: str) -> None:
    with closing(sqlite3.connect(state / STATE_FILE, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_sound_state_is_fine_and_so_is_none(state: Path) -> None:
    before = sorted(path.name for path in state.iterdir())
    assert examine(state).verdict is Verdict.OK
    assert sorted(path.name for path in state.iterdir()) == before
    assert examine(state / "none").verdict is Verdict.OK


def test_a_row_that_was_changed_is_told(state: Path) -> None:
    change(state, "UPDATE notifications SET address = 'evil@example.org'")
    finding = examine(state)
    assert finding.verdict is Verdict.ERROR
    assert "row 1 of notifications is not what was written" in finding.what


def test_a_file_that_is_none_is_told(state: Path) -> None:
    (state / STATE_FILE).write_bytes(b"garbage" * 1_000)
    assert examine(state).verdict is Verdict.ERROR


def test_rows_of_the_audit_that_are_missing_are_told(state: Path) -> None:
    change(state, "DROP TRIGGER audit_is_never_shortened", "DELETE FROM audit WHERE id = 2")
    finding = examine(state)
    assert finding.verdict is Verdict.WARNING
    assert "before row 3" in finding.what


def test_what_lies_aside_is_told_until_it_is_taken_away(state: Path) -> None:
    aside = state / f"{STATE_FILE}.damaged-20261123T213000Z"
    aside.touch()
    assert examine(state).verdict is Verdict.WARNING
    aside.unlink()
    assert examine(state).verdict is Verdict.OK


def test_the_state_of_an_older_netmon_is_left_to_the_next_start(tmp_path: Path) -> None:
    Specimen("state", 1).put(tmp_path)
    assert examine(tmp_path).verdict is Verdict.OK


def test_whatever_is_wrong_comes_with_a_cure() -> None:
    for reading in (Reading((), "torn"), Reading((Path("x"),)), Reading((), broken_audit=3)):
        assert judge(reading).cure is not None
