"""When an incident is part of another, when it is over, and what it tells as it goes on."""

from dataclasses import replace

import pytest

from netmon.judgement.cause import Cause
from netmon.judgement.incidents import closed, continued, joined, likeliest, opened
from netmon.judgement.topology import Topology
from netmon.model import DeviceName, EvidenceKind, Impact, Incident, IncidentId, MunicipalityCode, NextCut, Severity
from tests.netmon.judgement.networks import RING, SPUR, code_of, region, vertex
from tests.netmon.judgement.rehearsal import at
from tests.netmon.judgement.test_scene import NOW, down, said_down, scene, up

WHOLE = IncidentId("whole")
C, D, E = vertex("c"), vertex("d"), vertex("e")
OF_D = Cause(D, (D,), frozenset([D]))


def incident(cause: str = "d", *devices: str, **facts: object) -> Incident:
    """Return an incident that began at 40 s and was told of at 50 s."""
    values: dict[str, object] = {
        "id": IncidentId("part"),
        "cause": vertex(cause),
        "candidates": (vertex(cause),),
        "severity": Severity.CRITICAL,
        "impact": Impact(devices=tuple(map(DeviceName, devices))),
        "started": at(40),
        "detected": at(50),
    }
    return Incident(**{**values, **facts})  # type: ignore[arg-type]


def test_an_incident_with_nothing_of_its_own_is_part_of_another_and_ends_now() -> None:
    seen = scene({"c": down(), "d": down(), "e": down()})
    ended = joined(incident("d", "e"), WHOLE, seen, {C, D, E})
    assert ended is not None
    assert (ended.ended, ended.merged_into, ended.started) == (NOW, WHOLE, at(40))


def test_an_incident_with_something_of_its_own_or_whose_cause_is_back_is_part_of_nothing() -> None:
    seen = scene({"c": down(), "d": down(), "e": down()})
    assert joined(incident("d", "e"), WHOLE, seen, {C, D}) is None
    assert joined(incident("d", "e"), WHOLE, seen, {C, E}) is None
    assert joined(incident("d"), WHOLE, scene({"c": down()}), {C, D}) is None


def test_a_link_is_part_of_what_took_both_its_ends() -> None:
    seen = scene({"c": down(), "d": down()})
    assert joined(incident("c-d"), WHOLE, seen, {C, D}) is not None
    assert joined(incident("c-d"), WHOLE, seen, {C}) is None


def test_an_incident_is_over_when_the_last_of_it_is_back_and_not_before() -> None:
    of_both = incident("d", "e")
    assert closed(of_both, scene({"d": up(57), "e": down()}), ()) is None
    over = closed(of_both, scene({"d": up(57), "e": up(55)}), ())
    assert over is not None
    assert (over.ended, over.merged_into) == (at(57), None)


@pytest.mark.parametrize(("back", "ended"), [(57, 57), (30, 40), (70, 60)])
def test_an_incident_never_ends_before_it_began_nor_in_the_future(back: float, ended: float) -> None:
    over = closed(incident("d"), scene({"d": up(back)}), ())
    assert over is not None
    assert over.ended == at(ended)


def test_what_another_incident_explains_keeps_no_incident_open() -> None:
    seen = scene({"d": up(57), "e": down()})
    over = closed(incident("d", "e"), seen, {E})
    assert over is not None
    assert over.ended == at(57)
    alone = closed(incident("e"), seen, {E})
    assert alone is not None
    assert alone.ended == NOW


def test_a_new_incident_tells_since_when_and_until_whom_it_reaches() -> None:
    seen = scene({"d": down(40, 42)}, {("c", "c-d"): said_down(45, 39)})
    begun = opened(OF_D, Impact(isolated=(code_of("d"),)), seen)
    assert (begun.started, begun.detected, begun.ended) == (at(40), NOW, None)
    assert begun.id.endswith("000-device-d")
    assert (begun.severity, begun.candidates) == (Severity.CRITICAL, (D,))


