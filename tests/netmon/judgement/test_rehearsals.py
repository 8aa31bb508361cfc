"""Outages rehearsed in virtual time, at the demo's figures, with phases drawn by chance."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from netmon.clock import HOUR, SECOND, Millis
from netmon.inventory.loading import load
from netmon.inventory.models import Inventory
from netmon.judgement.cause import MONITOR
from netmon.judgement.network import link_vertex
from netmon.judgement.topology import Topology
from netmon.model import DeviceState, EvidenceKind, Incident, LinkState, MunicipalityState, Severity
from netmon.settings import Detection
from netmon.simulate.trunks import Trunks
from tests.netmon.judgement.networks import (
    DUAL,
    PARALLEL,
    RING,
    SPUR,
    Drawn,
    code_of,
    devices_of,
    drawn_networks,
    region,
    vertex,
)
from tests.netmon.judgement.rehearsal import DEMO, T0, Fault, Rehearsal, at, fault, without

M = MunicipalityState
SHIPPED = Path(__file__).parents[3] / "inventory"
FLAPS = 8
SEEDS = st.integers(0, 2**32)


def rehearse(links: Sequence[str], *faults: Fault, seed: int = 1, until: float = 80, cores: str = "") -> Rehearsal:
    return Rehearsal(region(links, cores=cores), faults, seed=seed).run(at(until))


def as_in_production(inventory: Inventory, seed: int, loss: float = 0.0) -> Rehearsal:
    """Return a rehearsal at the figures that netmon has by default."""
    return Rehearsal(
        inventory,
        seed=seed,
        detection=Detection(),
        probe_every=5_000,
        ports_every=60_000,
        timeout=2_000,
        loss=loss,
    )


def only(incidents: Sequence[Incident]) -> Incident:
    assert len(incidents) == 1, [str(incident.cause) for incident in incidents]
    return incidents[0]


def towns(*names: str) -> set[str]:
    return {code_of(name) for name in names}


def a_cut_trunk_is_one_incident(seed: int) -> None:
    rehearsal = rehearse(SPUR, fault("a-b", 20, 45), seed=seed, until=40)
    incident = only(rehearsal.opened)
    assert incident.cause == vertex("a-b")
    assert set(incident.impact.isolated) == towns("b", "c", "d", "e")
    assert incident.severity is Severity.CRITICAL
    assert incident.detected - at(20) <= 12 * SECOND
    assert abs(incident.started - at(20)) <= 2 * SECOND
    assert rehearsal.device("b") is rehearsal.device("e") is DeviceState.UNREACHABLE
    assert rehearsal.link("a-b") is LinkState.DOWN
    rehearsal.run(at(80))
    ended = only(rehearsal.closed)
    assert only(rehearsal.opened).id == ended.id
    assert ended.cause == vertex("a-b")
    assert set(ended.impact.isolated) == towns("b", "c", "d", "e")
    assert ended.ended is not None
    assert abs(ended.ended - at(45)) <= 3 * SECOND
    assert not rehearsal.situation.incidents
    for town in "bcde":
        assert rehearsal.story(town)[-3:] == [M.OPERATIONAL, M.ISOLATED, M.OPERATIONAL]
    assert {rehearsal.device(name) for name in "abcde"} == {DeviceState.UP}


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_a_cut_trunk_is_one_incident_from_the_cut_to_the_heal_whatever_the_phases(seed: int) -> None:
    a_cut_trunk_is_one_incident(seed)


@pytest.mark.long
@given(SEEDS)
@settings(max_examples=1_000, deadline=None)
def test_a_cut_trunk_is_one_incident_in_a_thousand_phases(seed: int) -> None:
    a_cut_trunk_is_one_incident(seed)


def a_single_fault_is_one_incident(drawn: Drawn, seed: int, *, shown: bool) -> None:
    rehearsal = Rehearsal(drawn.inventory(), seed=seed)
    network = rehearsal.topology.network
    mortal = sorted(network.neighbours.keys() - set(network.anchors))
    lost = mortal[seed % len(mortal)]
    left = network.reach_without({lost})
    dead = {device.name for device in devices_of(network) if device not in left}
    isolated = {code for code, points in network.service_points.items() if left.isdisjoint(points)}
    rehearsal.faults = [Fault(lost, at(20), at(60), shown)]
    rehearsal.run(at(100))
    assert not rehearsal.situation.incidents
    if not (dead or shown):
        assert not rehearsal.opened
        return
    incident, ended = only(rehearsal.opened), only(rehearsal.closed)
    assert lost in incident.candidates
    assert (ended.id, ended.cause) == (incident.id, incident.cause)
    assert {*incident.impact.devices, incident.cause.name} - {lost.name, incident.cause.name} == dead - {
        lost.name,
        incident.cause.name,
    }
    assert set(ended.impact.isolated) == set(incident.impact.isolated) == isolated
    assert incident.detected - at(20) <= (12 if dead else 20) * SECOND
    assert abs(incident.started - at(20)) <= 2 * SECOND


@given(drawn_networks(), SEEDS, st.booleans())
@settings(max_examples=40, deadline=None)
def test_a_single_fault_of_any_network_is_one_incident_that_names_it(drawn: Drawn, seed: int, shown: bool) -> None:  # noqa: FBT001  (drawn by hypothesis)
    a_single_fault_is_one_incident(drawn, seed, shown=shown)


@pytest.mark.long
@given(drawn_networks(largest=14), SEEDS, st.booleans())
@settings(max_examples=500, deadline=None)
def test_a_single_fault_of_hundreds_of_networks_is_one_incident(drawn: Drawn, seed: int, shown: bool) -> None:  # noqa: FBT001  (drawn by hypothesis)
    a_single_fault_is_one_incident(drawn, seed, shown=shown)


def a_single_silence_is_one_incident(drawn: Drawn, seed: int, *, shown: bool) -> None:
    rehearsal = as_in_production(drawn.inventory(), seed, loss=0.02)
    network = rehearsal.topology.network
    mortal = sorted(network.neighbours.keys() - set(network.anchors))
    lost = mortal[seed % len(mortal)]
    rehearsal.faults = [Fault(lost, at(100), at(300), shown)]
    rehearsal.run(at(420))
    assert not rehearsal.situation.incidents
    if shown or any(device not in network.reach_without({lost}) for device in devices_of(network)):
        incident, ended = only(rehearsal.opened), only(rehearsal.closed)
        assert lost in {*incident.candidates, *ended.candidates}
    else:
        assert not rehearsal.opened


@given(drawn_networks(), SEEDS, st.booleans())
@settings(max_examples=10, deadline=None)
def test_a_single_fault_is_one_incident_at_the_figures_of_production(drawn: Drawn, seed: int, shown: bool) -> None:  # noqa: FBT001  (drawn by hypothesis)
    a_single_silence_is_one_incident(drawn, seed, shown=shown)


def test_one_lost_probe_beside_an_old_outage_isolates_nobody() -> None:
    a_single_silence_is_one_incident(Drawn(("n00-n01",), anchors=("n01",), towns={}, risks={}), seed=1, shown=False)


@pytest.mark.long
@given(drawn_networks(largest=14), SEEDS, st.booleans())
@settings(max_examples=200, deadline=None)
def test_hundreds_of_single_faults_are_one_incident_at_the_figures_of_production(
    drawn: Drawn,
    seed: int,
    shown: bool,  # noqa: FBT001  (drawn by hypothesis)
) -> None:
    a_single_silence_is_one_incident(drawn, seed, shown=shown)


def test_a_cut_spur_of_the_shipped_region_is_one_incident() -> None:
    inventory = load(SHIPPED)
    topology = Topology.of(inventory)
    spurs = Trunks.of(inventory, topology.network).spurs
    spur, behind = max(spurs.items(), key=lambda each: (len(each[1]), each[0]))
    rehearsal = Rehearsal(inventory, [Fault(link_vertex(spur), at(20), at(45))], probe_every=2_000).run(at(70))
    incident, ended = only(rehearsal.opened), only(rehearsal.closed)
    assert (incident.cause, ended.cause) == (link_vertex(spur), link_vertex(spur))
    assert set(incident.impact.isolated) == set(ended.impact.isolated) == behind
    assert incident.detected - at(20) <= 12 * SECOND


@given(SEEDS)
@settings(max_examples=12, deadline=None)
def test_a_trunk_that_falls_silent_without_a_word_is_one_incident_that_names_it(seed: int) -> None:
    rehearsal = rehearse(SPUR, fault("a-b", 20, 45, shown=False), seed=seed)
    incident = only(rehearsal.opened)
    assert vertex("a-b") in incident.candidates
    assert incident.cause == vertex("b")
    assert set(incident.impact.isolated) == towns("b", "c", "d", "e")
    assert only(rehearsal.closed).cause == incident.cause


@pytest.mark.parametrize("shown", [True, False])
@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_a_dead_router_of_a_spur_is_one_incident(shown: bool, seed: int) -> None:  # noqa: FBT001  (a parameter of the test)
    rehearsal = rehearse(SPUR, fault("c", 20, 45, shown=shown), seed=seed, cores="abc")
    incident = only(rehearsal.opened)
    assert vertex("c") in incident.candidates
    assert set(incident.impact.isolated) == towns("c", "d", "e")
    assert len(rehearsal.closed) == 1


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_one_of_two_ways_lost_isolates_nobody_but_its_own_municipality(seed: int) -> None:
    rehearsal = rehearse(DUAL, fault("b", 20, 45), seed=seed, until=40, cores="bc")
    incident = only(rehearsal.opened)
    assert incident.cause == vertex("b")
    assert set(incident.impact.isolated) == towns("b")
    assert set(incident.impact.degraded) == towns("c", "x", "y")
    assert rehearsal.town("x") is M.DEGRADED
    rehearsal.run(at(80))
    assert rehearsal.town("x") is M.OPERATIONAL
    assert len(rehearsal.opened) == len(rehearsal.closed) == 1


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_a_dead_router_of_a_ring_is_one_incident_before_and_after_it_comes_back(seed: int) -> None:
    rehearsal = rehearse(RING, fault("c", 20, 45), seed=seed)
    incident = only(rehearsal.opened)
    assert incident.cause == vertex("c")
    assert set(incident.impact.isolated) == towns("c", "x")
    assert set(incident.impact.degraded) == towns("b", "d")
    assert len(rehearsal.closed) == 1


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_a_cut_in_a_ring_isolates_nobody_and_is_a_warning(seed: int) -> None:
    rehearsal = rehearse(RING, fault("b-c", 20, 45), seed=seed, until=44)
    incident = only(rehearsal.opened)
    assert incident.cause == vertex("b-c")
    assert incident.severity is Severity.WARNING
    assert not incident.impact.isolated
    assert not incident.impact.devices
    assert set(incident.impact.degraded) == towns("b", "c", "d", "x")
    assert {rehearsal.device(name) for name in "abcdx"} == {DeviceState.UP}
    rehearsal.run(at(80))
    assert len(rehearsal.opened) == len(rehearsal.closed) == 1
    assert rehearsal.story("x")[-3:] == [M.OPERATIONAL, M.DEGRADED, M.OPERATIONAL]


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_a_ring_that_was_open_already_and_is_cut_again_has_two_incidents(seed: int) -> None:
    rehearsal = rehearse(RING, fault("a-b", 20, 120), fault("c-d", 60, 90), seed=seed, until=110)
    first, second = rehearsal.opened
    assert first.cause == vertex("a-b")
    assert second.cause == vertex("c-d")
    assert set(second.impact.isolated) == towns("b", "c", "x")
    assert [incident.cause for incident in rehearsal.situation.incidents] == [vertex("a-b")]
    rehearsal.run(at(150))
    assert len(rehearsal.opened) == len(rehearsal.closed) == 2


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_two_failures_far_apart_are_two_incidents(seed: int) -> None:
    rehearsal = rehearse(("a-b", "b-c", "a-d", "d-e"), fault("a-b", 20, 45), fault("d-e", 21, 50), seed=seed)
    assert {incident.cause for incident in rehearsal.opened} == {vertex("a-b"), vertex("d-e")}
    assert len(rehearsal.opened) == len(rehearsal.closed) == 2


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_a_child_that_stays_dead_when_its_root_is_back_becomes_an_incident_of_its_own(seed: int) -> None:
    rehearsal = rehearse(SPUR, fault("a-b", 20, 45), fault("d", 22, 90, shown=False), seed=seed, until=80)
    trunk, child = rehearsal.opened
    assert trunk.cause == vertex("a-b")
    assert child.cause == vertex("d")
    assert child.detected > at(45)
    assert rehearsal.device("d") is DeviceState.DOWN
    assert [incident.id for incident in rehearsal.closed] == [trunk.id]
    rehearsal.run(at(120))
    assert len(rehearsal.opened) == len(rehearsal.closed) == 2


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_a_new_failure_around_an_old_one_is_a_new_incident(seed: int) -> None:
    rehearsal = rehearse(SPUR, fault("d", 20, 300, shown=False), fault("a-b", 100, 140), seed=seed, until=200)
    old, new = rehearsal.opened
    assert old.cause == vertex("d")
    assert new.cause == vertex("a-b")
    assert set(new.impact.isolated) >= towns("b", "c", "e")
    assert [incident.id for incident in rehearsal.closed] == [new.id]
    assert only(rehearsal.situation.incidents).cause == vertex("d")
    assert rehearsal.device("d") is DeviceState.DOWN


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_a_device_that_came_back_and_fails_again_is_news_though_its_old_incident_is_open(seed: int) -> None:
    faults = fault("c", 20, 300, shown=False), fault("b-c", 20, 300), fault("d", 20, 21)
    rehearsal = Rehearsal(region(("a-b", "b-c", "c-d", "a-d", "d-e")), faults, seed=seed).run(at(80))
    opened = len(rehearsal.opened)
    rehearsal.faults = (*faults, fault("e", 100, 200, shown=False))
    rehearsal.run(at(130))
    assert len(rehearsal.opened) == opened + 1


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_evidence_that_comes_late_moves_the_cause_and_makes_no_second_incident(seed: int) -> None:
    faults = [fault("a-b", 20, 60, shown=False)]
    rehearsal = Rehearsal(region(SPUR), faults, seed=seed).run(at(30))
    assert only(rehearsal.situation.incidents).cause == vertex("b")
    rehearsal.faults = [fault("a-b", 20, 60)]
    rehearsal.run(at(50))
    moved = only(rehearsal.situation.incidents)
    assert moved.cause == vertex("a-b")
    assert moved.evidence[0].kind is EvidenceKind.PORT_DOWN
    rehearsal.run(at(90))
    assert len(rehearsal.opened) == len(rehearsal.closed) == 1


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_a_root_that_is_seen_after_its_child_takes_the_incident_over(seed: int) -> None:
    faults = fault("c", 20, 60, shown=False), fault("a-b", 25, 60)
    rehearsal = rehearse(SPUR, *faults, seed=seed, until=50)
    assert only(rehearsal.situation.incidents).cause == vertex("a-b")
    rehearsal.run(at(100))
    assert len(rehearsal.opened) == len(rehearsal.closed) == 1


@pytest.mark.parametrize("seed", [1, 2])
def test_probes_that_get_lost_now_and_then_are_no_incident(seed: int) -> None:
    rehearsal = as_in_production(region(RING), seed, loss=0.1).run(Millis(T0 + HOUR))
    assert not rehearsal.opened
    assert {rehearsal.device(name) for name in "abcdx"} == {DeviceState.UP}


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_when_everything_is_silent_it_is_netmon_that_is_cut_off(seed: int) -> None:
    rehearsal = rehearse(RING, fault("a", 20, 60, shown=False), seed=seed, until=55)
    incident = only(rehearsal.situation.incidents)
    assert incident.cause == MONITOR
    assert incident.severity is Severity.CRITICAL
    assert incident.impact.isolated == ()
    assert {rehearsal.device(name) for name in "abcdx"} == {DeviceState.UNKNOWN}
    assert {rehearsal.town(name) for name in "abcdx"} == {M.UNKNOWN}
    rehearsal.run(at(100))
    assert len(rehearsal.opened) == len(rehearsal.closed) == 1
    assert {rehearsal.town(name) for name in "abcdx"} == {M.OPERATIONAL}


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_an_open_incident_stays_its_own_while_netmon_is_cut_off(seed: int) -> None:
    rehearsal = rehearse(RING, fault("x", 20, 200), fault("a", 80, 120, shown=False), seed=seed, until=160)
    own, monitor = rehearsal.opened
    assert own.cause == vertex("x") or own.cause == vertex("c-x")
    assert monitor.cause == MONITOR
    assert [incident.id for incident in rehearsal.closed] == [monitor.id]
    assert only(rehearsal.situation.incidents).id == own.id


@given(seed=SEEDS, killed=st.integers(15, 44), pause=st.sampled_from([1, 5, 19, 29]))
@example(seed=12, killed=24, pause=1)
@settings(max_examples=12, deadline=None)
def test_a_kill_during_the_outage_leaves_one_incident(
    tmp_path_factory: pytest.TempPathFactory, seed: int, killed: int, pause: int
) -> None:
    """Where a kill uses the settle limit up before all have been heard, what was opened in haste becomes part of it."""
    rehearsal = rehearse(SPUR, fault("a-b", 20, 100), seed=seed, until=killed)
    rehearsal.restart(tmp_path_factory.mktemp("state"), pause)
    rehearsal.run(at(95))
    known = only(rehearsal.situation.incidents)
    assert known.cause == vertex("a-b")
    first = next(incident for incident in rehearsal.opened if incident.id == known.id)
    assert known.started == first.started
    assert {rehearsal.town(name) for name in "bcde"} == {M.ISOLATED}
    rehearsal.run(at(140))
    assert [incident.id for incident in rehearsal.closed if not incident.merged_into] == [known.id]
    hasty = [incident for incident in rehearsal.opened if incident.id != known.id]
    assert all(incident.detected - at(20) > DEMO.settle_limit for incident in hasty)
    assert {incident.merged_into for incident in rehearsal.closed if incident.id != known.id} <= {known.id}
    assert [change.at for change in rehearsal.transitions] == [min(c.at, c.known_at) for c in rehearsal.transitions]


@given(seed=SEEDS, lost=st.sampled_from(["b", "c", "b-c"]), killed=st.integers(30, 44), pause=st.integers(1, 60))
@settings(max_examples=12, deadline=None)
def test_a_kill_moves_no_cause_that_only_silence_speaks_for(
    tmp_path_factory: pytest.TempPathFactory, seed: int, lost: str, killed: int, pause: int
) -> None:
    rehearsal = rehearse(SPUR, fault(lost, 20, 140, shown=False), seed=seed, until=killed)
    incident = only(rehearsal.opened)
    rehearsal.restart(tmp_path_factory.mktemp("state"), pause)
    rehearsal.run(at(139))
    known = only(rehearsal.situation.incidents)
    assert (known.id, known.cause) == (incident.id, incident.cause)
    rehearsal.run(at(180))
    assert len(rehearsal.opened) == len(rehearsal.closed) == 1


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_a_gap_of_netmon_is_unknown_for_everything_and_ends_no_incident(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    rehearsal = rehearse(SPUR, fault("a-b", 20, 200), seed=seed, until=60)
    incident = only(rehearsal.opened)
    rehearsal.restart(tmp_path_factory.mktemp("state"), 90)
    assert only(rehearsal.situation.incidents) == incident
    assert {rehearsal.device(name) for name in "abcde"} == {DeviceState.UNKNOWN}
    assert {rehearsal.town(name) for name in "abcde"} == {M.UNKNOWN}
    rehearsal.run(at(190))
    assert [change.at >= at(150) for change in rehearsal.transitions if change.known_at > at(150)].count(False) == 0
    assert only(rehearsal.situation.incidents).started == incident.started
    assert {rehearsal.town(name) for name in "bcde"} == {M.ISOLATED}
    rehearsal.run(at(240))
    assert only(rehearsal.closed).id == incident.id
    assert len(rehearsal.opened) == 1


def test_an_incident_that_healed_during_a_gap_ends_after_it(tmp_path: Path) -> None:
    rehearsal = rehearse(SPUR, fault("a-b", 20, 90), until=60)
    rehearsal.restart(tmp_path, 60)
    rehearsal.run(at(150))
    ended = only(rehearsal.closed).ended
    assert ended is not None
    assert ended >= at(120)
    assert len(rehearsal.opened) == 1


@pytest.mark.parametrize("retired", [("a-b",), ("b", "a-b", "b-c")])
def test_an_incident_about_something_that_is_retired_ends(retired: Sequence[str]) -> None:
    rehearsal = Rehearsal(region(("a-b", "b-c", "a-c")), [fault("b", 20)]).run(at(40))
    assert only(rehearsal.situation.incidents).cause == vertex("b")
    rehearsal.watch(without(rehearsal.inventory, "b", *retired))
    rehearsal.run(at(60))
    assert len(rehearsal.closed) == 1
    assert not rehearsal.situation.incidents
    assert "b" not in rehearsal.situation.devices


@given(SEEDS, st.integers(1, 9))
@settings(max_examples=12, deadline=None)
def test_a_flapping_link_makes_no_more_incidents_than_it_flaps(seed: int, period: int) -> None:
    flaps = [fault("a-b", 20 + 2 * period * number, 20 + 2 * period * number + period) for number in range(FLAPS)]
    rehearsal = rehearse(SPUR, *flaps, seed=seed, until=20 + 16 * period + 60)
    assert len(rehearsal.opened) <= FLAPS
    assert len({incident.id for incident in rehearsal.opened}) == len(rehearsal.opened)
    assert not rehearsal.situation.incidents
    for closed in rehearsal.closed:
        assert closed.ended is not None
        assert closed.started <= closed.ended


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_a_region_in_which_something_is_down_at_the_start_has_one_incident(seed: int) -> None:
    rehearsal = rehearse(SPUR, fault("a-b", -100, 60), seed=seed, until=50)
    incident = only(rehearsal.opened)
    assert vertex("a-b") in incident.candidates
    assert incident.started >= T0
    assert {rehearsal.town(name) for name in "bcde"} == {M.ISOLATED}
    rehearsal.run(at(90))
    assert len(rehearsal.opened) == len(rehearsal.closed) == 1


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_both_of_two_parallel_links_cut_are_one_incident(seed: int) -> None:
    rehearsal = rehearse(PARALLEL, fault("a-b", 20, 45), fault("a-b-2", 20, 45), seed=seed)
    incident = only(rehearsal.opened)
    assert set(incident.impact.isolated) == towns("b", "c")
    assert len(rehearsal.closed) == 1


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_one_of_two_parallel_links_cut_isolates_nobody(seed: int) -> None:
    rehearsal = rehearse(PARALLEL, fault("a-b", 20, 45), seed=seed)
    incident = only(rehearsal.opened)
    assert incident.cause == vertex("a-b")
    assert set(incident.impact.degraded) == towns("b", "c")


@given(SEEDS, st.sampled_from([("a-b", True), ("b", True), ("c", False), ("c-d", True)]))
@settings(max_examples=10, deadline=None)
def test_no_entity_begins_a_state_before_it_began_the_last_one(seed: int, broken: tuple[str, bool]) -> None:
    rehearsal = rehearse(SPUR, fault(broken[0], 20, 45, shown=broken[1]), seed=seed)
    for entity in {change.entity for change in rehearsal.transitions}:
        changes = [change for change in rehearsal.transitions if change.entity == entity]
        assert all(first.at <= second.at for first, second in pairwise(changes))
        assert all(change.at <= change.known_at for change in changes)
