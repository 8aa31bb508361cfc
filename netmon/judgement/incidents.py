"""Which incident a cause belongs to, when a new one begins, and when one is over."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from netmon.clock import EPOCH, Millis, to_datetime
from netmon.judgement.cause import MONITOR, Cause, Sight
from netmon.judgement.network import Network, Vertex, device_vertex
from netmon.judgement.situation import Track, Verdict
from netmon.model import (
    DeviceName,
    EntityKind,
    Impact,
    Incident,
    IncidentId,
    LinkName,
    LinkState,
    Severity,
    Standing,
)

Name = TypeVar("Name", bound=str)

NAMED_SILENCES = 5
"""Silent devices that the evidence names; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What an evaluation sees, for the questions of this module.

    `patience` is how long those that a recovery left behind may take before they are an incident of
    their own.
    """

    network: Network
    sight: Sight
    tracks: Mapping[DeviceName, Track]
    links: Mapping[LinkName, Standing]
    patience: Millis
    now: Millis

    def is_up(self, vertex: Vertex) -> bool:
        """Say whether a device is confirmed to be up, and answered its last probe."""
        track = self.tracks.get(DeviceName(vertex.name))
        return vertex in self.sight.up and track is not None and track.verdict is Verdict.UP

    def began(self, cause: Cause) -> Millis:
        """Return the earliest credible evidence of a cause."""
        return min(self._times(cause), default=self.now)

    def grew(self, cause: Cause) -> Millis:
        """Return the latest evidence of a cause."""
        return max(self._times(cause), default=self.now)

    def _times(self, cause: Cause) -> list[Millis]:
        times = [self.tracks[DeviceName(device.name)].since for device in cause.explained]
        if cause.vertex in self.sight.down_links:
            times.append(self.links[LinkName(cause.vertex.name)].since)
        return times


@dataclass(frozen=True, slots=True)
class Match:
    """What explains each open incident that goes on, and the causes that belong to none yet."""

    known: tuple[tuple[Incident, Cause], ...]
    new: tuple[Cause, ...]


def match(causes: Sequence[Cause], incidents: Sequence[Incident], scene: Scene) -> Match:
    """Give each cause the open incident it continues, the oldest first."""
    oldest_first = sorted(incidents, key=lambda incident: (incident.started, incident.id))
    known: dict[IncidentId, list[Cause]] = {}
    new: list[Cause] = []
    for cause in causes:
        incident = next((incident for incident in oldest_first if _continues(incident, cause, scene)), None)
        if incident is None:
            new.append(cause)
        else:
            known.setdefault(incident.id, []).append(cause)
    return Match(
        known=tuple((each, _together(known[each.id])) for each in oldest_first if each.id in known),
        new=tuple(new),
    )


def _together(causes: Sequence[Cause]) -> Cause:
    """Return the causes of one incident as one: the first and farthest-reaching speaks for all."""
    return replace(causes[0], explained=frozenset().union(*(cause.explained for cause in causes)))


@dataclass(frozen=True, slots=True)
class Settled:
    """A cause that is believed: the incident it continues, if any, and the element it is put down to."""

    incident: Incident | None
    cause: Cause
    vertex: Vertex
    started: Millis


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

    @property
    def recovered_at(self) -> Millis:
        """When the last of the incidents that ended was over; the epoch if none did."""
        return max((incident.ended or self.now for incident in self.ended), default=EPOCH)


def settle(matched: Match, scene: Scene, *, is_quiet: bool) -> tuple[Settled, ...]:
    """Return the causes that are believed now: those of open incidents, and new ones once all is quiet."""
    known = (
        Settled(incident, cause, likeliest(incident, cause, scene), incident.started)
        for incident, cause in matched.known
    )
    new = (Settled(None, cause, cause.vertex, scene.began(cause)) for cause in matched.new) if is_quiet else ()
    return (*known, *new)


def _continues(incident: Incident, cause: Cause, scene: Scene) -> bool:
    """Say whether a cause is what an open incident is about: the same element, or the same silence.

    Once the incident's own cause works again, whoever is silent still has `patience` to follow.
    """
    if incident.cause in cause.candidates or cause.vertex in incident.candidates:
        return True
    if cause.explained.isdisjoint(_elements(incident)):
        return False
    return not has_recovered(incident.cause, scene) or scene.now < _healed_at(incident, scene) + scene.patience


def _elements(incident: Incident) -> list[Vertex]:
    return [incident.cause, *(device_vertex(name) for name in incident.impact.devices)]


def _healed_at(incident: Incident, scene: Scene) -> Millis:
    """Return when the last of an incident's elements that work again began to."""
    recovered = (element for element in _elements(incident) if has_recovered(element, scene))
    return max((_since(element, scene) for element in recovered), default=EPOCH)


