"""When a drill is due: every week when the clocks of the region show its time.

A time that the clocks skip in spring is taken an hour later, one that comes twice in autumn the first time.
"""

from collections.abc import Iterator
from datetime import time, timedelta

from netmon.clock import HOUR, Millis
from netmon.judgement.calendar import NEXT_DAY, WEEK, at_hour
from netmon.oncall.calendar import local_day
from netmon.settings import Drill

LATEST = HOUR
"""How long after its moment a drill is still held: people know the hour, and take what comes later for real."""
AROUND = (-1, 0, 1)
"""Last week, this one and the next: of the moments in these, one is the last and one the next."""


def last_moment(drill: Drill, now: Millis) -> Millis:
    """Return when a drill was due last."""
    return max(at for at in _moments(drill, now) if at <= now)


def next_moment(drill: Drill, now: Millis) -> Millis:
    """Return when a drill is due next."""
    return min(at for at in _moments(drill, now) if at > now)


def is_timely(moment: Millis, now: Millis) -> bool:
    """Say whether a drill that was due at a moment may still be held."""
    return moment <= now < moment + LATEST


def _moments(drill: Drill, now: Millis) -> Iterator[Millis]:
    today = local_day(now)
    this_week = today + NEXT_DAY * (WEEK.index(drill.day) - today.weekday())
    yield from (at_hour(this_week + timedelta(weeks=weeks), time.fromisoformat(drill.time)) for weeks in AROUND)
