"""How long municipalities were without service lately, as their contracts count it: what burns the month's reserve."""

from collections.abc import Mapping
from types import MappingProxyType

from netmon.clock import HOUR, SECOND, Interval, Millis
from netmon.inventory.models import Inventory, SlaClass
from netmon.judgement.contract import Terms, account_under
from netmon.judgement.correction import Past
from netmon.model import Entity, EntityKind, MunicipalityCode
from netmon.rules.terms import Facts

SPANS: Mapping[str, Millis] = MappingProxyType({"down_1h_s": HOUR, "down_6h_s": Millis(6 * HOUR)})
"""The names that rules know them by."""


def promised(inventory: Inventory) -> tuple[MunicipalityCode, ...]:
    """Return the municipalities to which an availability was promised."""
    return tuple(code for code, town in inventory.municipalities.items() if town.monitored and town.sla is not None)


def concerned(inventory: Inventory, now: Millis) -> Interval:
    """Return the period to look at: an outage that began before it may be too brief to count, or not."""
    brief = max((sla.minimum_outage for sla in inventory.sla_classes.values()), default=0)
    return Interval(Millis(now - max(SPANS.values()) - brief), now)


def downtimes(inventory: Inventory, pasts: Mapping[MunicipalityCode, Past], now: Millis) -> dict[Entity, Facts]:
    """Return the outage time of each municipality over each span, as far as at least half of that is known."""
    return {
        Entity(EntityKind.MUNICIPALITY, code): _downtimes(inventory.sla_classes[sla], past, now)
        for code, past in pasts.items()
        if (sla := inventory.municipalities[code].sla) is not None
    }


def _downtimes(sla: SlaClass, past: Past, now: Millis) -> Facts:
    windows = {name: Interval(Millis(now - span), now) for name, span in SPANS.items()}
    counted = {
        name: account_under(Terms.of(sla, window), window, past.states, past.excuses)
        for name, window in windows.items()
    }
    return {name: part.outage // SECOND for name, part in counted.items() if 2 * part.unknown <= part.window.length}
