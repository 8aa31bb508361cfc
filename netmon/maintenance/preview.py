"""What a work would do: whom it cuts off, and what it would collide with."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from netmon.clock import Interval
from netmon.commands import PlanMaintenance
from netmon.judgement.network import Network, Vertex, device_vertex, link_vertex
from netmon.judgement.parts import OUTAGE, part_of
from netmon.judgement.situation import Situation
from netmon.judgement.topology import SinglePoints, Topology, single_points
from netmon.maintenance.scope import expanded, touched
from netmon.maintenance.work import Work
from netmon.model import Entity, MunicipalityCode


class CollisionKind(StrEnum):
    """What a work collides with."""

    OUTAGE = "outage"
    """What is down now: an open ring is cut a second time."""
    WORK = "work"
    """Another work in the same time."""


@dataclass(frozen=True, slots=True)
class Collision:
    """What a work and something else do together that neither does alone.

    `elements` are what is down, or what both works name. `isolated` lose their connection by both
    together. `work` and `overlap` belong to another work.
    """

    kind: CollisionKind
    elements: tuple[Entity, ...]
    isolated: tuple[MunicipalityCode, ...]
    inhabitants: int
    work: Work | None = None
    overlap: Interval | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What follows from a work: all that it covers, and who is without connection or redundancy meanwhile."""

    scope: tuple[Entity, ...]
    isolated: tuple[MunicipalityCode, ...]
    degraded: tuple[MunicipalityCode, ...]
    inhabitants: int
    collisions: tuple[Collision, ...]


def preview(topology: Topology, situation: Situation, work: PlanMaintenance, others: Iterable[Work]) -> Preview:
    """Return what a work would do beside what is down now and what else is announced."""
    network = topology.network
    removed = touched(work.scope, network)
    isolated = network.cut_off_by(removed)
    degraded = _degraded(topology.planned, single_points(network, lambda vertex: vertex not in removed)) - isolated
    return Preview(
        scope=expanded(work.scope, network),
        isolated=tuple(sorted(isolated)),
        degraded=tuple(sorted(degraded)),
        inhabitants=_inhabitants(isolated, network),
        collisions=(*_with_outages(network, situation, removed), *_with_works(network, work, removed, others)),
    )


def colliding(network: Network, works: Sequence[Work]) -> Iterator[tuple[Work, Work]]:
    """Yield the pairs of announced works that collide: at one time on the same, or together cutting somebody off."""
    for number, work in enumerate(works):
        planned = PlanMaintenance(work.scope, work.lasting, work.reason)
        found = _with_works(network, planned, touched(work.scope, network), works[number + 1 :])
        yield from ((work, each.work) for each in found if each.work is not None)


def _degraded(planned: SinglePoints, present: SinglePoints) -> frozenset[MunicipalityCode]:
    return frozenset(code for code, points in present.items() if points - planned.get(code, frozenset()))


def _with_outages(network: Network, situation: Situation, removed: Collection[Vertex]) -> Iterator[Collision]:
    """Yield the collision with what is down now, if it makes the work worse."""
    lost = frozenset(vertex for vertex in _down(situation) if vertex in network.neighbours).difference(removed)
    isolated = _together(network, removed, lost)
    if isolated:
        blamed = _needed(network, removed, lost, isolated)
        yield Collision(CollisionKind.OUTAGE, blamed, tuple(sorted(isolated)), _inhabitants(isolated, network))


def _with_works(
    network: Network, work: PlanMaintenance, removed: Collection[Vertex], others: Iterable[Work]
) -> Iterator[Collision]:
    for other in others:
        overlap = work.window.intersect(other.lasting)
        if overlap is None:
            continue
        isolated = _together(network, removed, touched(other.scope, network))
        shared = tuple(sorted(set(work.scope) & set(other.scope)))
        if isolated or shared:
            hit = tuple(sorted(isolated))
            yield Collision(CollisionKind.WORK, shared, hit, _inhabitants(isolated, network), other, overlap)


def _together(network: Network, one: Collection[Vertex], other: Collection[Vertex]) -> frozenset[MunicipalityCode]:
    """Return whom both losses cut off together, and neither alone."""
    if not one or not other:
        return frozenset()
    return network.cut_off_by({*one, *other}) - network.cut_off_by(one) - network.cut_off_by(other)


def _needed(
    network: Network, removed: Collection[Vertex], lost: Iterable[Vertex], isolated: frozenset[MunicipalityCode]
) -> tuple[Vertex, ...]:
    """Return which of the lost elements cut somebody off by themselves with the work; all, if none does."""
    every = tuple(sorted(lost))
    alone = tuple(vertex for vertex in every if isolated & network.cut_off_by({*removed, vertex}))
    return alone or every


def _down(situation: Situation) -> Iterator[Vertex]:
    for device, standing in situation.devices.items():
        if part_of(standing.state) in OUTAGE:
            yield device_vertex(device)
    for link, standing in situation.links.items():
        if part_of(standing.state) in OUTAGE:
            yield link_vertex(link)


def _inhabitants(codes: Iterable[MunicipalityCode], network: Network) -> int:
    return sum(network.populations[code] for code in codes)
