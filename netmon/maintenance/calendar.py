"""When is a recurring window open, by the calendar of Europe/Prague.

The start is wall time; the length is real time, also in the nights of 23 and 25 hours. A start that
the clock skips is as much later, one that comes twice is the first.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from netmon.clock import Interval, Millis, from_datetime, to_datetime
from netmon.inventory.models import Weekday, Window
from netmon.judgement.calendar import PRAGUE

DAYS = tuple(Weekday)


def occurrences(window: Window, period: Interval) -> Iterator[Interval]:
    """Yield when a recurring window is open in a period, in order; one that began before it is whole."""
    first = to_datetime(Millis(period.start - window.length)).astimezone(PRAGUE).date() - timedelta(days=1)
    last = to_datetime(period.end).astimezone(PRAGUE).date()
    opens = time.fromisoformat(window.start)
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        if DAYS[day.weekday()] in window.days:
            interval = _opened(day, opens, window.length)
            if interval.intersect(period) is not None:
                yield interval


def _opened(day: date, opens: time, length: Millis) -> Interval:
    start = from_datetime(datetime.combine(day, opens, tzinfo=PRAGUE).astimezone(UTC))
    return Interval(start, Millis(start + length))
