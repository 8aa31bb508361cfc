"""How soon a hard failure is an incident, and that lost echoes alone are none: 500 devices in virtual time."""

import random
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from itertools import repeat
from multiprocessing import get_context

import pytest

from netmon.clock import HOUR, MINUTE, SECOND, ManualClock
from netmon.judgement.network import Network, Vertex
from netmon.model import EntityKind
from netmon.plan import Plan
from tests.netmon.virtual import LOOP, T0, Watched, five_hundred, planned

EVERY = 5 * SECOND
P95, MOST = 15 * SECOND, 30 * SECOND
GIVEN_UP = MINUTE
WARM_UP = 7 * SECOND
"""Long enough that each device has answered."""
CHUNK = 10
"""How many failures a process reckons before it asks for more."""


@lru_cache(maxsize=1)
def plan() -> Plan:
    return planned(five_hundred())


@lru_cache(maxsize=2)
def watched_for_a_while(loss: float) -> Watched:
    return Watched(plan(), loss=loss).run(WARM_UP)


def silencing(network: Network) -> list[Vertex]:
    """Return the devices and links whose failure silences somebody: a cut of a ring that heals shows in no echo."""
    mortal = sorted(network.neighbours.keys() - set(network.anchors))
    cuts = {vertex for vertex in mortal if vertex.kind is EntityKind.LINK}
    whole = network.reach_without(())
    return [vertex for vertex in mortal if vertex not in cuts or len(whole - network.reach_without({vertex})) > 1]


def time_to_incident(seed: int, failing: Vertex, loss: float) -> int:
    """Return how many milliseconds after a failure its incident is there."""
    before, chance = watched_for_a_while(loss), random.Random(seed)  # noqa: S311 -- a moment of a test, not a secret
    clock = ManualClock(before.clock.now(), before.clock.monotonic())
    watched = Watched(plan(), seed, loss, clock, before.situation).run(chance.randrange(0, EVERY, LOOP))
    watched.dead, failed = frozenset({failing}), watched.clock.now()
    incident = watched.until_opened(GIVEN_UP)
    assert incident is not None, failing
    assert failing in incident.candidates, (failing, incident)
    assert incident.started <= failed + EVERY + SECOND
    assert watched.run(EVERY).opened == [incident]
    return incident.detected - failed


def drawn(failures: int) -> list[Vertex]:
    """Return what fails, so many times, drawn by chance."""
    chance = random.Random(failures)  # noqa: S311 -- as above
    mortal = silencing(plan().topology.network)
    return [chance.choice(mortal) for _ in range(failures)]


def times(failing: Iterable[Vertex]) -> list[int]:
    """Return the time to incident of each failure, in order."""
    return sorted(time_to_incident(seed, each, loss=0.0) for seed, each in enumerate(failing))


def times_beside_each_other(failing: list[Vertex], loss: float = 0.0) -> list[int]:
    """Return the time to incident of each failure, in order: they are reckoned on all processors."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        return sorted(pool.map(time_to_incident, range(len(failing)), failing, repeat(loss), chunksize=CHUNK))


def is_soon_enough(measured: list[int]) -> bool:
    return measured[len(measured) * 95 // 100] <= P95 and measured[-1] <= MOST


def test_a_hard_failure_is_an_incident_within_fifteen_seconds() -> None:
    assert is_soon_enough(times(drawn(10)))


@pytest.mark.long
def test_of_a_thousand_hard_failures_95_in_100_are_incidents_within_15_s_and_all_within_30_s() -> None:
    measured = times_beside_each_other(drawn(1_000))
    assert is_soon_enough(measured), (measured[950], measured[-1])


@pytest.mark.long
def test_hard_failures_are_incidents_within_30_s_where_one_echo_in_a_hundred_gets_lost() -> None:
    assert times_beside_each_other(drawn(60), loss=0.01)[-1] <= MOST


def test_a_minute_of_one_lost_echo_in_a_hundred_is_no_incident() -> None:
    assert not Watched(plan(), seed=1, loss=0.01).run(MINUTE).opened


@pytest.mark.long
def test_an_hour_of_one_lost_echo_in_a_hundred_is_no_incident_and_costs_few_more_probes() -> None:
    watched = Watched(plan(), seed=2, loss=0.01).run(HOUR)
    assert not watched.opened
    assert watched.clock.now() - T0 == HOUR
    regular = len(plan().inventory.devices) * HOUR // EVERY
    assert regular <= watched.probes <= 1.3 * regular


def test_everything_dead_at_once_is_probed_no_more_often_than_once_a_second() -> None:
    watched = Watched(plan(), seed=3).run(WARM_UP)
    everything, before = frozenset(plan().topology.network.anchors), watched.probes
    watched.dead = everything
    watched.run(10 * SECOND)
    assert watched.probes - before <= 11 * len(plan().inventory.devices)
    assert len(watched.run(EVERY).opened) == 1
