"""Opening, migrating and locking files."""

import sqlite3
import stat
from pathlib import Path

import pytest

from netmon.errors import StoreError
from netmon.store.database import Durability, newest_version, open_reader, open_writer, transaction, version_of
from netmon.store.lock import StateLock


def test_a_new_file_is_private_durable_and_at_the_newest_version(tmp_path: Path) -> None:
    path = tmp_path / "state" / "state.db"
    connection = open_writer(path, "state", Durability.FULL)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert version_of(connection) == newest_version("state")
    connection.close()


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "samples.db"
    open_writer(path, "samples", Durability.NORMAL).close()
    connection = open_writer(path, "samples", Durability.NORMAL)
    assert connection.execute("SELECT lines, bytes, dropped FROM backlog").fetchall() == [(0, 0, 0)]
    connection.close()


def test_a_file_of_a_newer_netmon_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    connection = open_writer(path, "state", Durability.FULL)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreError, match=r"schema version 99.*newer netmon"):
        open_writer(path, "state", Durability.FULL)


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    path.write_bytes(b"this is not a database, and long enough to be looked at" * 100)
    with pytest.raises(StoreError, match=r"state\.db: .*not a database"):
        open_writer(path, "state", Durability.FULL)


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    open_writer(path, "state", Durability.FULL).close()
    reader = open_reader(path)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.execute("DELETE FROM heartbeat")
    reader.close()


def test_a_reader_of_nothing_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="has netmon ever run"):
        open_reader(tmp_path / "state.db")


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    connection = open_writer(tmp_path / "state.db", "state", Durability.FULL)

    def write_twice() -> None:
        with transaction(connection):
            connection.execute("INSERT INTO heartbeat (single, at) VALUES (1, 5)")
            connection.execute("INSERT INTO heartbeat (single, at) VALUES (1, 6)")

    with pytest.raises(StoreError, match="nothing was written"):
        write_twice()
    assert connection.execute("SELECT * FROM heartbeat").fetchall() == []
    connection.close()


def test_only_one_netmon_owns_a_state_directory(tmp_path: Path) -> None:
    with StateLock(tmp_path), pytest.raises(StoreError, match=r"in use by another netmon \(process \d+\)"):
        StateLock(tmp_path)
    StateLock(tmp_path).close()
