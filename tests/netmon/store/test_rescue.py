"""What is left of a damaged state, and what a start makes of it."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from netmon.clock import HOUR
from netmon.judgement.situation import Judgement
from netmon.model import MunicipalityState
from netmon.store import rescue
from netmon.store.aside import kept_aside
from netmon.store.audit import first_broken_row
from netmon.store.copies import COPIES, copies_of, copy_state
from netmon.store.database import STATE_FILE
from netmon.store.rescue import rescue_state
from netmon.store.state import StateStore
from tests.netmon.store.nouns import T0, after, change, message, opening, situation

COUNTED = ("transitions", "incidents", "notifications", "notes", "audit", "tracks", "standings")
PAGE = 4_096


def commit(store: StateStore, first: int, count: int) -> None:
    """Write a transition and a message a minute."""
    for number in range(first, first + count):
        moment = after(60_000 * number)
        store.commit(
            judgement=Judgement(situation(), transitions=(change(MunicipalityState.ISOLATED, at=moment),)),
            messages=(message(subject=f"i-{number}"),),
            now=moment,
        )
        store.beat(moment)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a state whose copy is of the time before its last hundred minutes."""
    directory = tmp_path_factory.mktemp("state")
    with StateStore(directory) as store:
        store.commit(judgement=opening(), now=T0)
        commit(store, 1, 300)
        assert copy_state(directory) == ""
        commit(store, 301, 100)
    return directory


@pytest.fixture
def state(written: Path, tmp_path: Path) -> Path:
    """Return a copy of the directory."""
    return shutil.copytree(written, tmp_path / "state")


def counts(state: Path, name: str = STATE_FILE) -> dict[str, int]:
    """Return how many rows lie in each table."""
    with closing(sqlite3.connect(state / name)) as connection:
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in COUNTED}  # noqa: S608 -- a constant


