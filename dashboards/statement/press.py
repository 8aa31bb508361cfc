"""Where documents are made: one at a time, each in a child process that can take neither memory nor time for ever."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from threading import BoundedSemaphore
from typing import BinaryIO

from dashboards.plain import plain
from netmon.clock import Millis
from netmon.errors import CommandRefused
from netmon.phrase import Phrase
from netmon.report.refusal import NO_PRINTER, beyond_limits, broken_printer

CHILD = (sys.executable, "-I", str(Path(__file__).with_name("printer.py")))
"""By its path: it needs nothing of ours, and knows nothing of ours."""
GRACE = 5
"""Seconds that the child may take beyond its time before it is killed: it needs some to start."""
CANNOT_LOAD = 3
"""The exit code of a child that lacks a library."""
LONGEST_COMPLAINT = 4096


class Occupied(TimeoutError):
    """Somebody else's document is being made."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one document may take."""

    seconds: int = 120
    memory_octets: int = 1 << 30
    """Address space."""
    octets: int = 32 << 20
    """The document itself."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: what its cells are, and how wide it is in characters."""

    title: str
    kind: str = "text"
    """`text`, `prose`, `number`, `share` of one, `span` in milliseconds or `moment` as ISO 8601 without a zone."""
    width: int = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook; a cell that is None stays empty."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str | float | None]]


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook; `created` is written into it, so it is the same whenever it is made of the same."""

    title: str
    author: str
    created: Millis
    sheets: Sequence[Sheet]


@dataclass(frozen=True, slots=True)
class Paper:
    """An HTML document that refers to nothing beside itself."""

    html: str
    created: Millis


class Press:
    """Makes one document at a time; whoever comes meanwhile is turned away with Occupied."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._free = BoundedSemaphore(1)

    def pdf(self, paper: Paper) -> bytes:
        """Return a document as PDF/UA-1; raise CommandRefused where it cannot be made."""
        if not prints_pdf():
            raise CommandRefused(NO_PRINTER)
        return self._made({"paper": asdict(paper)})

    def xlsx(self, book: Book) -> bytes:
        """Return a workbook as Office Open XML; raise CommandRefused where it cannot be made."""
        return self._made({"book": asdict(book)})

    def _made(self, job: Mapping[str, object]) -> bytes:
        if not self._free.acquire(blocking=False):
            message = "another document is being made"
            raise Occupied(message)
        try:
            return self._run(json.dumps({**job, "limits": asdict(self._limits)}).encode())
        finally:
            self._free.release()

    def _run(self, job: bytes) -> bytes:
        limit = self._limits
        with TemporaryFile() as made, TemporaryFile() as complaint:
            try:
                code = subprocess.run(  # noqa: S603 -- our own interpreter and our own file
                    CHILD,
                    input=job,
                    stdout=made,
                    stderr=complaint,
                    env={"HOME": "/nonexistent", "LANG": "C.UTF-8", "TZ": "UTC"},
                    timeout=limit.seconds + GRACE,
                    check=False,
                    start_new_session=True,
                ).returncode
            except subprocess.TimeoutExpired:
                code = None
            if code == 0:
                made.seek(0)
                return made.read(limit.octets)
            raise CommandRefused(_excuse(code, _last_line(complaint), limit))


def prints_pdf() -> bool:
    """Return whether WeasyPrint is there; loading it would cost a second."""
    return find_spec("weasyprint") is not None


def _excuse(code: int | None, complaint: str, limit: Limits) -> Phrase:
    """Return why there is no document."""
    if code == CANNOT_LOAD:
        return broken_printer(complaint)
    return beyond_limits(limit.seconds, limit.memory_octets, limit.octets, complaint or f"exit status {code}")


def _last_line(complaint: BinaryIO) -> str:
    """Return the end of what the child complained of."""
    complaint.seek(0, 2)
    complaint.seek(max(0, complaint.tell() - LONGEST_COMPLAINT))
    lines = complaint.read(LONGEST_COMPLAINT).decode(errors="replace").strip().splitlines()
    return plain(lines[-1]) if lines else ""
