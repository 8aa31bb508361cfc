"""Laws of the explanation, on networks, faults and observations drawn by chance."""

import random
from collections.abc import Collection

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from netmon.clock import EPOCH, Millis
from netmon.judgement.cause import MONITOR, Cause, Claim, Sight
from netmon.judgement.dominance import dominators_of
from netmon.judgement.explanation import explain
from netmon.judgement.network import Network
from netmon.judgement.topology import Topology
from netmon.model import EntityKind
from tests.netmon.judgement.networks import (
    DUAL,
    PARALLEL,
    RING,
    SPUR,
    Drawn,
    devices_of,
    drawn_networks,
    links_of,
    region,
    vertex,
)
from tests.netmon.judgement.troubles import BEFORE, NOW, Trouble, sight_of, troubles


def topology(links: Collection[str], anchors: Collection[str] = ("a",), extra: Collection[str] = ()) -> Topology:
    return Topology.of(region(links, tuple(anchors), extra=extra))


def names(causes: Collection[Cause]) -> dict[str, set[str]]:
    return {cause.vertex.name: {device.name for device in cause.explained} for cause in causes}


@st.composite
def observations(draw: st.DrawFn) -> tuple[Topology, Sight]:
    """Return a network with any observation at all, possible or not."""
    topology = Topology.of(draw(drawn_networks()).inventory())
    devices, links = devices_of(topology.network), links_of(topology.network)
    moments = st.integers(1, 50).map(Millis)
    state = st.sampled_from(["up", "up", "returning", "down", "down", "unknown"])
    states = {device: draw(state) for device in devices}
    up = {device: draw(moments) for device in devices if states[device] in ("up", "returning")}
    sight = Sight(
        up=up,
        returning=frozenset(device for device in devices if states[device] == "returning"),
        down={device: draw(moments) for device in devices if states[device] == "down"},
        down_links={link: draw(moments) for link in links if draw(st.integers(0, 3)) == 0},
        passed=topology.last_passed(up),
    )
    return topology, sight


@given(observations())
def test_every_down_device_is_in_exactly_one_cause(observed: tuple[Topology, Sight]) -> None:
    topology, sight = observed
    explained = [device for cause in explain(topology.network, sight) for device in cause.explained]
    assert sorted(explained) == sorted(sight.down)


@pytest.mark.long
@given(observations())
@settings(max_examples=3_000, deadline=None)
def test_every_down_device_of_thousands_of_observations_is_in_exactly_one_cause(
    observed: tuple[Topology, Sight],
) -> None:
    topology, sight = observed
    explained = [device for cause in explain(topology.network, sight) for device in cause.explained]
    assert sorted(explained) == sorted(sight.down)


@given(observations(), st.data())
def test_every_down_device_is_in_exactly_one_cause_whatever_was_claimed(
    observed: tuple[Topology, Sight], data: st.DataObject
) -> None:
    topology, sight = observed
    vertices = sorted(topology.network.neighbours)
    some = st.lists(st.sampled_from(vertices), max_size=4).map(frozenset)
    claims = data.draw(st.lists(st.builds(Claim, st.sampled_from(vertices), some), max_size=3))
    explained = [device for cause in explain(topology.network, sight, claims) for device in cause.explained]
    assert sorted(explained) == sorted(sight.down)


@given(troubles())
def test_a_single_fault_is_one_cause_that_may_be_it_and_explains_all_that_is_silent(trouble: Trouble) -> None:
    sight = trouble.sight
    assume(sight.down)
    (cause,) = (cause for cause in explain(trouble.topology.network, sight) if cause.explained)
    (truth,) = trouble.dead
    assert truth in cause.candidates
    assert cause.vertex == cause.candidates[0]
    assert cause.explained == sight.down.keys()


@given(troubles())
def test_a_single_fault_that_silences_nobody_is_an_open_ring_or_nothing(trouble: Trouble) -> None:
    sight = trouble.sight
    assume(not sight.down)
    causes = explain(trouble.topology.network, sight)
    assert [cause.vertex for cause in causes] == (sorted(trouble.dead) if trouble.shown else [])


@given(troubles(most=2))
def test_two_faults_are_at_most_two_causes_that_silence_exactly_who_is_silent(trouble: Trouble) -> None:
    sight = trouble.sight
    causes = explain(trouble.topology.network, sight)
    assert len(causes) <= 2
    heard = trouble.topology.network.reach_without({cause.vertex for cause in causes})
    assert {device for device in devices_of(trouble.topology.network) if device not in heard} == sight.down.keys()


