"""Whether the databases are what netmon wrote, and whether damaged ones lie beside them."""

import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from netmon.doctor.finding import Check, Finding, Verdict
from netmon.doctor.running import open_unchanged
from netmon.errors import StoreError
from netmon.phrase import Phrase
from netmon.store.aside import kept_aside
from netmon.store.audit import first_broken_row
from netmon.store.damage import give_up_after
from netmon.store.database import STATE_FILE, newest_version, version_of
from netmon.store.legible import check_seals

LONGEST_LOOK = 3.0
"""Seconds that reading the rows may take; a file that is larger is looked at by netmon itself, hourly."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What lies aside, what is wrong with a row, and where the audit's chain is broken."""

    aside: tuple[Path, ...]
    complaint: str = ""
    broken_audit: int | None = None


def examine(state: Path) -> Finding:
    """Return whether anything of the state is damaged; leave no file behind."""
    aside, path = kept_aside(state), state / STATE_FILE
    return judge(_read(path, aside) if path.exists() else Reading(aside))


def judge(reading: Reading) -> Finding:
    """Return what was found, the worst first."""
    check = Check.DATABASES
    if reading.complaint:
        what = Phrase("{file} is damaged or cannot be used: {reason}", file=STATE_FILE, reason=reading.complaint)
        cure = Phrase("restart netmon, which restores it from its copy and from all that can still be read in it")
        return Finding(check, Verdict.ERROR, what, cure)
    if reading.aside:
        names = [path.name for path in reading.aside]
        what = Phrase("damaged databases lie aside, what could be restored is restored: {names}", names=names)
        return Finding(check, Verdict.WARNING, what, Phrase("look at the disk, then take them away"))
    if reading.broken_audit is not None:
        what = Phrase("the audit's chain is broken before row {row}: rows are missing there", row=reading.broken_audit)
        return Finding(check, Verdict.WARNING, what, Phrase("compare it with a backup: netmon restore FILE"))
    return Finding(check, Verdict.OK, Phrase("every row is what was written"))


def _read(path: Path, aside: tuple[Path, ...]) -> Reading:
    try:
        with closing(open_unchanged(path)) as connection:
            give_up_after(connection, time.monotonic() + LONGEST_LOOK)
            if version_of(connection) != newest_version(path.stem):
                return Reading(aside)
            return Reading(aside, check_seals(connection), first_broken_row(connection))
    except (sqlite3.Error, StoreError) as error:
        is_too_large = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT
        return Reading(aside, "" if is_too_large else str(error))
