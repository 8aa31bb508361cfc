"""What is to be seen at one moment: valid probes and reports, put together for the questions of judgement."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from netmon.clock import Interval, Millis
from netmon.judgement.cause import Cause, Sight
from netmon.judgement.links import Ports, heard_down, link_standings, witnesses
from netmon.judgement.network import Network, Vertex, device_vertex
from netmon.judgement.situation import Situation, Track, Verdict
from netmon.judgement.topology import Topology
from netmon.judgement.tracks import expire
from netmon.model import (
    DeviceName,
    DeviceState,
    Entity,
    EntityKind,
    Evidence,
    EvidenceKind,
    LinkName,
    LinkState,
    Standing,
)
from netmon.settings import Detection


@dataclass(frozen=True, slots=True)
class Scene:
    """What an evaluation sees.

    `patience` is how long those that a recovery left behind may take before they are an incident of
    their own.
    """

    network: Network
    sight: Sight
    tracks: Mapping[DeviceName, Track]
    links: Mapping[LinkName, Standing]
    """What is reported of the links, settled or not."""
    witnesses: Mapping[Vertex, Entity]
    """The interface that first reported each link that is down."""
    shown: Mapping[DeviceName, Standing]
    """What was decided of the devices last."""
    patience: Millis
    now: Millis

    def works(self, vertex: Vertex) -> bool:
        """Say whether a device or link is known to be up: unknown is not up."""
        if vertex.kind is EntityKind.DEVICE:
            return vertex in self.sight.up and vertex not in self.sight.returning
        return self.links[LinkName(vertex.name)].state == LinkState.UP

    def is_unknown(self, vertex: Vertex) -> bool:
        """Say whether a device or link of the network is not known to be up or down."""
        if vertex not in self.network.neighbours:
            return False
        if vertex.kind is EntityKind.DEVICE:
            return vertex not in self.sight.up and vertex not in self.sight.down
        return self.links[LinkName(vertex.name)].state == LinkState.UNKNOWN

    def works_since(self, vertex: Vertex) -> Millis:
        """Return since when a device or link that works does."""
        if vertex.kind is EntityKind.DEVICE:
            return self.tracks[DeviceName(vertex.name)].since
        return self.links[LinkName(vertex.name)].since

    def was_back(self, device: Vertex, *, since: Millis) -> bool:
        """Say whether a device that fell silent before a moment was up again after it, for longer than patience."""
        shown = self.shown.get(DeviceName(device.name))
        if shown is None or shown.state != DeviceState.UP or shown.since <= since:
            return False
        return self.sight.down.get(device, self.now) >= shown.since + self.patience

    def port_down(self, cause: Cause) -> tuple[Evidence, ...]:
        """Return what the ends of a link say against it, or against each link of a shared risk, if any do."""
        return tuple(
            Evidence(EvidenceKind.PORT_DOWN, self.witnesses[link], self.links[LinkName(link.name)].since)
            for link in self.down_links_of(cause)
        )

    def down_links_of(self, cause: Cause) -> list[Vertex]:
        """Return the links of a cause that an end reports down: itself, or several of a shared risk."""
        lost = self.network.lost_with([cause.vertex]) & self.sight.down_links.keys()
        if cause.vertex in lost:
            return [cause.vertex]
        behind = cause.explained
        return sorted(v for v in lost if v in cause.rings or not behind.isdisjoint(self.network.neighbours[v]))

    def began(self, cause: Cause) -> Millis:
        """Return the earliest credible evidence of a cause."""
        times = [self.sight.down[device] for device in cause.explained]
        times += [self.links[LinkName(link.name)].since for link in self.down_links_of(cause)]
        return min(times, default=self.now)

    def heard(self, cause: Cause) -> Interval:
        """Return from when until when netmon learnt of a cause, as far as it did by now."""
        reports = [self.sight.down_links[link] for link in self.down_links_of(cause)]
        first = [self.sight.down[device] for device in cause.explained] + reports
        last = [self.tracks[DeviceName(device.name)].confirmed_at for device in cause.explained] + reports
        return Interval(min(first, default=self.now), max(last, default=self.now))


def look(topology: Topology, situation: Situation, detection: Detection, now: Millis) -> Scene:
    """Return what is to be seen at `now` of what the network still has."""
    network = topology.network
    tracks = {
        name: expire(track, now)
        for name, track in situation.tracks.items()
        if device_vertex(name) in network.neighbours
    }
    ports = _ports(topology, replace(situation, tracks=tracks), now)
    links = link_standings(ports)
    return Scene(
        network=network,
        sight=_sight(tracks, ports, links),
        tracks=tracks,
        links=links,
        witnesses=witnesses(ports, links),
        shown=situation.devices,
        patience=detection.settle_limit,
        now=now,
    )


def _ports(topology: Topology, seen: Situation, now: Millis) -> Ports:
    answering = {device_vertex(name): track for name, track in seen.tracks.items() if track.first_answer is not None}
    return Ports(
        network=topology.network,
        situation=seen,
        passed=topology.last_passed({device: track.answered_at for device, track in answering.items()}),
        carrying=topology.first_passed({device: track.first_answer or now for device, track in answering.items()}),
        now=now,
    )


def _sight(tracks: Mapping[DeviceName, Track], ports: Ports, links: Mapping[LinkName, Standing]) -> Sight:
    up = {device_vertex(name): track for name, track in tracks.items() if track.answers > 0}
    silent = {device_vertex(name): track for name, track in tracks.items() if track.answers == 0}
    return Sight(
        up={device: track.answered_at for device, track in up.items()},
        returning=frozenset(device for device, track in up.items() if track.verdict is not Verdict.UP),
        down={device: track.since for device, track in silent.items() if track.verdict is Verdict.DOWN},
        down_links=heard_down(ports, links),
        passed=ports.passed,
        doubted=frozenset(device for device, track in silent.items() if track.verdict is Verdict.UP),
    )