@given(observations())
def test_a_refuted_cause_is_never_chosen(observed: tuple[Topology, Sight]) -> None:
    """A cause is refuted if somebody answered since through it; such a device can only be silent for itself."""
    topology, sight = observed
    for cause in explain(topology.network, sight):
        carried = [device for device in sight.up if cause.vertex in dominators_of(device, topology.dominators)]
        if cause.vertex.kind is EntityKind.DEVICE and any(
            sight.up[device] > sight.down[cause.vertex] for device in carried
        ):
            assert cause.explained == {cause.vertex}
        assert cause.vertex not in sight.up


@given(troubles(most=3))
def test_nobody_is_put_behind_a_cause_whose_way_is_whole(trouble: Trouble) -> None:
    """A device with a way of devices that answer, over links nobody reports down, is its own cause."""
    network, sight = trouble.topology.network, trouble.sight
    causes = explain(network, sight)
    standing = network.reach(
        network.anchors, lambda v: v in sight.up or (v.kind is EntityKind.LINK and v not in sight.down_links)
    )
    for cause in causes:
        for device in cause.explained - {cause.vertex}:
            assert cause.vertex.kind is not EntityKind.DEVICE or not standing.intersection(network.neighbours[device])


@given(troubles(most=3), st.randoms(use_true_random=False))
def test_the_order_of_what_is_seen_changes_nothing(trouble: Trouble, chance: random.Random) -> None:
    sight = trouble.sight
    shuffled = Sight(
        up=dict(chance.sample(sorted(sight.up.items()), len(sight.up))),
        returning=sight.returning,
        down=dict(chance.sample(sorted(sight.down.items()), len(sight.down))),
        down_links=dict(chance.sample(sorted(sight.down_links.items()), len(sight.down_links))),
        passed=sight.passed,
    )
    network = trouble.topology.network
    assert explain(network, shuffled) == explain(network, sight)


@given(troubles(most=2))
@settings(max_examples=50)
def test_knowing_less_of_the_topology_hides_nobody(trouble: Trouble) -> None:
    network, sight = trouble.topology.network, trouble.sight
    bare = Network(
        neighbours=dict.fromkeys(devices_of(network), ()),
        ends={},
        anchors=network.anchors,
        service_points=network.service_points,
        populations=network.populations,
        backbone=network.backbone,
    )
    blind = Sight(sight.up, sight.returning, sight.down, {}, {})
    causes = explain(bare, blind)
    assert {device for cause in causes for device in cause.explained} == sight.down.keys()
    assert len(causes) >= len([cause for cause in explain(network, sight) if cause.explained])


@given(troubles())
def test_a_claim_keeps_its_devices(trouble: Trouble) -> None:
    sight = trouble.sight
    assume(sight.down)
    (cause,) = (cause for cause in explain(trouble.topology.network, sight) if cause.explained)
    claim = Claim(cause.vertex, cause.explained)
    kept = explain(trouble.topology.network, sight, [claim])[0]
    assert (kept.vertex, kept.explained) == (cause.vertex, cause.explained)


def test_when_nobody_answers_the_cause_is_netmon_itself() -> None:
    spur = topology(SPUR)
    (cause,) = explain(spur.network, sight_of(spur, [vertex("a")]))
    assert cause.vertex == MONITOR
    assert {device.name for device in cause.explained} == set("abcde")


def test_evidence_outweighs_a_device_and_a_device_outweighs_a_silent_link() -> None:
    spur = topology(SPUR)
    (shown,) = explain(spur.network, sight_of(spur, [vertex("b-c")]))
    (silent,) = explain(spur.network, sight_of(spur, [vertex("b-c")], shown=False))
    assert shown.candidates == (vertex("b-c"), vertex("c"))
    assert silent.candidates == (vertex("c"), vertex("b-c"))


def test_both_parallel_links_down_are_put_down_to_the_device_behind_them() -> None:
    parallel = topology(PARALLEL)
    causes = explain(parallel.network, sight_of(parallel, [vertex("a-b"), vertex("a-b-2")]))
    assert names(causes) == {"b": {"b", "c"}}


def test_a_dead_anchor_is_a_cause_where_another_one_answers() -> None:
    two = topology(("a-b", "b-z", "a-x"), "az")
    assert names(explain(two.network, sight_of(two, [vertex("a")]))) == {"a": {"a", "x"}}


def test_a_silent_device_that_carries_answers_is_silent_for_itself_only() -> None:
    spur = topology(SPUR)
    heard = sight_of(spur, [])
    down = {vertex("c"): BEFORE, vertex("e"): BEFORE}
    up = {device: NOW for device in heard.up if device not in down}
    sight = Sight(up, frozenset(), down, {}, spur.last_passed(up))
    assert names(explain(spur.network, sight)) == {"c": {"c"}, "e": {"e"}}


