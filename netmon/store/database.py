"""How a database file is opened, brought to its schema, and written to."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from importlib.resources import files
from pathlib import Path

from netmon.errors import StoreError

STATE_FILE = "state.db"
SAMPLES_FILE = "samples.db"
BUSY_TIMEOUT_MS = 5_000
JOURNAL_LIMIT = 64 * 1024 * 1024
"""Bytes a WAL file may keep after a checkpoint."""


class Durability(StrEnum):
    """What a commit waits for: `synchronous` of SQLite."""

    FULL = "FULL"
    """The commit is on the disk: nothing that was answered is lost with the power."""
    NORMAL = "NORMAL"
    """The file stays sound; the last commits may be lost with the power, not with a kill."""


def open_writer(path: Path, schema: str, durability: Durability) -> sqlite3.Connection:
    """Return the one connection that writes a file, at the newest version of `schema`.

    The file is created with mode 0600. Raise StoreError if it cannot be opened, is damaged, or was
    written by a newer netmon.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        connection = sqlite3.connect(path, isolation_level=None, cached_statements=256)
    except (OSError, sqlite3.Error) as error:
        message = f"{path}: cannot be opened: {error}"
        raise StoreError(message) from error
    try:
        _configure(connection, durability)
        _migrate(connection, schema)
    except (StoreError, sqlite3.Error) as error:
        connection.close()
        message = f"{path}: {error}"
        raise StoreError(message) from error
    return connection


def open_reader(path: Path) -> sqlite3.Connection:
    """Return a connection that can only read a file that a writer has made; it cannot checkpoint."""
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    except sqlite3.Error as error:
        message = f"{path}: cannot be read: {error}; has netmon ever run on this state directory?"
        raise StoreError(message) from error
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Commit what happens inside, all or nothing; SQLite's errors become StoreError."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        _roll_back(connection)
        message = f"nothing was written: {error}"
        raise StoreError(message) from error
    except BaseException:
        _roll_back(connection)
        raise


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _configure(connection: sqlite3.Connection, durability: Durability) -> None:
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA synchronous = {durability}")
    connection.execute(f"PRAGMA journal_size_limit = {JOURNAL_LIMIT}")
    connection.execute("PRAGMA foreign_keys = ON")


def _migrate(connection: sqlite3.Connection, schema: str) -> None:
    """Apply the files `<schema>-<version>.sql` above the file's `user_version`, each in one transaction."""
    (present,) = connection.execute("PRAGMA user_version").fetchone()
    versions = _versions(schema)
    if present > len(versions):
        message = f"has schema version {present}, this netmon knows {len(versions)}; install the newer netmon again"
        raise StoreError(message)
    for version, statements in enumerate(versions[present:], start=present + 1):
        connection.executescript(f"BEGIN IMMEDIATE; {statements} PRAGMA user_version = {version}; COMMIT;")


def _versions(schema: str) -> list[str]:
    folder = files("netmon.store") / "schema"
    names = sorted((entry.name for entry in folder.iterdir() if entry.name.startswith(f"{schema}-")), key=_version)
    return [(folder / name).read_text(encoding="utf-8") for name in names]


def _version(name: str) -> int:
    return int(name.removesuffix(".sql").rpartition("-")[2])
