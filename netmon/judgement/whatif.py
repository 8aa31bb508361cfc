"""What if: who is hit when elements are taken away, and what everybody hangs on.

A municipality loses redundancy where something becomes a single point of failure for it that was
none: with two disjoint ways there is no such thing, whichever service points they lead to.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self, TypeVar

from netmon.judgement.critical import roots_of
from netmon.judgement.dominance import Dominators, immediate_dominators
from netmon.judgement.municipalities import Elements
from netmon.judgement.network import Network, Vertex
from netmon.judgement.topology import SinglePoints, Topology, needed_by, single_points
from netmon.model import CriticalSite, DeviceName, EntityKind, Impact, MunicipalityCode, NextCut

Place = TypeVar("Place", MunicipalityCode, CriticalSite)


@dataclass(frozen=True, slots=True)
class SinglePoint:
    """A device, link or shared risk, and who loses the connection by its loss alone."""

    element: Vertex
    isolated: tuple[MunicipalityCode, ...]
    inhabitants: int
    sites: tuple[CriticalSite, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """Who is connected when some vertices are gone, and what each one hangs on."""

    reached: frozenset[Vertex]
    municipalities: SinglePoints
    sites: Mapping[CriticalSite, frozenset[Vertex]]

    @classmethod
    def of(cls, topology: Topology, gone: Collection[Vertex]) -> Self:
        """Return what is left of a network without these vertices."""
        network = topology.network
        trees: dict[tuple[Vertex, ...], Dominators] = {}

        def tree(roots: tuple[Vertex, ...]) -> Dominators:
            if roots not in trees:
                trees[roots] = immediate_dominators(network.neighbours, roots, lambda vertex: vertex not in gone)
            return trees[roots]

        whole = tree(network.anchors)
        sites = {
            site: needed_by(devices, tree(roots_of(devices, network))) for site, devices in topology.critical.items()
        }
        return cls(
            reached=frozenset(whole),
            municipalities=_connected((code, needed_by(at, whole)) for code, at in network.service_points.items()),
            sites=_connected(sites.items()),
        )


def what_if(topology: Topology, taken: Iterable[Vertex], already: Iterable[Vertex] = ()) -> Impact:
    """Return what the loss of elements and shared risks does, beside what was lost before."""
    network = topology.network
    gone = network.lost_with(already)
    lost = gone | network.lost_with(taken)
    before, after = Left.of(topology, gone), Left.of(topology, lost)
    isolated = before.municipalities.keys() - after.municipalities.keys()
    gained = _gained(after.municipalities, before.municipalities)
    return Impact(
        isolated=tuple(sorted(isolated)),
        degraded=tuple(sorted(gained)),
        inhabitants=_inhabitants(isolated, network),
        devices=tuple(sorted(_devices(before.reached - after.reached - lost))),
        sites=tuple(sorted(before.sites.keys() - after.sites.keys())),
        next_cut=_worst(gained, network),
    )


def weakest_points(topology: Topology, already: Iterable[Vertex] = ()) -> tuple[SinglePoint, ...]:
    """Return everything whose loss alone cuts a municipality or critical site off, the worst first."""
    network = topology.network
    gone = network.lost_with(already)
    left = Left.of(topology, gone)
    towns, sites = _behind(left.municipalities), _behind(left.sites)
    for risk, links in network.risks.items():
        towns[risk], sites[risk] = _cut_off(topology, left, gone | links)
    points = (_point(element, towns.get(element, ()), sites.get(element, ()), network) for element in towns | sites)
    felt = (point for point in points if point.isolated or point.sites)
    return tuple(
        sorted(felt, key=lambda each: (-len(each.isolated), -each.inhabitants, -len(each.sites), each.element))
    )


def next_cut(
    topology: Topology, elements: Elements, among: Collection[MunicipalityCode] | None = None
) -> NextCut | None:
    """Return the worst that one more loss would do to those who lost redundancy; None if nobody did.

    Only those count who did not hang on the element by design: what an open ring costs, not what
    every network does. `among` are the municipalities to look at, all by default.
    """
    present = single_points(topology.network, elements.may_be_up)
    gained = _gained(present, topology.planned)
    return _worst({code: new for code, new in gained.items() if among is None or code in among}, topology.network)


def absent(network: Network, elements: Elements) -> frozenset[Vertex]:
    """Return the devices and links that are down now, or behind what is."""
    return frozenset(vertex for vertex in network.neighbours if not elements.may_be_up(vertex))


def _cut_off(
    topology: Topology, left: Left, gone: Collection[Vertex]
) -> tuple[Collection[MunicipalityCode], Collection[CriticalSite]]:
    """Return who of those that are connected is not any more when these vertices are gone."""
    network = topology.network

    def reach(roots: Iterable[Vertex]) -> set[Vertex]:
        return network.reach(roots, lambda vertex: vertex not in gone)

    reached = reach(network.anchors)
    towns = [code for code in left.municipalities if reached.isdisjoint(network.service_points[code])]
    sites = []
    for site in left.sites:
        devices = topology.critical[site]
        roots = roots_of(devices, network)
        if (reached if roots == network.anchors else reach(roots)).isdisjoint(devices):
            sites.append(site)
    return towns, sites


def _point(
    element: Vertex, towns: Iterable[MunicipalityCode], sites: Iterable[CriticalSite], network: Network
) -> SinglePoint:
    isolated = tuple(sorted(towns))
    return SinglePoint(element, isolated, _inhabitants(isolated, network), tuple(sorted(sites)))


def _gained(present: SinglePoints, former: SinglePoints) -> SinglePoints:
    """Return the single points of failure that connected municipalities have and had not."""
    gained = {code: points - former.get(code, frozenset()) for code, points in present.items()}
    return {code: points for code, points in gained.items() if points}


def _worst(gained: SinglePoints, network: Network) -> NextCut | None:
    """Return the element that most hang on; of equals a link, since it is links that are cut."""
    cuts = (
        NextCut(len(codes), _inhabitants(codes, network), element) for element, codes in sorted(_behind(gained).items())
    )
    return max(
        cuts,
        key=lambda cut: (cut.municipalities, cut.inhabitants, cut.element.kind is EntityKind.LINK),
        default=None,
    )


def _behind(needed: Mapping[Place, frozenset[Vertex]]) -> dict[Vertex, Collection[Place]]:
    """Return who hangs on each element, given what each one hangs on."""
    behind: dict[Vertex, list[Place]] = {}
    for place, elements in needed.items():
        for element in elements:
            behind.setdefault(element, []).append(place)
    return dict(behind)


def _connected(needed: Iterable[tuple[Place, frozenset[Vertex] | None]]) -> dict[Place, frozenset[Vertex]]:
    return {place: elements for place, elements in needed if elements is not None}


def _inhabitants(codes: Iterable[MunicipalityCode], network: Network) -> int:
    return sum(network.populations[code] for code in codes)


def _devices(vertices: Iterable[Vertex]) -> Iterator[DeviceName]:
    return (DeviceName(vertex.name) for vertex in vertices if vertex.kind is EntityKind.DEVICE)
