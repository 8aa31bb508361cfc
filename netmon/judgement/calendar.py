"""Which time is meant by a day, a month or the last days: the calendar of Europe/Prague.

Days, months, quarters and years begin at local midnight, so a day has 23, 24 or 25 hours. What is
still going on ends at `now`: the future is not unknown time. At midnight sharp it is an empty span.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from netmon.clock import DAY, Interval, Millis, from_datetime, to_datetime
from netmon.inventory.models import ServiceHours, Weekday

PRAGUE = ZoneInfo("Europe/Prague")
WEEK = tuple(Weekday)
NEXT_DAY = timedelta(days=1)


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


def whole_day(day: date) -> Interval:
    """Return a calendar day from its midnight to the next one's."""
    return Interval(_midnight(day), _midnight(day + NEXT_DAY))


def whole_month(year: int, month: int) -> Interval:
    """Return a calendar month from its first midnight to the next one's; `month` is 1 to 12."""
    return _months(year, month, 1)


def whole_quarter(year: int, quarter: int) -> Interval:
    """Return three calendar months; `quarter` is 1 to 4."""
    return _months(year, 3 * quarter - 2, 3)


def whole_year(year: int) -> Interval:
    """Return a calendar year from its first midnight to the next one's."""
    return _months(year, 1, 12)


def last_days(now: Millis, count: int) -> tuple[CalendarDay, ...]:
    """Return the present day so far and the whole days before it, `count` (1 or more) in all, oldest first."""
    present = _date(now)
    earlier = (present - timedelta(days=back) for back in range(count - 1, 0, -1))
    whole = (CalendarDay(day.isoformat(), whole_day(day)) for day in earlier)
    return (*whole, CalendarDay(present.isoformat(), today(now)))


def open_hours(hours: ServiceHours, period: Interval) -> tuple[Interval, ...]:
    """Return when service was promised in a period, in order.

    The hours are wall time: on the day the clocks change, a night is an hour shorter or longer.
    """
    spans = (inside for span in _openings(hours, period) if (inside := span.intersect(period)) is not None)
    return tuple(spans)


def moments_at(wall: datetime) -> tuple[Millis, ...]:
    """Return when the clocks of the region showed a time: once, twice in autumn, or never in spring."""
    found = (wall.replace(tzinfo=PRAGUE, fold=fold).astimezone(UTC) for fold in (0, 1))
    shown = (moment for moment in found if moment.astimezone(PRAGUE).replace(tzinfo=None) == wall)
    return tuple(sorted({from_datetime(moment) for moment in shown}))


def _openings(hours: ServiceHours, period: Interval) -> Iterator[Interval]:
    opens, closes = time.fromisoformat(hours.start), time.fromisoformat(hours.end)
    day, last_day = _date(period.start) - NEXT_DAY, _date(period.end)
    while day <= last_day:
        if WEEK[day.weekday()] in hours.days:
            until = day if closes > opens else day + NEXT_DAY
            yield Interval(at_hour(day, opens), at_hour(until, closes))
        day += NEXT_DAY


def _months(year: int, first: int, count: int) -> Interval:
    following = first + count - 1
    return Interval(_midnight(date(year, first, 1)), _midnight(date(year + following // 12, following % 12 + 1, 1)))


def _date(moment: Millis) -> date:
    return to_datetime(moment).astimezone(PRAGUE).date()


def _midnight(day: date) -> Millis:
    return at_hour(day, time())


def at_hour(day: date, hour: time) -> Millis:
    """Return when the clocks of the region show an hour of a day."""
    return from_datetime(datetime.combine(day, hour, tzinfo=PRAGUE))
