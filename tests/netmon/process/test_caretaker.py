"""Who looks after the files: when the state is copied, and what ends a life of netmon."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from netmon.clock import ManualClock, Millis
from netmon.errors import StoreError
from netmon.process.caretaker import COPY_EVERY, LOOK_AGAIN, Caretaker, StateDamaged, is_copy_due, means_damage
from netmon.store.ballast import MEBIBYTE, PARTS, Ballast, Room
from netmon.store.copies import copies_of
from netmon.store.database import SAMPLES_FILE, STATE_FILE
from netmon.store.samples import SampleStore
from netmon.store.seals import BrokenSeal
from netmon.store.state import StateStore
from tests.netmon.store.nouns import T0, message, traffic


@pytest.mark.parametrize(
    ("age", "in_doubt", "due"),
    [
        (COPY_EVERY - 1, False, False),
        (COPY_EVERY, False, True),
        (LOOK_AGAIN - 1, True, False),
        (LOOK_AGAIN, True, True),
    ],
)
def test_the_state_is_copied_hourly_and_sooner_when_nothing_can_be_written(age: int, in_doubt: bool, due: bool) -> None:  # noqa: FBT001 -- parameters
    assert is_copy_due(Millis(T0 + age), T0, in_doubt=in_doubt) is due


def test_what_lies_aside_is_told_until_it_is_taken_away(tmp_path: Path) -> None:
    with StateStore(tmp_path) as state, SampleStore(tmp_path) as samples:
        caretaker = Caretaker(tmp_path, state, samples, ManualClock(T0), Ballast(tmp_path, 0))
        assert (caretaker.fields(), caretaker.storage()) == ({"damaged_files": 0, "disk_full": False}, "ok")
        (tmp_path / f"{SAMPLES_FILE}.damaged-20261123T213000Z").touch()
        caretaker.look()
        assert caretaker.fields() == {"damaged_files": 1, "disk_full": False}
        assert caretaker.storage().startswith("samples.db.damaged-")
        (tmp_path / caretaker.storage()).unlink()
        caretaker.look()
        assert (caretaker.fields(), caretaker.storage()) == ({"damaged_files": 0, "disk_full": False}, "ok")


def test_a_state_that_is_found_damaged_ends_this_life(tmp_path: Path) -> None:
    with StateStore(tmp_path) as state, SampleStore(tmp_path) as samples:
        caretaker = Caretaker(tmp_path, state, samples, ManualClock(T0), Ballast(tmp_path, 0))
        asyncio.run(caretaker.copy())
        assert len(copies_of(tmp_path)) == 1
    (tmp_path / STATE_FILE).write_bytes(b"garbage" * 5_000)
    with pytest.raises(StateDamaged, match="not a database"):
        asyncio.run(caretaker.copy())
    assert len(copies_of(tmp_path)) == 1


def test_a_row_that_was_changed_ends_this_life_whoever_meets_it(tmp_path: Path) -> None:
    with StateStore(tmp_path) as state, SampleStore(tmp_path) as samples:
        state.queue([message()], T0)
        caretaker = Caretaker(tmp_path, state, samples, ManualClock(T0), Ballast(tmp_path, 0))
        caretaker.look()
        with closing(sqlite3.connect(tmp_path / STATE_FILE)) as disk, disk:
            disk.execute("UPDATE notifications SET channel = 'sms'")
        assert state.claim(T0, limit=1, lease=LOOK_AGAIN) == ()
        with pytest.raises(StateDamaged, match="row 1 of notifications is not what was written"):
            caretaker.look()
    with StateStore(tmp_path) as state, SampleStore(tmp_path) as samples:
        caretaker = Caretaker(tmp_path, state, samples, ManualClock(T0), Ballast(tmp_path, 0))
        caretaker.look()
        caretaker.met_by_readers = lambda: BrokenSeal("transitions", 7)
        with pytest.raises(StateDamaged, match="row 7 of transitions"):
            caretaker.look()


def test_damage_is_told_from_other_ends_also_behind_what_a_reader_says(tmp_path: Path) -> None:
    (tmp_path / "no.db").write_bytes(b"no" * 1_000)
    with pytest.raises(sqlite3.DatabaseError) as found:
        sqlite3.connect(tmp_path / "no.db").execute("SELECT * FROM sqlite_schema")
    said = StoreError("cannot be read")
    assert not means_damage(said)
    said.__cause__ = found.value
    assert means_damage(said)
    assert means_damage(found.value)
    assert means_damage(StateDamaged("so"))
    assert not means_damage(ValueError("other"))


def test_on_a_full_disk_samples_are_left_out_until_the_ballast_is_whole_again(tmp_path: Path) -> None:
    ballast, clock = SmallDisk(tmp_path), ManualClock(T0)
    with StateStore(tmp_path) as state, SampleStore(tmp_path) as samples:
        caretaker = Caretaker(tmp_path, state, samples, clock, ballast)
        caretaker.make_room()
        assert ballast.parts == 0
        clock.advance(LOOK_AGAIN)
        caretaker.make_room()
        assert (ballast.parts, caretaker.storage()) == (PARTS, "ok")
        ballast.free = 0
        caretaker.make_room()
        assert ballast.parts == PARTS - 1
        assert caretaker.fields()["disk_full"] is True
        assert caretaker.storage() == "the disk is full"
        with pytest.raises(StoreError, match="the disk is full"):
            samples.write([traffic()], now=T0)
        ballast.free = MEBIBYTE
        caretaker.make_room()
        assert ballast.parts == PARTS - 1
        assert caretaker.fields()["disk_full"] is True
        ballast.free = 100 * MEBIBYTE
        caretaker.make_room()
        assert (ballast.parts, caretaker.storage()) == (PARTS, "ok")
        assert samples.write([traffic()], now=T0) == 1


class SmallDisk(Ballast):
    """Ballast on a disk of which a test says how much is free."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory, PARTS * MEBIBYTE)
        self.free = 100 * MEBIBYTE

    @property
    def parts(self) -> int:
        """How many parts there are."""
        return super().room().parts

    def room(self, *, is_refused: bool = False) -> Room:
        """Return how things are, as a test wants them."""
        return replace(super().room(is_refused=is_refused), free=self.free)
