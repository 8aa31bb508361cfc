"""The last two copies of `state.db`, each an hour younger than the other; a damaged one is never made.

Copying is looking, too: a copy takes every page of the file as it lies there, and is examined before it counts.
"""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from netmon.errors import StoreError
from netmon.files import hand_over, sync
from netmon.phrase import Phrase
from netmon.store.damage import examine, is_damage
from netmon.store.database import STATE_FILE, open_reader
from netmon.store.legible import check_seals, illegible

COPIES = (f"{STATE_FILE}.copy-1", f"{STATE_FILE}.copy-2")
"""The newest first."""
DRAFT = f".{STATE_FILE}.copy"
PAGES = 256
"""Pages that are copied at once: a megabyte."""
BREATH = 0.005
"""Seconds between two of them: whoever else needs the disk goes first."""
LONGEST_LOOK = 120.0
"""Seconds that examining a copy may take."""


def copies_of(directory: Path) -> tuple[Path, ...]:
    """Return the copies that there are, the newest first."""
    return tuple(path for name in COPIES if (path := directory / name).is_file())


def copy_state(directory: Path) -> str:
    """Copy `state.db`, which may be at work; return what is wrong with it, empty if nothing is. Raise StoreError.

    For a thread of its own. Nothing is written into the file.
    """
    draft = directory / DRAFT
    try:
        _copy(directory / STATE_FILE, draft)
        complaint = examine(draft, illegible, LONGEST_LOOK, at_last=check_seals)
        if complaint:
            draft.unlink()
            return complaint
        _rotate(directory, draft)
    except sqlite3.Error as error:
        draft.unlink(missing_ok=True)
        if is_damage(error):
            return str(error)
        raise StoreError(Phrase("{path}: cannot be read: {error}", path=draft, error=error)) from error
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise StoreError(Phrase("{path}: cannot be read: {error}", path=draft, error=error)) from error
    return ""


def _copy(path: Path, draft: Path) -> None:
    """Copy what a file is at this moment, whatever is written meanwhile."""
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    with closing(open_reader(path)) as source, closing(sqlite3.connect(draft)) as target:
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        target.execute("PRAGMA synchronous = OFF")
        source.backup(target, pages=PAGES, progress=lambda *_: time.sleep(BREATH))


def _rotate(directory: Path, draft: Path) -> None:
    """Let a new copy take the place of the newest, and that one the place of the oldest."""
    newest, older = (directory / name for name in COPIES)
    sync(draft)
    hand_over([draft], directory)
    if newest.exists():
        newest.replace(older)
    draft.replace(newest)
    sync(directory)
