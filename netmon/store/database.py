"""How a database file is opened, brought to its schema, and written to."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from enum import StrEnum
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from netmon.errors import StoreError
from netmon.files import hand_over, sync
from netmon.phrase import Phrase
from netmon.store import seals, swap
from netmon.store.damage import is_damage

log = logging.getLogger(__name__)

STATE_FILE = "state.db"
SAMPLES_FILE = "samples.db"
SEALED = "state"
"""The schema whose rows say what they said when they were written."""
BUSY_TIMEOUT_MS = 5_000
SHRINKING = frozenset({"samples"})
"""Schemas whose files give unused pages back while they are at work; it takes effect in a file that is new."""
JOURNAL_LIMIT = 64 * 1024 * 1024
"""Bytes a WAL file may keep after a checkpoint."""


class Durability(StrEnum):
    """What a commit waits for: `synchronous` of SQLite."""

    FULL = "FULL"
    """The commit is on the disk: nothing that was answered is lost with the power."""
    NORMAL = "NORMAL"
    """The file stays sound; the last commits may be lost with the power, not with a kill."""


class Connection(sqlite3.Connection):
    """A connection that remembers what went wrong with it: whoever looks after the files asks now and then."""

    failure: sqlite3.Error | None = None
    """Why the last work failed, None if it did not; damage that was met is never forgotten."""

    def note(self, failure: sqlite3.Error | None) -> None:
        """Note how a work ended."""
        if not is_damage(self.failure):
            self.failure = failure


def open_writer(path: Path, schema: str, durability: Durability) -> Connection:
    """Return the one connection that writes a file, at the newest version of `schema`.

    The file is created with mode 0600. One of an older version is migrated whole or not at all; if nothing of it
    may be lost, a copy stays beside it. Raise StoreError if the file cannot be opened, is damaged, or was written by
    a newer netmon.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _create(path)
        connection = sqlite3.connect(path, isolation_level=None, cached_statements=256, factory=Connection)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(Phrase("{path}: cannot be opened: {reason}", path=path, reason=error)) from error
    try:
        if schema in SHRINKING:
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # before anything makes the first page
        _configure(connection, durability)
        _migrate(connection, schema, path if durability is Durability.FULL else None)
        if schema == SEALED:
            seals.keep_sealed(connection)
    except (StoreError, sqlite3.Error, OSError) as error:
        connection.close()
        raise StoreError(Phrase("{path}: {reason}", path=path, reason=error)) from error
    return connection


def open_reader(path: Path) -> sqlite3.Connection:
    """Return a connection that can only read a file that a writer has made; it cannot checkpoint."""
    if swap.is_unsettled(path.parent):
        raise StoreError(
            Phrase("{path}: a restore was cut off here; start `netmon run`, which finishes it", path=path.parent)
        )
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    except sqlite3.Error as error:
        message = Phrase(
            "{path}: cannot be read: {reason}; has netmon ever run on this state directory?", path=path, reason=error
        )
        raise StoreError(message) from error
    return connection


def open_present(path: Path) -> sqlite3.Connection:
    """Return a connection that can only read a file at the version that this netmon reads; raise StoreError."""
    connection = open_reader(path)
    try:
        with complaining(path):
            _require_present(connection, path)
    except StoreError:
        connection.close()
        raise
    return connection


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection for questions to a file at the present version; SQLite's errors become StoreError."""
    with closing(open_present(path)) as connection, complaining(path):
        yield connection


@contextmanager
def complaining(path: Path) -> Iterator[None]:
    """Raise StoreError where SQLite cannot read a file."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(Phrase("{path}: cannot be read: {error}", path=path, error=error)) from error


def newest_version(schema: str) -> int:
    """Return the version of a schema that this netmon writes."""
    return len(_scripts(schema))


def script_of(schema: str, version: int) -> str:
    """Return what makes a file of a version out of an empty one."""
    return " ".join(script.read_text(encoding="utf-8") for script in _scripts(schema)[:version])


def version_of(connection: sqlite3.Connection) -> int:
    """Return the schema version of a file."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def refuse_newer(version: int, schema: str) -> None:
    """Raise StoreError if a schema version is one that this netmon does not know yet."""
    if version > newest_version(schema):
        raise StoreError(
            Phrase(
                "has schema version {version}, this netmon knows {known}; install the newer netmon again",
                version=version,
                known=newest_version(schema),
            )
        )