def test_a_silent_device_that_carries_answers_is_counted_once_though_all_around_it_is_dark() -> None:
    chain = topology(("a-b", "b-c", "c-d", "d-e"))
    up = {vertex("a"): BEFORE, vertex("e"): NOW}
    down = {vertex("b"): NOW, vertex("c"): BEFORE, vertex("d"): NOW}
    causes = explain(chain.network, Sight(up, frozenset(), down, {}, chain.last_passed(up)))
    assert names(causes) == {"b": {"b"}, "c": {"c"}, "d": {"d"}}


def test_an_answer_from_before_the_silence_refutes_nothing() -> None:
    spur = topology(SPUR)
    down = {vertex(name): NOW for name in "cd"}
    up = {vertex("a"): NOW, vertex("b"): NOW, vertex("e"): BEFORE}
    sight = Sight(up, frozenset(), down, {}, spur.last_passed(up))
    assert all(cause.vertex.kind is EntityKind.DEVICE for cause in explain(spur.network, sight))
    assert names(explain(spur.network, sight)) == {"c": {"c"}, "d": {"d"}} or names(explain(spur.network, sight)) == {
        "c": {"c", "d"}
    }


def test_devices_without_any_link_are_causes_of_their_own() -> None:
    islands = topology(("a-b",), extra="xy")
    assert names(explain(islands.network, sight_of(islands, []))) == {"x": {"x"}, "y": {"y"}}


def test_an_island_that_is_all_silent_hides_none_of_its_devices() -> None:
    island = topology(("a-b", "x-y", "y-z"))
    assert names(explain(island.network, sight_of(island, []))) == {"x": {"x"}, "y": {"y"}, "z": {"z"}}


def test_a_ring_link_counts_only_when_both_ends_have_answered_since() -> None:
    ring = topology(RING)
    link, heard = vertex("c-d"), sight_of(ring, [vertex("c-d")])
    assert names(explain(ring.network, heard)) == {"c-d": set()}
    early = {**heard.up, vertex("d"): BEFORE}
    assert not explain(ring.network, Sight(early, frozenset(), {}, {link: NOW}, ring.last_passed(early)))
    returning = Sight(heard.up, frozenset([vertex("d")]), {}, heard.down_links, heard.passed)
    assert not explain(ring.network, returning)


def test_a_second_cut_of_an_open_ring_is_put_down_to_the_second_link() -> None:
    ring = topology(RING)
    sight = sight_of(ring, [vertex("a-b"), vertex("c-d")])
    causes = explain(ring.network, sight, [Claim(vertex("a-b"), frozenset([vertex("a-b")]))])
    assert names(causes) == {"c-d": {"b", "c", "x"}}
    later = explain(
        ring.network,
        sight,
        [Claim(vertex("a-b"), frozenset()), Claim(vertex("c-d"), frozenset(map(vertex, "bcx")))],
    )
    assert names(later) == {"c-d": {"b", "c", "x"}}


def test_what_falls_silent_around_a_claim_is_a_cause_of_its_own() -> None:
    spur = topology(SPUR)
    sight = sight_of(spur, [vertex("d"), vertex("a-b")])
    causes = explain(spur.network, sight, [Claim(vertex("d"), frozenset([vertex("d")]))])
    assert names(causes) == {"a-b": {"b", "c", "e"}, "d": {"d"}}


def test_a_dual_homed_device_that_lost_both_ways_has_two_causes() -> None:
    dual = topology(DUAL)
    causes = explain(dual.network, sight_of(dual, [vertex("b"), vertex("a-c")]))
    assert names(causes).keys() == {"b", "a-c"} or names(causes).keys() == {"a-b", "a-c"}
    assert sum(len(cause.explained) for cause in causes) == 4


def test_a_network_in_peace_has_no_causes() -> None:
    spur = topology(SPUR)
    assert explain(spur.network, sight_of(spur, [])) == ()
    assert EPOCH == 0


@given(drawn_networks(largest=30))
@settings(max_examples=20, deadline=None)
def test_a_network_of_which_only_an_anchor_is_left_is_explained(drawn: Drawn) -> None:
    wide = Topology.of(drawn.inventory())
    dead = [device for device in devices_of(wide.network) if device not in wide.network.anchors]
    assume(dead)
    sight = sight_of(wide, dead, shown=False)
    explained = [device for cause in explain(wide.network, sight) for device in cause.explained]
    assert sorted(explained) == sorted(sight.down)
