"""Who is hit by a settled cause, as the states say it: critical sites by name, and what the next cut would do."""

from collections.abc import Mapping

from netmon.clock import EPOCH
from netmon.judgement.cause import Cause
from netmon.judgement.impact import impact_of
from netmon.judgement.incidents import Settled
from netmon.judgement.municipalities import Elements, municipality_states
from netmon.judgement.situation import Situation
from netmon.judgement.topology import Topology
from netmon.model import (
    CriticalKind,
    CriticalSite,
    DeviceName,
    DeviceState,
    EntityKind,
    Impact,
    LinkName,
    LinkState,
    NextCut,
    Standing,
)
from tests.netmon.judgement.networks import RING, SPUR, region, vertex
from tests.netmon.judgement.test_whatif import towns, with_site

DOWN, UP, UNREACHABLE = DeviceState.DOWN, DeviceState.UP, DeviceState.UNREACHABLE
HOSPITAL = CriticalSite(CriticalKind.HOSPITAL, "critical", "Nemocnice d")


def situation(found: Topology, states: Mapping[str, DeviceState | LinkState]) -> Situation:
    """Return what is known when these are in these states and everything else is up."""
    vertices = found.network.neighbours
    elements = Elements(
        {
            DeviceName(each.name): Standing(states.get(each.name, UP), EPOCH)
            for each in vertices
            if each.kind is EntityKind.DEVICE
        },
        {
            LinkName(each.name): Standing(states.get(each.name, LinkState.UP), EPOCH)
            for each in vertices
            if each.kind is EntityKind.LINK
        },
    )
    places = {code: Standing(state, EPOCH) for code, state in municipality_states(found, elements).items()}
    return Situation(devices=elements.devices, links=elements.links, municipalities=places)


def settled(cause: str, *explained: str) -> Settled:
    found = Cause(vertex(cause), (vertex(cause),), frozenset(map(vertex, explained)))
    return Settled(None, found, found.vertex, EPOCH)


def hit(found: Topology, states: Mapping[str, DeviceState | LinkState], cause: Settled) -> Impact:
    return impact_of(found, situation(found, states), cause)


def test_the_hospital_behind_a_cut_is_named() -> None:
    found = Topology.of(with_site(region(SPUR), "d", "hospital"))
    states = {"c": UNREACHABLE, "d": UNREACHABLE, "e": UNREACHABLE}
    impact = hit(found, {"b-c": LinkState.DOWN, **states}, settled("b-c", "c", "d", "e"))
    assert (impact.isolated, impact.sites, impact.next_cut) == (towns("c", "d", "e"), (HOSPITAL,), None)


def test_a_hospital_that_another_cause_silenced_is_not_told_twice() -> None:
    found = Topology.of(with_site(region(SPUR), "d", "hospital"))
    states = {"d": DOWN, "e": DOWN}
    assert hit(found, states, settled("d", "d")).sites == (HOSPITAL,)
    assert hit(found, states, settled("e", "e")).sites == ()


def test_a_hospital_of_which_nobody_knows_is_not_said_to_be_without_connection() -> None:
    found = Topology.of(with_site(region(SPUR), "d", "hospital"))
    assert hit(found, {"c": DOWN, "d": DeviceState.UNKNOWN, "e": UNREACHABLE}, settled("c", "c", "e")).sites == ()


def test_a_hospital_with_a_router_that_answers_is_connected() -> None:
    inventory = with_site(region((*SPUR, "b-f")), "d", "hospital")
    moved = inventory.devices[DeviceName("f")].model_copy(update={"site": "critical"})
    found = Topology.of(inventory.model_copy(update={"devices": {**inventory.devices, moved.name: moved}}))
    assert hit(found, {"d": DOWN}, settled("d", "d")).sites == ()
    assert hit(found, {"d": DOWN, "f": DOWN}, settled("d", "d")).sites == (HOSPITAL,)


def test_an_open_ring_tells_what_the_next_cut_would_do() -> None:
    impact = hit(Topology.of(region(RING)), {"a-b": LinkState.DOWN}, settled("a-b"))
    assert (impact.isolated, impact.degraded) == ((), towns("b", "c", "d", "x"))
    assert impact.next_cut == NextCut(4, 404, vertex("d-a"))


def test_each_open_ring_tells_of_its_own() -> None:
    found = Topology.of(region((*RING, "a-p", "p-q", "q-a")))
    states = {"a-b": LinkState.DOWN, "a-p": LinkState.DOWN}
    small, large = hit(found, states, settled("a-p")), hit(found, states, settled("a-b"))
    assert small.next_cut == NextCut(2, 202, vertex("q-a"))
    assert large.next_cut == NextCut(4, 404, vertex("d-a"))


def test_a_cause_that_isolates_somebody_says_nothing_of_the_next_cut() -> None:
    impact = hit(Topology.of(region(RING)), {"b": DOWN}, settled("b", "b"))
    assert (impact.isolated, impact.degraded) == (towns("b"), towns("c", "d", "x"))
    assert (impact.next_cut, impact.inhabitants) == (None, 101)


def test_who_another_cause_isolated_is_not_hit_by_this_one() -> None:
    found = Topology.of(region(SPUR))
    states: Mapping[str, DeviceState | LinkState] = {"d": DOWN, "e": DOWN, "c-e": LinkState.DOWN}
    assert hit(found, states, settled("d", "d")).isolated == towns("d")
    assert hit(found, states, settled("c-e", "e")).isolated == towns("e")


def test_only_who_is_degraded_now_is_degraded_by_a_cause() -> None:
    impact = hit(Topology.of(region(RING)), {"a-b": LinkState.DOWN, "x": DOWN}, settled("a-b"))
    assert impact.degraded == towns("b", "c", "d")


def test_what_the_plan_connects_to_nothing_is_cut_off_by_nobody_else() -> None:
    found = Topology.of(region(SPUR, extra=("z",)))
    assert hit(found, {"z": DOWN, "d": DOWN}, settled("d", "d")).isolated == towns("d")
    assert hit(found, {"z": DOWN}, settled("z", "z")).isolated == towns("z")
