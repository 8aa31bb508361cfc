"""Which incident a cause belongs to, when a new one begins, and when one is over."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from netmon.clock import EPOCH, SECOND, Millis, to_datetime
from netmon.judgement.cause import MONITOR, Cause, Claim
from netmon.judgement.network import Network, Vertex, device_vertex
from netmon.judgement.scene import Scene
from netmon.model import (
    Evidence,
    EvidenceKind,
    Impact,
    Incident,
    IncidentId,
    Severity,
)

Name = TypeVar("Name", bound=str)

NAMED_SILENCES = 5
"""Silent devices that the evidence names; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Match:
    """What explains each open incident that goes on, and the causes that belong to none yet."""

    known: tuple[tuple[Incident, Cause], ...]
    new: tuple[Cause, ...]


def match(causes: Sequence[Cause], incidents: Sequence[Incident], scene: Scene) -> Match:
    """Give each cause the open incident it continues, the oldest first."""
    oldest_first = _oldest_first(incidents)
    known: dict[IncidentId, list[Cause]] = {}
    new: list[Cause] = []
    for cause in causes:
        going_on = [incident for incident in oldest_first if _continues(incident, cause, scene)]
        if going_on:
            same = next((incident for incident in going_on if incident.cause == cause.vertex), going_on[0])
            known.setdefault(same.id, []).append(cause)
        else:
            new.append(cause)
    return Match(
        known=tuple((each, _together(each, known[each.id])) for each in oldest_first if each.id in known),
        new=tuple(new),
    )


def _together(incident: Incident, causes: Sequence[Cause]) -> Cause:
    """Return the causes of one incident as one: its own speaks for all, else the farthest-reaching."""
    speaker = next((cause for cause in causes if incident.cause in cause.candidates), causes[0])
    return replace(speaker, explained=frozenset().union(*(cause.explained for cause in causes)))


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


def claims_of(incidents: Iterable[Incident], scene: Scene) -> tuple[Claim, ...]:
    """Return the causes that are beyond doubt, the oldest first, with the devices they silenced."""
    old = [each for each in incidents if scene.now >= each.detected + scene.patience]
    return tuple(
        Claim(each.cause, _not_back(each, scene)) for each in _oldest_first(old) if not has_recovered(each.cause, scene)
    )


def _oldest_first(incidents: Iterable[Incident]) -> list[Incident]:
    return sorted(incidents, key=lambda incident: (incident.started, incident.id))


def _continues(incident: Incident, cause: Cause, scene: Scene) -> bool:
    """Say whether a cause is what an open incident is about: the same element, or the same silence.

    Once the incident's own cause works again, whoever is silent still has `patience` to follow.
    """
    if incident.cause in cause.candidates or cause.vertex in incident.candidates:
        return True
    if _touched(cause, scene.network).isdisjoint(_not_back(incident, scene)):
        return False
    if cause.vertex == MONITOR or has_recovered(incident.cause, scene):
        return scene.now < max(incident.detected, _healed_at(incident, scene)) + scene.patience
    return True


def _touched(cause: Cause, network: Network) -> frozenset[Vertex]:
    """Return the silent devices of a cause; an open ring has none, but what failed may have taken its link along."""
    return cause.explained or frozenset(network.neighbours[cause.vertex])


def _elements(incident: Incident) -> list[Vertex]:
    return [incident.cause, *(device_vertex(name) for name in incident.impact.devices)]


def _not_back(incident: Incident, scene: Scene) -> frozenset[Vertex]:
    """Return an incident's elements but for those that came back: if they fail again, that is news."""
    return frozenset(
        element
        for element in _elements(incident)
        if element == incident.cause or not scene.was_back(element, since=incident.detected)
    )


def _healed_at(incident: Incident, scene: Scene) -> Millis:
    """Return when the last of an incident's elements that work again began to."""
    recovered = (element for element in _elements(incident) if has_recovered(element, scene))
    return max((_since(element, scene) for element in recovered), default=EPOCH)


def has_recovered(vertex: Vertex, scene: Scene) -> bool:
    """Say whether an element works again, or is not watched any more; unknown is not recovered."""
    if vertex == MONITOR:
        return any(scene.works(device) for device in scene.sight.up)
    if vertex not in scene.network.neighbours:
        return True
    return scene.works(vertex)


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
    would look like the cause.
    """
    is_refuted = incident.cause not in cause.candidates or has_recovered(incident.cause, scene)
    if is_refuted and (incident.cause in scene.sight.down_links or scene.is_unknown(incident.cause)):
        return incident.cause
    is_better = is_refuted or cause.vertex in scene.sight.down_links
    return cause.vertex if is_better and not _is_healing(incident, scene) else incident.cause


def _is_healing(incident: Incident, scene: Scene) -> bool:
    is_returning = not scene.sight.returning.isdisjoint(_elements(incident))
    return is_returning or scene.now < _healed_at(incident, scene) + scene.patience


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
    elements = _elements(incident)
    if not all(element in elsewhere or has_recovered(element, scene) for element in elements):
        return None
    ended = max((_since(element, scene) for element in elements if element not in elsewhere), default=scene.now)
    return replace(incident, ended=Millis(max(incident.started, min(ended, scene.now))))


def _since(vertex: Vertex, scene: Scene) -> Millis:
    """Return since when a recovered element works; the moment of asking where nobody recorded it."""
    if vertex == MONITOR:
        return EPOCH
    if vertex not in scene.network.neighbours:
        return scene.now
    return scene.works_since(vertex)


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
    )


def _merge(first: Iterable[Name], second: Iterable[Name]) -> tuple[Name, ...]:
    return tuple(sorted({*first, *second}))


def _evidence(cause: Cause, scene: Scene) -> tuple[Evidence, ...]:
    """Return what speaks for a cause: the port that reports the link down, then the silent, the first ones named."""
    silent = sorted(cause.explained, key=lambda device: (scene.sight.down[device], device))
    named = [Evidence(EvidenceKind.SILENT, device, scene.sight.down[device]) for device in silent[:NAMED_SILENCES]]
    rest = len(silent) - len(named)
    more = [Evidence(EvidenceKind.MORE_SILENT, count=rest)] if rest else []
    return (*scene.port_down(cause.vertex), *named, *more)