def _require_present(connection: sqlite3.Connection, path: Path) -> None:
    """Raise StoreError unless a file is at the version that this netmon reads."""
    version, known = version_of(connection), newest_version(path.stem)
    if version != known:
        older = Phrase("start netmon once, which brings it up to date and keeps a copy")
        newer = Phrase("install the newer netmon again")
        raise StoreError(
            Phrase(
                "{path}: has schema version {version}, this netmon reads {known}; {cure}",
                path=path,
                version=version,
                known=known,
                cure=older if version < known else newer,
            )
        )


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Commit what happens inside, all or nothing; SQLite's errors become StoreError."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        _roll_back(connection)
        note(connection, error)
        raise StoreError(Phrase("nothing was written: {reason}", reason=error)) from error
    except BaseException:
        _roll_back(connection)
        raise
    else:
        note(connection, None)


@contextmanager
def questioning(connection: Connection) -> Iterator[None]:
    """Read what is asked inside with the one connection that writes; SQLite's errors become StoreError."""
    try:
        yield
    except sqlite3.Error as error:
        connection.note(error)
        raise StoreError(Phrase("nothing was read: {reason}", reason=error)) from error


def note(connection: sqlite3.Connection, failure: sqlite3.Error | None) -> None:
    """Note how a work ended, where the connection remembers it."""
    if isinstance(connection, Connection):
        connection.note(failure)


def _roll_back(connection: sqlite3.Connection) -> None:
    """Give a transaction up; one that cannot even be given up makes the next one fail, and say so."""
    if connection.in_transaction:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")


def _configure(connection: sqlite3.Connection, durability: Durability) -> None:
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA synchronous = {durability}")
    connection.execute(f"PRAGMA journal_size_limit = {JOURNAL_LIMIT}")
    connection.execute("PRAGMA foreign_keys = ON")


def _create(path: Path) -> None:
    if not path.exists():
        path.touch(mode=0o600)
        hand_over([path], path.parent)


def _migrate(connection: sqlite3.Connection, schema: str, precious: Path | None) -> None:
    """Apply the files `<schema>-<version>.sql` above the file's `user_version`, all in one transaction."""
    present = version_of(connection)
    refuse_newer(present, schema)
    missing = [script.read_text(encoding="utf-8") for script in _scripts(schema)[present:]]
    if not missing:
        return
    if present and precious is not None:
        _keep_copy(connection, precious.with_name(f"{precious.name}.schema-{present}"))
    newest = present + len(missing)
    connection.executescript(f"BEGIN IMMEDIATE; {' '.join(missing)} PRAGMA user_version = {newest};")
    if schema == SEALED:
        seals.seal_older(connection)
    connection.execute("COMMIT")
    if present:
        log.info("migrated schema=%s from=%d to=%d", schema, present, newest)


def _keep_copy(connection: sqlite3.Connection, path: Path) -> None:
    """Copy a whole database into a file, replacing an earlier copy at once."""
    draft = path.with_name(f".{path.name}")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    with closing(sqlite3.connect(draft)) as copy:
        connection.backup(copy)
    sync(draft)
    hand_over([draft], path.parent)
    draft.replace(path)
    sync(path.parent)


def _scripts(schema: str) -> list[Traversable]:
    """Return the scripts of a schema, the first version first."""
    found = (entry for entry in (files("netmon.store") / "schema").iterdir() if entry.name.startswith(f"{schema}-"))
    return sorted(found, key=_version)


def _version(script: Traversable) -> int:
    return int(script.name.removesuffix(".sql").rpartition("-")[2])
