"""What is said of files that are not what netmon wrote."""

import os
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from netmon.store.aside import kept_aside, set_aside
from netmon.store.damage import examine, is_damage, is_shortage
from netmon.store.database import SAMPLES_FILE, newest_version
from netmon.store.rescue import rescue_samples
from netmon.store.samples import SampleStore
from netmon.store.shape import misshapen
from tests.netmon.store.nouns import T0, after, traffic

PATIENCE = 5.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Write samples of three hours."""
    with SampleStore(tmp_path, forwarding=True) as samples:
        for minute in range(200):
            samples.write([traffic(at=after(60_000 * minute), bps=minute)], now=after(60_000 * minute))
    return tmp_path / SAMPLES_FILE


def overwrite(path: Path, at: int, content: bytes) -> None:
    """Write into the middle of a file."""
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


def complaint(path: Path) -> str:
    return examine(path, partial(misshapen, schema="samples"), PATIENCE)


def test_a_sound_file_passes(path: Path) -> None:
    assert complaint(path) == ""


@pytest.mark.parametrize(
    ("at", "content", "what"),
    [
        (0, b"torn", "not a database"),
        (16, b"\x12\x34", "pages cannot have"),
        (18, b"\x09", "format is unknown"),
        (60, (9).to_bytes(4, "big"), "it says version 9 and is of"),
        (60, (1).to_bytes(4, "big"), "it lacks hours "),
        (60, (0).to_bytes(4, "big"), "it has tables and says version 0"),
        (60, b"\xff\xff\xff\xff", "it has tables and says version -1"),
        (4096, bytes(4096), "*** in database main ***"),
    ],
)
def test_a_file_that_was_spoilt_is_found_out(path: Path, at: int, content: bytes, what: str) -> None:
    overwrite(path, at, content)
    assert what in complaint(path) or "malformed" in complaint(path)


def test_a_file_that_was_cut_short_is_found_out(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)
    assert complaint(path) != ""
    os.truncate(path, 50)
    assert complaint(path) == "this is not a database"


def test_a_table_that_is_called_otherwise_is_missed(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE backlog RENAME TO backlig")
    assert "it lacks backlog" in complaint(path)


def test_a_file_of_a_newer_netmon_is_not_damaged(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE of_tomorrow (id)")
        connection.execute(f"PRAGMA user_version = {newest_version('samples') + 1}")
    assert complaint(path) == ""


def test_an_own_index_is_no_damage(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE INDEX of_somebody ON series (name)")
    assert complaint(path) == ""


def test_looking_ends_in_time(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "CREATE TABLE heap AS WITH RECURSIVE heap (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM heap LIMIT 200000)"
            " SELECT i FROM heap"
        )
    assert examine(path, lambda _: "", 0.0) == ""


def test_damage_and_want_of_room_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "no.db").write_bytes(b"no" * 1000)
    with closing(sqlite3.connect(tmp_path / "no.db")) as connection, pytest.raises(sqlite3.DatabaseError) as spoilt:
        connection.execute("SELECT * FROM sqlite_schema")
    assert (is_damage(spoilt.value), is_shortage(spoilt.value)) == (True, False)
    with closing(sqlite3.connect(tmp_path / "full.db")) as connection:
        connection.execute("PRAGMA max_page_count = 1")
        with pytest.raises(sqlite3.OperationalError) as full:
            connection.execute("CREATE TABLE one (id)")
    assert (is_damage(full.value), is_shortage(full.value)) == (False, True)
    assert (is_damage(None), is_shortage(None)) == (False, False)


def test_what_is_set_aside_takes_along_what_lies_beside_it_and_the_newest_stay(tmp_path: Path) -> None:
    path = tmp_path / SAMPLES_FILE
    for number in range(4):
        path.write_bytes(bytes([number]))
        path.with_name(f"{path.name}-wal").touch()
        set_aside(path, after(number // 2 * 1_000), keep=2)
    kept = kept_aside(tmp_path)
    assert [file.read_bytes() for file in kept] == [b"\2", b"\3"]
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(
        name for file in kept for name in (file.name, f"{file.name}-wal")
    )
    assert kept[0].name == "samples.db.damaged-20260528T202641Z"


@pytest.mark.parametrize("has_lived", [True, False])
def test_an_empty_file_is_a_loss_only_to_a_netmon_that_has_lived(path: Path, has_lived: bool) -> None:  # noqa: FBT001 -- a parameter
    os.truncate(path, 0)
    assert (rescue_samples(path.parent, T0, has_lived=has_lived) is not None) is has_lived
    with SampleStore(path.parent) as samples:
        assert samples.count() == 0


def test_a_folder_in_the_place_of_a_file_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / SAMPLES_FILE).mkdir()
    (tmp_path / SAMPLES_FILE / "garbage").write_bytes(b"garbage")
    for _ in range(2):
        aside = rescue_samples(tmp_path, T0, has_lived=False)
        assert aside is not None
        assert aside.is_dir()
        (tmp_path / SAMPLES_FILE).mkdir()
    assert kept_aside(tmp_path) == (aside,)


def test_damage_that_is_met_at_work_has_the_file_begun_anew(path: Path) -> None:
    with SampleStore(path.parent, forwarding=True) as samples:
        batch = samples.next_batch()
        assert batch is not None
        assert samples.mend(T0) is None
        overwrite(path, 8192, bytes(path.stat().st_size - 8192))
        with pytest.raises(Exception, match="was read"):
            samples.count()
        assert samples.mend(T0) == path.with_name(f"{path.name}.damaged-20260528T202640Z")
        assert samples.mend(T0) is None
        assert samples.write([traffic(at=T0, bps=1)], now=T0) == 1
        samples.settle(batch, rest=batch.lines[:3], now=T0)
        assert samples.depth().lines == 1 + 3
        assert samples.count() == 1


def test_a_spoilt_chunk_is_dropped_counted_and_in_nobodys_way(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE chunks SET body = zeroblob(length(body)) WHERE id % 2")
    connection.commit()
    connection.close()
    with SampleStore(path.parent, forwarding=True) as samples:
        batch = samples.next_batch()
        assert batch is not None
        assert len(batch.lines) == 100
        samples.settle(batch, now=T0)
        assert (samples.depth().lines, samples.depth().dropped) == (0, 100)
        assert samples.next_batch() is None
