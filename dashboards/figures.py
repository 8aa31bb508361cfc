"""How available a municipality was: each period's exact partition, and the contract's verdict."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from dashboards.periods import Period, window
from netmon.clock import Millis
from netmon.inventory.models import Inventory, SlaClass
from netmon.judgement.availability import Availability, SlaVerdict, verdict
from netmon.model import MunicipalityCode
from netmon.reader import Reader


@dataclass(frozen=True, slots=True)
class Figure:
    """One period; `sla` and `verdict` stand with the calendar month only, as contracts count."""

    period: Period
    availability: Availability
    sla: SlaClass | None = None
    verdict: SlaVerdict | None = None


def figures(reader: Reader, inventory: Inventory, code: MunicipalityCode, now: Millis) -> Sequence[Figure]:
    """Return today, 7 days, 30 days and the month of a municipality."""
    sla = inventory.sla_classes.get(inventory.municipalities[code].sla or "")
    return [_figure(period, reader.availability(code, window(period, now)), sla) for period in Period]


def _figure(period: Period, availability: Availability, sla: SlaClass | None) -> Figure:
    if period is not Period.MONTH or sla is None:
        return Figure(period, availability)
    target = Fraction(str(sla.target)) / 100
    return Figure(period, availability, sla, verdict(availability, target))
