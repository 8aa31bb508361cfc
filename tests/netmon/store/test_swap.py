"""New files in the place of old ones: all or none, wherever it is cut off."""

import os
from pathlib import Path

import pytest

from netmon.errors import StoreError
from netmon.store import swap
from netmon.store.database import open_reader
from netmon.store.lock import StateLock

OLD = {
    "state.db": "old state",
    "state.db-wal": "old tail",
    "state.db-shm": "old index",
    "samples.db": "old samples",
    "samples.db-wal": "old tail of samples",
}
NEW = {"samples.db": "new samples", "state.db": "new state"}
STAMP = "20261123T101500.000000Z"
MOST_MOVES = len(OLD) + len(NEW) + 1


def write(directory: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        (directory / name).write_text(text, encoding="utf-8")


def read(directory: Path) -> dict[str, str]:
    files = (path for path in directory.iterdir() if path.is_file() and path.name != "netmon.lock")
    return {path.name: path.read_text(encoding="utf-8") for path in files}


def prepare(directory: Path) -> Path:
    """Leave what a restore leaves that is killed just before it decides; return the draft."""
    write(directory, OLD)
    write(swap.begin(directory, STAMP), NEW)
    return directory / swap.DRAFT


def take_the_lock(directory: Path) -> None:
    StateLock(directory).close()


def test_decided_files_are_the_state_and_the_old_ones_lie_aside_with_their_wal(tmp_path: Path) -> None:
    prepare(tmp_path)
    replaced = swap.decide(tmp_path)
    assert replaced == tmp_path / f"replaced-{STAMP}"
    assert read(tmp_path) == NEW
    assert read(replaced) == OLD
    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == {replaced.name}


def test_what_was_put_aside_at_the_same_time_stays(tmp_path: Path) -> None:
    for turn in range(3):
        prepare(tmp_path)
        write(tmp_path, {"state.db": f"state {turn}"})
        swap.decide(tmp_path)
    kept = sorted(path.name for path in tmp_path.iterdir() if path.is_dir())
    assert kept == [f"replaced-{STAMP}", f"replaced-{STAMP}-2", f"replaced-{STAMP}-3"]
    assert [read(tmp_path / name)["state.db"] for name in kept] == ["state 0", "state 1", "state 2"]


def test_where_nothing_was_nothing_lies_aside(tmp_path: Path) -> None:
    write(swap.begin(tmp_path, STAMP), NEW)
    assert swap.decide(tmp_path) is None
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(NEW)


def test_what_was_not_decided_is_forgotten_with_the_next_lock(tmp_path: Path) -> None:
    prepare(tmp_path)
    take_the_lock(tmp_path)
    assert read(tmp_path) == OLD
    assert not any(path.is_dir() for path in tmp_path.iterdir())


@pytest.mark.parametrize("done", range(MOST_MOVES + 1))
def test_what_was_decided_is_finished_with_the_next_lock_after_any_move(tmp_path: Path, done: int) -> None:
    prepare(tmp_path).rename(tmp_path / swap.DECIDED)
    moves = list(swap.moves(tmp_path))
    assert len(moves) == MOST_MOVES
    for move in moves[:done]:
        move.carry_out()
    take_the_lock(tmp_path)
    assert read(tmp_path) == NEW
    assert read(tmp_path / f"replaced-{STAMP}") == OLD
    assert not swap.is_unsettled(tmp_path)


@pytest.mark.parametrize("done", range(MOST_MOVES + 1))
def test_no_old_database_ever_stands_beside_a_new_one_s_log(tmp_path: Path, done: int) -> None:
    prepare(tmp_path).rename(tmp_path / swap.DECIDED)
    for move in list(swap.moves(tmp_path))[:done]:
        move.carry_out()
    there = read(tmp_path)
    for name, text in NEW.items():
        if there.get(name) == text:
            assert not [other for other in there if other.startswith(f"{name}-")]


def test_finishing_twice_changes_nothing(tmp_path: Path) -> None:
    prepare(tmp_path)
    swap.decide(tmp_path)
    assert swap.settle(tmp_path) is None
    assert read(tmp_path) == NEW


@pytest.mark.parametrize("emptied", [(), (swap.NEW,), (f"replaced-{STAMP}",), (swap.NEW, f"replaced-{STAMP}")])
def test_empty_folders_that_are_left_in_the_end_are_cleared_away(tmp_path: Path, emptied: tuple[str, ...]) -> None:
    write(tmp_path, NEW)
    for name in {swap.NEW, f"replaced-{STAMP}"} - set(emptied):
        (tmp_path / swap.DECIDED / name).mkdir(parents=True)
    (tmp_path / swap.DECIDED).mkdir(exist_ok=True)
    take_the_lock(tmp_path)
    assert read(tmp_path) == NEW
    assert not any(path.is_dir() for path in tmp_path.iterdir())


def test_a_reader_does_not_look_into_a_state_that_is_half_put_back(tmp_path: Path) -> None:
    prepare(tmp_path).rename(tmp_path / swap.DECIDED)
    with pytest.raises(StoreError, match="a restore was cut off here"):
        open_reader(tmp_path / "state.db")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_what_root_puts_back_belongs_to_the_owner_of_the_directory(tmp_path: Path) -> None:
    os.chown(tmp_path, 1234, 1234)
    prepare(tmp_path)
    swap.decide(tmp_path)
    take_the_lock(tmp_path)
    assert {(tmp_path / name).stat().st_uid for name in (*NEW, "netmon.lock")} == {1234}
