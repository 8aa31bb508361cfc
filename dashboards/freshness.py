"""How old the data is, and from when on the screen must look dead."""

from netmon.clock import MINUTE, SECOND, Millis
from netmon.reader import Snapshot
from netmon.settings import Settings

PERIODS = 2
SOONEST = Millis(15 * SECOND)
"""A single late answer never kills the screen."""


def age(snapshot: Snapshot, now: Millis) -> Millis:
    """Return how long ago the newest sample was taken."""
    return Millis(max(0, now - snapshot.health.data_at))


def stale_after(settings: Settings) -> Millis:
    """Return two poll periods: of the quickest collector, and at most a minute each."""
    period = min(settings.intervals.values(), default=MINUTE)
    return Millis(max(SOONEST, PERIODS * min(period, MINUTE)))


def is_stale(snapshot: Snapshot, now: Millis) -> bool:
    """Return whether what is shown may no longer be true."""
    return age(snapshot, now) > stale_after(snapshot.settings)
