"""Which spans people ask about: today, 7 and 30 days and the month, on the region's calendar."""

from enum import StrEnum

from netmon.clock import Interval, Millis
from netmon.judgement.calendar import last, month, today


class Period(StrEnum):
    """A span that ends now."""

    TODAY = "today"
    LAST_7_DAYS = "7-days"
    LAST_30_DAYS = "30-days"
    MONTH = "month"


def window(period: Period, now: Millis) -> Interval:
    """Return the span of a period; days and months begin at local midnight, so a day may have 23 h."""
    match period:
        case Period.TODAY:
            return today(now)
        case Period.LAST_7_DAYS:
            return last(now, 7)
        case Period.LAST_30_DAYS:
            return last(now, 30)
        case Period.MONTH:
            return month(now)
