"""The states of municipalities against the plain way: try every path."""

import random
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmon.clock import EPOCH, Millis
from netmon.judgement.municipalities import (
    Elements,
    connected_since,
    degraded_by,
    municipality_states,
    ways_to_anchors,
)
from netmon.judgement.network import Network, Vertex
from netmon.judgement.topology import Topology
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
from tests.netmon.judgement.networks import (
    DUAL,
    RING,
    SPUR,
    Drawn,
    code_of,
    devices_of,
    drawn_networks,
    links_of,
    region,
    simple_paths,
    vertex,
)

M = MunicipalityState
Broken = Mapping[str, DeviceState | LinkState]
RANK = {M.DISCONNECTED: 0, M.ISOLATED: 0, M.UNKNOWN: 1, M.DEGRADED: 2, M.OPERATIONAL: 2}
"""How good a state is for who lives there: cut off, unknown, connected."""


def elements(network: Network, broken: Broken, since: Mapping[str, int] | None = None) -> Elements:
    """Return every element as up, but for those named."""
    times = since or {}
    return Elements(
        devices={
            DeviceName(v.name): Standing(broken.get(v.name, DeviceState.UP), Millis(times.get(v.name, 0)))
            for v in devices_of(network)
        },
        links={
            LinkName(v.name): Standing(broken.get(v.name, LinkState.UP), Millis(times.get(v.name, 0)))
            for v in links_of(network)
        },
    )


def states(links: tuple[str, ...], broken: Broken, anchors: tuple[str, ...] = ("a",)) -> dict[str, M]:
    topology = Topology.of(region(links, anchors))
    by_code = municipality_states(topology, elements(topology.network, broken))
    return {v.name: by_code[code_of(v.name)] for v in devices_of(topology.network)}


@st.composite
def broken_networks(draw: st.DrawFn, largest: int = 8) -> tuple[Drawn, Broken]:
    """Return a network in which any element is in any state."""
    drawn = draw(drawn_networks(largest=largest))
    network = Network.of(drawn.inventory())
    broken: dict[str, DeviceState | LinkState] = {}
    for found in network.neighbours:
        kind: type[DeviceState | LinkState] = DeviceState if found.kind is EntityKind.DEVICE else LinkState
        broken[found.name] = draw(st.sampled_from([*[kind.UP] * 6, *kind]))
    return drawn, broken


def expected(network: Network, code: MunicipalityCode, state: Broken) -> M:
    """Return the state by trying every simple path, and every loss on top."""
    points = network.service_points[code]
    paths = [set(path) for path in simple_paths(network, points)]
    sure = [path for path in paths if all(_is_sure(v, state) for v in path)]
    possible = [path for path in paths if all(_is_possible(v, state) for v in path)]
    if not sure:
        is_own_fault = all(state[point.name] is DeviceState.DOWN for point in points)
        return M.UNKNOWN if possible else M.DISCONNECTED if is_own_fault else M.ISOLATED
    vital = {v for v in network.neighbours if all(v in path for path in possible)}
    planned = {v for v in network.neighbours if all(v in path for path in paths)}
    return M.DEGRADED if vital - planned else M.OPERATIONAL


def _is_sure(v: Vertex, state: Broken) -> bool:
    return state[v.name] in (DeviceState.UP, LinkState.UP) or state[v.name] is LinkState.UNKNOWN


def _is_possible(v: Vertex, state: Broken) -> bool:
    return _is_sure(v, state) or state[v.name] is DeviceState.UNKNOWN


def states_are_those_of_all_paths(drawn: Drawn, broken: Broken) -> None:
    topology = Topology.of(drawn.inventory())
    found = municipality_states(topology, elements(topology.network, broken))
    assert found == {code: expected(topology.network, code, broken) for code in topology.network.service_points}


@given(broken_networks())
def test_a_state_is_that_of_all_simple_paths(case: tuple[Drawn, Broken]) -> None:
    states_are_those_of_all_paths(*case)


@pytest.mark.long
@given(broken_networks(largest=10))
@settings(max_examples=1_000, deadline=None)
def test_a_state_is_that_of_all_simple_paths_of_larger_networks(case: tuple[Drawn, Broken]) -> None:
    states_are_those_of_all_paths(*case)


@given(drawn_networks())
def test_a_whole_network_is_operational_everywhere(drawn: Drawn) -> None:
    topology = Topology.of(drawn.inventory())
    assert set(municipality_states(topology, elements(topology.network, {})).values()) == {M.OPERATIONAL}


@given(broken_networks(), st.data())
def test_a_further_link_never_lowers_a_municipality(case: tuple[Drawn, Broken], data: st.DataObject) -> None:
    drawn, broken = case
    devices = sorted(name for name in broken if "-" not in name)
    first, second = sorted(data.draw(st.permutations(devices))[:2])
    link = f"{first}-{second}-2"
    richer = replace(drawn, links=(*drawn.links, link))
    before, after = (Topology.of(each.inventory()) for each in (drawn, richer))
    poor = municipality_states(before, elements(before.network, broken))
    rich = municipality_states(after, elements(after.network, {**broken, link: data.draw(st.sampled_from(LinkState))}))
    assert all(RANK[rich[code]] >= RANK[state] for code, state in poor.items())


@given(broken_networks(), st.randoms(use_true_random=False))
def test_a_further_loss_never_raises_a_municipality(case: tuple[Drawn, Broken], chance: random.Random) -> None:
    drawn, broken = case
    topology = Topology.of(drawn.inventory())
    name = chance.choice(sorted(broken))
    lost = {**broken, name: LinkState.DOWN if "-" in name else DeviceState.DOWN}
    before, after = (municipality_states(topology, elements(topology.network, each)) for each in (broken, lost))
    assert all(RANK[after[code]] <= RANK[state] for code, state in before.items())


