"""Since when a municipality is as it is, and in which words."""

from collections.abc import Mapping
from dataclasses import replace

from netmon.clock import MINUTE, Millis
from netmon.judgement.connections import municipality_standings
from netmon.judgement.incidents import Outcome, Settled
from netmon.judgement.municipalities import Elements
from netmon.judgement.situation import Situation
from netmon.judgement.topology import Topology
from netmon.model import DeviceName, DeviceState, LinkName, LinkState, MunicipalityState, Standing
from tests.netmon.judgement.networks import RING, SPUR, code_of, region, vertex
from tests.netmon.judgement.test_impact import settled, situation

NOW = Millis(10 * MINUTE)
LATE = Millis(7 * MINUTE)
FOUND = Topology.of(region(SPUR))
M = MunicipalityState


def changed(
    before: Situation, new: Mapping[str, Standing], *causes: Settled, topology: Topology = FOUND
) -> dict[str, Standing]:
    """Return the standings of municipalities, by their device, when these devices and links are new in their states."""
    elements = Elements(
        {**before.devices, **{DeviceName(name): at for name, at in new.items() if isinstance(at.state, DeviceState)}},
        {**before.links, **{LinkName(name): at for name, at in new.items() if isinstance(at.state, LinkState)}},
    )
    found = municipality_standings(topology, before, elements, Outcome(causes, (), NOW))
    return {name: found[code_of(name)] for name in "abcde" if code_of(name) in found}


def test_nothing_new_leaves_every_standing_as_it_was() -> None:
    before = situation(FOUND, {})
    assert changed(before, {}) == {name: before.municipalities[code_of(name)] for name in "abcde"}


def test_who_is_cut_off_is_so_since_the_evidence_of_the_cause_and_names_it() -> None:
    cause = replace(settled("d", "d"), began=LATE)
    found = changed(situation(FOUND, {}), {"d": Standing(DeviceState.DOWN, LATE)}, cause)
    assert found["d"] == Standing(M.DISCONNECTED, LATE, str(vertex("d")))
    assert found["e"].state is M.OPERATIONAL


def test_of_several_causes_the_oldest_is_to_blame() -> None:
    first, second = replace(settled("b", "b", "c"), began=LATE), replace(settled("c", "c"), began=Millis(LATE + 1))
    states = {"b": Standing(DeviceState.DOWN, LATE), "c": Standing(DeviceState.UNREACHABLE, LATE)}
    assert changed(situation(FOUND, {}), states, second, first)["c"].reason == str(vertex("b"))


def test_what_no_cause_did_alone_began_with_the_first_that_turned() -> None:
    found = changed(situation(FOUND, {}), {"d": Standing(DeviceState.DOWN, LATE)})
    assert found["d"] == Standing(M.DISCONNECTED, LATE, "several causes together")


def test_a_way_that_nobody_observes_is_unknown_since_it_is_not_observed() -> None:
    unseen = Standing(DeviceState.UNKNOWN, LATE)
    found = changed(situation(FOUND, {}), {"d": unseen})
    assert found["d"] == Standing(M.UNKNOWN, LATE, "its ways are not observed")
    never = situation(FOUND, {"d": DeviceState.UNKNOWN})
    fresh = changed(replace(never, municipalities={}), {})
    assert fresh["d"] == Standing(M.UNKNOWN, NOW, "its ways are not observed")


def test_who_is_back_is_connected_since_the_last_of_its_way_is() -> None:
    before = situation(FOUND, {"d": DeviceState.DOWN})
    assert changed(before, {"d": Standing(DeviceState.UP, LATE)})["d"] == Standing(M.OPERATIONAL, LATE, "connected")


def test_redundancy_is_lost_by_its_cause_and_back_with_the_last_that_came_back() -> None:
    ring = Topology.of(region(RING))
    before = situation(ring, {})
    cut = replace(settled("a-b"), began=LATE)
    opened = changed(before, {"a-b": Standing(LinkState.DOWN, LATE)}, cut, topology=ring)
    assert opened["b"] == Standing(M.DEGRADED, LATE, str(vertex("a-b")))
    broken = situation(ring, {"a-b": LinkState.DOWN})
    healed = changed(broken, {"a-b": Standing(LinkState.UP, LATE)}, topology=ring)
    assert healed["b"] == Standing(M.OPERATIONAL, LATE, "connected")


def test_no_standing_begins_before_the_one_before_it() -> None:
    before = situation(FOUND, {})
    recent = {code: Standing(standing.state, NOW) for code, standing in before.municipalities.items()}
    found = changed(replace(before, municipalities=recent), {"d": Standing(DeviceState.DOWN, LATE)})
    assert found["d"].since == NOW
