"""A first loss, a link-down and a hint each bring polls of real agents at once, and no more than a few."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from netmon.clock import HOUR, Millis, SystemClock
from netmon.judgement.situation import PortReport, Situation, Track, Verdict
from netmon.model import DeviceName, PollResult
from netmon.plan import Plan, find_collectors
from netmon.polling.poller import Poller
from netmon.polling.watch import Watch
from netmon.scheduler import Calendar
from netmon.traps.hint import Hint, HintKind
from tests.netmon.region import FAR, HUB, MID, NEAR, free_udp_port
from tests.netmon.running import Place, agents, until

PROBE, PORTS = "snmp", "interfaces"
RARELY = tuple(replace(each, interval=HOUR) for each in find_collectors() if each.name in (PROBE, PORTS))
NOW = Millis(1_795_000_020_000)
LATER = Millis(NOW + HOUR)


@dataclass(frozen=True, slots=True)
class Asked:
    """A watch whose regular turns are far away, and what came of its polls."""

    watch: Watch
    results: list[PollResult]

    @property
    def counts(self) -> Counter[tuple[DeviceName, str]]:
        """How often each device was asked what."""
        return Counter((result.device, result.collector) for result in self.results)

    async def settled(self, polls: int) -> Counter[tuple[DeviceName, str]]:
        """Return what was asked once so many polls are over, and another one that was begun after them."""
        await until(lambda: len(self.results) >= polls, f"{polls} polls: {self.counts}")
        self.watch.hasten([NEAR])
        await until(lambda: {(HUB, PORTS), (NEAR, PORTS)} <= self.counts.keys(), "the hub and near were asked")
        return self.counts - Counter([(HUB, PORTS), (NEAR, PORTS)])


async def watching(place: Place, story: Callable[[Asked], Awaitable[None]]) -> None:
    settings, clock, results = place.settings(intervals={}), SystemClock(), list[PollResult]()
    plan = Plan.of(place.inventory, RARELY, settings)
    poller = Poller(place.inventory, place.secrets, settings, clock)
    watch = Watch(plan, poller, Calendar(clock), clock, results.append)
    watch.adopt(plan)
    async with agents(place), asyncio.timeout(120):
        running = asyncio.create_task(watch.run())
        try:
            await story(Asked(watch, results))
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await watch.stop()
            poller.close()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place.prepare(tmp_path, free_udp_port())


def answering(*names: DeviceName) -> Situation:
    return Situation(tracks={name: Track(Verdict.UP, answers=3, valid_until=LATER) for name in names})


def test_a_first_loss_brings_three_probes_and_the_neighbours_interfaces(place: Place) -> None:
    async def story(asked: Asked) -> None:
        missing = Track(Verdict.UP, misses=1, first_miss=NOW, valid_until=LATER)
        before = answering(HUB, NEAR, MID, FAR)
        asked.watch.look_closer(before, replace(before, tracks={**before.tracks, FAR: missing}))
        counts = await asked.settled(11)
        assert {name: counts[name, PROBE] for name in (HUB, NEAR, MID, FAR)} == {HUB: 3, NEAR: 0, MID: 3, FAR: 3}
        assert {name: counts[name, PORTS] for name in (HUB, NEAR, MID, FAR)} == {HUB: 0, NEAR: 0, MID: 1, FAR: 1}

    asyncio.run(watching(place, story))


def test_a_link_down_of_a_neighbour_that_answers_brings_probes_of_the_far_end(place: Place) -> None:
    async def story(asked: Asked) -> None:
        before = answering(HUB, NEAR, MID, FAR)
        report = PortReport(is_up=False, at=NOW, valid_until=LATER)
        asked.watch.look_closer(before, replace(before, ports={(MID, f"to-{FAR}"): report}))
        assert await asked.settled(9) == {(name, PROBE): 3 for name in (FAR, MID, HUB)}

    asyncio.run(watching(place, story))


def test_a_hint_brings_probes_and_a_proof_but_is_heeded_only_so_often(place: Place) -> None:
    async def story(asked: Asked) -> None:
        for _ in range(1_000):
            asked.watch.heed(Hint(FAR, HintKind.LINK_DOWN, NOW))
        counts = await asked.settled(10)
        assert counts == {(FAR, PROBE): 3, (MID, PROBE): 3, (HUB, PROBE): 3, (FAR, PORTS): counts[FAR, PORTS]}
        assert 1 <= counts[FAR, PORTS] <= 3

    asyncio.run(watching(place, story))


def test_hints_of_sessions_do_not_keep_one_of_a_link_from_being_heeded(place: Place) -> None:
    async def story(asked: Asked) -> None:
        for _ in range(10):
            asked.watch.heed(Hint(FAR, HintKind.OSPF_NEIGHBOUR_STATE_CHANGE, NOW))
        asked.watch.heed(Hint(FAR, HintKind.LINK_DOWN, NOW))
        assert (await asked.settled(10))[FAR, PORTS] == 1

    asyncio.run(watching(place, story))


def test_a_hint_of_a_wrong_password_brings_nothing_and_one_of_a_session_no_interfaces(place: Place) -> None:
    async def story(asked: Asked) -> None:
        asked.watch.heed(Hint(NEAR, HintKind.AUTHENTICATION_FAILURE, NOW))
        asked.watch.heed(Hint(FAR, HintKind.OSPF_NEIGHBOUR_STATE_CHANGE, NOW))
        assert await asked.settled(9) == {(name, PROBE): 3 for name in (FAR, MID, HUB)}

    asyncio.run(watching(place, story))
