"""When letters are due by the calendar of the region: weekends and Czech public holidays do not count."""

from datetime import date, datetime, time, timedelta

from netmon.clock import Millis
from netmon.oncall.calendar import NEXT_DAY, at_wall, is_working, local_day

OFFICE_OPENS = time(8)
LONGEST_WAIT = 366
"""Days that are looked through at most; no year has so many holidays."""


def notice_due(start: Millis, working_days: int) -> Millis:
    """Return when something is announced that begins at a moment: so many working days ahead, as the office opens."""
    day, left = local_day(start), working_days
    for _ in range(LONGEST_WAIT):
        if not left:
            break
        day -= NEXT_DAY
        left -= is_working(day)
    return _office_opens(day)


def figures_due(now: Millis) -> Millis:
    """Return when the figures of last month are sent: on the first working day of this one, as the office opens."""
    first = local_day(now).replace(day=1)
    days = (first + timedelta(days=ahead) for ahead in range(LONGEST_WAIT))
    return _office_opens(next((day for day in days if is_working(day)), first))


def last_month(now: Millis) -> str:
    """Return the name of the month that is over: `2026-10`."""
    return f"{local_day(now).replace(day=1) - NEXT_DAY:%Y-%m}"


def _office_opens(day: date) -> Millis:
    return at_wall(datetime.combine(day, OFFICE_OPENS))
