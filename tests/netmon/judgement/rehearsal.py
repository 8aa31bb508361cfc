"""An outage rehearsed in virtual time: true faults, what pollers would hear of them, what is judged."""

import heapq
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from netmon.clock import SECOND, Millis
from netmon.inventory.models import DeviceStatus, Inventory
from netmon.judgement.gap import SHORTEST_GAP, after_gap
from netmon.judgement.judge import judge
from netmon.judgement.network import Vertex, device_vertex
from netmon.judgement.observation import IF_OPER_STATUS_UP, Horizon, absorb, turned
from netmon.judgement.situation import Judgement, Situation
from netmon.judgement.topology import Topology
from netmon.model import (
    DeviceName,
    DeviceState,
    Incident,
    IncidentId,
    LinkName,
    LinkState,
    Measurement,
    MunicipalityState,
    PollResult,
    Transition,
)
from netmon.settings import Detection
from netmon.store.state import StateStore
from tests.netmon.judgement.networks import code_of, vertex

T0 = Millis(1_780_000_000_000)
NEVER = Millis(1 << 62)
TICK = 200
"""How often the engine looks at what came in."""
ROUND_TRIP = 5
ATTEMPTS = 2
OPER_DOWN = 2
ONCE = 0
"""The interval of a hastened visit."""
DEMO = Detection(misses=2, answers=2, settle=Millis(4 * SECOND), settle_limit=Millis(8 * SECOND))


def at(seconds: float) -> Millis:
    """Return a moment of the rehearsal."""
    return Millis(T0 + round(seconds * SECOND))


@dataclass(frozen=True, slots=True)
class Fault:
    """A device, link or shared risk that is dead for a while; `shown` where the interfaces at its ends go down too."""

    vertex: Vertex
    start: Millis
    end: Millis = NEVER
    shown: bool = True

    def holds(self, moment: int) -> bool:
        """Say whether the fault is there."""
        return self.start <= moment < self.end


def fault(text: str, start: float, end: float | None = None, *, shown: bool = True) -> Fault:
    """Return the fault of a device `a`, a link `a-b` or a shared risk `duct1`, in seconds of the rehearsal."""
    return Fault(vertex(text), at(start), NEVER if end is None else at(end), shown)


