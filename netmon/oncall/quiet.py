"""When a person may sleep: quiet hours by the clocks of the region, in the nights of 23 and 25 hours too."""

from collections.abc import Iterator
from datetime import time

from netmon.clock import Interval, Millis
from netmon.inventory.models import QuietHours
from netmon.judgement.calendar import at_hour
from netmon.oncall.calendar import NEXT_DAY, local_day


def quiet_until(hours: QuietHours | None, at: Millis) -> Millis | None:
    """Return when the quiet hours end that a moment lies in; None outside them."""
    return next((night.end for night in _nights(hours, at) if at in night), None)


def last_quiet_end(hours: QuietHours | None, at: Millis) -> Millis | None:
    """Return when the latest quiet hours ended; None where there are none."""
    return max((night.end for night in _nights(hours, at) if night.end <= at), default=None)


def _nights(hours: QuietHours | None, at: Millis) -> Iterator[Interval]:
    """Yield the quiet hours around a moment."""
    if hours is None:
        return
    begins, ends = time.fromisoformat(hours.start), time.fromisoformat(hours.end)
    today = local_day(at)
    for day in (today - 2 * NEXT_DAY, today - NEXT_DAY, today):
        until = day if ends > begins else day + NEXT_DAY
        yield Interval(at_hour(day, begins), at_hour(until, ends))
