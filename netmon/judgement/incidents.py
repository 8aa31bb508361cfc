"""When an incident begins, what it is put down to as it goes on, and when it is over."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from netmon.clock import SECOND, Millis, to_datetime
from netmon.judgement.cause import MONITOR, Cause
from netmon.judgement.matching import Match
from netmon.judgement.network import Network, Vertex
from netmon.judgement.recovery import elements_of, has_recovered, healed_at, is_cause_back, works_since
from netmon.judgement.scene import Scene
from netmon.model import (
    CriticalSite,
    DeviceName,
    Evidence,
    EvidenceKind,
    Impact,
    Incident,
    IncidentId,
    MunicipalityCode,
    Severity,
)

Name = TypeVar("Name", DeviceName, MunicipalityCode, CriticalSite)

NAMED_SILENCES = 5
"""Silent devices that the evidence names; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A cause that is believed: the incident it continues, if any, and the element it is put down to."""

    incident: Incident | None
    cause: Cause
    vertex: Vertex
    began: Millis
    """The earliest of the evidence that there is now."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an evaluation believes: the settled causes, and the incidents that ended."""

    settled: tuple[Settled, ...]
    ended: tuple[Incident, ...]
    now: Millis

    @property
    def explained(self) -> dict[Vertex, Vertex]:
        """Each down device of a settled cause, and the element it is put down to."""
        return {device: each.vertex for each in self.settled for device in each.cause.explained}


def settle(matched: Match, quiet: Iterable[Cause], scene: Scene) -> tuple[Settled, ...]:
    """Return the causes that are believed now: those of open incidents, and the new ones that are quiet."""
    known = (
        Settled(incident, cause, likeliest(incident, cause, scene), scene.began(cause))
        for incident, cause in matched.known
    )
    new = (Settled(None, cause, cause.vertex, scene.began(cause)) for cause in quiet)
    return (*known, *new)


def opened(cause: Cause, impact: Impact, scene: Scene) -> Incident:
    """Return the new incident of a cause."""
    return Incident(
        id=_id_of(cause, scene.now),
        cause=cause.vertex,
        candidates=cause.candidates,
        severity=_severity(cause.vertex, impact, scene.network),
        impact=impact,
        started=scene.began(cause),
        detected=scene.now,
        evidence=_evidence(cause, scene),
    )


def likeliest(incident: Incident, cause: Cause, scene: Scene) -> Vertex:
    """Return what an open incident is put down to from now on.

    The cause is replaced when evidence points elsewhere, or when it does not explain the silence any
    more; but not while nobody knows how it is, nor while things heal, when the last to come back
    would look like the cause. A link that is down gives way to the shared risk it was lost with.
    """
    is_part = incident.cause in scene.network.risks.get(cause.vertex, ())
    is_refuted = incident.cause not in cause.candidates or is_cause_back(incident, scene)
    if is_refuted and not is_part and (incident.cause in scene.sight.down_links or scene.is_unknown(incident.cause)):
        return incident.cause
    is_better = is_refuted or is_part or cause.vertex in scene.sight.down_links
    return cause.vertex if is_better and not _is_healing(incident, scene) else incident.cause


def _is_healing(incident: Incident, scene: Scene) -> bool:
    is_returning = not scene.sight.returning.isdisjoint(elements_of(incident, scene.network))
    return is_returning or scene.now < healed_at(incident, scene) + scene.patience


def continued(incident: Incident, cause: Cause, impact: Impact, scene: Scene) -> Incident:
    """Return an open incident with what is known now: its impact only grows, its start stays."""
    vertex = likeliest(incident, cause, scene)
    widest = _union(incident.impact, impact, scene.network)
    is_replaced = vertex != incident.cause
    return replace(
        incident,
        cause=vertex,
        candidates=cause.candidates if is_replaced else incident.candidates,
        impact=widest,
        severity=_severity(vertex, widest, scene.network),
        evidence=_evidence(cause, scene) if is_replaced else incident.evidence,
    )


def closed(incident: Incident, scene: Scene, elsewhere: Collection[Vertex]) -> Incident | None:
    """Return the incident as ended, back-dated to the last recovery; None while it is not over.

    `elsewhere` are the down devices that other incidents explain.
    """
    elements = elements_of(incident, scene.network)
    if not all(element in elsewhere or has_recovered(element, scene) for element in elements):
        return None
    ended = max((works_since(element, scene) for element in elements if element not in elsewhere), default=scene.now)
    return replace(incident, ended=Millis(max(incident.started, min(ended, scene.now))))


def joined(incident: Incident, whole: IncidentId, scene: Scene, lost: Collection[Vertex]) -> Incident | None:
    """Return the incident as ended, for it is part of an older one; None while it has anything of its own, or heals.

    `lost` is what other incidents explain or are about; a link is lost between two lost devices.
    """
    if is_cause_back(incident, scene):
        return None
    held = {element for element in elements_of(incident, scene.network) if not has_recovered(element, scene)}
    neighbours = scene.network.neighbours
    is_part = all(each in lost or all(end in lost for end in neighbours.get(each, (each,))) for each in held)
    return replace(incident, ended=scene.now, merged_into=whole) if is_part else None


def _id_of(cause: Cause, now: Millis) -> IncidentId:
    """Return a name that no other incident has: one cause cannot begin twice in a millisecond."""
    return IncidentId(f"{to_datetime(now):%Y%m%dT%H%M%S}{now % SECOND:03}-{cause.vertex.kind}-{cause.vertex.name}")


def _severity(vertex: Vertex, impact: Impact, network: Network) -> Severity:
    is_critical = impact.isolated or vertex in network.backbone or vertex == MONITOR
    return Severity.CRITICAL if is_critical else Severity.WARNING


def _union(first: Impact, second: Impact, network: Network) -> Impact:
    isolated = _merge(first.isolated, second.isolated)
    return Impact(
        isolated=isolated,
        degraded=tuple(code for code in _merge(first.degraded, second.degraded) if code not in isolated),
        inhabitants=sum(network.populations.get(code, 0) for code in isolated),
        devices=_merge(first.devices, second.devices),
        sites=_merge(first.sites, second.sites),
        next_cut=None if isolated else max(filter(None, (first.next_cut, second.next_cut)), default=None),
    )


def _merge(first: Iterable[Name], second: Iterable[Name]) -> tuple[Name, ...]:
    return tuple(sorted(set(first).union(second)))


def _evidence(cause: Cause, scene: Scene) -> tuple[Evidence, ...]:
    """Return what speaks for a cause: the port that reports the link down, then the silent, the first ones named."""
    silent = sorted(cause.explained, key=lambda device: (scene.sight.down[device], device))
    named = [Evidence(EvidenceKind.SILENT, device, scene.sight.down[device]) for device in silent[:NAMED_SILENCES]]
    rest = len(silent) - len(named)
    more = [Evidence(EvidenceKind.MORE_SILENT, count=rest)] if rest else []
    return (*scene.port_down(cause), *named, *more)
