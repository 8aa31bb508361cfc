"""Which works are done around a moment: what recurs is told once, not night by night."""

import sqlite3
from collections.abc import Iterable
from functools import partial
from operator import attrgetter

from netmon.clock import Interval, Millis
from netmon.maintenance.listing import AHEAD, Listed, listed
from netmon.maintenance.work import Work
from netmon.store.windows import planned_between
from netmon.store.works import first_outage

MOST_WORKS = 500
"""Told at most, of those to come and of those that are over."""


def works_around(connection: sqlite3.Connection, now: Millis) -> list[Listed]:
    """Return the works that are not over in order of their start, then those that are, the newest first."""
    begun = partial(first_outage, connection)
    behind = Interval(Millis(now - AHEAD), now)
    coming = planned_in(connection, Interval(now, Millis(now + AHEAD)))
    gone = _last_times(work for work in planned_between(connection, behind, []) if work.frame.end <= now)
    return [*listed(coming, begun, now), *listed(gone, begun, now)]


def planned_in(connection: sqlite3.Connection, period: Interval) -> list[Work]:
    """Return the works that may be done in a period, the earliest first; of what recurs the first time."""
    first: dict[tuple[str, int], Work] = {}
    for work in planned_between(connection, period, []):
        first.setdefault((work.source, work.id), work)
    return sorted(first.values(), key=attrgetter("frame"))[:MOST_WORKS]


def _last_times(works: Iterable[Work]) -> list[Work]:
    """Return the latest works, the newest first; of what recurs the last time."""
    last = {(work.source, work.id): work for work in works}
    return sorted(last.values(), key=attrgetter("frame"), reverse=True)[:MOST_WORKS]
