"""Is a municipality connected: three-valued reachability from the anchors, and what it still survives."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from netmon.clock import EPOCH, Millis
from netmon.judgement.network import Vertex
from netmon.judgement.topology import Topology, single_points
from netmon.model import (
    DeviceName,
    DeviceState,
    EntityKind,
    LinkName,
    LinkState,
    MunicipalityCode,
    MunicipalityState,
    Standing,
)


@dataclass(frozen=True, slots=True)
class Elements:
    """The accepted states of devices and links."""

    devices: Mapping[DeviceName, Standing]
    links: Mapping[LinkName, Standing]

    def is_surely_up(self, vertex: Vertex) -> bool:
        """Say whether a vertex carries traffic for all we know; a link of which nothing is known does."""
        if vertex.kind is EntityKind.LINK:
            return self.may_be_up(vertex)
        standing = self.devices.get(DeviceName(vertex.name))
        return standing is not None and standing.state == DeviceState.UP

    def may_be_up(self, vertex: Vertex) -> bool:
        """Say whether nothing speaks against a vertex carrying traffic; a silent device does."""
        if vertex.kind is EntityKind.LINK:
            link = self.links.get(LinkName(vertex.name))
            return link is None or link.state != LinkState.DOWN
        device = self.devices.get(DeviceName(vertex.name))
        return device is None or device.state not in (DeviceState.DOWN, DeviceState.UNREACHABLE)

    def since(self, vertex: Vertex) -> Millis:
        """Return since when an element is in its state; the epoch where nothing is known of it."""
        if vertex.kind is EntityKind.LINK:
            standing = self.links.get(LinkName(vertex.name))
        else:
            standing = self.devices.get(DeviceName(vertex.name))
        return standing.since if standing else EPOCH


def municipality_states(topology: Topology, elements: Elements) -> dict[MunicipalityCode, MunicipalityState]:
    """Return the state of every monitored municipality that has a service point.

    It is connected only if that is sure, and degraded only if its redundancy is known to be lost.
    """
    network = topology.network
    surely = network.reach(network.anchors, elements.is_surely_up)
    perhaps = network.reach(network.anchors, elements.may_be_up)
    present = single_points(network, elements.may_be_up)
    states: dict[MunicipalityCode, MunicipalityState] = {}
    for code, points in network.service_points.items():
        if not points:
            continue
        if any(point in surely for point in points):
            states[code] = _connected(topology.planned.get(code, frozenset()), present[code])
        elif any(point in perhaps for point in points):
            states[code] = MunicipalityState.UNKNOWN
        else:
            states[code] = _cut_off(points, elements)
    return states


def degraded_by(topology: Topology, lost: Vertex) -> frozenset[MunicipalityCode]:
    """Return the municipalities that keep their connection without an element, but not what they survive."""
    gone = topology.network.lost_with([lost])
    if gone.isdisjoint(topology.network.neighbours):
        return frozenset()
    present = single_points(topology.network, lambda vertex: vertex not in gone)
    return frozenset(code for code, points in present.items() if points - topology.planned.get(code, frozenset()))


def connected_since(topology: Topology, elements: Elements) -> dict[MunicipalityCode, Millis]:
    """Return since when the whole shortest way of each connected municipality is up."""
    parents = _parents(topology, elements.is_surely_up)
    ways = {code: _climb(points, parents) for code, points in topology.network.service_points.items()}
    return {code: max(elements.since(vertex) for vertex in way) for code, way in ways.items() if way}


def ways_to_anchors(topology: Topology, elements: Elements) -> dict[MunicipalityCode, tuple[DeviceName, ...]]:
    """Return each municipality's way to the nearest anchor, as planned where none is up."""
    parents = _parents(topology, elements.is_surely_up), _parents(topology, lambda _: True)
    ways = {}
    for code, points in topology.network.service_points.items():
        way = next((way for tree in parents if (way := _climb(points, tree))), ())
        ways[code] = tuple(DeviceName(vertex.name) for vertex in way if vertex.kind is EntityKind.DEVICE)
    return ways


def _connected(planned: frozenset[Vertex], present: frozenset[Vertex]) -> MunicipalityState:
    return MunicipalityState.DEGRADED if present - planned else MunicipalityState.OPERATIONAL


def _cut_off(points: tuple[Vertex, ...], elements: Elements) -> MunicipalityState:
    own = [elements.devices.get(DeviceName(point.name)) for point in points]
    is_own_fault = all(standing is not None and standing.state == DeviceState.DOWN for standing in own)
    return MunicipalityState.DISCONNECTED if is_own_fault else MunicipalityState.ISOLATED


def _parents(topology: Topology, passes: Callable[[Vertex], bool]) -> dict[Vertex, Vertex | None]:
    """Return the breadth-first tree from the anchors: each reached vertex and the one before it."""
    parents: dict[Vertex, Vertex | None] = {anchor: None for anchor in topology.network.anchors if passes(anchor)}
    layer = list(parents)
    while layer:
        following = []
        for vertex in layer:
            for other in topology.network.neighbours[vertex]:
                if other not in parents and passes(other):
                    parents[other] = vertex
                    following.append(other)
        layer = following
    return parents


def _climb(points: Iterable[Vertex], parents: Mapping[Vertex, Vertex | None]) -> list[Vertex]:
    """Return the way from the first point in the tree up to its anchor; empty if none is in it."""
    step = next((point for point in points if point in parents), None)
    way = []
    while step is not None:
        way.append(step)
        step = parents[step]
    return way