@pytest.mark.parametrize(
    ("impact", "cores", "severity"),
    [
        (Impact(isolated=(code_of("d"),)), (), Severity.CRITICAL),
        (Impact(), ("d",), Severity.CRITICAL),
        (Impact(degraded=(code_of("d"),)), (), Severity.WARNING),
    ],
)
def test_isolation_and_the_backbone_are_critical(impact: Impact, cores: tuple[str, ...], severity: Severity) -> None:
    topology = Topology.of(region(SPUR, cores=cores))
    assert opened(OF_D, impact, scene({"d": down()}, topology=topology)).severity is severity


def test_who_was_hit_stays_hit_and_who_is_cut_off_is_not_degraded_too() -> None:
    c, d, e = map(code_of, "cde")
    before = incident("d", "d", impact=Impact(isolated=(d,), degraded=(c, e), inhabitants=101))
    now = Impact(isolated=(e,), degraded=(c,), inhabitants=101, devices=(DeviceName("e"),))
    told = continued(before, OF_D, now, scene({"d": down()})).impact
    assert (told.isolated, told.degraded) == (tuple(sorted((d, e))), (c,))
    assert (told.inhabitants, told.devices, told.next_cut) == (202, (DeviceName("e"),), None)


def test_a_municipality_that_left_the_inventory_has_no_inhabitants_any_more() -> None:
    gone = MunicipalityCode("000000")
    before = incident("d", impact=Impact(isolated=(gone,), inhabitants=7))
    told = continued(before, OF_D, Impact(isolated=(code_of("d"),), inhabitants=101), scene({"d": down()})).impact
    assert (told.isolated, told.inhabitants) == ((gone, code_of("d")), 101)


def test_the_next_cut_that_is_told_is_the_worst_of_those_known() -> None:
    small, large = NextCut(1, 9, vertex("b-c")), NextCut(2, 7, vertex("b-c"))
    before = incident("d", impact=Impact(next_cut=small))
    assert continued(before, OF_D, Impact(next_cut=large), scene({"d": down()})).impact.next_cut == large
    assert continued(before, OF_D, Impact(), scene({"d": down()})).impact.next_cut == small
    assert continued(incident("d"), OF_D, Impact(), scene({"d": down()})).impact.next_cut is None


def test_evidence_moves_an_incident_to_another_cause_and_unknown_does_not() -> None:
    ring = Topology.of(region(RING))
    link = vertex("c-x")
    of_link = Cause(link, (link, vertex("x")), frozenset([vertex("x")]))
    seen = scene({"x": down()}, {("c", "c-x"): said_down(45, 39)}, topology=ring)
    was = incident("x", candidates=(vertex("x"), link))
    assert likeliest(was, of_link, seen) == link
    moved = continued(was, of_link, Impact(), seen)
    assert (moved.cause, moved.candidates) == (link, of_link.candidates)
    assert moved.evidence != was.evidence
    silent = replace(of_link, vertex=vertex("x"), candidates=(vertex("x"),))
    assert likeliest(incident("c-x"), silent, scene({"x": down()}, topology=ring)) == link


def test_while_things_heal_the_cause_stays_what_it_was() -> None:
    of_e = Cause(E, (E,), frozenset([E]))
    healing = scene({"c": up(50), "d": up(50), "e": down()})
    assert likeliest(incident("c", "d", "e"), of_e, healing) == C
    healed = scene({"c": up(39), "d": up(39), "e": down()})
    assert likeliest(incident("c", "d", "e"), of_e, healed) == E


def test_the_first_to_fall_silent_are_named_and_the_rest_are_counted() -> None:
    leaves = [f"n{number}" for number in range(7)]
    topology = Topology.of(region([f"a-{name}" for name in leaves]))
    silent = {name: down(40 - number) for number, name in enumerate(leaves)}
    every = Cause(vertex("a"), (vertex("a"),), frozenset(map(vertex, leaves)))
    told = opened(every, Impact(), scene(silent, topology=topology)).evidence
    named = [(fact.kind, fact.entity, fact.since) for fact in told[:-1]]
    assert named == [(EvidenceKind.SILENT, vertex(f"n{number}"), at(40 - number)) for number in (6, 5, 4, 3, 2)]
    assert (told[-1].kind, told[-1].count) == (EvidenceKind.MORE_SILENT, 2)


def test_what_is_not_watched_any_more_keeps_no_incident_open() -> None:
    over = closed(incident("retired"), scene({}), ())
    assert over is not None
    assert over.ended == NOW
