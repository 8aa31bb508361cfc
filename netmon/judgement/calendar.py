"""Which time is meant by a day, a month or the last days: the calendar of Europe/Prague.

Days and months begin at local midnight, so a day has 23, 24 or 25 hours. What is still going on
ends at `now`: the future is not unknown time. At midnight sharp it is an empty span.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from netmon.clock import DAY, Interval, Millis, from_datetime, to_datetime

PRAGUE = ZoneInfo("Europe/Prague")


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day of the region: its ISO 8601 date, `2026-11-23`, and its time."""

    date: str
    interval: Interval


def today(now: Millis) -> Interval:
    """Return the present day so far."""
    return Interval(_midnight(_date(now)), now)


def last(now: Millis, days: int) -> Interval:
    """Return the last `days` times 24 hours, to the millisecond: a rolling span knows no midnight."""
    return Interval(Millis(now - days * DAY), now)


def month(now: Millis) -> Interval:
    """Return the present calendar month so far."""
    return Interval(_midnight(_date(now).replace(day=1)), now)


def whole_month(year: int, month: int) -> Interval:
    """Return a calendar month from its first midnight to the next one's; `month` is 1 to 12."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return Interval(_midnight(date(year, month, 1)), _midnight(following))


def last_days(now: Millis, count: int) -> tuple[CalendarDay, ...]:
    """Return the present day so far and the whole days before it, `count` (1 or more) in all, oldest first."""
    present = _date(now)
    earlier = (present - timedelta(days=back) for back in range(count - 1, 0, -1))
    return (*map(_whole_day, earlier), CalendarDay(present.isoformat(), today(now)))


def _whole_day(day: date) -> CalendarDay:
    return CalendarDay(day.isoformat(), Interval(_midnight(day), _midnight(day + timedelta(days=1))))


def _date(moment: Millis) -> date:
    return to_datetime(moment).astimezone(PRAGUE).date()


def _midnight(day: date) -> Millis:
    return from_datetime(datetime.combine(day, time(), tzinfo=PRAGUE))
