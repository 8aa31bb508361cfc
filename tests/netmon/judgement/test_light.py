"""What answers prove of who is dark and of what cannot have been lost."""

import pytest

from netmon.clock import EPOCH, Millis
from netmon.judgement.cause import Sight
from netmon.judgement.light import Light, is_mute
from netmon.judgement.network import Vertex
from netmon.judgement.topology import Topology
from tests.netmon.judgement.networks import SPUR, region, vertex

NETWORK = Topology.of(region(SPUR)).network


def vertices(*names: str) -> frozenset[Vertex]:
    return frozenset(map(vertex, names))


def sight(
    down: dict[str, int],
    up: dict[str, int],
    *,
    links: dict[str, int] | None = None,
    passed: dict[str, int] | None = None,
) -> Sight:
    def timed(moments: dict[str, int] | None) -> dict[Vertex, Millis]:
        return {vertex(name): Millis(moment) for name, moment in (moments or {}).items()}

    return Sight(timed(up), frozenset(), timed(down), timed(links), timed(passed))


def test_what_lies_behind_a_silent_device_is_neither_served_nor_lit() -> None:
    light = Light.of(NETWORK, sight({"c": 10}, {"a": 20, "b": 20}))
    assert light.dark == vertices("c")
    assert light.served == vertices("a", "b", "a-b", "b-c")
    assert light.lit == vertices("a", "b")


def test_who_answers_behind_the_dark_is_lit_though_not_served() -> None:
    light = Light.of(NETWORK, sight({"c": 10}, {"a": 20, "b": 20, "d": 9}))
    assert light.lit == vertices("a", "b", "d")
    assert vertex("d") not in light.served


@pytest.mark.parametrize(("passed", "mute"), [({}, False), ({"c": 10}, False), ({"c": 11}, True)])
def test_a_silent_device_is_mute_if_an_answer_went_through_it_after_it_fell_silent(
    passed: dict[str, int], *, mute: bool
) -> None:
    seen = sight({"c": 10}, {"a": 20}, passed=passed)
    assert is_mute(vertex("c"), seen) is mute
    assert Light.of(NETWORK, seen).dark == (frozenset() if mute else vertices("c"))


@pytest.mark.parametrize(
    ("lost", "since", "refuted"),
    [("a-b", 19, True), ("a-b", 20, False), ("b-c", 19, False), ("c-d", 19, False), ("b", 19, True)],
)
def test_whoever_answered_since_refutes_the_loss_of_its_way(lost: str, since: int, *, refuted: bool) -> None:
    light = Light.of(NETWORK, sight({"c": 10}, {"a": 20, "b": 20, "d": 30}))
    assert light.refutes([vertex(lost)], Millis(since)) is refuted


def test_a_loss_began_with_its_first_sign() -> None:
    light = Light.of(NETWORK, sight({"c": 10, "d": 12}, {"a": 20}, links={"c-e": 7}))
    assert light.began(vertices("c", "d")) == 10
    assert light.began(vertices("d"), vertices("c-e", "c-d")) == 7
    assert light.began(vertices("d"), vertices("c-d")) == 12
    assert light.began(()) == EPOCH
