"""Which days are worked, and when the clocks of the region show a time.

A time that the clocks skip in spring is taken an hour later, one that comes twice in autumn the first time.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import lru_cache

from holidays import country_holidays

from netmon.clock import Millis, to_datetime
from netmon.judgement.calendar import PRAGUE, at_hour

SATURDAY = 5
NEXT_DAY = timedelta(days=1)
LONGEST_REST = 31
"""Days without work in a row at most: after so many, a hand-over takes place all the same."""


def at_wall(wall: datetime) -> Millis:
    """Return when the clocks of the region show a local time."""
    return at_hour(wall.date(), wall.time())


def local_day(moment: Millis) -> date:
    """Return the region's date at a moment."""
    return to_datetime(moment).astimezone(PRAGUE).date()


def is_holiday(day: date, closures: Collection[date] = ()) -> bool:
    """Say whether a day is a Czech public holiday or a closure day; weekends are neither."""
    return day in closures or day in _public_holidays(day.year)


def is_working(day: date, closures: Collection[date] = ()) -> bool:
    """Say whether people work on a day."""
    return day.weekday() < SATURDAY and not is_holiday(day, closures)


def postponed(day: date, closures: Collection[date] = ()) -> date:
    """Return the day, or for a holiday the next working day."""
    if not is_holiday(day, closures):
        return day
    following = (day + NEXT_DAY * ahead for ahead in range(1, LONGEST_REST + 1))
    return next((each for each in following if is_working(each, closures)), day)


@lru_cache(maxsize=32)
def _public_holidays(year: int) -> frozenset[date]:
    """Return the public holidays of a year; the law's table is built once."""
    return frozenset(country_holidays("CZ", years=year, expand=False))
