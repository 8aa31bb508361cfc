"""How available a municipality was: each period's partition as the contract counts it, and the contract itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from babel.dates import get_day_names

from dashboards.formats import Formats
from dashboards.texts import Words
from dashboards.towns.periods import Period, reported
from netmon.clock import Millis
from netmon.inventory.models import Inventory, ServiceHours, SlaClass, Weekday
from netmon.model import MunicipalityCode
from netmon.reader import Reader
from netmon.report.ongoing import report_so_far
from netmon.report.sla import Line

WEEK = tuple(Weekday)


@dataclass(frozen=True, slots=True)
class Figure:
    """One period; only the calendar month has a verdict, as contracts count."""

    period: Period
    line: Line


def figures(reader: Reader, inventory: Inventory, code: MunicipalityCode, now: Millis) -> Sequence[Figure]:
    """Return today, 7 days, 30 days, the month and the year of a municipality."""
    reports = ((each, report_so_far(reader.pasts, inventory, [code], reported(each, now), now)) for each in Period)
    return [Figure(period, report.lines[0]) for period, report in reports]


def contract(sla: SlaClass, words: Words, formats: Formats) -> Iterator[str]:
    """Yield what a class of the contract promises, a clause each."""
    yield words("contract.target", share=formats.target(sla.target))
    yield _hours(sla.service_hours, words) if sla.service_hours else words("contract.always")
    if sla.minimum_outage:
        yield words("contract.minimum", span=formats.exact_duration(sla.minimum_outage))
    yield words("contract.excused" if sla.excludes_maintenance else "contract.unexcused")


def _hours(hours: ServiceHours, words: Words) -> str:
    names = get_day_names("abbreviated", locale=words.language.value)
    days = ", ".join(names[WEEK.index(day)] for day in WEEK if day in hours.days)
    return words("contract.hours", days=days, start=hours.start, end=hours.end)
