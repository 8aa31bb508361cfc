"""Page after page of what may be seen: a cursor names the last thing that was shown, so none is skipped or doubled."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from netmon.clock import Millis
from netmon.model import IncidentRecord
from netmon.reader import Reader

MOST = 200
AT_ONCE = 100
LOOKED_AT = 5_000
"""Incidents that are looked through for those that a reader may see."""
LONGEST_CURSOR = 64
CURSOR = re.compile(r"([0-9]{1,15})\.([!-~]{1,40})")
"""When the last incident that was shown started, and its name."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some things, and the cursor of the next page if there is one."""

    things: tuple[T, ...]
    next: str | None


def page_of(things: Sequence[T], after: str, limit: int, key: Callable[[T], str]) -> Page[T]:
    """Return a page of things that are in order of their keys."""
    rest = [thing for thing in things if key(thing) > after][: limit + 1]
    shown = tuple(rest[:limit])
    return Page(shown, key(shown[-1]) if len(rest) > limit else None)


def incidents_page(
    reader: Reader, after: str, limit: int, sees: Callable[[IncidentRecord], IncidentRecord | None]
) -> Page[IncidentRecord]:
    """Return a page of incidents; raise ValueError for a wrong cursor. None tells of one that is not seen."""
    found: list[IncidentRecord] = []
    for record in _after(reader, after, max(AT_ONCE, limit + 1)):
        if (seen := sees(record)) is not None:
            found.append(seen)
        if len(found) > limit:
            break
    shown = tuple(found[:limit])
    return Page(shown, _cursor(shown[-1]) if len(found) > limit else None)


def _cursor(record: IncidentRecord) -> str:
    return f"{record.incident.started}.{record.incident.id}"


def _after(reader: Reader, cursor: str, at_once: int) -> Iterator[IncidentRecord]:
    """Yield the incidents after a cursor in their order: the newest first, those of one moment by their names."""
    place = _read(cursor) if cursor else None
    before = None if place is None else Millis(-place[0] + 1)
    looked = 0
    while looked < LOOKED_AT:
        batch = reader.incidents(limit=at_once, before=before)
        fresh = [record for record in batch if place is None or _place(record) > place]
        yield from fresh
        if len(batch) < at_once or not fresh:
            return
        place = _place(fresh[-1])
        before, looked = Millis(-place[0] + 1), looked + len(batch)


def _read(cursor: str) -> tuple[int, str]:
    """Return the place that a cursor names; raise ValueError."""
    match CURSOR.fullmatch(cursor):
        case None:
            raise ValueError(cursor)
        case read:
            return -int(read[1]), read[2]


def _place(record: IncidentRecord) -> tuple[int, str]:
    return -record.incident.started, record.incident.id
