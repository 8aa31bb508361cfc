"""Whether a database file is what netmon wrote: asked before anything is opened that would stumble over it.

A file is examined for a bounded time. One that is too large to be read whole in that time passes, and what is wrong
with it is met later, by the connection that works on it.
"""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT})
SURROUNDINGS = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    }
)
"""What says nothing about the file: whoever opens it for work meets the same, and says so."""
NO_ROOM = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE})
PRIMARY = 0xFF
"""The bits of an error's code that say what kind it is."""
MAGIC = b"SQLite format 3\0"
HEADER = 100
SMALLEST_PAGE, LARGEST_PAGE = 512, 65_536
Check = Callable[[sqlite3.Connection], str]
STEPS_BETWEEN_LOOKS = 20_000
"""Steps of SQLite's machine between two looks at the clock: under a millisecond."""


def is_damage(error: BaseException | None) -> bool:
    """Say whether an error means that a file is not what was written."""
    return _code(error) & PRIMARY in DAMAGE


def is_shortage(error: BaseException | None) -> bool:
    """Say whether an error means that there is no room left on the disk."""
    return _code(error) in NO_ROOM


def examine(path: Path, check: Check, seconds: float, *, at_last: Check = lambda _: "") -> str:
    """Return what is wrong with a file, as far as `seconds` allow to see; empty where nothing is.

    `check` says what else is wrong, or raises ValueError or KeyError over what it cannot read; what takes long is
    looked at last.
    """
    if not path.is_file():
        return "this is no file"
    try:
        if complaint := _complaint_of(path):
            return complaint
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            give_up_after(connection, time.monotonic() + seconds)
            complaint = check(connection)
            (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            complaint = complaint or ("" if verdict == "ok" else str(verdict)) or at_last(connection)
    except OSError:
        return ""
    except sqlite3.Error as error:
        return "" if _code(error) & PRIMARY in SURROUNDINGS else str(error)
    except (ValueError, KeyError) as error:
        return f"{type(error).__name__}: {error}"
    return complaint


def _code(error: BaseException | None) -> int:
    """Return SQLite's extended code of an error, 0 if it has none."""
    return getattr(error, "sqlite_errorcode", None) or 0


def _complaint_of(path: Path) -> str:
    """Return what is wrong with the first bytes of a file; an empty one has none yet."""
    with path.open("rb") as file:
        header = file.read(HEADER)
        size = os.fstat(file.fileno()).st_size
    if not size:
        return ""
    page = int.from_bytes(header[16:18], "big")
    page = LARGEST_PAGE if page == 1 else page
    if len(header) < HEADER or not header.startswith(MAGIC):
        return "this is not a database"
    if page & (page - 1) or not SMALLEST_PAGE <= page <= LARGEST_PAGE:
        return f"pages cannot have {page} bytes"
    return "" if {header[18], header[19]} <= {1, 2} else "its format is unknown"


def give_up_after(connection: sqlite3.Connection, deadline: float) -> None:
    """Have SQLite give up at a moment of the monotonic clock."""
    connection.set_progress_handler(lambda: time.monotonic() > deadline, STEPS_BETWEEN_LOOKS)
