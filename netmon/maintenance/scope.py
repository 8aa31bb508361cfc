"""What a work covers: what it names, the links of its devices, and everything that these cut off."""

from collections.abc import Iterable

from netmon.inventory.models import Window
from netmon.judgement.network import Network, Vertex
from netmon.model import Entity, EntityKind


def expanded(scope: Iterable[Entity], network: Network) -> tuple[Entity, ...]:
    """Return what is named first, then what follows from the topology, in order of names.

    The devices at both ends of a link stay out of it: work on a link excuses no outage of a router.
    """
    named = tuple(dict.fromkeys(scope))
    removed = touched(named, network)
    risks = (risk for risk, links in network.risks.items() if links <= removed)
    behind = network.reach(network.anchors, lambda _: True) - network.reach_without(removed)
    towns = (Entity(EntityKind.MUNICIPALITY, code) for code in network.cut_off_by(removed))
    return tuple(dict.fromkeys((*named, *sorted(removed), *risks, *sorted(behind), *sorted(towns))))


def touched(scope: Iterable[Entity], network: Network) -> frozenset[Vertex]:
    """Return the vertices that are worked on: what is named, the links of each device and of each shared risk."""
    named = [entity for entity in network.lost_with(scope) if entity in network.neighbours]
    links = (link for entity in named if entity.kind is EntityKind.DEVICE for link in network.neighbours[entity])
    return frozenset((*named, *links))


def scope_of(window: Window) -> tuple[Entity, ...]:
    """Return what a recurring window names."""
    return (
        *(Entity(EntityKind.DEVICE, name) for name in window.devices),
        *(Entity(EntityKind.LINK, name) for name in window.links),
        *(Entity(EntityKind.MUNICIPALITY, code) for code in window.municipalities),
    )