@dataclass
class Rehearsal:
    """A region that is polled with phases drawn from a seed, and judged as the engine judges it."""

    inventory: Inventory
    faults: Sequence[Fault] = ()
    seed: int = 0
    detection: Detection = DEMO
    probe_every: int = 2_000
    ports_every: int = 10_000
    timeout: int = 500
    loss: float = 0.0
    """The share of probes that get lost on the way though all is well."""
    now: Millis = T0
    situation: Situation = field(default_factory=Situation)
    judgements: list[Judgement] = field(default_factory=list)
    """Those that changed anything."""

    def __post_init__(self) -> None:
        self.topology = Topology.of(self.inventory)
        self._chance = random.Random(self.seed)  # noqa: S311  (phases of a test, not a secret)
        self._visits: list[tuple[int, str, str, int]] = []
        self._arriving: list[tuple[int, int, PollResult]] = []
        self._heard: dict[frozenset[Vertex], set[Vertex]] = {}
        self._next_at: Millis | None = None
        self._judged_at = 0
        for device in self.inventory.active_devices():
            for collector, every in (("snmp", self.probe_every), ("interfaces", self.ports_every)):
                heapq.heappush(self._visits, (self.now + self._chance.randrange(every), device, collector, every))

    @property
    def opened(self) -> list[Incident]:
        """The incidents, as they were opened."""
        return [incident for judgement in self.judgements for incident in judgement.opened]

    @property
    def closed(self) -> list[Incident]:
        """The incidents that are over."""
        return [incident for judgement in self.judgements for incident in judgement.closed]

    @property
    def updates(self) -> list[Incident]:
        """Every update of an incident."""
        return [incident for judgement in self.judgements for incident in judgement.updated]

    @property
    def transitions(self) -> list[Transition]:
        """Every transition that was recorded."""
        return [transition for judgement in self.judgements for transition in judgement.transitions]

    @property
    def open_now(self) -> dict[IncidentId, Incident]:
        """The incidents that are open."""
        return {incident.id: incident for incident in self.situation.incidents}

    def device(self, name: str) -> DeviceState:
        """Return the present state of a device."""
        return DeviceState(self.situation.devices[DeviceName(name)].state)

    def link(self, name: str) -> LinkState:
        """Return the present state of a link."""
        return LinkState(self.situation.links[LinkName(name)].state)

    def town(self, name: str) -> MunicipalityState:
        """Return the present state of the municipality of a device."""
        return MunicipalityState(self.situation.municipalities[code_of(name)].state)

    def story(self, town: str) -> list[MunicipalityState]:
        """Return the states that the municipality of a device went through."""
        code = code_of(town)
        return [MunicipalityState(change.new) for change in self.transitions if change.entity.name == code]

    def run(self, until: Millis) -> "Rehearsal":
        """Let time pass."""
        while self.now < until:
            self.now = Millis(self.now + TICK)
            self._visit()
            self._look()
        return self

    def polls(self, until: Millis) -> list[PollResult]:
        """Return what is polled until a moment, without judging any of it."""
        while self.now < until:
            self.now = Millis(self.now + TICK)
            self._visit()
        return [result for _, _, result in sorted(self._arriving, key=lambda arrival: arrival[:2])]

    def watch(self, inventory: Inventory) -> None:
        """Watch another inventory from now on, as after a reload; nobody new is visited."""
        self.inventory, self.topology, self._next_at = inventory, Topology.of(inventory), self.now
        self._heard.clear()

    def restart(self, directory: Path, pause: float) -> None:
        """Kill netmon and start it again after `pause` seconds, with what `state.db` remembers."""
        killed = self.now
        with StateStore(directory) as store:
            store.commit(judgement=Judgement(self.situation, opened=self.situation.incidents), now=killed)
            self.situation = store.restore().situation
        self.now = Millis(killed + round(pause * SECOND))
        self._arriving.clear()
        self._visits = [
            (self.now + (when - killed) % every, device, collector, every)
            for when, device, collector, every in self._visits
            if every != ONCE
        ]
        heapq.heapify(self._visits)
        if self.now - killed > SHORTEST_GAP:
            judgement = after_gap(self.situation, killed, self.now)
            self.judgements.append(judgement)
            self.situation = judgement.situation

    def _look(self) -> None:
        results = []
        while self._arriving and self._arriving[0][0] <= self.now:
            results.append(heapq.heappop(self._arriving)[2])
        before = self.situation
        self.situation = absorb(before, results, self.inventory.devices, self._horizon())
        self._hasten(turned(before, self.situation))
        is_due = self._next_at is not None and self.now >= self._next_at
        if results or is_due or self.now - self._judged_at >= SECOND:
            self.judge()

    def judge(self) -> Judgement:
        """Judge now, and keep what came of it."""
        judgement = judge(self.topology, self.situation, self.detection, self.now)
        self.situation, self._next_at, self._judged_at = judgement.situation, judgement.next_at, self.now
        if judgement.transitions or judgement.opened or judgement.updated or judgement.closed:
            self.judgements.append(judgement)
        return judgement

    def _horizon(self) -> Horizon:
        intervals = {"snmp": Millis(self.probe_every), "interfaces": Millis(self.ports_every)}
        return Horizon(intervals, self.detection)

    def _hasten(self, devices: Iterable[DeviceName]) -> None:
        neighbours = self.topology.network.neighbours
        links = {link for device in devices for link in neighbours.get(device_vertex(device), ())}
        for neighbour in sorted({end.name for link in links for end in neighbours[link]}):
            heapq.heappush(self._visits, (self.now, neighbour, "interfaces", ONCE))

    def _visit(self) -> None:
        while self._visits[0][0] <= self.now:
            moment, device, collector, every = heapq.heappop(self._visits)
            if every != ONCE:
                heapq.heappush(self._visits, (moment + every, device, collector, every))
            if DeviceName(device) in self.inventory.active_devices():
                result = self._ask(DeviceName(device), collector, moment)
                heapq.heappush(self._arriving, (result.finished, self._chance.getrandbits(32), result))

    def _ask(self, device: DeviceName, collector: str, moment: int) -> PollResult:
        """Return what a poll that begins now will bring: each attempt is answered or times out."""
        started = Millis(moment)
        for attempt in range(ATTEMPTS):
            sent = moment + attempt * self.timeout
            if self._hears(device, sent) and self._chance.random() >= self.loss:
                finished = Millis(sent + ROUND_TRIP)
                measurements = tuple(self._ports(device, sent)) if collector == "interfaces" else ()
                return PollResult(device, collector, started, started, finished, measurements, answered=True)
        return PollResult(device, collector, started, started, Millis(moment + ATTEMPTS * self.timeout))

    def _hears(self, device: DeviceName, moment: int) -> bool:
        dead = frozenset(fault.vertex for fault in self.faults if fault.holds(moment))
        if dead not in self._heard:
            network = self.topology.network
            lost = network.lost_with(dead)
            self._heard[dead] = network.reach(network.entrances, lambda vertex: vertex not in lost)
        return device_vertex(device) in self._heard[dead]

    def _ports(self, device: DeviceName, moment: int) -> Iterable[Measurement]:
        network = self.topology.network
        for link in network.neighbours[device_vertex(device)]:
            causes = {link, *network.neighbours[link]} - {device_vertex(device)}
            seen = [fault for fault in self.faults if fault.shown and causes & network.lost_with([fault.vertex])]
            oper = OPER_DOWN if any(fault.holds(moment) for fault in seen) else IF_OPER_STATUS_UP
            edges = [edge for fault in seen for edge in (fault.start, fault.end) if edge <= moment]
            fields = {"oper": oper, "last_change": max(edges, default=T0 - 10**9)}
            interface = dict(network.ends[LinkName(link.name)])[device]
            yield Measurement("net_if", {"device": device, "ifname": interface}, fields, Millis(moment))


def without(inventory: Inventory, *names: str) -> Inventory:
    """Return an inventory in which some devices and links are retired."""
    retired = {"status": DeviceStatus.RETIRED}
    return inventory.model_copy(
        update={
            section: {
                name: thing.model_copy(update=retired) if name in names else thing
                for name, thing in getattr(inventory, section).items()
            }
            for section in ("devices", "links")
        }
    )
