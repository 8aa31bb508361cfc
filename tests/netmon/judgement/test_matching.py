"""Which incidents are beyond doubt, and what a cause is to those that are open."""

import pytest

from netmon.judgement.cause import Cause, Claim
from netmon.judgement.matching import claims_of, match, told_of
from netmon.judgement.topology import Topology
from netmon.model import DeviceName, Impact
from tests.netmon.judgement.networks import SPUR, region, sharing, vertex
from tests.netmon.judgement.rehearsal import at
from tests.netmon.judgement.test_incidents import incident
from tests.netmon.judgement.test_scene import down, scene, up

C, D, E = vertex("c"), vertex("d"), vertex("e")
OF_BOTH = incident("d", "e", detected=at(40))


def test_a_cause_that_is_older_than_patience_and_not_back_is_a_claim_with_what_it_silenced() -> None:
    seen = scene({"d": down(), "e": down()})
    assert claims_of([OF_BOTH], seen) == (Claim(D, frozenset([D, E])),)
    assert told_of([OF_BOTH], seen) == {D, E}


@pytest.mark.parametrize(("detected", "is_told"), [(40, True), (40.1, False)])
def test_what_is_younger_than_patience_is_in_doubt(detected: float, *, is_told: bool) -> None:
    young = incident("d", detected=at(detected))
    seen = scene({"d": down()})
    assert bool(claims_of([young], seen)) is bool(told_of([young], seen)) is is_told


def test_a_cause_that_is_back_claims_nothing_but_was_told_of() -> None:
    seen = scene({"d": up(45), "e": down()})
    assert claims_of([OF_BOTH], seen) == ()
    assert told_of([OF_BOTH], seen) == {D, E}


def test_a_risk_of_which_a_part_is_back_claims_nothing() -> None:
    topology = Topology.of(sharing(region(SPUR), {"duct1": ("c-d", "c-e")}))
    told = incident("duct1", "d", "e", detected=at(40))
    assert claims_of([told], scene({"d": down(), "e": down()}, topology=topology)) != ()
    assert claims_of([told], scene({"d": down()}, topology=topology)) == ()


def test_the_older_incident_keeps_the_cause_and_the_other_is_part_of_it() -> None:
    older, younger = (
        incident("d", started=at(30)),
        incident("e", id="younger", impact=Impact(devices=(DeviceName("d"),))),
    )
    seen = scene({"c": down(), "d": down(), "e": down()})
    root = Cause(C, (C,), frozenset([C, D, E]))
    found = match([root], [younger, older], seen)
    assert [(each.id, cause) for each, cause in found.known] == [(older.id, root)]
    assert (found.new, dict(found.merged)) == ((), {younger.id: older.id})


def test_a_cause_that_no_open_incident_is_about_is_new() -> None:
    seen = scene({"d": down(), "e": down()})
    of_e = Cause(E, (E,), frozenset([E]))
    found = match([of_e], [incident("d")], seen)
    assert (found.known, found.new, dict(found.merged)) == ((), (of_e,), {})


def test_an_incident_about_the_very_cause_goes_before_an_older_one_of_the_same_silence() -> None:
    older, exact = incident("d", "e", started=at(30)), incident("e", id="exact")
    seen = scene({"d": down(), "e": down()})
    of_e = Cause(E, (E,), frozenset([D, E]))
    found = match([of_e], [older, exact], seen)
    assert [(each.id, cause) for each, cause in found.known] == [("exact", of_e)]
    assert dict(found.merged) == {}
