"""What follows from the loss of one device or link, for everything else in the network."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from netmon.clock import EPOCH
from netmon.judgement.municipalities import Elements, municipality_states
from netmon.judgement.network import Network, Vertex
from netmon.judgement.topology import Topology
from netmon.judgement.whatif import next_cut
from netmon.model import (
    DeviceName,
    DeviceState,
    Entity,
    EntityKind,
    Impact,
    LinkName,
    LinkState,
    MunicipalityCode,
    MunicipalityState,
    Standing,
    State,
)


@dataclass(frozen=True, slots=True)
class Consequence:
    """The states that differ from a whole network's, and who is hit."""

    states: Mapping[Entity, State]
    impact: Impact


def whole(network: Network) -> dict[Entity, State]:
    """Return every state while nothing is lost."""
    return {
        **{vertex: DeviceState.UP if _is_device(vertex) else LinkState.UP for vertex in network.neighbours},
        **{
            Entity(EntityKind.MUNICIPALITY, code): MunicipalityState.OPERATIONAL
            for code, points in network.service_points.items()
            if points
        },
    }


def consequence_of(topology: Topology, cause: Vertex) -> Consequence:
    """Return what follows from the loss of a device or a link of a network that was whole."""
    lost = dict(_lost(topology.network, cause))
    elements = _elements({**whole(topology.network), **lost})
    towns = {
        code: state
        for code, state in municipality_states(topology, elements).items()
        if state is not MunicipalityState.OPERATIONAL
    }
    states = {**lost, **{Entity(EntityKind.MUNICIPALITY, code): state for code, state in towns.items()}}
    return Consequence(states, _impact(topology, elements, towns))


def _lost(network: Network, cause: Vertex) -> Iterator[tuple[Entity, State]]:
    """Yield the cause, the links it takes along, and what can no longer be heard."""
    heard = network.reach_without({cause})
    taken = network.neighbours[cause] if _is_device(cause) else ()
    yield cause, DeviceState.DOWN if _is_device(cause) else LinkState.DOWN
    for vertex in network.neighbours:
        if vertex in taken and any(end in heard for end in network.neighbours[vertex]):
            yield vertex, LinkState.DOWN
        elif vertex not in heard and vertex != cause:
            yield vertex, DeviceState.UNREACHABLE if _is_device(vertex) else LinkState.UNKNOWN


def _impact(topology: Topology, elements: Elements, towns: Mapping[MunicipalityCode, MunicipalityState]) -> Impact:
    isolated = tuple(code for code, state in towns.items() if not state.is_connected)
    degraded = tuple(code for code, state in towns.items() if state.is_connected)
    behind = (name for name, standing in elements.devices.items() if standing.state is DeviceState.UNREACHABLE)
    cut_off = (site for site, devices in topology.critical.items() if not any(map(elements.may_be_up, devices)))
    return Impact(
        isolated=isolated,
        degraded=degraded,
        inhabitants=sum(topology.network.populations[code] for code in isolated),
        devices=tuple(behind),
        sites=tuple(sorted(cut_off)),
        next_cut=next_cut(topology, elements, degraded) if degraded and not isolated else None,
    )


def _elements(states: Mapping[Entity, State]) -> Elements:
    standings = {vertex: Standing(state, EPOCH) for vertex, state in states.items()}
    return Elements(
        devices={DeviceName(v.name): standing for v, standing in standings.items() if v.kind is EntityKind.DEVICE},
        links={LinkName(v.name): standing for v, standing in standings.items() if v.kind is EntityKind.LINK},
    )


def _is_device(vertex: Vertex) -> bool:
    return vertex.kind is EntityKind.DEVICE
