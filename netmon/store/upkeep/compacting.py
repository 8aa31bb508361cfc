"""How a file is written anew without its unused pages, by somebody who has the state directory for himself.

SQLite does it in one transaction: whoever is killed leaves the file as it was.
"""

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from netmon.errors import StoreError
from netmon.phrase import Phrase
from netmon.store.database import SAMPLES_FILE, STATE_FILE, Durability, open_writer
from netmon.store.upkeep.pages import Pages

DURABILITY = {STATE_FILE: Durability.FULL, SAMPLES_FILE: Durability.NORMAL}
MEGABYTE = 1_000_000
SCRATCH = "SQLITE_TMPDIR"
"""The variable that says where SQLite puts the new file while it writes it."""


@dataclass(frozen=True, slots=True)
class Compacted:
    """A file, and its bytes before and after."""

    path: Path
    before: int
    after: int


def compact(path: Path) -> Compacted:
    """Write a file anew; the caller holds the state lock. Raise StoreError if there is no room, or it is damaged."""
    os.environ[SCRATCH] = str(path.parent.absolute())  # the usual place may be small, or memory
    with closing(open_writer(path, path.stem, DURABILITY[path.name])) as connection:
        pages = Pages.of(connection)
        require_room(path, pages, shutil.disk_usage(path.parent).free)
        try:
            _require_whole(connection)
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except sqlite3.Error as error:
            raise StoreError(Phrase("{path}: cannot be compacted: {reason}", path=path, reason=error)) from error
        after = Pages.of(connection)
    return Compacted(path, pages.all * pages.size, after.all * after.size)


def require_room(path: Path, pages: Pages, free: int) -> None:
    """Raise StoreError unless `free` bytes hold the new file, and its way into the old one's place."""
    needed = 2 * (pages.all - pages.unused) * pages.size
    if free < needed:
        raise StoreError(
            Phrase(
                "{path}: {free:,} MB are free, {needed:,} MB are needed; make room first",
                path=path,
                free=free // MEGABYTE,
                needed=-(-needed // MEGABYTE),
            )
        )


def _require_whole(connection: sqlite3.Connection) -> None:
    """Raise sqlite3.DatabaseError over a damaged file: what cannot be read would be left out of the new one."""
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise sqlite3.DatabaseError(verdict)
