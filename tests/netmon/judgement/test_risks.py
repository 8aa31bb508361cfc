"""Shared risks as causes: laws on networks drawn by chance, and the examples that show what they are for."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from netmon.clock import Millis
from netmon.judgement.cause import Cause, Claim, Sight
from netmon.judgement.explanation import explain
from netmon.judgement.network import Vertex
from netmon.judgement.topology import Topology
from netmon.model import EntityKind
from tests.netmon.judgement.networks import devices_of, region, sharing, vertex
from tests.netmon.judgement.troubles import BEFORE, NOW, Trouble, sight_of, troubles

TWO_SPURS = ("a-b", "a-c", "b-x")
"""b and c hang on the anchor, x hangs on b."""
TWO_RINGS = ("a-b", "b-c", "c-a", "a-d", "d-e", "e-a")
DUAL_HOMED = ("a-b", "a-c", "b-core3", "c-core3", "core3-x")


def under(links: tuple[str, ...], *lost_together: str, anchors: str = "a") -> Topology:
    """Return a topology in which some links share `duct1`."""
    return Topology.of(sharing(region(links, tuple(anchors)), {"duct1": lost_together}))


def only(causes: tuple[Cause, ...]) -> Cause:
    assert len(causes) == 1, [str(cause.vertex) for cause in causes]
    return causes[0]


def vertices(names: str) -> frozenset[Vertex]:
    return frozenset(map(vertex, names))


def a_single_fault_is_one_cause(trouble: Trouble) -> None:
    """Whose class has it, or one link of it that would have done the same alone (I2)."""
    network, sight = trouble.topology.network, trouble.sight
    (truth,) = trouble.dead
    causes = explain(network, sight)
    assume(causes)
    cause = only(causes)
    assert cause.explained == sight.down.keys()
    assert truth in cause.candidates or not network.lost_with([truth]).isdisjoint(cause.candidates)


@given(troubles(at_risk=True))
def test_a_single_device_link_or_duct_is_one_cause(trouble: Trouble) -> None:
    a_single_fault_is_one_cause(trouble)


@pytest.mark.long
@given(troubles(largest=40, at_risk=True))
@settings(max_examples=2_000, deadline=None)
def test_a_single_fault_of_thousands_is_one_cause(trouble: Trouble) -> None:
    a_single_fault_is_one_cause(trouble)


def two_faults_are_explained(trouble: Trouble) -> None:
    """Each silent device once (I1), and exactly the silence that is seen, with no cause that answers refute (I6)."""
    network, sight = trouble.topology.network, trouble.sight
    causes = explain(network, sight)
    assert sorted(device for cause in causes for device in cause.explained) == sorted(sight.down)
    heard = network.reach_without({cause.vertex for cause in causes})
    assert {device for device in devices_of(network) if device not in heard} == sight.down.keys()
    for cause in causes:
        for candidate in cause.candidates:
            assert sight.up.keys() <= network.reach_without([candidate])


@given(troubles(most=2, at_risk=True))
def test_two_faults_of_any_kind_are_explained(trouble: Trouble) -> None:
    two_faults_are_explained(trouble)


@pytest.mark.long
@given(troubles(most=2, largest=40, at_risk=True))
@settings(max_examples=2_000, deadline=None)
def test_thousands_of_two_faults_are_explained(trouble: Trouble) -> None:
    two_faults_are_explained(trouble)


@given(troubles(most=2, at_risk=True))
def test_a_duct_is_named_only_where_none_of_its_links_would_do(trouble: Trouble) -> None:
    network = trouble.topology.network
    for cause in explain(network, trouble.sight):
        for risk in cause.candidates:
            if risk.kind is EntityKind.SHARED_RISK:
                assert network.risks[risk].isdisjoint(cause.candidates)


@given(troubles(most=3, at_risk=True), st.data())
def test_contradictions_only_add_causes_and_hide_nobody(trouble: Trouble, data: st.DataObject) -> None:
    """I7: the less is known of the topology, the more is told."""
    network, sight = trouble.topology.network, trouble.sight
    found = data.draw(st.lists(st.sampled_from(sorted(network.neighbours)), max_size=3))
    doubting = network.doubting(found)
    causes = explain(doubting, sight)
    assert sorted(device for cause in causes for device in cause.explained) == sorted(sight.down)
    for cause in causes:
        assert not doubting.doubtful.intersection(cause.explained - {cause.vertex}) or len(sight.up) == 0
    assert len(causes) >= len(explain(network, sight))


def test_two_spurs_of_one_duct_that_fall_silent_together_are_the_duct() -> None:
    spurs = under(TWO_SPURS, "a-b", "a-c")
    cause = only(explain(spurs.network, sight_of(spurs, [vertex("duct1")])))
    assert (cause.vertex, cause.candidates) == (vertex("duct1"), (vertex("duct1"),))
    assert cause.explained == vertices("bcx")


def test_without_the_duct_the_same_silence_is_two_causes() -> None:
    spurs = Topology.of(region(TWO_SPURS))
    causes = explain(spurs.network, sight_of(spurs, [vertex("a-b"), vertex("a-c")]))
    assert [cause.vertex for cause in causes] == [vertex("a-b"), vertex("a-c")]


def test_a_router_that_lost_both_its_ways_in_one_duct_is_the_router_or_the_duct() -> None:
    dual = under(DUAL_HOMED, "b-core3", "c-core3")
    cause = only(explain(dual.network, sight_of(dual, [vertex("duct1")], shown=False)))
    assert cause.candidates == (vertex("core3"), vertex("duct1"))
    assert cause.explained == {vertex("core3"), vertex("x")}


def test_two_rings_that_one_duct_opens_are_one_cause() -> None:
    rings = under(TWO_RINGS, "b-c", "d-e")
    cause = only(explain(rings.network, sight_of(rings, [vertex("duct1")])))
    assert (cause.vertex, cause.explained) == (vertex("duct1"), frozenset())


def test_a_ring_and_a_spur_of_one_duct_are_one_cause() -> None:
    mixed = under((*TWO_RINGS, "a-x"), "b-c", "a-x")
    cause = only(explain(mixed.network, sight_of(mixed, [vertex("duct1")])))
    assert (cause.vertex, cause.explained) == (vertex("duct1"), vertices("x"))


def test_a_duct_that_somebody_answers_through_is_refuted() -> None:
    spurs = under((*TWO_SPURS, "a-d"), "a-b", "a-c", "a-d")
    causes = explain(spurs.network, sight_of(spurs, [vertex("a-b"), vertex("a-c")]))
    assert [cause.vertex for cause in causes] == [vertex("a-b"), vertex("a-c")]


def test_an_answer_from_before_the_cut_does_not_refute_a_duct() -> None:
    spurs = under((*TWO_SPURS, "a-d"), "a-b", "a-c", "a-d")
    seen = sight_of(spurs, [vertex("a-b"), vertex("a-c")])
    stale = Sight({**seen.up, vertex("d"): BEFORE}, seen.returning, seen.down, seen.down_links, {})
    assert only(explain(spurs.network, stale)).vertex == vertex("duct1")


def test_an_answer_since_the_first_silence_refutes_a_duct_though_the_last_one_came_later() -> None:
    spurs = under((*TWO_SPURS, "a-d"), "a-b", "a-c", "a-d")
    seen = sight_of(spurs, [vertex("a-b"), vertex("a-c")], shown=False)
    down = {**seen.down, vertex("c"): Millis(BEFORE + 500)}
    early = Sight({**seen.up, vertex("d"): Millis(BEFORE + 200)}, seen.returning, down, {}, {})
    assert [cause.vertex for cause in explain(spurs.network, early)] == [vertex("b"), vertex("c")]


def test_a_duct_both_of_whose_ways_into_a_ring_carry_answers_between_them_is_refuted() -> None:
    """Neither way alone is needed, so that no single vertex proves it: only the duct as a whole does."""
    ring = under(("a-b", "b-c", "c-a", "a-x", "a-y"), "a-b", "c-a", "a-x", "a-y")
    causes = explain(ring.network, sight_of(ring, [vertex("a-x"), vertex("a-y")]))
    assert [cause.vertex for cause in causes] == [vertex("a-x"), vertex("a-y")]


def test_what_was_settled_before_is_not_made_a_part_of_a_duct() -> None:
    spurs = under(TWO_SPURS, "a-b", "a-c")
    claim = Claim(vertex("a-c"), vertices("c"))
    causes = explain(spurs.network, sight_of(spurs, [vertex("a-b"), vertex("a-c")]), [claim])
    assert [cause.vertex for cause in causes] == [vertex("a-b"), vertex("a-c")]


def test_a_settled_duct_keeps_its_silence_and_its_open_rings() -> None:
    mixed = under((*TWO_RINGS, "a-x", "a-y"), "b-c", "a-x", "a-y")
    claim = Claim(vertex("duct1"), vertices("xy"))
    cause = only(explain(mixed.network, sight_of(mixed, [vertex("duct1")]), [claim]))
    assert (cause.vertex, cause.explained) == (vertex("duct1"), vertices("xy"))


def test_two_ducts_that_would_do_the_same_are_both_named() -> None:
    spurs = Topology.of(sharing(region(TWO_SPURS), {"duct1": ("a-b", "a-c"), "duct2": ("a-b", "a-c")}))
    cause = only(explain(spurs.network, sight_of(spurs, [vertex("duct2")])))
    assert cause.candidates == (vertex("duct1"), vertex("duct2"))


def test_a_duct_of_a_single_link_is_that_link() -> None:
    assert not under(TWO_SPURS, "a-b").network.risks


def test_the_silence_of_three_entries_is_one_duct_though_no_two_losses_explain_it() -> None:
    mesh = under(("a-b", "a-c", "a-d", "b-x", "c-x", "d-x"), "a-b", "a-c", "a-d")
    cause = only(explain(mesh.network, sight_of(mesh, [vertex("duct1")])))
    assert (cause.vertex, cause.explained) == (vertex("duct1"), vertices("bcdx"))


def test_devices_at_a_contradiction_speak_for_themselves() -> None:
    chain = Topology.of(region(("a-b", "b-c", "c-d", "d-e")))
    sight = sight_of(chain, [vertex("b")], shown=False)
    assert only(explain(chain.network, sight)).explained == vertices("bcde")
    told = explain(chain.network.doubting([vertex("c-d")]), sight)
    assert {(cause.vertex.name, len(cause.explained)) for cause in told} == {("b", 1), ("c", 1), ("d", 2)}
    told = explain(chain.network.doubting([vertex("c")]), sight)
    assert {(cause.vertex.name, len(cause.explained)) for cause in told} == {("b", 1), ("c", 1), ("d", 2)}


def test_an_answer_proves_nothing_of_a_way_that_is_contradicted() -> None:
    chain = Topology.of(region(("a-b", "b-c", "c-d")))
    answers = {vertex("d"): NOW}
    assert chain.last_passed(answers).keys() >= vertices("abcd")
    assert chain.doubting([vertex("b-c")]).last_passed(answers).keys() == {vertex("c"), vertex("c-d"), vertex("d")}


def test_a_contradiction_of_something_the_inventory_does_not_have_changes_nothing() -> None:
    chain = Topology.of(region(("a-b",)))
    assert chain.network.doubting([vertex("z"), vertex("y-z")]) == chain.network
