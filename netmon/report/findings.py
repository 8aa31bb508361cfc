"""All that a report says, before anybody's rights or language: the one model of its page and of every document."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from netmon.foreign import one_line
from netmon.inventory.models import Inventory
from netmon.model import Entity, Incident, Maintenance, MunicipalityCode
from netmon.report.comparison import Comparison
from netmon.report.detail import Trouble
from netmon.report.sla import SlaReport


@dataclass(frozen=True, slots=True)
class Findings:
    """The figures of a period, every interval behind them, and what was published of it."""

    inventory: Inventory
    report: SlaReport
    troubles: Mapping[MunicipalityCode, tuple[Trouble, ...]]
    comparison: Comparison | None


def intervals(findings: Findings, may_name: Callable[[Entity], bool]) -> list[dict[str, object]]:
    """Return every interval in which a municipality was not up, or nobody knows, for programs.

    What counts as brief is up by the contract: the outage was shorter than it counts.
    """
    return [
        {
            "municipality": code,
            **_counted(trouble),
            "incident": trouble.incident.id if trouble.incident else None,
            "cause": _cause(trouble.incident, may_name),
            "excused_by": [_work(work) for work in trouble.works],
        }
        for code, found in findings.troubles.items()
        for trouble in found
    ]


def _counted(trouble: Trouble) -> dict[str, object]:
    counted = trouble.counted
    return {
        "start": trouble.interval.start,
        "end": trouble.interval.end,
        "state": trouble.state.state.name.lower(),
        "outage_ms": counted.outage,
        "excused_ms": counted.maintenance,
        "brief_ms": counted.up,
        "unknown_ms": counted.unknown,
        "outside_ms": counted.outside,
    }


def _cause(incident: Incident | None, may_name: Callable[[Entity], bool]) -> dict[str, str] | None:
    """Return what broke, unless its name is withheld."""
    if incident is None or not may_name(incident.cause):
        return None
    return {"kind": incident.cause.kind.value, "name": one_line(incident.cause.name)}


def _work(work: Maintenance) -> dict[str, object]:
    return {"approved": work.approved, "reason": one_line(work.reason), "author": one_line(work.author)}
