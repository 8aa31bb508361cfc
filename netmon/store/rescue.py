"""What is done about damaged databases before they are opened: whoever starts, starts.

A damaged `state.db` is restored from a copy, with what can be read in the damaged file put over it. All is prepared
in a draft; one rename decides, and whoever starts next finishes what was decided.
"""

import logging
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from netmon.clock import Millis
from netmon.errors import StoreError
from netmon.files import hand_over, sync
from netmon.store.aside import set_aside
from netmon.store.copies import copies_of
from netmon.store.damage import examine
from netmon.store.database import SAMPLES_FILE, STATE_FILE, Durability, open_writer
from netmon.store.legible import check_seals, illegible
from netmon.store.salvage import Salvage, salvage
from netmon.store.samples import KEPT_ASIDE
from netmon.store.shape import misshapen
from netmon.store.swap import COMPANIONS

log = logging.getLogger(__name__)

SAMPLES_LOOK, STATE_LOOK = 0.5, 1.5
"""Seconds of a start that looking at a file may take."""
LONGEST_SALVAGE = 2.0
"""Seconds of a start that reading a damaged state may take."""
STATES_KEPT = 3
DRAFT, DECIDED = f".{STATE_FILE}.draft", f".{STATE_FILE}.rescued"


def rescue_state(directory: Path, now: Millis) -> Path | None:
    """Put the best of what is left in the place of a damaged state; return where that lies, None if all is well."""
    path = directory / STATE_FILE
    _clear_folders(path, now)
    if (directory / DECIDED).exists():
        return _take_over(directory, now)
    complaint = _complaint_of_state(path)
    if not complaint:
        return None
    log.error("state is damaged path=%s reason=%s", path, complaint)
    for base in (*copies_of(directory), None):
        report = _prepare(directory / DRAFT, base, path)
        if report is not None and not examine(directory / DRAFT, illegible, STATE_LOOK):
            log.error("state restored from=%s %s", "nothing" if base is None else base.name, report)
            break
    else:
        if _prepare(directory / DRAFT, None, None) is None:
            return None  # whoever opens the file says what is the matter
        log.error("state begun anew: nothing of it could be read")
    (directory / DRAFT).rename(directory / DECIDED)
    sync(directory)
    return _take_over(directory, now)


def rescue_samples(directory: Path, now: Millis, *, has_lived: bool) -> Path | None:
    """Set damaged samples aside, so that they are begun anew; return where they lie, None if nothing is wrong.

    An empty file is a loss only where netmon `has_lived`: else it was killed while it made the file.
    """
    path = directory / SAMPLES_FILE
    _clear_folders(path, now)
    if not path.exists():
        return None
    complaint = examine(path, partial(misshapen, schema="samples"), SAMPLES_LOOK)
    if not complaint and has_lived and not path.stat().st_size:
        complaint = "it is empty"
    if not complaint:
        return None
    aside = set_aside(path, now, keep=KEPT_ASIDE)
    log.error("samples begun anew, what was measured is lost kept_as=%s reason=%s", aside, complaint)
    return aside


def _complaint_of_state(path: Path) -> str:
    """Return what is wrong with a state, empty if nothing is; that there is none is wrong where there are copies."""
    is_there = path.exists()
    if (not is_there or (path.is_file() and not path.stat().st_size)) and copies_of(path.parent):
        return "it is empty" if is_there else "it is gone"
    return examine(path, illegible, STATE_LOOK, at_last=check_seals) if is_there else ""


def _prepare(draft: Path, base: Path | None, damaged: Path | None) -> Salvage | None:
    """Make a state of a copy, or of nothing, and of what can be read in a damaged one; None if it cannot be made."""
    for found in _with_companions(draft):
        found.unlink(missing_ok=True)
    try:
        if base is not None:
            shutil.copyfile(base, draft)
        with closing(open_writer(draft, "state", Durability.NORMAL)) as target:
            report = Salvage()
            if damaged is not None and damaged.is_file():
                report = salvage(target, damaged, time.monotonic() + LONGEST_SALVAGE)
        draft.chmod(0o600)
        hand_over([draft], draft.parent)
        sync(draft)
    except (sqlite3.Error, StoreError, OSError) as error:
        log.warning("state cannot be restored from=%s reason=%s", base, error)
        return None
    return report


def _take_over(directory: Path, now: Millis) -> Path:
    """Let the prepared state take its place."""
    aside = set_aside(directory / STATE_FILE, now, keep=STATES_KEPT)
    (directory / DECIDED).rename(directory / STATE_FILE)
    sync(directory)
    return aside


def _clear_folders(path: Path, now: Millis) -> None:
    """Set aside what lies where SQLite keeps its files beside a database and is none."""
    for found in _with_companions(path):
        if found != path and found.is_dir():
            log.error("a folder is in the way kept_as=%s", set_aside(found, now, keep=KEPT_ASIDE))


def _with_companions(path: Path) -> Iterator[Path]:
    return (path.with_name(f"{path.name}{suffix}") for suffix in COMPANIONS)
