"""Files are examined while somebody writes, and every kind of damage is named."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from netmon.clock import HOUR, MINUTE
from netmon.errors import StoreError
from netmon.store.database import SAMPLES_FILE, STATE_FILE
from netmon.store.samples import SampleStore
from netmon.store.state import StateStore
from netmon.store.upkeep.checking import check
from tests.netmon.store.nouns import T0, after, message, opening, traffic
from tests.netmon.store.specimen import Specimen


@pytest.fixture
def state(tmp_path: Path) -> Path:
    with StateStore(tmp_path) as store:
        store.commit(judgement=opening(), messages=[message()], now=T0)
    with SampleStore(tmp_path, forwarding=True) as samples:
        samples.write([traffic(f"xe{n}", at=after(turn * MINUTE)) for turn in range(90) for n in range(9)], now=T0)
        while samples.roll_up(after(2 * HOUR)):
            pass
    return tmp_path


def spoil(path: Path, text: bytes) -> None:
    """Change what stands in a file, as a bad disk does."""
    content = path.read_bytes()
    assert text in content
    path.write_bytes(content.replace(text, bytes(byte ^ 1 for byte in text)))


@pytest.mark.parametrize("is_full", [False, True])
def test_files_are_whole_while_somebody_writes(state: Path, *, is_full: bool) -> None:
    with StateStore(state), SampleStore(state) as samples:
        samples.write([traffic(at=after(3 * HOUR))], now=T0)
        for name in (STATE_FILE, SAMPLES_FILE):
            condition = check(state / name, is_full=is_full)
            assert condition.complaints == ()
            assert condition.pages is not None
            assert condition.pages.all > 10
        samples.write([traffic(at=after(4 * HOUR))], now=T0)


@pytest.mark.parametrize("name", [STATE_FILE, SAMPLES_FILE])
def test_a_page_that_is_gone_is_damage(state: Path, name: str) -> None:
    size = (state / name).stat().st_size
    with (state / name).open("r+b") as file:
        for page in range(2, size // 4096):
            file.seek(page * 4096)
            file.write(b"\xff" * 512)
    assert not check(state / name, is_full=False).is_whole


def test_what_is_no_database_is_damage(state: Path) -> None:
    (state / SAMPLES_FILE).write_bytes(b"quite another thing " * 400)
    condition = check(state / SAMPLES_FILE, is_full=False)
    assert (condition.is_whole, condition.version, condition.pages) == (False, None, None)


def test_a_lost_index_is_damage(state: Path) -> None:
    with closing(sqlite3.connect(state / SAMPLES_FILE)) as connection:
        connection.execute("DROP INDEX series_by_rolled")
    assert "series_by_rolled" in check(state / SAMPLES_FILE, is_full=False).complaints[0]


def test_in_full_a_chunk_whose_checksum_is_another_is_found(state: Path) -> None:
    with closing(sqlite3.connect(state / SAMPLES_FILE, isolation_level=None)) as connection:
        connection.execute(
            "UPDATE chunks SET body = CAST(substr(body, 1, length(body) - 1) || x'00' AS BLOB) WHERE id = 1"
        )
    assert check(state / SAMPLES_FILE, is_full=False).is_whole
    assert [text[:24] for text in check(state / SAMPLES_FILE, is_full=True).complaints] == ["chunk 1 of the outbox: E"]


def test_in_full_a_row_of_the_audit_that_was_changed_is_found(tmp_path: Path) -> None:
    path = Specimen("state", 6).put(tmp_path)
    StateStore(tmp_path).close()
    assert check(path, is_full=True).is_whole
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        guards = connection.execute("SELECT name, sql FROM sqlite_schema WHERE tbl_name = 'audit' AND type = 'trigger'")
        found = guards.fetchall()
        for name, _ in found:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE audit SET account = 'somebody else' WHERE id = 2")
        for _, sql in found:
            connection.execute(sql)
    assert [text[:16] for text in check(path, is_full=True).complaints] == ["row 2 of the aud"]


def test_an_older_file_is_whole_and_says_its_version(tmp_path: Path) -> None:
    path = Specimen("samples", 1).put(tmp_path)
    condition = check(path, is_full=True)
    assert (condition.complaints, condition.version) == ((), 1)


def test_a_file_that_is_not_there_is_no_damage(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no such file"):
        check(tmp_path / STATE_FILE, is_full=False)


def test_nothing_is_written(state: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(state, tmp_path / "copy", ignore=shutil.ignore_patterns("copy"))
    before = {path.name: path.read_bytes() for path in copy.glob("*.db")}
    check(copy / STATE_FILE, is_full=True)
    check(copy / SAMPLES_FILE, is_full=True)
    assert {path.name: path.read_bytes() for path in copy.glob("*.db")} == before
