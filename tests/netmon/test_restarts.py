"""A netmon that is stopped or killed, and started again, comes to the same incidents and the same availability."""

from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmon.clock import EPOCH, SECOND, Millis
from netmon.inventory.models import Inventory
from netmon.settings import Settings
from tests.netmon.judgement.networks import SPUR, drawn_networks, region
from tests.netmon.judgement.rehearsal import T0, TICK, Fault, Rehearsal, at, fault
from tests.netmon.region import region as small_region
from tests.netmon.restarts import Restart, Story, told

PROBE, PORTS = Millis(5 * SECOND), Millis(10 * SECOND)
AS_BY_DEFAULT = Settings(intervals={"snmp": PROBE, "interfaces": PORTS}, group_wait=EPOCH)
END = at(180)
FIRST, APART = 5 * SECOND, 15 * SECOND
"""So far apart that no device misses two probes in a row by restarts: what they cost then is one probe."""
PAUSES = (0, TICK, SECOND, 3 * SECOND)
LATE = PROBE + SECOND
"""How much later an incident may be detected beside the pauses: a probe that only the killed one knew of."""


def telling(inventory: Inventory, faults: list[Fault], seed: int, loss: float) -> Story:
    """Return what the polls of a region bring in which this happens, and in which somebody is told of it."""
    told_to = small_region()
    heard = inventory.model_copy(update={"receivers": told_to.receivers, "routes": told_to.routes})
    rehearsal = Rehearsal(heard, faults, seed=seed, loss=loss, probe_every=PROBE, ports_every=PORTS)
    return Story(heard, AS_BY_DEFAULT, rehearsal.polls(END), END)


@st.composite
def stories(draw: st.DrawFn, largest: int) -> Story:
    """Return a network in which up to three things fail and heal."""
    inventory = draw(drawn_networks(largest)).inventory()
    network = Rehearsal(inventory).topology.network
    mortal = st.sampled_from(sorted(network.neighbours.keys() - set(network.anchors)))
    begins, lasts = st.integers(10, 100).map(at), st.integers(3, 80)
    fault = st.builds(
        lambda vertex, start, seconds, shown: Fault(vertex, start, Millis(start + seconds * SECOND), shown),
        mortal,
        begins,
        lasts,
        st.booleans(),
    )
    faults = draw(st.lists(fault, min_size=1, max_size=3))
    return telling(inventory, faults, draw(st.integers(0, 2**32)), draw(st.sampled_from([0.0, 0.0, 0.02])))


@st.composite
def restarts(draw: st.DrawFn, *, kills: bool) -> list[Restart]:
    """Return up to five restarts, in order of time."""
    waits = draw(st.lists(st.integers(0, 40 * SECOND // TICK), min_size=1, max_size=5))
    moments = accumulate((APART + wait * TICK for wait in waits), initial=T0 + FIRST - APART)
    return [
        Restart(Millis(moment), draw(st.sampled_from(PAUSES)), is_kill=kills and draw(st.booleans()))
        for moment in list(moments)[1:]
        if moment < END - APART
    ]


def makes_no_difference(story: Story, drawn: list[Restart]) -> None:
    """Hold T19: the same incidents, the same said of them, the same availability."""
    heard = story.without(drawn)
    with TemporaryDirectory() as directory:
        whole, pieces = told(heard, Path(directory, "whole")), told(heard, Path(directory, "pieces"), drawn)
    assert pieces.incidents == whole.incidents
    assert pieces.availability == whole.availability
    late = LATE + sum(restart.pause for restart in drawn)
    assert all(abs(one - other) <= late for one, other in zip(pieces.detected, whole.detected, strict=True))


def killed_at(*moments: int) -> list[Restart]:
    """Return kills after which netmon is there again at once."""
    return [Restart(at(moment), 0, is_kill=True) for moment in moments]


def test_a_kill_between_two_heartbeats_makes_nothing_unknown() -> None:
    makes_no_difference(telling(region(SPUR), [], 1, 0.0), killed_at(39, 68, 107, 126))


@pytest.mark.parametrize("moment", [43, 46, 49, 52])
def test_a_kill_after_the_first_loss_moves_no_beginning(moment: int) -> None:
    story = telling(region(SPUR), [fault("b-c", 41, 100, shown=False)], 1, 0.0)
    makes_no_difference(story, killed_at(moment))


@pytest.mark.parametrize("moment", [103, 106, 109])
def test_a_kill_after_the_first_answer_moves_no_end(moment: int) -> None:
    story = telling(region(SPUR), [fault("b-c", 41, 100, shown=False)], 1, 0.0)
    makes_no_difference(story, killed_at(moment))


@given(stories(largest=7), restarts(kills=False))
@settings(max_examples=6, deadline=None)
def test_stopping_and_starting_makes_no_difference(story: Story, drawn: list[Restart]) -> None:
    makes_no_difference(story, drawn)


@given(stories(largest=7), restarts(kills=True))
@settings(max_examples=6, deadline=None)
def test_kills_make_no_difference(story: Story, drawn: list[Restart]) -> None:
    makes_no_difference(story, drawn)


@pytest.mark.long
@given(stories(largest=9), restarts(kills=True))
@settings(max_examples=150, deadline=None)
def test_a_hundred_and_fifty_stories_with_kills_and_stops_end_the_same(story: Story, drawn: list[Restart]) -> None:
    makes_no_difference(story, drawn)
