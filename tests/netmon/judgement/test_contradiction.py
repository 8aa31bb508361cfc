"""Who answers although the plan puts silent devices before it: one of all that answer together is named."""

from dataclasses import replace

from netmon.judgement.contradiction import strandings
from netmon.judgement.judge import judge
from netmon.judgement.scene import look
from netmon.judgement.situation import Situation, Stranding
from netmon.judgement.topology import Topology
from netmon.model import DeviceName
from tests.netmon.judgement.networks import region, vertex
from tests.netmon.judgement.rehearsal import at
from tests.netmon.judgement.test_oneness import AT_ONCE, seen, track

RING = ("a-p", "p-z", "z-q", "q-a", "z-m")
"""The anchor a, and behind p and q the device z with a leaf m."""
STRANDED = Situation(
    tracks={**seen("a", "pq").tracks, **{DeviceName(name): track(answered=55) for name in "zm"}},
)


def test_the_first_device_behind_the_silence_stands_for_all_that_answer_behind_it() -> None:
    topology = Topology.of(region(RING))
    expected = Stranding(vertex("z"), frozenset({vertex("p"), vertex("q")}))
    assert list(strandings(topology.network, look(topology, STRANDED, AT_ONCE, at(56)))) == [expected]
    assert judge(topology, STRANDED, AT_ONCE, at(56)).strandings == (expected,)


def test_where_the_near_one_is_unknown_the_far_one_is_named() -> None:
    topology = Topology.of(region(RING))
    tracks = {name: each for name, each in STRANDED.tracks.items() if name != "z"}
    (found,) = strandings(topology.network, look(topology, replace(STRANDED, tracks=tracks), AT_ONCE, at(56)))
    assert found.device == vertex("m")


def test_a_plan_that_is_doubted_there_is_not_contradicted_any_more() -> None:
    topology = Topology.of(region(RING)).doubting({vertex("z-q")})
    assert judge(topology, STRANDED, AT_ONCE, at(56)).strandings == ()
