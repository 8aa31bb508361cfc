"""Laws that hold for every network: checked against searches that are slow and plainly right."""

from collections.abc import Collection

from hypothesis import given, settings
from hypothesis import strategies as st

from netmon.clock import Millis
from netmon.judgement.dominance import dominators_of, immediate_dominators
from netmon.judgement.municipalities import Elements, municipality_states
from netmon.judgement.network import Network, Vertex
from netmon.judgement.topology import Topology
from netmon.model import (
    DeviceName,
    DeviceState,
    EntityKind,
    LinkName,
    LinkState,
    MunicipalityState,
    Standing,
)
from tests.netmon.judgement.networks import Drawn, devices_of, drawn_networks, links_of, simple_paths

SINCE = Millis(1_795_000_000_000)
NETWORKS = settings(max_examples=60)


def reach(network: Network, lost: Collection[Vertex]) -> set[Vertex]:
    return network.reach_without(lost)


@NETWORKS
@given(drawn_networks())
def test_a_dominator_is_what_cuts_a_vertex_off_when_it_is_lost(drawn: Drawn) -> None:
    network = Network.of(drawn.inventory())
    immediate = immediate_dominators(network.neighbours, network.anchors, lambda _: True)
    for vertex in network.neighbours:
        cutting = {other for other in network.neighbours if other != vertex and vertex not in reach(network, {other})}
        assert set(dominators_of(vertex, immediate)) == cutting


@st.composite
def broken_networks(draw: st.DrawFn) -> tuple[Drawn, set[Vertex], set[Vertex]]:
    """Return a network with some elements down, and some devices unknown."""
    drawn = draw(drawn_networks(largest=8))
    network = Network.of(drawn.inventory())
    devices, links = devices_of(network), links_of(network)
    down = set(draw(st.lists(st.sampled_from([*devices, *links]), max_size=3, unique=True)))
    unknown = set(draw(st.lists(st.sampled_from(devices), max_size=2, unique=True))) - down
    return drawn, down, unknown


def elements(network: Network, down: Collection[Vertex], unknown: Collection[Vertex]) -> Elements:
    def device(vertex: Vertex) -> DeviceState:
        return DeviceState.DOWN if vertex in down else DeviceState.UNKNOWN if vertex in unknown else DeviceState.UP

    return Elements(
        devices={DeviceName(v.name): Standing(device(v), SINCE) for v in devices_of(network)},
        links={
            LinkName(v.name): Standing(LinkState.DOWN if v in down else LinkState.UP, SINCE) for v in links_of(network)
        },
    )


@NETWORKS
@given(broken_networks())
def test_a_municipality_is_connected_exactly_if_some_path_is(broken: tuple[Drawn, set[Vertex], set[Vertex]]) -> None:
    drawn, down, unknown = broken
    topology = Topology.of(drawn.inventory())
    network = topology.network
    states = municipality_states(topology, elements(network, down, unknown))
    for code, points in network.service_points.items():
        paths = list(simple_paths(network, points))
        is_sure = any(not ({*down, *unknown} & set(path)) for path in paths)
        is_possible = any(not (down & set(path)) for path in paths)
        if is_sure:
            assert states[code].is_connected
        elif is_possible:
            assert states[code] is MunicipalityState.UNKNOWN
        else:
            assert states[code] in (MunicipalityState.DISCONNECTED, MunicipalityState.ISOLATED)


@NETWORKS
@given(broken_networks(), st.data())
def test_one_more_link_never_cuts_anybody_off(
    broken: tuple[Drawn, set[Vertex], set[Vertex]], data: st.DataObject
) -> None:
    drawn, down, _ = broken
    names = sorted({name for link in drawn.links for name in link.split("-")})
    first, second = sorted(data.draw(st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True)))
    richer = Drawn((*drawn.links, f"{first}-{second}-9"), drawn.anchors)
    before, after = Topology.of(drawn.inventory()), Topology.of(richer.inventory())
    poor = municipality_states(before, elements(before.network, down, ()))
    rich = municipality_states(after, elements(after.network, down, ()))
    assert all(rich[code].is_connected for code, state in poor.items() if state.is_connected)


@NETWORKS
@given(drawn_networks())
def test_an_intact_network_is_operational_everywhere(drawn: Drawn) -> None:
    topology = Topology.of(drawn.inventory())
    states = municipality_states(topology, elements(topology.network, (), ()))
    assert set(states.values()) == {MunicipalityState.OPERATIONAL}
    assert all(vertex.kind in (EntityKind.DEVICE, EntityKind.LINK) for vertex in topology.network.neighbours)
