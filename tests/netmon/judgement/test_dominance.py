"""Dominators against the plain way: take each vertex away and see who is left."""

import pytest
from hypothesis import given, settings

from netmon.clock import Millis
from netmon.judgement.dominance import dominators_of, immediate_dominators
from netmon.judgement.network import Network
from netmon.judgement.topology import Topology
from tests.netmon.judgement.networks import DUAL, RING, SPUR, Drawn, code_of, drawn_networks, region, vertex


def dominators_are_those_whose_loss_cuts_off(drawn: Drawn) -> None:
    network = Network.of(drawn.inventory())
    immediate = immediate_dominators(network.neighbours, network.anchors, lambda _: True)
    assert immediate.keys() == network.reach_without(())
    for found in network.neighbours:
        cut_off = {other for other in network.neighbours if other not in network.reach_without({found})}
        dominated = {other for other in network.neighbours if found in dominators_of(other, immediate)}
        assert dominated | {found} == cut_off


@given(drawn_networks())
def test_dominators_are_exactly_those_whose_loss_cuts_off(drawn: Drawn) -> None:
    dominators_are_those_whose_loss_cuts_off(drawn)


@pytest.mark.long
@given(drawn_networks(largest=40))
@settings(max_examples=300, deadline=None)
def test_dominators_of_larger_networks_are_exactly_those_whose_loss_cuts_off(drawn: Drawn) -> None:
    dominators_are_those_whose_loss_cuts_off(drawn)


@given(drawn_networks())
def test_single_points_of_failure_are_those_that_cut_a_municipality_off(drawn: Drawn) -> None:
    topology = Topology.of(drawn.inventory())
    for found in topology.network.neighbours:
        named = {code for code, points in topology.planned.items() if found in points}
        assert named == topology.network.cut_off_by({found})


def planned(links: tuple[str, ...], town: str) -> set[str]:
    points = Topology.of(region(links)).planned[code_of(town)]
    return {found.name for found in points}


def test_a_spur_hangs_on_everything_before_it_and_a_ring_on_its_anchor() -> None:
    assert planned(SPUR, "d") == {"a", "a-b", "b", "b-c", "c", "c-d", "d"}
    assert planned(RING, "c") == {"a", "c"}
    assert planned(DUAL, "y") == {"a", "x", "x-y", "y"}


def test_an_answer_passed_all_that_leads_to_who_gave_it() -> None:
    topology = Topology.of(region(SPUR))
    answers = {vertex("c"): Millis(5), vertex("d"): Millis(9), vertex("a"): Millis(7)}
    way = {"a", "a-b", "b", "b-c", "c", "c-d", "d"}
    assert {found.name: at for found, at in topology.last_passed(answers).items()} == dict.fromkeys(way, 9)
    assert topology.first_passed(answers)[vertex("c-d")] == 9
    assert topology.first_passed(answers)[vertex("b")] == 5
