"""What is shown of each device and link, since when, and what changed."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from netmon.clock import Millis
from netmon.judgement.cause import MONITOR
from netmon.judgement.network import Vertex, link_vertex
from netmon.judgement.scene import Scene
from netmon.judgement.situation import Situation, Track, Verdict
from netmon.model import (
    DeviceName,
    DeviceState,
    Entity,
    EntityKind,
    LinkName,
    LinkState,
    MunicipalityCode,
    Standing,
    Transition,
)

Name = TypeVar("Name", DeviceName, LinkName, MunicipalityCode)

Explained = Mapping[Vertex, Vertex]
"""Each down device of an accepted incident, and the cause it is put down to."""


def device_standings(scene: Scene, before: Situation, explained: Explained) -> dict[DeviceName, Standing]:
    """Return every device's state; one that is silent but not settled yet stays what it was."""
    standings: dict[DeviceName, Standing] = {}
    hidden = scene.network.served_without(set(explained.values())) if explained else set()
    for vertex in scene.network.neighbours:
        if vertex.kind is EntityKind.DEVICE:
            name = DeviceName(vertex.name)
            track = scene.tracks.get(name, Track(since=scene.now))
            present = _device(vertex, track, explained, is_hidden=vertex in hidden)
            standings[name] = _kept(before.devices.get(name), present, scene.now)
    return standings


def accepted_links(
    scene: Scene, before: Situation, causes: Collection[Vertex], explained: Explained
) -> dict[LinkName, Standing]:
    """Return every link's state; one that is reported down counts once its incident is settled."""
    standings: dict[LinkName, Standing] = {}
    for name, reported in scene.links.items():
        vertex = link_vertex(name)
        is_settled = vertex in causes or any(end in explained for end in scene.network.neighbours[vertex])
        is_accepted = reported.state != LinkState.DOWN or is_settled
        standings[name] = _kept(before.links.get(name), reported if is_accepted else None, scene.now)
    return standings


def transitions_between(before: Situation, after: Situation, now: Millis) -> tuple[Transition, ...]:
    """Return the changes of state, devices first, each at its back-dated time."""
    return (
        *_changes(EntityKind.DEVICE, before.devices, after.devices, now),
        *_changes(EntityKind.LINK, before.links, after.links, now),
        *_changes(EntityKind.MUNICIPALITY, before.municipalities, after.municipalities, now),
    )


def _device(vertex: Vertex, track: Track, explained: Explained, *, is_hidden: bool) -> Standing | None:
    """Return what a device's probes and the accepted causes make of it; None while it is unsettled.

    Of one that is hidden behind a cause from netmon alone nobody knows how it is.
    """
    match track.verdict:
        case Verdict.UP:
            return Standing(DeviceState.UP, track.since, "answers")
        case Verdict.UNKNOWN:
            return Standing(DeviceState.UNKNOWN, track.since, "not observed")
    cause = explained.get(vertex)
    if cause is None:
        return None
    if cause == MONITOR:
        return Standing(DeviceState.UNKNOWN, track.since, "nothing answers: netmon is cut off")
    if cause == vertex:
        return Standing(DeviceState.DOWN, track.since, "does not answer")
    state = DeviceState.UNKNOWN if is_hidden else DeviceState.UNREACHABLE
    return Standing(state, track.since, f"behind {cause}")


def _kept(before: Standing | None, present: Standing | None, now: Millis) -> Standing:
    """Return the new standing, or the old one where nothing is new or settled; none begins before the last."""
    if present is None:
        return before or Standing(DeviceState.UNKNOWN, now, "not settled yet")
    if before is None:
        return present
    return before if before.state == present.state else replace(present, since=max(present.since, before.since))


def _changes(
    kind: EntityKind, before: Mapping[Name, Standing], after: Mapping[Name, Standing], now: Millis
) -> Iterator[Transition]:
    for name, standing in after.items():
        former = before.get(name)
        if former is None or former.state != standing.state:
            old = former.state if former else None
            yield Transition(Entity(kind, name), old, standing.state, standing.since, now, standing.reason)
