"""A municipality is as available as its paths: compared with walking every path at every moment."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmon.clock import EPOCH, Millis
from netmon.judgement.availability import Availability, StateInterval, account
from netmon.judgement.municipalities import Elements, municipality_states
from netmon.judgement.network import Vertex
from netmon.judgement.topology import Topology
from netmon.model import (
    DeviceName,
    DeviceState,
    EntityKind,
    LinkName,
    LinkState,
    MunicipalityCode,
    Standing,
    State,
)
from tests.netmon.judgement.histories import span
from tests.netmon.judgement.networks import Drawn, drawn_networks, region, simple_paths

TICKS = 6
DEVICES = st.sampled_from([DeviceState.UP, DeviceState.UP, *DeviceState])
LINKS = st.sampled_from([LinkState.UP, LinkState.UP, *LinkState])

Moment = Mapping[Vertex, State]


def is_up(vertex: Vertex, moment: Moment) -> bool:
    """Say whether an element is up; a link counts as up until somebody says otherwise, a device does not."""
    if vertex.kind is EntityKind.LINK:
        return may_be_up(vertex, moment)
    return moment.get(vertex) is DeviceState.UP


def may_be_up(vertex: Vertex, moment: Moment) -> bool:
    return moment.get(vertex) not in (DeviceState.DOWN, DeviceState.UNREACHABLE, LinkState.DOWN)


@st.composite
def lives(draw: st.DrawFn, largest: int) -> tuple[Drawn, Sequence[Moment]]:
    """Return a network of up to `largest` devices, and the states of all its elements at some moments."""
    drawn = draw(drawn_networks(largest))
    vertices = Topology.of(drawn.inventory()).network.neighbours
    moments = [
        {vertex: draw(LINKS if vertex.kind is EntityKind.LINK else DEVICES) for vertex in vertices}
        for _ in range(TICKS)
    ]
    return drawn, moments


def availabilities(topology: Topology, moments: Sequence[Moment]) -> dict[MunicipalityCode, Availability]:
    """Return each municipality's availability, a millisecond for each moment."""
    states = [municipality_states(topology, elements(moment)) for moment in moments]
    return {
        code: account(
            span(0, len(moments)),
            [StateInterval(span(tick, tick + 1), known[code]) for tick, known in enumerate(states)],
            [],
        )
        for code in states[0]
    }


def elements(moment: Moment) -> Elements:
    devices = {DeviceName(v.name): state for v, state in moment.items() if v.kind is EntityKind.DEVICE}
    links = {LinkName(v.name): state for v, state in moment.items() if v.kind is EntityKind.LINK}
    return Elements(
        {name: Standing(state, EPOCH) for name, state in devices.items()},
        {name: Standing(state, EPOCH) for name, state in links.items()},
    )


def paths_of(topology: Topology) -> Iterator[tuple[MunicipalityCode, list[tuple[Vertex, ...]]]]:
    for code, points in topology.network.service_points.items():
        if points:
            yield code, list(simple_paths(topology.network, points))


def check_every_path(life: tuple[Drawn, Sequence[Moment]]) -> None:
    """Hold P10: up while a path is up, out of service while none may be, unknown else; bounded by single paths."""
    drawn, moments = life
    topology = Topology.of(drawn.inventory())
    counted = availabilities(topology, moments)
    for code, paths in paths_of(topology):
        up = [any(all(is_up(v, moment) for v in path) for path in paths) for moment in moments]
        maybe = [any(all(may_be_up(v, moment) for v in path) for path in paths) for moment in moments]
        assert counted[code].up == sum(up)
        assert counted[code].outage == sum(not possible for possible in maybe)
        single = [sum(all(is_up(v, moment) for v in path) for moment in moments) for path in paths]
        assert max(single, default=0) <= counted[code].up <= TICKS


def check_another_link(life: tuple[Drawn, Sequence[Moment]], pick: tuple[int, int]) -> None:
    """Hold P5: a further link lowers neither bound of anybody."""
    drawn, moments = life
    devices = sorted({device for link in drawn.links for device in link.split("-")})
    first, second = (devices[number % len(devices)] for number in pick)
    if first == second:
        return
    richer = replace(drawn, links=(*drawn.links, f"{first}-{second}-new"))
    before = availabilities(Topology.of(drawn.inventory()), moments)
    after = availabilities(Topology.of(richer.inventory()), moments)
    for code, old in before.items():
        assert after[code].up >= old.up
        assert after[code].up + after[code].unknown >= old.up + old.unknown


PICKS = st.tuples(st.integers(0, 9), st.integers(0, 9))


@given(lives(largest=6))
@settings(max_examples=60, deadline=None)
def test_a_municipality_is_up_while_any_of_its_paths_is(life: tuple[Drawn, Sequence[Moment]]) -> None:
    check_every_path(life)


@pytest.mark.long
@given(lives(largest=10))
@settings(max_examples=1_500, deadline=None)
def test_a_municipality_is_up_while_any_of_its_paths_is_in_larger_networks(
    life: tuple[Drawn, Sequence[Moment]],
) -> None:
    check_every_path(life)


@given(lives(largest=6), PICKS)
@settings(max_examples=60, deadline=None)
def test_another_link_never_lowers_anybody_s_availability(
    life: tuple[Drawn, Sequence[Moment]], pick: tuple[int, int]
) -> None:
    check_another_link(life, pick)


@pytest.mark.long
@given(lives(largest=10), PICKS)
@settings(max_examples=1_500, deadline=None)
def test_another_link_never_lowers_anybody_s_availability_in_larger_networks(
    life: tuple[Drawn, Sequence[Moment]], pick: tuple[int, int]
) -> None:
    check_another_link(life, pick)


def test_two_spares_that_fail_in_turn_leave_a_municipality_up() -> None:
    topology = Topology.of(region(("a-b", "a-c", "b-d", "c-d")))
    every = dict.fromkeys((v for v in topology.network.neighbours if v.kind is EntityKind.DEVICE), DeviceState.UP)
    fails = [Vertex(EntityKind.DEVICE, name) for name in ("b", "c")]
    moments = [{**every, fails[0]: DeviceState.DOWN}, {**every, fails[1]: DeviceState.DOWN}]
    own = next(code for code, points in topology.network.service_points.items() if points[0].name == "d")
    assert availabilities(topology, moments)[own].up == Millis(2)
