"""A watched region in virtual time: netmon's own rounds, bursts, tracks and judgement; only the echoes are made up."""

import heapq
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from netmon.clock import SECOND, ManualClock, Millis
from netmon.inventory.models import Inventory, Reachability
from netmon.judgement.judge import judge
from netmon.judgement.network import Vertex, device_vertex
from netmon.judgement.observation import absorb, is_news
from netmon.judgement.situation import Situation
from netmon.model import DeviceName, Incident, PollResult
from netmon.plan import Plan, find_collectors
from netmon.polling.burst import Bursts, Occasion, alarming, begin
from netmon.scheduler import Due, Rounds, Visit
from netmon.settings import Settings
from tests.netmon.judgement.networks import region

T0 = Millis(1_780_000_000_000)
LOOP = 50
"""How exactly probes begin."""
TICK = 200
"""How often the engine looks at what came in."""
ROUND_TRIP, TIMEOUT = 5, 1_000
SETTINGS = Settings()
CORES, RING, LEAVES = 10, 9, 4


def five_hundred() -> Inventory:
    """Return 500 devices: a ring of cores, rings of aggregation between them, and two chains at each of those."""
    links = [f"c{number}-c{(number + 1) % CORES}" for number in range(CORES)]
    for core in range(CORES):
        ring = [f"c{core}", *(f"g{core}x{place}" for place in range(RING)), f"c{(core + 1) % CORES}"]
        links += [f"{near}-{far}" for near, far in pairwise(ring)]
        links += [link for place in range(RING) for link in _chains(core, place)]
    links += [f"c{core}-s{core}x{leaf}" for core in range(CORES) for leaf in range(LEAVES)]
    return by_echo(region(links, anchors=("c0",), cores=[f"c{number}" for number in range(CORES)]))


def by_echo(inventory: Inventory) -> Inventory:
    """Return an inventory whose devices are probed over ICMP."""
    echoed = {
        name: device.model_copy(update={"reachability": Reachability.ICMP})
        for name, device in inventory.devices.items()
    }
    return inventory.model_copy(update={"devices": echoed})


def _chains(core: int, place: int) -> Iterator[str]:
    name = f"{core}x{place}"
    yield from (f"g{name}-l{name}x0", f"l{name}x0-l{name}x1", f"g{name}-l{name}x2", f"l{name}x2-l{name}x3")


@dataclass
class Watched:
    """A region under watch; `dead` are the devices and links that pass nothing."""

    plan: Plan
    seed: int = 0
    loss: float = 0.0
    """The share of echoes that get lost though all is well."""
    clock: ManualClock = field(default_factory=lambda: ManualClock(T0))
    situation: Situation = field(default_factory=Situation)
    dead: frozenset[Vertex] = frozenset()
    opened: list[Incident] = field(default_factory=list)
    probes: int = 0

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)  # noqa: S311 -- losses of a test, not a secret
        self._rounds = Rounds(self.clock)
        self._rounds.replace({visit: each for visit, each in self.plan.visits.items() if visit.collector == "icmp"})
        self._bursts = Bursts()
        self._arriving: list[tuple[int, int, Visit, PollResult]] = []
        self._under_way: set[Visit] = set()
        self._again: set[Visit] = set()
        self._next_at: Millis | None = None
        self._judged_at = Millis(0)

    @cached_property
    def _lost(self) -> dict[frozenset[Vertex], frozenset[Vertex]]:
        return {}

    def run(self, span: int) -> "Watched":
        """Let time pass."""
        for _ in range(span // LOOP):
            self.step()
        return self

    def until_opened(self, within: int) -> Incident | None:
        """Let time pass until an incident is opened."""
        for _ in range(within // LOOP):
            self.step()
            if self.opened:
                return self.opened[0]
        return None

    def step(self) -> None:
        """Let the loop turn once."""
        self.clock.advance(LOOP)
        for due in self._rounds.take_due():
            self._begin(due)
        if self.clock.now() % TICK == 0:
            self._look()

    def _begin(self, due: Due) -> None:
        if due.visit in self._under_way:
            if due.pressing:
                self._again.add(due.visit)
            return
        self._under_way.add(due.visit)
        self.probes += 1
        result = self._ask(due)
        heapq.heappush(self._arriving, (result.finished, self.probes, due.visit, result))

    def _ask(self, due: Due) -> PollResult:
        now, device = self.clock.now(), DeviceName(due.visit.device)
        answered = device_vertex(device) in self._heard() and self._chance.random() >= self.loss
        finished = Millis(now + (ROUND_TRIP if answered else TIMEOUT))
        return PollResult(device, due.visit.collector, due.slot, now, finished, answered=answered)

    def _heard(self) -> frozenset[Vertex]:
        if self.dead not in self._lost:
            self._lost[self.dead] = frozenset(self.plan.topology.network.reach_without(self.dead))
        return self._lost[self.dead]

    def _look(self) -> None:
        now, before = self.clock.now(), self.situation
        results = list(self._arrived(now))
        self.situation = absorb(before, results, self.plan.inventory.devices, self.plan.horizon)
        alarmed = alarming(before, self.situation, self.plan.topology.network)
        begun = begin(self._bursts, alarmed, Occasion.SEEN, self.plan.topology, self.clock.monotonic())
        self._bursts = begun.bursts
        for probe in begun.probes:
            self._rounds.hasten(Visit(probe.device, "icmp"), probe.at)
        is_due = self._next_at is not None and now >= self._next_at
        if is_due or is_news(before, self.situation) or now - self._judged_at >= SECOND:
            self._judge(now)

    def _arrived(self, now: Millis) -> Iterator[PollResult]:
        while self._arriving and self._arriving[0][0] <= now:
            _, _, visit, result = heapq.heappop(self._arriving)
            self._under_way.discard(visit)
            if visit in self._again:
                self._again.remove(visit)
                self._rounds.hasten(visit)
            yield result

    def _judge(self, now: Millis) -> None:
        judgement = judge(self.plan.topology, self.situation, SETTINGS.detection, now)
        self.situation, self._next_at, self._judged_at = judgement.situation, judgement.next_at, now
        self.opened += judgement.opened


def planned(inventory: Inventory) -> Plan:
    """Return what netmon makes of an inventory with its own collectors and figures."""
    return Plan.of(inventory, find_collectors(), SETTINGS)
