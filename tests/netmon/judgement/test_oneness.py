"""One incident for one cause, from the first silence to the last recovery: rehearsed, with phases drawn by chance."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmon.clock import Millis
from netmon.judgement.cause import MONITOR, Cause
from netmon.judgement.contradiction import contradictions
from netmon.judgement.incidents import continued
from netmon.judgement.judge import judge
from netmon.judgement.scene import look
from netmon.judgement.situation import PortReport, Situation, Track, Verdict
from netmon.judgement.topology import Topology
from netmon.model import (
    CriticalKind,
    DeviceName,
    DeviceState,
    EvidenceKind,
    Impact,
    Incident,
    LinkState,
    NextCut,
    Severity,
)
from netmon.settings import Detection
from tests.netmon.judgement.networks import RING, SPUR, Drawn, code_of, drawn_networks, region, sharing, vertex
from tests.netmon.judgement.rehearsal import Fault, Rehearsal, at, fault
from tests.netmon.judgement.test_whatif import with_site

SEEDS = st.integers(0, 2**32)
TWO_SPURS = ("a-b", "a-c", "b-x")
TWO_RINGS = ("a-b", "b-c", "c-a", "a-d", "d-e", "e-a")
AT_ONCE = Detection(settle=Millis(0))


def rehearse(links: tuple[str, ...], duct: tuple[str, ...], *faults: Fault, seed: int, until: float) -> Rehearsal:
    return Rehearsal(sharing(region(links), {"duct1": duct}), faults, seed=seed).run(at(until))


def only(incidents: tuple[Incident, ...] | list[Incident]) -> Incident:
    assert len(incidents) == 1, [str(incident.cause) for incident in incidents]
    return incidents[0]


@pytest.mark.parametrize("shown", [True, False])
@given(SEEDS)
@settings(max_examples=15, deadline=None)
def test_a_duct_that_takes_two_spurs_along_is_one_incident_from_the_cut_to_the_heal(shown: bool, seed: int) -> None:  # noqa: FBT001
    cut = fault("duct1", 20, 45, shown=shown)
    rehearsal = rehearse(TWO_SPURS, ("a-b", "a-c"), cut, seed=seed, until=40)
    incident = only(rehearsal.situation.incidents)
    assert incident.cause == vertex("duct1")
    assert set(incident.impact.isolated) == {code_of(name) for name in "bcx"}
    ports = [str(fact.entity) for fact in incident.evidence if fact.kind is EvidenceKind.PORT_DOWN]
    assert ports == (["interface a:a-b", "interface a:a-c"] if shown else [])
    assert rehearsal.device("b") is rehearsal.device("c") is DeviceState.UNREACHABLE
    rehearsal.run(at(90))
    assert only(rehearsal.closed).id == only(rehearsal.opened).id == incident.id


def a_duct_is_one_incident(drawn: Drawn, seed: int, *, shown: bool) -> None:
    inventory = drawn.inventory()
    for duct in inventory.shared_risks:
        rehearsal = Rehearsal(inventory, [fault(duct, 20, 60, shown=shown)], seed=seed).run(at(100))
        assert len(rehearsal.opened) == len(rehearsal.closed) <= 1
        assert not any(incident.merged_into for incident in rehearsal.closed)


@given(drawn_networks(), SEEDS, st.booleans())
@settings(max_examples=20, deadline=None)
def test_a_duct_of_any_network_is_one_incident_from_the_cut_to_the_heal(drawn: Drawn, seed: int, shown: bool) -> None:  # noqa: FBT001
    a_duct_is_one_incident(drawn, seed, shown=shown)


@pytest.mark.long
@given(drawn_networks(largest=20), SEEDS, st.booleans())
@settings(max_examples=1_000, deadline=None)
def test_a_duct_of_a_thousand_networks_is_one_incident(drawn: Drawn, seed: int, shown: bool) -> None:  # noqa: FBT001
    a_duct_is_one_incident(drawn, seed, shown=shown)


@given(SEEDS)
@settings(max_examples=15, deadline=None)
def test_a_duct_that_opens_two_rings_is_one_incident_and_isolates_nobody(seed: int) -> None:
    rehearsal = rehearse(TWO_RINGS, ("b-c", "d-e"), fault("duct1", 20, 70), seed=seed, until=65)
    incident = only(rehearsal.situation.incidents)
    assert incident.cause == vertex("duct1")
    assert incident.severity is Severity.WARNING
    assert {fact.kind for fact in incident.evidence} == {EvidenceKind.PORT_DOWN}
    assert rehearsal.link("b-c") is rehearsal.link("d-e") is LinkState.DOWN
    rehearsal.run(at(120))
    assert [each.id for each in rehearsal.closed if each.merged_into is None] == [incident.id]
    assert not rehearsal.situation.incidents


@given(SEEDS)
@settings(max_examples=15, deadline=None)
def test_a_duct_that_is_spliced_link_by_link_stays_one_incident(seed: int) -> None:
    faults = fault("duct1", 20, 60), fault("a-c", 60, 100)
    rehearsal = rehearse(TWO_SPURS, ("a-b", "a-c"), *faults, seed=seed, until=95)
    incident = only(rehearsal.situation.incidents)
    assert incident.cause in (vertex("a-c"), vertex("c"), vertex("duct1"))
    assert rehearsal.device("b") is DeviceState.UP
    rehearsal.run(at(150))
    assert only(rehearsal.closed).id == only(rehearsal.opened).id


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_two_links_of_a_duct_that_fail_far_apart_are_two_incidents(seed: int) -> None:
    faults = fault("a-b", 20, 120), fault("a-c", 70, 120)
    rehearsal = rehearse(TWO_SPURS, ("a-b", "a-c"), *faults, seed=seed, until=160)
    assert len(rehearsal.opened) == len(rehearsal.closed) == 2
    assert not [each for each in rehearsal.closed if each.merged_into]


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_a_ring_link_that_is_heard_of_a_minute_late_joins_the_incident_of_its_duct(seed: int) -> None:
    links, duct = (*TWO_RINGS, "a-x"), ("b-c", "a-x")
    rehearsal = Rehearsal(
        sharing(region(links), {"duct1": duct}),
        [fault("duct1", 80, 260)],
        seed=seed,
        detection=Detection(),
        probe_every=5_000,
        ports_every=60_000,
    )
    rehearsal.run(at(240))
    assert only(rehearsal.opened).id == only(rehearsal.situation.incidents).id
    assert only(rehearsal.situation.incidents).cause == vertex("duct1")
    rehearsal.run(at(380))
    assert not rehearsal.situation.incidents


def track(*, up_from: float | None = None, down_from: float | None = None, answered: float = 55) -> Track:
    if down_from is None:
        since = at(up_from or 0)
        return Track(Verdict.UP, since, answers=3, first_answer=since, valid_until=at(999), answered_at=at(answered))
    since = at(down_from)
    return Track(Verdict.DOWN, since, misses=3, first_miss=since, valid_until=at(999), confirmed_at=at(down_from + 2))


def seen(up: str, down: str = "", since: float = 30) -> Situation:
    tracks = {DeviceName(name): track() for name in up}
    return Situation(tracks={**tracks, **{DeviceName(name): track(down_from=since) for name in down}})


def test_incidents_that_turn_out_to_be_one_keep_the_name_of_the_elder() -> None:
    topology = Topology.of(region(SPUR))
    first = judge(topology, seen("abce", "d"), AT_ONCE, at(56))
    both = replace(first.situation, tracks=seen("abc", "de").tracks)
    second = judge(topology, both, AT_ONCE, at(58))
    elder, younger = first.opened[0], second.opened[0]
    root = replace(second.situation, tracks=seen("ab", "cde").tracks)
    merged = judge(topology, root, AT_ONCE, at(60))
    assert only(merged.situation.incidents).id == elder.id
    assert only(merged.situation.incidents).cause == vertex("c")
    ended = only(merged.closed)
    assert (ended.id, ended.merged_into, ended.ended) == (younger.id, elder.id, at(60))
    assert not merged.opened
    assert len(merged.updated) <= 1
    again = judge(topology, merged.situation, AT_ONCE, at(61))
    assert (again.opened, again.updated, again.closed) == ((), (), ())


def test_an_incident_that_has_something_of_its_own_is_not_merged() -> None:
    topology = Topology.of(region((*SPUR, "a-y", "y-z", "z-d")))
    port = PortReport(is_up=False, at=at(20), valid_until=at(999))
    calm = judge(topology, seen("abcdeyz"), AT_ONCE, at(10)).situation
    ring = judge(topology, replace(calm, ports={(DeviceName("y"), "y-z"): port}), AT_ONCE, at(57))
    assert only(ring.opened).cause == vertex("y-z")
    dark = replace(ring.situation, tracks=seen("ay", "bcdez").tracks)
    later = judge(topology, dark, AT_ONCE, at(58))
    assert not [each for each in later.closed if each.merged_into]


def test_a_critical_site_that_was_hit_stays_part_of_the_impact() -> None:
    topology = Topology.of(with_site(region(SPUR), "d", "hospital"))
    first = judge(topology, seen("abce", "d"), AT_ONCE, at(56))
    assert [site.kind for site in only(first.opened).impact.sites] == [CriticalKind.HOSPITAL]
    incident, scene = first.opened[0], look(topology, first.situation, AT_ONCE, at(57))
    cause = Cause(vertex("d"), (vertex("d"),), frozenset([vertex("d")]))
    assert continued(incident, cause, Impact(), scene).impact == incident.impact
    cut = NextCut(2, 7, vertex("b"))
    ring = replace(incident, impact=Impact(degraded=(code_of("e"),), next_cut=cut))
    assert continued(ring, cause, Impact(next_cut=NextCut(1, 9, vertex("c"))), scene).impact.next_cut == cut
    assert continued(ring, cause, Impact(isolated=(code_of("d"),)), scene).impact.next_cut is None


def test_nearly_all_silence_with_every_anchor_in_it_is_netmon_cut_off() -> None:
    links = ("a-b", "b-c", "c-d", "d-e", "e-f", "a-next")
    topology = Topology.of(region(links))
    tracks = {**seen("", "abcdef").tracks, DeviceName("next"): track()}
    cut_off = judge(topology, Situation(tracks=tracks), AT_ONCE, at(56))
    incident = only(cut_off.opened)
    assert incident.cause == MONITOR
    states = {name: standing.state for name, standing in cut_off.situation.devices.items()}
    assert states == {**dict.fromkeys("abcdef", DeviceState.UNKNOWN), "next": DeviceState.UP}
    still = judge(topology, cut_off.situation, AT_ONCE, at(500))
    assert [each.id for each in still.situation.incidents] == [incident.id]
    back = {DeviceName(name): track(up_from=510, answered=515) for name in (*"abcdef", "next")}
    assert only(judge(topology, replace(still.situation, tracks=back), AT_ONCE, at(520)).closed).id == incident.id


def test_an_anchor_that_answers_shows_that_netmon_is_not_cut_off() -> None:
    topology = Topology.of(region(("a-b", "b-c", "c-d", "d-e", "e-f")))
    assert only(judge(topology, seen("a", "bcdef"), AT_ONCE, at(56)).opened).cause == vertex("b")


@pytest.mark.parametrize(("answered", "behind"), [(49.9, {"e": "b"}), (50, {"e": "e"})])
def test_who_answers_though_cut_off_switches_suppression_off_around_the_contradiction(
    answered: float, behind: dict[str, str]
) -> None:
    topology = Topology.of(region((*RING, "b-e")))
    tracks = {**seen("a", "bde").tracks, **{DeviceName(name): track(answered=answered) for name in "cx"}}
    situation = Situation(tracks=tracks)
    scene = look(topology, situation, AT_ONCE, at(56))
    found = contradictions(topology.network, scene)
    assert found == (frozenset() if behind["e"] == "b" else {vertex("b"), vertex("d")})
    opened = judge(topology, situation, AT_ONCE, at(56)).opened
    assert behind["e"] in {incident.cause.name for incident in opened}
    assert len(opened) == (2 if behind["e"] == "b" else 3)


def test_what_is_mute_or_has_just_come_back_contradicts_nothing() -> None:
    topology = Topology.of(region(SPUR))
    mute = look(topology, seen("acde", "b"), AT_ONCE, at(56))
    assert contradictions(topology.network, mute) == frozenset()
    assert contradictions(topology.network, look(topology, seen("abcde"), AT_ONCE, at(56))) == frozenset()
    ring = Topology.of(region(RING))
    tracks = {**seen("a", "bd", since=5).tracks, DeviceName("c"): track(up_from=40), DeviceName("x"): track(up_from=40)}
    assert contradictions(ring.network, look(ring, Situation(tracks=tracks), AT_ONCE, at(56))) == frozenset()


def test_a_plan_that_lldp_contradicts_hides_nobody_at_the_contradiction() -> None:
    topology = Topology.of(region(SPUR)).doubting({vertex("c-d")})
    opened = judge(topology, seen("ab", "cde"), AT_ONCE, at(56)).opened
    assert {(incident.cause, incident.impact.devices) for incident in opened} == {
        (vertex("c"), (DeviceName("e"),)),
        (vertex("d"), ()),
    }


def test_nav_1029_who_was_told_before_its_root_is_behind_the_root_from_then_on() -> None:
    """NAV decides shadow at the event, the warning and the alert, and never again."""
    topology = Topology.of(region(SPUR))
    early = judge(topology, seen("ab", "cde"), AT_ONCE, at(56))
    assert early.situation.devices[DeviceName("c")].state is DeviceState.DOWN
    late = judge(topology, replace(early.situation, tracks=seen("a", "bcde").tracks), AT_ONCE, at(60))
    assert late.situation.devices[DeviceName("b")].state is DeviceState.DOWN
    assert late.situation.devices[DeviceName("c")].state is DeviceState.UNREACHABLE
    assert only(late.situation.incidents).id == only(early.opened).id
    assert not late.opened


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_nav_a_parent_that_is_back_hides_no_child_that_stays_dead(seed: int) -> None:
    faults = [fault("c", 20, 60, shown=False), *(fault(name, 20, 160, shown=False) for name in "de")]
    rehearsal = Rehearsal(region(SPUR), faults, seed=seed).run(at(120))
    assert rehearsal.device("c") is DeviceState.UP
    for name in "de":
        assert rehearsal.device(name) in (DeviceState.DOWN, DeviceState.UNREACHABLE)
        assert any(
            incident.cause == vertex(name) or name in incident.impact.devices
            for incident in rehearsal.situation.incidents
        )
    rehearsal.run(at(220))
    assert not rehearsal.situation.incidents
