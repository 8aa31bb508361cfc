"""Files become smaller: by parts while somebody works on them, and at once when nobody does."""

import os
from contextlib import closing
from pathlib import Path

import pytest

from netmon.clock import HOUR, MINUTE, Millis
from netmon.errors import StoreError
from netmon.store.database import SAMPLES_FILE, STATE_FILE, open_reader
from netmon.store.samples import SampleStore
from netmon.store.state import StateStore
from netmon.store.upkeep import compacting, pages
from netmon.store.upkeep.compacting import compact, require_room
from netmon.store.upkeep.pages import Pages, can_release
from tests.netmon.store.nouns import T0, after, opening, traffic
from tests.netmon.store.specimen import Specimen


def fill(store: SampleStore, hours: int = 6) -> None:
    for hour in range(hours):
        moments = [after(hour * HOUR + turn * MINUTE) for turn in range(60)]
        store.write([traffic(f"xe{n}", at=at) for at in moments for n in range(20)], now=T0)
    roll_up(store, after((hours + 1) * HOUR))


def roll_up(store: SampleStore, now: Millis) -> None:
    while store.roll_up(now):
        pass


def forget(store: SampleStore, before: Millis) -> None:
    while store.prune(before):
        pass


def size_of(directory: Path) -> int:
    with closing(open_reader(directory / SAMPLES_FILE)) as connection:
        found = Pages.of(connection)
    return found.all * found.size


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "FEWEST_UNUSED", 8)
    monkeypatch.setattr(pages, "PAGES_AT_ONCE", 10)
    monkeypatch.delenv(compacting.SCRATCH, raising=False)
    monkeypatch.setattr(os, "environ", dict(os.environ))


def test_a_file_shrinks_by_parts_while_others_read_it(tmp_path: Path) -> None:
    with SampleStore(tmp_path) as store:
        fill(store)
        full = size_of(tmp_path)
        with closing(open_reader(tmp_path / SAMPLES_FILE)) as reader:
            reader.execute("BEGIN")
            seen = reader.execute("SELECT count(*) FROM samples").fetchone()
            forget(store, after(5 * HOUR))
            parts = 0
            while store.shrink():
                parts += 1
            assert reader.execute("SELECT count(*) FROM samples").fetchone() == seen
        assert parts > 3
        assert size_of(tmp_path) < 0.6 * full
        with closing(open_reader(tmp_path / SAMPLES_FILE)) as reader:
            assert Pages.of(reader).unused <= max(8, Pages.of(reader).all // 10)
            assert reader.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert store.count() == 1_200


def test_what_is_forgotten_makes_room_for_what_comes(tmp_path: Path) -> None:
    sizes = []
    with SampleStore(tmp_path) as store:
        for day in range(6):
            moments = [after(day * 24 * HOUR + turn * MINUTE) for turn in range(0, 24 * 60, 5)]
            store.write([traffic(f"xe{n}", at=at) for at in moments for n in range(10)], now=moments[-1])
            roll_up(store, after((day + 1) * 24 * HOUR))
            for width in (None, Millis(5 * MINUTE), HOUR):
                while store.prune(after((day - 1) * 24 * HOUR), width):
                    pass
            sizes.append(size_of(tmp_path))
    assert max(sizes[3:]) <= 1.1 * sizes[2], sizes


def test_a_file_of_an_older_version_shrinks_once_it_was_compacted(tmp_path: Path) -> None:
    path = Specimen("samples", 2).put(tmp_path)
    with SampleStore(tmp_path) as store:
        fill(store)
        forget(store, after(5 * HOUR))
        assert store.shrink() == 0
    done = compact(path)
    assert done.after < 0.6 * done.before
    assert path.stat().st_size == done.after
    with closing(open_reader(path)) as connection:
        assert can_release(connection)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with SampleStore(tmp_path) as store:
        assert store.count() > 1_200


def test_a_state_is_the_same_after_it_was_compacted(tmp_path: Path) -> None:
    with StateStore(tmp_path) as store:
        store.commit(judgement=opening(), now=T0)
        before = store.restore()
    compact(tmp_path / STATE_FILE)
    with StateStore(tmp_path) as store:
        assert store.restore() == before


def test_room_is_needed_for_what_is_used_and_its_way_back(tmp_path: Path) -> None:
    filled = Pages(size=4096, all=10_000, unused=4_000)
    needed = 2 * 6_000 * 4096
    require_room(tmp_path, filled, needed)
    with pytest.raises(StoreError, match="49 MB are free, 50 MB"):
        require_room(tmp_path, filled, needed - 1)


def test_a_damaged_file_is_not_compacted(tmp_path: Path) -> None:
    with SampleStore(tmp_path) as store:
        fill(store)
    with (tmp_path / SAMPLES_FILE).open("r+b") as file:
        file.seek(-20 * 4096, os.SEEK_END)
        file.write(b"\xff" * 4096 * 20)
    with pytest.raises(StoreError):
        compact(tmp_path / SAMPLES_FILE)
    assert (tmp_path / SAMPLES_FILE).read_bytes().endswith(b"\xff" * 4096 * 20)
