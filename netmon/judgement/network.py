"""How everything is connected: the graph of devices and links that judgement walks.

Links are vertices too (device – link – device), so that one search answers for both, and so that a
cut of a link is the loss of a vertex like any other.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from netmon.inventory.models import DeviceRole, Inventory
from netmon.model import DeviceName, Entity, EntityKind, LinkName, MunicipalityCode

Vertex = Entity
"""A device or a link."""
Neighbours = Mapping[Vertex, tuple[Vertex, ...]]
Ends = Mapping[LinkName, tuple[tuple[DeviceName, str], tuple[DeviceName, str]]]
"""Each link's two (device, interface) ends."""


def device_vertex(name: str) -> Vertex:
    """Return the vertex of a device."""
    return Entity(EntityKind.DEVICE, name)


def link_vertex(name: str) -> Vertex:
    """Return the vertex of a link."""
    return Entity(EntityKind.LINK, name)


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
        return cls(
            neighbours=_adjacency(devices, ends),
            ends=ends,
            anchors=anchors,
            service_points={code: tuple(map(device_vertex, points[code])) for code in monitored},
            populations={code: town.population for code, town in monitored.items()},
            backbone=frozenset(
                [*anchors, *(device_vertex(name) for name, device in devices.items() if device.role is DeviceRole.CORE)]
            ),
        )

    def reach(self, starts: Iterable[Vertex], passes: Callable[[Vertex], bool]) -> set[Vertex]:
        """Return every vertex that can be reached from the starts over vertices that pass."""
        seen = {start for start in starts if passes(start)}
        queue = deque(seen)
        while queue:
            for neighbour in self.neighbours[queue.popleft()]:
                if neighbour not in seen and passes(neighbour):
                    seen.add(neighbour)
                    queue.append(neighbour)
        return seen

    def reach_without(self, removed: Collection[Vertex]) -> set[Vertex]:
        """Return what the anchors reach when some vertices are taken away."""
        return self.reach(self.anchors, lambda vertex: vertex not in removed)

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
