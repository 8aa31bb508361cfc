"""How everything is connected: the graph of devices and links that judgement walks.

Links are vertices too (device – link – device), so that one search answers for both, and so that a
cut of a link is the loss of a vertex like any other. A shared risk is no vertex of the graph: it is
lost as the set of its links.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from netmon.inventory.models import DeviceRole, Inventory, Link
from netmon.model import DeviceName, Entity, EntityKind, LinkName, MunicipalityCode

Vertex = Entity
"""A device or a link; as a cause also a shared risk."""
Neighbours = Mapping[Vertex, tuple[Vertex, ...]]
Members = Mapping[Vertex, frozenset[Vertex]]
"""Each shared risk's links; only risks of two or more, for that of a single link is the link."""
Ends = Mapping[LinkName, tuple[tuple[DeviceName, str], tuple[DeviceName, str]]]
"""Each link's two (device, interface) ends."""


def device_vertex(name: str) -> Vertex:
    """Return the vertex of a device."""
    return Entity(EntityKind.DEVICE, name)


def link_vertex(name: str) -> Vertex:
    """Return the vertex of a link."""
    return Entity(EntityKind.LINK, name)


def risk_vertex(name: str) -> Vertex:
    """Return the shared risk as a cause."""
    return Entity(EntityKind.SHARED_RISK, name)


@dataclass(frozen=True, slots=True)
class Network:
    """The active devices and links, the anchors, and what each municipality depends on."""

    neighbours: Neighbours
    ends: Ends
    anchors: tuple[Vertex, ...]
    service_points: Mapping[MunicipalityCode, tuple[Vertex, ...]]
    """Of the monitored municipalities only."""
    populations: Mapping[MunicipalityCode, int]
    backbone: frozenset[Vertex]
    """Core devices and anchors: their loss is critical whoever else is hit."""
    risks: Members = field(default_factory=dict)
    doubtful: frozenset[Vertex] = frozenset()
    """Devices at a contradiction: nobody knows how they are connected, so that nothing speaks for them."""
    vantages: tuple[Vertex, ...] = ()
    """Where netmon itself is attached; empty where nobody says so: then answers enter at the anchors."""

    @classmethod
    def of(cls, inventory: Inventory) -> Self:
        """Return the network that an inventory describes."""
        links = inventory.active_links()
        ends = {
            name: ((link.ends[0].device, link.ends[0].interface), (link.ends[1].device, link.ends[1].interface))
            for name, link in links.items()
        }
        devices = inventory.active_devices()
        monitored = {code: town for code, town in inventory.municipalities.items() if town.monitored}
        points = inventory.service_points_by_municipality()
        anchors = tuple(
            device_vertex(anchor.device) for anchor in inventory.anchors.values() if anchor.device in devices
        )
        vantages = tuple(device_vertex(name) for name in inventory.vantage_points if name in devices)
        return cls(
            neighbours=_adjacency(devices, ends),
            ends=ends,
            anchors=anchors,
            service_points={code: tuple(map(device_vertex, points[code])) for code in monitored},
            populations={code: town.population for code, town in monitored.items()},
            backbone=frozenset(
                [*anchors, *(device_vertex(name) for name, device in devices.items() if device.role is DeviceRole.CORE)]
            ),
            risks=_shared_risks(links.values()),
            vantages=vantages,
        )

    @property
    def entrances(self) -> tuple[Vertex, ...]:
        """Where netmon looks into the network: its vantage points, else the anchors."""
        return self.vantages or self.anchors

    @property
    def sources(self) -> tuple[Vertex, ...]:
        """Where answers may enter: where netmon looks in, and wherever the plan is in doubt."""
        return (*self.entrances, *sorted(self.doubtful.difference(self.entrances)))

    def served_without(self, removed: Collection[Vertex]) -> set[Vertex]:
        """Return what only netmon loses sight of with these vertices: the anchors reach it all the same.

        Nothing is, where netmon looks in at the anchors.
        """
        return self.reach_without(removed) if set(self.entrances) != set(self.anchors) else set()

    def doubting(self, contradicted: Iterable[Vertex]) -> Self:
        """Return the network with less trust in it: who is next to a contradiction may be reached by any way."""
        known = {vertex for vertex in contradicted if vertex in self.neighbours}
        devices = {vertex for vertex in known if vertex.kind is EntityKind.DEVICE}
        links = (known - devices).union(*(self.neighbours[device] for device in devices))
        ends = devices.union(*(self.neighbours[link] for link in links))
        return replace(self, doubtful=self.doubtful | ends)

    def lost_with(self, causes: Iterable[Vertex]) -> set[Vertex]:
        """Return the vertices that are gone with these causes: a shared risk takes its links along."""
        return {vertex for cause in causes for vertex in self.risks.get(cause, (cause,))}

    def ports_of(self, link: Vertex) -> set[Entity]:
        """Return the interfaces at the ends of a link."""
        ends = self.ends[LinkName(link.name)]
        return {Entity(EntityKind.INTERFACE, f"{device}:{interface}") for device, interface in ends}

    def risks_of(self, vertices: Iterable[Vertex]) -> set[Vertex]:
        """Return the shared risks that any of these vertices is a link of."""
        links = set(vertices)
        return {risk for risk, together in self.risks.items() if not together.isdisjoint(links)}

    def reach(self, starts: Iterable[Vertex], passes: Callable[[Vertex], bool]) -> set[Vertex]:
        """Return every vertex that can be reached from the starts over vertices that pass."""
        return set(self.walk(starts, passes))

    def walk(self, starts: Iterable[Vertex], passes: Callable[[Vertex], bool]) -> Iterator[Vertex]:
        """Yield every vertex that can be reached from the starts over vertices that pass, the nearest first."""
        queue = deque(start for start in dict.fromkeys(starts) if passes(start))
        seen = set(queue)
        while queue:
            vertex = queue.popleft()
            yield vertex
            for neighbour in self.neighbours[vertex]:
                if neighbour not in seen and passes(neighbour):
                    seen.add(neighbour)
                    queue.append(neighbour)

    def reach_without(self, removed: Collection[Vertex]) -> set[Vertex]:
        """Return what the anchors reach when some vertices or shared risks are taken away."""
        gone = self.lost_with(removed)
        return self.reach(self.anchors, lambda vertex: vertex not in gone)

    def cut_off_by(self, removed: Collection[Vertex]) -> frozenset[MunicipalityCode]:
        """Return the municipalities that lose their last way to an anchor with these vertices."""
        intact, left = self.reach(self.anchors, lambda _: True), self.reach_without(removed)
        return frozenset(
            code
            for code, points in self.service_points.items()
            if any(point in intact for point in points) and not any(point in left for point in points)
        )


def _adjacency(devices: Iterable[DeviceName], ends: Ends) -> dict[Vertex, tuple[Vertex, ...]]:
    neighbours: dict[Vertex, list[Vertex]] = {device_vertex(name): [] for name in devices}
    for name, link_ends in ends.items():
        vertex = link_vertex(name)
        neighbours[vertex] = [device_vertex(device) for device, _ in link_ends]
        for device, _ in link_ends:
            neighbours[device_vertex(device)].append(vertex)
    return {vertex: tuple(sorted(others)) for vertex, others in neighbours.items()}


def _shared_risks(links: Iterable[Link]) -> dict[Vertex, frozenset[Vertex]]:
    members: dict[Vertex, set[Vertex]] = {}
    for link in links:
        for name in link.shared_risks:
            members.setdefault(risk_vertex(name), set()).add(link_vertex(link.name))
    return {risk: frozenset(together) for risk, together in sorted(members.items()) if len(together) > 1}