@given(drawn_networks())
def test_who_is_degraded_by_a_loss_is_who_is_degraded_when_it_is_lost(drawn: Drawn) -> None:
    topology = Topology.of(drawn.inventory())
    for lost in topology.network.neighbours:
        state: Broken = {lost.name: LinkState.DOWN if lost.kind is EntityKind.LINK else DeviceState.DOWN}
        found = municipality_states(topology, elements(topology.network, state))
        assert degraded_by(topology, lost) == {code for code, now in found.items() if now is M.DEGRADED}


def test_nobody_is_degraded_by_what_is_not_in_the_network() -> None:
    assert degraded_by(Topology.of(region(RING)), vertex("z")) == frozenset()


def test_whoever_is_behind_a_lost_trunk_is_isolated() -> None:
    broken: Broken = {"a-b": LinkState.DOWN, **dict.fromkeys("bcde", DeviceState.UNREACHABLE)}
    assert states(SPUR, broken) == {"a": M.OPERATIONAL, **dict.fromkeys("bcde", M.ISOLATED)}


def test_whoever_lost_the_own_device_is_disconnected_and_those_behind_it_isolated() -> None:
    broken = {"c": DeviceState.DOWN, "d": DeviceState.UNREACHABLE, "e": DeviceState.UNREACHABLE}
    found = states(SPUR, broken)
    assert (found["c"], found["d"], found["b"]) == (M.DISCONNECTED, M.ISOLATED, M.OPERATIONAL)


def test_an_open_ring_degrades_everybody_on_it() -> None:
    assert states(RING, {"b-c": LinkState.DOWN}) == {"a": M.OPERATIONAL, **dict.fromkeys("bcdx", M.DEGRADED)}


def test_one_of_two_ways_lost_is_degraded() -> None:
    found = states(DUAL, {"b": DeviceState.DOWN})
    assert (found["x"], found["y"], found["b"]) == (M.DEGRADED, M.DEGRADED, M.DISCONNECTED)


def test_what_is_not_observed_is_unknown_only_where_no_other_way_is_known_to_be_up() -> None:
    assert states(RING, {"b": DeviceState.UNKNOWN}) == {**dict.fromkeys("acdx", M.OPERATIONAL), "b": M.UNKNOWN}
    assert states(SPUR, {"b": DeviceState.UNKNOWN})["d"] is M.UNKNOWN
    assert states(SPUR, {"b": DeviceState.UNKNOWN, "d": DeviceState.DOWN})["d"] is M.DISCONNECTED


def test_a_link_of_which_nothing_is_known_carries() -> None:
    assert states(SPUR, {"a-b": LinkState.UNKNOWN})["d"] is M.OPERATIONAL


def test_a_municipality_whose_service_point_is_the_anchor_follows_the_anchor() -> None:
    assert states(SPUR, {})["a"] is M.OPERATIONAL
    assert states(SPUR, {"a": DeviceState.DOWN})["a"] is M.DISCONNECTED
    assert states(SPUR, {"a": DeviceState.UNKNOWN})["a"] is M.UNKNOWN


def test_a_second_anchor_keeps_a_municipality_connected() -> None:
    assert states(("a-b", "b-z"), {"a": DeviceState.DOWN}, ("a", "z"))["b"] is M.DEGRADED


def test_any_of_several_service_points_connects_a_municipality() -> None:
    inventory = region(("a-b", "a-c"), towns={"b": "town", "c": "town"})
    topology = Topology.of(inventory)
    found = municipality_states(topology, elements(topology.network, {"b": DeviceState.DOWN}))
    assert found[code_of("town")] is M.DEGRADED
    both = elements(topology.network, {"b": DeviceState.DOWN, "c": DeviceState.UNREACHABLE})
    assert municipality_states(topology, both)[code_of("town")] is M.ISOLATED


def test_a_municipality_is_connected_since_the_last_of_its_way_is() -> None:
    topology = Topology.of(region(SPUR))
    times = {"a": 3, "a-b": 9, "b": 5, "c": 7, "d": 1, "e": 20}
    since = connected_since(topology, elements(topology.network, {"e": DeviceState.DOWN}, times))
    assert {name: since[code_of(name)] for name in "abcd"} == {"a": 3, "b": 9, "c": 9, "d": 9}
    assert code_of("e") not in since


def test_a_way_to_an_anchor_is_the_planned_one_where_none_is_up() -> None:
    topology = Topology.of(region(RING, extra="z"))
    network = topology.network
    assert ways_to_anchors(topology, elements(network, {}))[code_of("x")] in (tuple("xcba"), tuple("xcda"))
    assert ways_to_anchors(topology, elements(network, {"b": DeviceState.DOWN}))[code_of("x")] == tuple("xcda")
    assert ways_to_anchors(topology, elements(network, {"x": DeviceState.DOWN}))[code_of("x")] in (
        tuple("xcba"),
        tuple("xcda"),
    )
    assert ways_to_anchors(topology, elements(network, {}))[code_of("z")] == ()


def test_an_element_nobody_knows_may_be_up_but_is_not_surely() -> None:
    nothing = Elements({}, {})
    assert nothing.may_be_up(vertex("a"))
    assert not nothing.is_surely_up(vertex("a"))
    assert nothing.is_surely_up(vertex("a-b"))
    assert nothing.since(vertex("a")) == nothing.since(vertex("a-b")) == EPOCH
