"""What people wrote down of an incident beside its story: the supplier's ticket, and when they report next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from netmon.clock import Millis
from netmon.model import Note, NoteKind

MOST_DIGITS = 15
HANDED = frozenset({NoteKind.ACKNOWLEDGED, NoteKind.PASSED_ON})
"""How it comes into somebody's hands."""
REPORTS = frozenset({NoteKind.PROMISED, NoteKind.NOTE})
"""What may follow a promise so that nobody needs to be reminded of it."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """Under which number a supplier deals with an incident."""

    number: str
    author: str
    at: Millis


@dataclass(frozen=True, slots=True)
class Promise:
    """Somebody has said until when people hear more; it is kept once something was written down since."""

    report_by: Millis
    author: str
    at: Millis
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """The latest of each."""

    ticket: Ticket | None = None
    promise: Promise | None = None


def record_of(notes: Sequence[Note]) -> Record:
    """Return what a timeline, oldest line first, says about tickets and promises."""
    ticket = _latest(notes, {NoteKind.TICKET})
    promised = _latest(notes, {NoteKind.PROMISED})
    return Record(
        None if ticket is None else Ticket(ticket.text, ticket.author, ticket.at),
        None if promised is None else _promise(promised, is_kept=_latest(notes, REPORTS) is not promised),
    )


def is_on_its_way(notes: Sequence[Note]) -> bool:
    """Say whether somebody passed it on, and nobody has taken it since."""
    last = _latest(notes, HANDED)
    return last is not None and last.kind is NoteKind.PASSED_ON


def promised_text(report_by: Millis) -> str:
    """Return a promised moment as a timeline keeps it: a page puts it into its own words."""
    return str(report_by)


def promised_moment(text: str) -> Millis | None:
    """Return the moment that a line of a timeline promises, None if it tells none."""
    return Millis(int(text)) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None


def _promise(note: Note, *, is_kept: bool) -> Promise | None:
    moment = promised_moment(note.text)
    return None if moment is None else Promise(moment, note.author, note.at, is_kept)


def _latest(notes: Sequence[Note], kinds: Iterable[NoteKind]) -> Note | None:
    return next((note for note in reversed(notes) if note.kind in kinds), None)