def has_recovered(vertex: Vertex, scene: Scene) -> bool:
    """Say whether an element works again, or is not watched any more; unknown is not recovered."""
    if vertex == MONITOR:
        return bool(scene.sight.up)
    if vertex not in scene.network.neighbours:
        return True
    if vertex.kind is EntityKind.DEVICE:
        return scene.is_up(vertex)
    if vertex in scene.sight.down_links:
        return False
    ends_are_up = all(scene.is_up(end) for end in scene.network.neighbours[vertex])
    return ends_are_up or scene.links[LinkName(vertex.name)].state == LinkState.UP


def opened(cause: Cause, impact: Impact, scene: Scene) -> Incident:
    """Return the new incident of a cause."""
    started = scene.began(cause)
    return Incident(
        id=IncidentId(f"{to_datetime(scene.now):%Y%m%dT%H%M%S}-{cause.vertex.name}"),
        cause=cause.vertex,
        candidates=cause.candidates,
        severity=_severity(cause.vertex, impact, scene.network),
        impact=impact,
        started=started,
        detected=scene.now,
        evidence=_evidence(cause, scene),
    )


def likeliest(incident: Incident, cause: Cause, scene: Scene) -> Vertex:
    """Return what an open incident is put down to from now on.

    The cause is replaced when evidence points elsewhere, or when it does not explain the silence any
    more; but not while things heal, when the last to come back would look like the cause.
    """
    is_healing = not scene.sight.up.isdisjoint(_elements(incident))
    is_better = cause.vertex in scene.sight.down_links or incident.cause not in cause.candidates
    return cause.vertex if is_better and not is_healing else incident.cause


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
    return replace(incident, ended=Millis(max(incident.started, ended)))


def _since(vertex: Vertex, scene: Scene) -> Millis:
    """Return since when a recovered element works; the moment of asking where nobody recorded it."""
    if vertex.kind is EntityKind.DEVICE and scene.is_up(vertex):
        return scene.tracks[DeviceName(vertex.name)].since
    if vertex.kind is EntityKind.LINK and vertex in scene.network.neighbours:
        standing = scene.links[LinkName(vertex.name)]
        return standing.since if standing.state == LinkState.UP else EPOCH
    return EPOCH if vertex in scene.network.neighbours else scene.now


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


def _evidence(cause: Cause, scene: Scene) -> tuple[str, ...]:
    lines = []
    if cause.vertex in scene.sight.down_links:
        standing = scene.links[LinkName(cause.vertex.name)]
        lines.append(f"{standing.reason} since {_clock(standing.since)}")
    silent = sorted(cause.explained, key=lambda device: (scene.tracks[DeviceName(device.name)].since, device))
    lines += [
        f"{device.name} silent since {_clock(scene.tracks[DeviceName(device.name)].since)}"
        for device in silent[:NAMED_SILENCES]
    ]
    if len(silent) > NAMED_SILENCES:
        lines.append(f"{len(silent) - NAMED_SILENCES} more devices silent")
    return tuple(lines)


def _clock(moment: Millis) -> str:
    return f"{to_datetime(moment):%H:%M:%S}Z"
