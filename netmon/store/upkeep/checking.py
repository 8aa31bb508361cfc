"""Whether the databases of a state directory are whole, asked without writing, beside a netmon that is at work."""

import sqlite3
import time
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from netmon.clock import SECOND, Millis
from netmon.errors import StoreError
from netmon.phrase import Phrase
from netmon.store.audit import first_broken_row
from netmon.store.damage import is_damage
from netmon.store.database import SAMPLES_FILE, STATE_FILE, newest_version, open_reader, version_of
from netmon.store.legible import illegible
from netmon.store.shape import misshapen
from netmon.store.upkeep.pages import Pages

FILES = (STATE_FILE, SAMPLES_FILE)
MOST_COMPLAINTS = 20
CHUNKS = "SELECT id, body FROM chunks"


@dataclass(frozen=True, slots=True)
class Condition:
    """How a file is: what is wrong with it, nothing if it is whole, and how it is filled, if that can be read."""

    path: Path
    complaints: tuple[str, ...]
    version: int | None
    pages: Pages | None
    took: Millis

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.complaints


def check(path: Path, *, is_full: bool) -> Condition:
    """Return how a file is; raise StoreError if it cannot be read for a reason that says nothing about it.

    Quickly, every page is read and its structure checked. In full, indices are compared with their tables, and what
    has a checksum or a format of ours is read.
    """
    require(path)
    begun = time.monotonic()
    try:
        with closing(open_reader(path)) as connection:
            connection.execute("BEGIN")
            version, pages = version_of(connection), Pages.of(connection)
            complaints = tuple(_complaints(connection, path.stem, is_full=is_full))[:MOST_COMPLAINTS]
    except sqlite3.Error as error:
        if not is_damage(error):
            raise StoreError(Phrase("{path}: cannot be read: {error}", path=path, error=error)) from error
        version, pages, complaints = None, None, (str(error),)
    return Condition(path, complaints, version, pages, Millis(round((time.monotonic() - begun) * SECOND)))


def require(path: Path) -> None:
    """Raise StoreError unless a file is there."""
    if not path.is_file():
        raise StoreError(Phrase("{path}: there is no such file; has netmon ever run on this directory?", path=path))


def _complaints(connection: sqlite3.Connection, schema: str, *, is_full: bool) -> Iterator[str]:
    """Yield what is wrong with a file; one of an older or newer version is only looked at as a database."""
    pragma = "integrity_check" if is_full else "quick_check"
    verdicts = connection.execute(f"PRAGMA {pragma}({MOST_COMPLAINTS})").fetchall()
    yield from (str(verdict) for (verdict,) in verdicts if verdict != "ok")
    if complaint := misshapen(connection, schema):
        yield complaint
    if not is_full or version_of(connection) != newest_version(schema):
        return
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} names something that is not in {parent}"
    yield from _broken_chunks(connection) if schema == Path(SAMPLES_FILE).stem else _unread(connection)


def _broken_chunks(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the chunks on their way to InfluxDB whose checksum is another."""
    for key, body in connection.execute(CHUNKS):
        try:
            zlib.decompress(body)
        except zlib.error as error:
            yield f"chunk {key} of the outbox: {error}"


def _unread(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield what of a state cannot be read as what netmon wrote."""
    try:
        if complaint := illegible(connection):
            yield complaint
    except (ValueError, KeyError) as error:
        yield f"{type(error).__name__}: {error}"
    broken = first_broken_row(connection)
    if broken is not None:
        yield f"row {broken} of the audit does not continue the one before"
