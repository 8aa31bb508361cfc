"""The figures of periods that end now: what pages show is what the report of the same period says."""

from collections.abc import Callable, Iterable, Mapping

from netmon.clock import Interval, Millis, to_datetime
from netmon.inventory.models import Inventory
from netmon.judgement.calendar import PRAGUE
from netmon.judgement.correction import Past
from netmon.model import MunicipalityCode
from netmon.report.period import Period
from netmon.report.sla import SlaReport, compose, reach

Pasts = Callable[[Iterable[MunicipalityCode], Interval], Mapping[MunicipalityCode, Past]]
"""What municipalities went through in a period."""


def this_day(now: Millis) -> Period:
    """Return the day that is not over yet; at midnight sharp the one that is just over."""
    return Period.named(f"{to_datetime(Millis(now - 1)).astimezone(PRAGUE):%Y-%m-%d}")


def this_month(now: Millis) -> Period:
    """Return the month that is not over yet, or is just over."""
    return Period.named(f"{to_datetime(Millis(now - 1)).astimezone(PRAGUE):%Y-%m}")


def this_year(now: Millis) -> Period:
    """Return the year that is not over yet, or is just over."""
    return Period.named(f"{to_datetime(Millis(now - 1)).astimezone(PRAGUE):%Y}")


def report_so_far(
    pasts: Pasts, inventory: Inventory, codes: Iterable[MunicipalityCode], period: Period, now: Millis
) -> SlaReport:
    """Return the report of a period that began before now, about some municipalities."""
    asked = reach(inventory, period.so_far(now))
    return compose(inventory, period, pasts(codes, Interval(asked.start, min(asked.end, now))), now)
