"""What is made of states, as measurements: incidents, alerts, the region's totals, and what was promised to whom.

How many series there are is bounded by the inventory: things that can be a cause, rules, municipalities.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from netmon.clock import SECOND, Millis
from netmon.inventory.models import Inventory
from netmon.judgement.contract import Terms
from netmon.judgement.situation import Judgement, Situation
from netmon.model import (
    Alert,
    AlertPhase,
    FieldValue,
    Incident,
    Measurement,
    MunicipalityState,
)
from netmon.report.sla import SlaReport
from netmon.rules.book import RuleBook

FIRING = (AlertPhase.FIRING, AlertPhase.CLEARING)
OPENED, CLOSED = "opened", "closed"


def incident_measurements(judgement: Judgement, now: Millis) -> Iterator[Measurement]:
    """Yield that incidents began, when it was detected, and that they are over."""
    for incident in judgement.opened:
        yield _incident(incident, OPENED, incident.detected)
    for incident in judgement.closed:
        yield _incident(incident, CLOSED, now if incident.ended is None else incident.ended)


def alert_measurements(book: RuleBook, alerts: Iterable[Alert], at: Millis) -> Iterator[Measurement]:
    """Yield for each level of each rule at how many things it fires, and at how many it is about to; often none."""
    phases = Counter((alert.rule, level.severity, level.phase) for alert in alerts for level in alert.levels)
    for name, rule in book.rules.items():
        for severity in rule.levels:
            fields: dict[str, FieldValue] = {
                "firing": sum(phases[name, severity, phase] for phase in FIRING),
                "pending": phases[name, severity, AlertPhase.PENDING],
            }
            yield Measurement("net_alert", {"rule": name, "severity": severity.value}, fields, at)


def region_measurement(inventory: Inventory, situation: Situation, at: Millis) -> Measurement:
    """Return how much of the region is connected, and how many people live where it is not."""
    states = {
        code: standing.state
        for code, standing in situation.municipalities.items()
        if code in inventory.municipalities and isinstance(standing.state, MunicipalityState)
    }
    known = {code: state for code, state in states.items() if state is not MunicipalityState.UNKNOWN}
    cut = [code for code, state in known.items() if not state.is_connected]
    fields: dict[str, FieldValue] = {
        "municipalities": len(states),
        "connected": len(known) - len(cut),
        "cut": len(cut),
        "unknown": len(states) - len(known),
        "inhabitants_cut": sum(inventory.municipalities[code].population for code in cut),
        "incidents": len(situation.incidents),
    }
    return Measurement("net_region", {"region": inventory.region.code}, fields, at)


def promise_measurements(inventory: Inventory, report: SlaReport, at: Millis) -> Iterator[Measurement]:
    """Yield what a month says so far of each municipality to which an availability was promised.

    The reserve is what the contract allows in the whole month, less what was used of it; below nothing it is broken.
    """
    whole = {name: Terms.of(sla, report.period.interval) for name, sla in inventory.sla_classes.items()}
    for line in report.lines:
        town, counted = inventory.municipalities[line.code], line.availability
        if town.sla is None or line.target is None:
            continue
        hours = whole[town.sla].hours
        month = report.period.interval.length if hours is None else sum(span.length for span in hours)
        fields: dict[str, FieldValue] = {
            "target_pct": float(100 * line.target),
            "outage_s": counted.outage // SECOND,
            "unknown_s": counted.unknown // SECOND,
            "reserve_s": int((1 - line.target) * month - counted.outage) // SECOND,
        }
        if counted.measured is not None:
            fields["available_pct"] = float(100 * counted.measured)
        tags = {"municipality": line.code, "orp": town.orp, "sla": town.sla}
        yield Measurement("net_sla", tags, fields, at)


def _incident(incident: Incident, kind: str, at: Millis) -> Measurement:
    tags = {
        "cause": incident.cause.name,
        "cause_kind": incident.cause.kind.value,
        "kind": kind,
        "severity": incident.severity.value,
    }
    fields: dict[str, FieldValue] = {
        "id": incident.id,
        "isolated": len(incident.impact.isolated),
        "inhabitants": incident.impact.inhabitants,
        "devices": len(incident.impact.devices),
    }
    if kind == CLOSED:
        fields["lasted_s"] = max(0, at - incident.started) // SECOND
    return Measurement("net_incident", tags, fields, at)
