"""Where netmon looks in, and from where towns are served: two questions, whose answers are one where nobody says so."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmon.inventory.models import DeviceStatus, Inventory
from netmon.judgement.cause import MONITOR
from netmon.judgement.network import Network
from netmon.model import DeviceName, DeviceState, Incident, MunicipalityState
from tests.netmon.judgement.networks import Drawn, code_of, devices_of, drawn_networks, region, vertex
from tests.netmon.judgement.rehearsal import Fault, Rehearsal, at, fault

SEEDS = st.integers(0, 2**32)
BESIDE = ("v-b", "b-a", "a-c", "b-d")
"""netmon looks in at v; the anchor is a, behind b; c hangs on the anchor, d on b."""
BOTH = ("v-b", "b-c", "c-d", "d-w", "c-e")
"""netmon looks in at v and at w, the two ends of a chain."""
M = MunicipalityState


def looking_in(inventory: Inventory, *points: str) -> Inventory:
    return inventory.model_copy(update={"vantage_points": points})


def only(incidents: Iterable[Incident]) -> Incident:
    found = list(incidents)
    assert len(found) == 1, [str(incident.cause) for incident in found]
    return found[0]


@given(drawn_networks(), SEEDS, st.booleans())
@settings(max_examples=25, deadline=None)
def test_who_looks_in_at_the_anchors_sees_what_was_ever_seen(drawn: Drawn, seed: int, shown: bool) -> None:  # noqa: FBT001  (drawn by hypothesis)
    inventory = drawn.inventory()
    devices = sorted(inventory.devices)
    cut = Fault(vertex(devices[seed % len(devices)]), at(15), at(40), shown)
    stated = looking_in(inventory, *drawn.anchors)
    default, same = (Rehearsal(each, [cut], seed=seed).run(at(60)) for each in (inventory, stated))
    assert default.judgements == same.judgements
    assert default.situation == same.situation


@given(SEEDS)
@settings(max_examples=15, deadline=None)
def test_what_netmon_alone_loses_sight_of_is_unknown_and_not_cut_off(seed: int) -> None:
    inventory = looking_in(region(BESIDE), "v")
    rehearsal = Rehearsal(inventory, [fault("b", 20, 60, shown=False)], seed=seed).run(at(50))
    incident = only(rehearsal.opened)
    assert incident.cause == vertex("b")
    assert set(incident.impact.isolated) == {code_of("b"), code_of("d"), code_of("v")}
    assert [rehearsal.device(name) for name in "abcd"] == [
        DeviceState.UNKNOWN,
        DeviceState.DOWN,
        DeviceState.UNKNOWN,
        DeviceState.UNREACHABLE,
    ]
    assert (rehearsal.town("a"), rehearsal.town("c"), rehearsal.town("d")) == (M.UNKNOWN, M.UNKNOWN, M.ISOLATED)
    rehearsal.run(at(110))
    assert only(rehearsal.closed).id == incident.id
    assert rehearsal.town("a") is rehearsal.town("c") is M.OPERATIONAL


@pytest.mark.parametrize("anchor", ["v", "e"])
@given(seed=SEEDS)
@settings(max_examples=10, deadline=None)
def test_the_loss_of_one_of_two_vantage_points_is_a_cause_of_its_own(anchor: str, seed: int) -> None:
    inventory = looking_in(region(BOTH, anchors=(anchor,)), "v", "w")
    rehearsal = Rehearsal(inventory, [fault("v", 20)], seed=seed).run(at(60))
    incident = only(rehearsal.opened)
    assert incident.cause == vertex("v")
    assert incident.impact.devices == ()
    assert {rehearsal.device(name) for name in "bcdew"} == {DeviceState.UP}


def test_only_the_loss_of_all_vantage_points_is_netmon_s_own() -> None:
    inventory = looking_in(region(BOTH, anchors=("e",)), "v", "w")
    rehearsal = Rehearsal(inventory, [fault("v", 20), fault("w", 20)], seed=7).run(at(60))
    assert only(rehearsal.opened).cause == MONITOR
    assert {rehearsal.device(name) for name in "bcde"} == {DeviceState.UNKNOWN}


def test_an_anchor_that_is_silent_while_the_rest_is_too_is_a_cause_where_netmon_looks_in_elsewhere() -> None:
    links = ("v-a", *(f"a-{name}" for name in "bcdefgh"))
    asked = Rehearsal(looking_in(region(links), "v"), [fault("a", 20, shown=False)], seed=3).run(at(60))
    assert only(asked.opened).cause == vertex("a")
    assert {code_of(name) for name in "abcdefgh"} <= set(only(asked.opened).impact.isolated)
    unsaid = Rehearsal(region(links), [fault("a", 20, shown=False)], seed=3).run(at(60))
    assert only(unsaid.opened).cause == MONITOR


@given(drawn_networks(), SEEDS, st.integers(1, 3))
@settings(max_examples=30, deadline=None)
def test_no_town_is_called_cut_off_that_an_anchor_still_serves(drawn: Drawn, seed: int, count: int) -> None:
    inventory = drawn.inventory()
    devices = sorted(inventory.devices)
    points = [devices[(seed + 7 * step) % len(devices)] for step in range(count)]
    rehearsal = Rehearsal(looking_in(inventory, *dict.fromkeys(points)), seed=seed)
    network = rehearsal.topology.network
    mortal = sorted(set(network.neighbours) - set(network.entrances))
    if not mortal:
        return
    lost = mortal[seed % len(mortal)]
    rehearsal.faults = [Fault(lost, at(20), shown=False)]
    rehearsal.run(at(60))
    for incident in rehearsal.opened:
        left = network.reach_without({incident.cause})
        served = {code for code, points in network.service_points.items() if not left.isdisjoint(points)}
        assert served.isdisjoint(incident.impact.isolated)
    assert MONITOR not in {incident.cause for incident in rehearsal.opened}
    assert len(rehearsal.opened) <= 1


def test_a_vantage_point_that_is_not_polled_is_none() -> None:
    inventory = region(BESIDE)
    v = DeviceName("v")
    retired = inventory.devices | {v: inventory.devices[v].model_copy(update={"status": DeviceStatus.RETIRED})}
    network = Network.of(looking_in(inventory, "v").model_copy(update={"devices": retired}))
    assert (network.vantages, network.entrances) == ((), (vertex("a"),))
    assert vertex("c") in devices_of(network)


def test_where_the_port_of_a_vantage_point_is_down_nobody_knows_what_lies_behind() -> None:
    rehearsal = Rehearsal(looking_in(region(BESIDE), "v"), [fault("b", 20)], seed=1).run(at(60))
    assert only(rehearsal.opened).cause == vertex("v-b")
    assert {rehearsal.device(name) for name in "abcd"} == {DeviceState.UNKNOWN}
    assert set(only(rehearsal.opened).impact.isolated) == {code_of("v")}
