"""One evaluation: what it decides, that it decides it once, and when it wants to be asked again."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmon.clock import MINUTE, SECOND, Millis
from netmon.judgement.cause import MONITOR
from netmon.judgement.judge import judge
from netmon.judgement.observation import Horizon, absorb
from netmon.judgement.situation import Judgement, PortReport, Situation, Track, Verdict
from netmon.judgement.topology import Topology
from netmon.model import (
    DeviceName,
    DeviceState,
    EvidenceKind,
    Incident,
    LinkName,
    LinkState,
    MunicipalityState,
    Severity,
)
from netmon.settings import Detection
from netmon.store.state import StateStore
from tests.netmon.judgement.networks import RING, SPUR, Drawn, code_of, drawn_networks, region, vertex
from tests.netmon.judgement.rehearsal import DEMO, T0, Fault, Rehearsal, at, fault

AT_ONCE = Detection(misses=2, answers=2, settle=Millis(0))
LATER = Millis(T0 + MINUTE)


def track(since: float, *, is_up: bool = True, answered: float | None = None) -> Track:
    began = at(since)
    return Track(
        verdict=Verdict.UP if is_up else Verdict.DOWN,
        since=began,
        misses=0 if is_up else 3,
        first_miss=None if is_up else began,
        answers=3 if is_up else 0,
        first_answer=began if is_up else None,
        valid_until=Millis(LATER + 9 * MINUTE),
        answered_at=at(answered if answered is not None else since) if is_up else at(since - 2),
        confirmed_at=at(since) if is_up else at(since + 2),
    )


def seen(up: str, down: str = "") -> Situation:
    """Return devices of which some have been up from 0 s on, and some down from 30 s on."""
    tracks = {DeviceName(name): track(0, answered=55) for name in up}
    return Situation(tracks={**tracks, **{DeviceName(name): track(30, is_up=False) for name in down}})


def of(links: tuple[str, ...]) -> Topology:
    return Topology.of(region(links))


def standings(judgement: Judgement) -> dict[str, DeviceState]:
    return {name: DeviceState(standing.state) for name, standing in judgement.situation.devices.items()}


def single(judgement: Judgement) -> Incident:
    (incident,) = judgement.opened
    return incident


def is_settled(rehearsal: Rehearsal) -> bool:
    again = judge(rehearsal.topology, rehearsal.situation, rehearsal.detection, rehearsal.now)
    return again.situation == rehearsal.situation and not (
        again.transitions or again.opened or again.updated or again.closed
    )


@given(drawn_networks(), st.integers(0, 2**32), st.lists(st.integers(15, 80), min_size=1, max_size=8))
@settings(max_examples=15, deadline=None)
def test_judging_twice_at_a_moment_changes_nothing(drawn: Drawn, seed: int, moments: list[int]) -> None:
    rehearsal = drawn_rehearsal(drawn, seed)
    for moment in sorted(moments):
        rehearsal.run(at(moment))
        rehearsal.judge()
        assert is_settled(rehearsal)


@given(drawn_networks(), st.integers(0, 2**32), st.integers(15, 80))
@settings(max_examples=15, deadline=None)
def test_a_situation_read_back_from_the_store_is_judged_the_same(
    tmp_path_factory: pytest.TempPathFactory, drawn: Drawn, seed: int, moment: int
) -> None:
    rehearsal = drawn_rehearsal(drawn, seed).run(at(moment))
    with StateStore(tmp_path_factory.mktemp("state")) as store:
        store.commit(judgement=Judgement(rehearsal.situation, opened=rehearsal.situation.incidents), now=rehearsal.now)
        restored = store.restore().situation
    later = Millis(rehearsal.now + SECOND)
    assert judge(rehearsal.topology, restored, DEMO, later) == judge(
        rehearsal.topology, rehearsal.situation, DEMO, later
    )


@given(drawn_networks(), st.integers(0, 2**32))
@settings(max_examples=15, deadline=None)
def test_every_down_device_is_in_exactly_one_open_incident_at_any_moment(drawn: Drawn, seed: int) -> None:
    rehearsal = drawn_rehearsal(drawn, seed, faults=3)
    for moment in range(15, 90):
        rehearsal.run(at(moment))
        causes = [incident.cause.name for incident in rehearsal.situation.incidents]
        assert len(causes) == len(set(causes))
        for name, standing in rehearsal.situation.devices.items():
            if standing.state in (DeviceState.DOWN, DeviceState.UNREACHABLE):
                assert any(
                    incident.cause == vertex(name) or name in incident.impact.devices
                    for incident in rehearsal.situation.incidents
                )
            if standing.state == DeviceState.DOWN:
                assert name in causes


@given(drawn_networks(), st.integers(0, 2**32))
@settings(max_examples=15, deadline=None)
def test_what_has_healed_is_forgotten_in_the_end(drawn: Drawn, seed: int) -> None:
    rehearsal = drawn_rehearsal(drawn, seed, faults=3).run(at(110))
    assert not rehearsal.situation.incidents
    assert set(standings(rehearsal.judge()).values()) == {DeviceState.UP}
    assert {standing.state for standing in rehearsal.situation.municipalities.values()} == {
        MunicipalityState.OPERATIONAL
    }
    assert len(rehearsal.updates) <= 20


def drawn_rehearsal(drawn: Drawn, seed: int, faults: int = 2) -> Rehearsal:
    """Return a rehearsal in which a few elements die at about 20 s and come back at about 50 s."""
    chance = random.Random(seed)  # noqa: S311  (the course of a test, not a secret)
    rehearsal = Rehearsal(drawn.inventory(), seed=seed)
    mortal = sorted(rehearsal.topology.network.neighbours.keys() - set(rehearsal.topology.network.anchors))
    rehearsal.faults = [
        Fault(found, at(chance.uniform(20, 26)), at(chance.uniform(48, 60)), shown=chance.random() < 0.7)
        for found in chance.sample(mortal, min(faults, len(mortal)))
    ]
    return rehearsal


@given(st.integers(0, 2**32), st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_the_order_in_which_answers_of_a_tick_arrive_changes_nothing(seed: int, chance: random.Random) -> None:
    results = Rehearsal(region(SPUR), [fault("b-c", 20)], seed=seed).polls(at(30))
    horizon = Horizon({"snmp": Millis(2_000), "interfaces": Millis(10_000)}, DEMO)
    devices, topology = region(SPUR).devices, of(SPUR)
    ordered = absorb(Situation(), sorted(results, key=lambda r: r.started), devices, horizon)
    order = {device: chance.random() for device in devices}
    mixed = absorb(Situation(), sorted(results, key=lambda r: (order[r.device], r.started)), devices, horizon)
    assert judge(topology, ordered, DEMO, at(31)) == judge(topology, mixed, DEMO, at(31))


def test_devices_that_were_never_asked_are_unknown_and_no_incident() -> None:
    judgement = judge(of(SPUR), Situation(), DEMO, T0)
    assert set(standings(judgement).values()) == {DeviceState.UNKNOWN}
    assert {s.state for s in judgement.situation.municipalities.values()} == {MunicipalityState.UNKNOWN}
    assert judgement.opened == judgement.closed == ()
    assert judgement.next_at is None


def test_one_device_that_answers_says_nothing_of_those_that_were_not_asked() -> None:
    judgement = judge(of(SPUR), seen("d"), DEMO, LATER)
    assert standings(judgement) == {**dict.fromkeys("abce", DeviceState.UNKNOWN), "d": DeviceState.UP}
    assert not judgement.opened
    assert judgement.situation.municipalities[code_of("d")].state is MunicipalityState.UNKNOWN


def test_a_silent_device_stays_what_it_was_until_its_cause_is_settled() -> None:
    topology = of(SPUR)
    before = judge(topology, seen("abcde"), DEMO, at(25)).situation
    silent = replace(before, tracks=seen("abce", "d").tracks)
    waiting = judge(topology, silent, DEMO, at(33))
    assert waiting.situation.devices[DeviceName("d")].state is DeviceState.UP
    assert waiting.next_at == at(36)
    settled = judge(topology, silent, DEMO, at(36))
    assert settled.situation.devices[DeviceName("d")].since == at(30)
    assert (single(settled).started, single(settled).detected) == (at(30), at(36))


def test_a_settle_window_closes_at_its_limit_however_much_happens() -> None:
    topology = of(SPUR)
    silent = Situation(tracks={**seen("abe", "d").tracks, DeviceName("c"): missing_since(37)})
    assert not judge(topology, silent, DEMO, Millis(at(38) - 1)).opened
    assert judge(topology, silent, DEMO, at(38)).opened


def test_a_probe_lost_elsewhere_delays_nothing() -> None:
    topology = of(SPUR)
    silent = Situation(tracks={**seen("abc", "d").tracks, DeviceName("e"): missing_since(35)})
    assert judge(topology, silent, DEMO, at(36)).opened


def missing_since(second: float) -> Track:
    """Return the track of a device that has missed one probe and is not confirmed to be down."""
    return replace(track(0), misses=1, first_miss=at(second), answers=0, first_answer=None)


def test_nobody_is_blamed_before_those_on_the_way_have_been_heard() -> None:
    topology = of(SPUR)
    unheard = Situation(tracks={**seen("abe", "d").tracks, DeviceName("c"): track(0, answered=29)})
    assert not judge(topology, unheard, DEMO, at(37)).opened
    heard = Situation(tracks={**unheard.tracks, DeviceName("c"): track(0, answered=31)})
    assert judge(topology, heard, DEMO, at(37)).opened


def test_an_incident_names_its_evidence_and_counts_what_is_too_much() -> None:
    leaves = tuple(f"b-l{number}" for number in range(8))
    topology = of(("a-b", *leaves))
    tracks = {DeviceName(leaf.split("-")[1]): track(30, is_up=False) for leaf in leaves}
    ports = {(DeviceName("a"), "a-b"): PortReport(is_up=False, at=at(31), valid_until=Millis(LATER + MINUTE))}
    known = judge(topology, Situation(tracks=seen("ab").tracks), AT_ONCE, at(20)).situation
    situation = replace(known, tracks={**seen("a", "b").tracks, **tracks}, ports=ports)
    evidence = single(judge(topology, situation, AT_ONCE, LATER)).evidence
    assert [fact.kind for fact in evidence] == [
        EvidenceKind.PORT_DOWN,
        *[EvidenceKind.SILENT] * 5,
        EvidenceKind.MORE_SILENT,
    ]
    assert str(evidence[0].entity) == "interface a:a-b"
    assert evidence[-1].count == 4


def test_two_incidents_of_a_cause_have_names_of_their_own() -> None:
    topology = of(("a-b",))
    first = single(judge(topology, seen("a", "b"), AT_ONCE, LATER))
    second = single(judge(topology, seen("a", "b"), AT_ONCE, Millis(LATER + 1)))
    link = single(
        judge(
            topology,
            replace(
                seen("a", "b"),
                ports={(DeviceName("a"), "a-b"): PortReport(is_up=False, at=at(31), valid_until=Millis(LATER + 1))},
            ),
            AT_ONCE,
            LATER,
        )
    )
    assert len({first.id, second.id, link.id}) == 3


def test_who_is_isolated_makes_an_incident_critical() -> None:
    incident = single(judge(of(("a-b", "b-c", "a-c")), seen("ac", "b"), AT_ONCE, LATER))
    assert incident.severity is Severity.CRITICAL
    assert incident.impact.isolated == (code_of("b"),)
    assert incident.impact.inhabitants == 101


def test_a_lost_device_is_a_warning_while_its_municipality_has_another_and_critical_in_the_backbone() -> None:
    links, towns = ("a-b", "a-c"), {"b": "town", "c": "town"}
    access, core = (Topology.of(region(links, towns=towns, cores=cores)) for cores in ("", "bc"))
    assert single(judge(access, seen("ac", "b"), AT_ONCE, LATER)).severity is Severity.WARNING
    assert single(judge(access, seen("ac", "b"), AT_ONCE, LATER)).impact.degraded == (code_of("town"),)
    assert single(judge(core, seen("ac", "b"), AT_ONCE, LATER)).severity is Severity.CRITICAL


def test_a_dead_anchor_is_critical_though_another_one_stands() -> None:
    topology = Topology.of(region(("a-b", "b-z"), anchors=("a", "z")))
    incident = single(judge(topology, seen("bz", "a"), AT_ONCE, LATER))
    assert (incident.cause, incident.severity) == (vertex("a"), Severity.CRITICAL)
    assert incident.impact.isolated == (code_of("a"),)
    assert incident.impact.degraded == (code_of("b"),)


def test_when_nothing_answers_nobody_is_said_to_be_isolated() -> None:
    incident = single(judge(of(RING), seen("", "abcdx"), AT_ONCE, LATER))
    assert (incident.cause, incident.severity) == (MONITOR, Severity.CRITICAL)
    assert (incident.impact.isolated, incident.impact.degraded, incident.impact.inhabitants) == ((), (), 0)
    assert set(incident.impact.devices) == set("abcdx")


def test_what_the_inventory_does_not_have_any_more_is_forgotten() -> None:
    topology = of(SPUR)
    situation = judge(topology, seen("abcdez"), AT_ONCE, LATER).situation
    smaller = judge(of(("a-b",)), situation, AT_ONCE, LATER).situation
    assert set(smaller.tracks) == set(smaller.devices) == {"a", "b"}
    assert set(smaller.links) == {"a-b"}
    assert set(smaller.municipalities) == {code_of("a"), code_of("b")}


def test_reports_that_are_over_are_forgotten_and_their_end_is_when_to_ask_again() -> None:
    topology = of(("a-b",))
    port = (DeviceName("a"), "a-b")
    report = PortReport(is_up=True, at=T0, valid_until=at(70))
    judgement = judge(topology, replace(seen("ab"), ports={port: report}), AT_ONCE, LATER)
    assert judgement.next_at == at(70)
    assert judgement.situation.ports == {port: report}
    later = judge(topology, judgement.situation, AT_ONCE, at(70))
    assert later.situation.ports == {}
    assert later.situation.links[LinkName("a-b")].state is LinkState.UP  # for what is behind it answers


def test_a_ring_link_whose_reports_cease_does_not_end_its_incident() -> None:
    topology = of(RING)
    port = (DeviceName("b"), "b-c")
    report = PortReport(is_up=False, at=at(31), valid_until=at(70))
    known = judge(topology, seen("abcdx"), AT_ONCE, at(20)).situation
    opened = judge(topology, replace(known, ports={port: report}), AT_ONCE, LATER)
    assert single(opened).cause == vertex("b-c")
    after = judge(topology, opened.situation, AT_ONCE, at(75))
    assert not after.closed
    assert [incident.id for incident in after.situation.incidents] == [single(opened).id]
    healed = replace(after.situation, ports={port: PortReport(is_up=True, at=at(80), valid_until=at(99))})
    assert [incident.ended for incident in judge(topology, healed, AT_ONCE, at(81)).closed] == [at(80)]


def test_an_incident_never_ends_before_it_began_nor_in_the_future() -> None:
    topology = of(("a-b",))
    opened = judge(topology, seen("a", "b"), AT_ONCE, LATER)
    back = replace(opened.situation, tracks={**seen("a").tracks, DeviceName("b"): track(10, answered=59)})
    (early,) = judge(topology, back, AT_ONCE, LATER).closed
    assert early.ended == early.started == at(30)
    ahead = replace(opened.situation, tracks={**seen("a").tracks, DeviceName("b"): track(99)})
    (late,) = judge(topology, ahead, AT_ONCE, LATER).closed
    assert late.ended == LATER


def test_a_star_of_500_that_all_fell_silent_is_one_incident() -> None:
    leaves = [f"b-l{number}" for number in range(499)]
    tracks = {DeviceName(leaf.split("-")[1]): track(30, is_up=False) for leaf in leaves}
    storm = Situation(tracks={**seen("a", "b").tracks, **tracks})
    incident = single(judge(of(("a-b", *leaves)), storm, AT_ONCE, LATER))
    assert incident.cause == vertex("b")
    assert len(incident.impact.isolated) == 500


def test_what_has_changed_is_told_as_transitions() -> None:
    topology = of(SPUR)
    first = judge(topology, seen("abcde"), AT_ONCE, at(25))
    assert {(str(change.entity), change.old) for change in first.transitions} >= {("device d", None)}
    fallen = judge(topology, replace(first.situation, tracks=seen("abce", "d").tracks), AT_ONCE, at(40))
    changes = [change for change in fallen.transitions if change.entity.name == "d"]
    assert [(change.old, change.new, change.at, change.known_at) for change in changes] == [
        (DeviceState.UP, DeviceState.DOWN, at(30), at(40))
    ]


def test_a_ring_that_is_opened_degrades_though_every_device_is_as_it_was() -> None:
    topology = of(RING)
    calm = judge(topology, seen("abcdx"), AT_ONCE, at(25)).situation
    port = PortReport(is_up=False, at=at(30), valid_until=at(999))
    opened = judge(topology, replace(calm, ports={(DeviceName("b"), "b-c"): port}), AT_ONCE, LATER).situation
    assert opened.devices == calm.devices
    assert opened.municipalities[code_of("c")].state is MunicipalityState.DEGRADED


def test_it_wants_to_be_asked_again_when_the_first_probe_or_report_is_no_longer_valid() -> None:
    known = seen("abcde")
    port = PortReport(is_up=True, at=at(30), valid_until=at(900))
    soon = replace(known.tracks[DeviceName("d")], valid_until=at(70))
    both = replace(known, ports={(DeviceName("b"), "b-c"): port})
    assert judge(of(SPUR), both, AT_ONCE, LATER).next_at == known.tracks[DeviceName("d")].valid_until == at(600)
    assert judge(of(SPUR), replace(both, tracks={**known.tracks, DeviceName("d"): soon}), AT_ONCE, LATER).next_at == at(
        70
    )
    early = replace(port, valid_until=at(65))
    assert judge(of(SPUR), replace(both, ports={(DeviceName("b"), "b-c"): early}), AT_ONCE, LATER).next_at == at(65)


def test_a_device_that_fell_silent_before_anything_was_known_of_it_is_not_settled_yet() -> None:
    fresh = judge(of(SPUR), seen("abce", "d"), DEMO, at(33)).situation.devices[DeviceName("d")]
    assert (fresh.state, fresh.since, fresh.reason) == (DeviceState.UNKNOWN, at(33), "not settled yet")


def test_a_state_that_goes_on_keeps_since_when_and_why_it_is_so() -> None:
    fallen = judge(of(SPUR), seen("abce", "d"), AT_ONCE, at(40)).situation
    later = replace(track(35, is_up=False), confirmed_at=at(44))
    again = judge(of(SPUR), replace(fallen, tracks={**fallen.tracks, DeviceName("d"): later}), AT_ONCE, at(50))
    assert again.situation.devices == fallen.devices
    assert again.transitions == ()
