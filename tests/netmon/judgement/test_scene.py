"""What is to be seen at a moment of devices, of links, and of a cause."""

from dataclasses import replace

import pytest

from netmon.clock import SECOND, Interval, Millis
from netmon.judgement.cause import Cause
from netmon.judgement.scene import Scene, look
from netmon.judgement.situation import PortReport, Situation, Track, Verdict
from netmon.judgement.topology import Topology
from netmon.model import DeviceName, DeviceState, Entity, EntityKind, Evidence, EvidenceKind, Standing
from netmon.settings import Detection
from tests.netmon.judgement.networks import RING, SPUR, region, sharing, vertex
from tests.netmon.judgement.rehearsal import at

NOW = at(60)
DETECTION = Detection(settle_limit=Millis(20 * SECOND))


def up(since: float = 0, answered: float = 59) -> Track:
    return Track(Verdict.UP, at(since), answers=3, first_answer=at(since), valid_until=at(99), answered_at=at(answered))


def down(since: float = 40, confirmed: float = 42) -> Track:
    return Track(
        Verdict.DOWN, at(since), misses=3, first_miss=at(since), valid_until=at(99), confirmed_at=at(confirmed)
    )


def said_down(heard: float, changed: float) -> PortReport:
    return PortReport(is_up=False, at=at(heard), valid_until=at(99), changed_at=at(changed))


def scene(
    tracks: dict[str, Track],
    ports: dict[tuple[str, str], PortReport] | None = None,
    shown: dict[str, Standing] | None = None,
    topology: Topology | None = None,
) -> Scene:
    """Return what is to be seen at NOW; all devices that are not named answer."""
    network = topology or Topology.of(region(SPUR))
    everybody = {name.name: up() for name in network.network.neighbours if name.kind is EntityKind.DEVICE}
    situation = Situation(
        tracks={DeviceName(name): track for name, track in {**everybody, **tracks}.items()},
        ports={(DeviceName(device), port): report for (device, port), report in (ports or {}).items()},
        devices={DeviceName(name): standing for name, standing in (shown or {}).items()},
    )
    return look(network, situation, DETECTION, NOW)


def test_what_answers_twice_works_and_what_has_just_begun_to_does_not() -> None:
    returning = replace(down(), misses=0, first_miss=None, answers=1, first_answer=at(59), answered_at=at(59))
    seen = scene({"d": down(), "e": returning})
    assert seen.works(vertex("c"))
    assert seen.works(vertex("b-c"))
    assert not any(map(seen.works, map(vertex, ("d", "e", "c-d"))))
    assert seen.works_since(vertex("c")) == at(0)
    assert seen.works_since(vertex("b-c")) == seen.links[next(iter(seen.links))].since


def test_unknown_is_what_is_neither_up_nor_down_and_of_what_is_gone_nothing_is_asked() -> None:
    seen = scene({"d": Track(), "e": down()})
    assert [name for name in ("c", "d", "e", "nobody") if seen.is_unknown(vertex(name))] == ["d"]
    assert [name for name in ("b-c", "c-d", "c-e") if seen.is_unknown(vertex(name))] == ["c-d", "c-e"]


@pytest.mark.parametrize(
    ("silent", "shown", "was_back"),
    [
        (51, Standing(DeviceState.UP, at(31)), True),
        (50.9, Standing(DeviceState.UP, at(31)), False),
        (51, Standing(DeviceState.UP, at(30)), False),
        (51, Standing(DeviceState.DOWN, at(31)), False),
        (51, None, False),
    ],
)
def test_who_was_up_for_longer_than_patience_was_back(silent: float, shown: Standing | None, *, was_back: bool) -> None:
    seen = scene({"d": down(silent, 55)}, shown={"d": shown} if shown else None)
    assert seen.was_back(vertex("d"), since=at(30)) is was_back


def test_who_is_up_still_was_back_once_patience_is_over() -> None:
    for since, was_back in ((40, True), (40.1, False)):
        seen = scene({}, shown={"d": Standing(DeviceState.UP, at(since))})
        assert seen.was_back(vertex("d"), since=at(30)) is was_back


def test_a_link_is_spoken_against_by_the_end_whose_word_began_first() -> None:
    ports = {("c", "c-d"): said_down(45, 41), ("d", "c-d"): said_down(44, 39.5)}
    seen = scene({"d": up()}, ports, topology=Topology.of(region((*RING, "a-c"))))
    cause = Cause(vertex("c-d"), (vertex("c-d"),), frozenset())
    began = seen.links[next(name for name in seen.links if name == "c-d")].since
    assert seen.port_down(cause) == (Evidence(EvidenceKind.PORT_DOWN, Entity(EntityKind.INTERFACE, "d:c-d"), began),)
    assert seen.began(cause) == began == at(44)
    assert seen.heard(cause) == Interval(at(45), at(45))


def test_a_cause_is_heard_of_from_its_first_sign_to_its_last() -> None:
    seen = scene({"d": down(40, 42), "e": down(41, 47)})
    both = Cause(vertex("c"), (vertex("c"),), frozenset(map(vertex, "de")))
    assert seen.began(both) == at(40)
    assert seen.heard(both) == Interval(at(40), at(47))
    nothing = Cause(vertex("c"), (vertex("c"),), frozenset())
    assert (seen.began(nothing), seen.heard(nothing)) == (NOW, Interval(NOW, NOW))


def test_a_risk_is_spoken_against_by_the_links_that_lead_to_what_it_silenced_and_by_its_open_rings() -> None:
    topology = Topology.of(sharing(region((*SPUR, "a-y", "y-b")), {"duct1": ("c-d", "c-e", "a-y")}))
    ports = {("c", "c-d"): said_down(42, 40), ("c", "c-e"): said_down(42, 40), ("a", "a-y"): said_down(42, 40)}
    seen = scene({"d": down()}, ports, topology=topology)
    risk = vertex("duct1")
    of_spur = Cause(risk, (risk,), frozenset([vertex("d")]))
    assert seen.down_links_of(of_spur) == [vertex("c-d")]
    with_ring = replace(of_spur, rings=frozenset([vertex("a-y")]))
    assert seen.down_links_of(with_ring) == [vertex("a-y"), vertex("c-d")]
    assert seen.down_links_of(Cause(vertex("a-y"), (), frozenset())) == [vertex("a-y")]


def test_what_the_network_no_longer_has_is_not_seen() -> None:
    assert DeviceName("retired") not in scene({"retired": up()}).tracks


def test_a_probe_is_believed_for_no_longer_than_it_is_valid() -> None:
    seen = scene({"d": replace(up(), valid_until=NOW), "e": replace(up(), valid_until=Millis(NOW + 1))})
    assert (vertex("d") in seen.sight.up, vertex("e") in seen.sight.up) == (False, True)