def leaf_of(path: Path, row: int) -> int:
    """Return where the page begins that holds a message."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE notifications SET error = 'it stands here' WHERE id = ?", (row,))
        connection.commit()
    found = path.read_bytes().find(b"it stands here")
    assert found > 0
    return found // PAGE * PAGE


def overwrite(path: Path, at: int, content: bytes) -> None:
    """Write into the middle of a file."""
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


def test_a_sound_state_is_left_alone(state: Path) -> None:
    before = (state / STATE_FILE).read_bytes()
    assert rescue_state(state, T0) is None
    assert (state / STATE_FILE).read_bytes() == before


def test_nothing_is_made_where_nothing_is(tmp_path: Path) -> None:
    assert rescue_state(tmp_path, T0) is None
    assert list(tmp_path.iterdir()) == []


def test_of_a_spoilt_page_only_its_rows_are_lost_and_older_ones_come_from_the_copy(state: Path) -> None:
    before, path = counts(state), state / STATE_FILE
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_notifications_1'"
        ).fetchone()
    overwrite(path, (page - 1) * PAGE, os.urandom(PAGE))
    aside = rescue_state(state, after(HOUR))
    assert aside is not None
    assert aside.name.startswith("state.db.damaged-")
    assert counts(state) == before
    assert rescue_state(state, after(HOUR)) is None


def test_rows_of_after_the_copy_are_salvaged_around_a_spoilt_page(state: Path) -> None:
    path = state / STATE_FILE
    before = counts(state)
    overwrite(path, leaf_of(path, 350), bytes(PAGE))
    assert rescue_state(state, T0) is not None
    with closing(sqlite3.connect(path)) as connection:
        there = {number for (number,) in connection.execute("SELECT id FROM notifications")}
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert set(range(1, 301)) <= there
    assert 400 in there
    assert 300 + 50 < len(there) < 400
    assert {**counts(state), "notifications": 0} == {**before, "notifications": 0}


@pytest.mark.parametrize(
    "spoil", [Path.unlink, lambda path: os.truncate(path, 0), lambda path: path.write_bytes(b"x" * 9_000)]
)
def test_a_state_of_which_nothing_is_left_is_the_copy(state: Path, spoil: Callable[[Path], object]) -> None:
    spoil(state / STATE_FILE)
    assert rescue_state(state, T0) is not None
    assert counts(state)["transitions"] == 301
    with StateStore(state) as store:
        assert store.restore().last_beat == after(300 * 60_000)


def test_a_spoilt_copy_is_passed_over(state: Path) -> None:
    with StateStore(state) as store:
        commit(store, 401, 10)
    assert copy_state(state) == ""
    (state / COPIES[0]).write_bytes(b"garbage" * 5_000)
    (state / STATE_FILE).write_bytes(b"garbage" * 5_000)
    assert rescue_state(state, T0) is not None
    assert counts(state)["transitions"] == 301


def test_without_copies_what_can_be_read_is_all_there_is(state: Path) -> None:
    for copy in copies_of(state):
        copy.unlink()
    path = state / STATE_FILE
    overwrite(path, leaf_of(path, 350), bytes(PAGE))
    assert rescue_state(state, T0) is not None
    assert counts(state)["transitions"] == 401
    assert 350 < counts(state)["notifications"] < 400


def test_where_nothing_is_left_at_all_netmon_begins_anew(tmp_path: Path) -> None:
    (tmp_path / STATE_FILE).write_bytes(b"garbage" * 5_000)
    assert rescue_state(tmp_path, T0) is not None
    with StateStore(tmp_path) as store:
        assert store.restore().last_beat is None


def test_a_row_that_cannot_be_read_any_more_is_lost_and_no_other(state: Path) -> None:
    with closing(sqlite3.connect(state / STATE_FILE)) as connection:
        connection.execute("UPDATE tracks SET body = '{'")
        connection.execute("UPDATE standings SET state = 77 WHERE kind = 'link'")
        connection.commit()
    before = counts(state)
    assert rescue_state(state, T0) is not None
    assert counts(state) == before
    with StateStore(state) as store:
        assert store.restore().situation.tracks == situation().tracks


def test_the_audit_stays_append_only_and_its_chain_whole(state: Path) -> None:
    os.truncate(state / STATE_FILE, (state / STATE_FILE).stat().st_size - PAGE)
    assert rescue_state(state, T0) is not None
    with closing(sqlite3.connect(state / STATE_FILE)) as connection:
        triggers = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")}
        assert first_broken_row(connection) is None
    assert {"audit_is_never_changed", "transitions_supersede"} <= triggers


def test_a_rescue_that_was_cut_off_after_it_was_decided_is_finished(state: Path) -> None:
    shutil.copy(state / COPIES[0], state / rescue.DECIDED)
    (state / STATE_FILE).write_bytes(b"garbage" * 5_000)
    assert rescue_state(state, T0) is not None
    assert counts(state)["transitions"] == 301
    assert not (state / rescue.DECIDED).exists()
    assert len(kept_aside(state)) == 1


def test_two_copies_are_kept_and_a_damaged_state_makes_none(state: Path) -> None:
    with StateStore(state) as store:
        commit(store, 401, 1)
        assert copy_state(state) == ""
        commit(store, 402, 1)
        assert copy_state(state) == ""
    assert [counts(state, path.name)["transitions"] for path in copies_of(state)] == [403, 402]
    path = state / STATE_FILE
    overwrite(path, leaf_of(path, 350), bytes(PAGE))
    assert copy_state(state) != ""
    assert [counts(state, path.name)["transitions"] for path in copies_of(state)] == [403, 402]
    assert not list(state.glob(".*"))


def test_what_belongs_to_something_that_is_lost_is_not_taken_for_somebody_elses(state: Path) -> None:
    with closing(sqlite3.connect(state / STATE_FILE)) as connection:
        connection.execute("DELETE FROM entities")
        connection.execute("UPDATE tracks SET body = '{'")
        connection.commit()
    assert rescue_state(state, T0) is not None
    with closing(sqlite3.connect(state / STATE_FILE)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert counts(state)["transitions"] == 0
