"""Is what netmon stands on new enough, and can this terminal show what it says."""

import codecs
import platform
import sqlite3
import sys

from netmon.doctor.finding import Check, Finding, Verdict
from netmon.phrase import Phrase

OLDEST_SQLITE = (3, 38, 0)
"""STRICT tables came with 3.37, the operator ->> with 3.38."""


def examine() -> Finding:
    """Return whether SQLite is new enough; an older Python could not even have asked."""
    return judge(sqlite3.sqlite_version_info, platform.python_version())


def judge(sqlite: tuple[int, int, int], python: str) -> Finding:
    """Return whether the databases can be kept with this SQLite."""
    shown = ".".join(map(str, sqlite))
    if sqlite >= OLDEST_SQLITE:
        return Finding(
            Check.SOFTWARE, Verdict.OK, Phrase("Python {python}, SQLite {sqlite}", python=python, sqlite=shown)
        )
    oldest = ".".join(map(str, OLDEST_SQLITE))
    what = Phrase("Python here comes with SQLite {sqlite}, netmon needs {oldest}", sqlite=shown, oldest=oldest)
    return Finding(Check.SOFTWARE, Verdict.ERROR, what, Phrase("use the Python of Debian 12 or newer"))


def examine_terminal() -> Finding:
    """Return whether what is printed arrives as it is written."""
    return judge_terminal(sys.stdout.encoding or "ascii")


def judge_terminal(encoding: str) -> Finding:
    """Return whether an encoding has every letter."""
    if codecs.lookup(encoding).name == "utf-8":
        return Finding(Check.TERMINAL, Verdict.OK, Phrase("letters are written in UTF-8"))
    what = Phrase("letters are written in {encoding}, which has not all of them", encoding=encoding)
    return Finding(Check.TERMINAL, Verdict.WARNING, what, Phrase("set LANG=C.UTF-8, or LANG=cs_CZ.UTF-8"))
