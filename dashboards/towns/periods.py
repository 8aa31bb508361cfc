"""Which spans people ask about: today, 7 and 30 days, the month and the year, on the region's calendar."""

from enum import StrEnum

from netmon.clock import Millis
from netmon.judgement.calendar import last
from netmon.report.ongoing import this_day, this_month, this_year
from netmon.report.period import Period as Reported


class Period(StrEnum):
    """A span that ends now."""

    TODAY = "today"
    LAST_7_DAYS = "7-days"
    LAST_30_DAYS = "30-days"
    MONTH = "month"
    YEAR = "year"


def reported(period: Period, now: Millis) -> Reported:
    """Return a period as reports know it; days and months begin at local midnight, so a day may have 23 h."""
    match period:
        case Period.TODAY:
            return this_day(now)
        case Period.LAST_7_DAYS:
            return Reported(period.value, last(now, 7))
        case Period.LAST_30_DAYS:
            return Reported(period.value, last(now, 30))
        case Period.MONTH:
            return this_month(now)
        case Period.YEAR:
            return this_year(now)
