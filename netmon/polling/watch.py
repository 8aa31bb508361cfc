"""Who is asked when: the visits of a plan, each begun at its turn and never twice at once."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from netmon.clock import EPOCH, Clock, Millis
from netmon.inventory.models import Device
from netmon.judgement.observation import turned
from netmon.judgement.situation import Situation
from netmon.model import DeviceName, PollResult
from netmon.plan import INTERFACES, SESSIONS, Plan
from netmon.polling.burst import Bursts, Occasion, alarming, begin
from netmon.polling.poller import Poller, Turn
from netmon.scheduler import Calendar, Due, Rounds, Visit, slot_of
from netmon.traps.hint import LINK_HINTS, Hint, HintKind

PREFIX = "poll "
"""How the calendar's jobs that are visits begin."""
PROOFS: Mapping[HintKind, tuple[str, ...]] = {
    HintKind.BGP_BACKWARD_TRANSITION: (SESSIONS,),
    HintKind.OSPF_NEIGHBOUR_STATE_CHANGE: (SESSIONS,),
}
"""The collectors that read what a hint is about, where that is not the interfaces; who has none is probed alone."""


class Watch:
    """Begins the polls of a plan: fast ones in rounds, those of command collectors by the calendar."""

    def __init__(
        self, plan: Plan, poller: Poller, calendar: Calendar, clock: Clock, take: Callable[[PollResult], None]
    ) -> None:
        self._plan = plan
        self._poller = poller
        self._calendar = calendar
        self._clock = clock
        self._take = take
        self._rounds = Rounds(clock)
        self._slow: Mapping[Visit, Millis] = {}
        self._polls: dict[Visit, asyncio.Task[None]] = {}
        self._again: set[Visit] = set()
        self._bursts = Bursts()

    def adopt(self, plan: Plan) -> None:
        """Visit whom this plan names from now on; visits that stay as they are keep their turn."""
        self._plan = plan
        self._poller.replace(plan.inventory)
        self._rounds.replace(plan.fast_visits())
        slow = plan.slow_visits()
        self._calendar.keep_only(set(map(_name, slow)), PREFIX)
        for visit, interval in slow.items():
            if self._slow.get(visit) != interval:
                self._calendar.every(interval, _name(visit), self._job(visit, interval))
        self._slow = slow

    def hasten(self, turned: Iterable[DeviceName]) -> None:
        """Ask the neighbours of devices that fell silent or came back for their interfaces now: as evidence."""
        for neighbour in self._plan.neighbours_of(turned):
            self._rounds.hasten(Visit(neighbour, INTERFACES))

    def look_closer(self, before: Situation, after: Situation) -> None:
        """Look closer where what was heard last gives occasion: gather evidence, and probe in bursts."""
        self.hasten(turned(before, after))
        self._probe(alarming(before, after, self._plan.topology.network), Occasion.SEEN)

    def heed(self, hint: Hint) -> None:
        """Look closer at a device that said that something happened; it is believed no further than that."""
        occasion = Occasion.LINK_HINTED if hint.kind in LINK_HINTS else Occasion.HINTED
        if hint.kind is HintKind.AUTHENTICATION_FAILURE or not self._probe([hint.device], occasion):
            return
        for collector in PROOFS.get(hint.kind, (INTERFACES,)):
            self._rounds.hasten(Visit(hint.device, collector))

    async def run(self) -> None:
        """Begin what falls due, for ever."""
        await self._rounds.run(self._begin)

    async def stop(self) -> None:
        """Give up the polls under way."""
        polls = list(self._polls.values())
        for poll in polls:
            poll.cancel()
        await asyncio.gather(*polls, return_exceptions=True)

    def _probe(self, alarmed: Iterable[DeviceName], occasion: Occasion) -> bool:
        """Probe devices and those around them in a burst; say whether any of them was allowed one."""
        now = self._clock.monotonic()
        begun = begin(self._bursts, alarmed, occasion, self._plan.topology, now)
        self._bursts = begun.bursts
        for probe in begun.probes:
            collector = self._plan.inventory.devices[probe.device].reachability.value
            self._rounds.hasten(Visit(probe.device, collector), probe.at)
        return bool(begun.allowed)

    def _job(self, visit: Visit, interval: Millis) -> Callable[[], Awaitable[None]]:
        async def job() -> None:
            self._begin([Due(visit, slot_of(self._clock.now(), interval, EPOCH))])

        return job

    def _begin(self, due: Sequence[Due]) -> None:
        """Begin polls, but none whose predecessor still runs; all that SNMP asks of one device is asked at once."""
        for device, turns in self._groups(due):
            task = asyncio.create_task(self._poll(device, turns))
            for turn in turns:
                visit = Visit(device.name, turn.collector.name)
                self._polls[visit] = task
                task.add_done_callback(partial(self._end, visit))

    def _groups(self, due: Sequence[Due]) -> Iterator[tuple[Device, list[Turn]]]:
        """Yield who is polled, and by which collectors together."""
        together: dict[DeviceName, list[Turn]] = {}
        for each in due:
            name = DeviceName(each.visit.device)
            device = self._plan.inventory.devices.get(name)
            if each.visit in self._polls and each.pressing:
                # What the poll under way reads may be older than the occasion.
                self._again.add(each.visit)
            if device is None or each.visit in self._polls:
                continue
            turn = Turn(self._plan.collectors[each.visit.collector], each.slot)
            if turn.is_shareable:
                together.setdefault(name, []).append(turn)
            else:
                yield device, [turn]
        for name, turns in together.items():
            yield self._plan.inventory.devices[name], turns

    def _end(self, visit: Visit, _poll: asyncio.Task[None]) -> None:
        self._polls.pop(visit, None)
        if visit in self._again:
            self._again.remove(visit)
            self._rounds.hasten(visit)

    async def _poll(self, device: Device, turns: Sequence[Turn]) -> None:
        for result in await self._poller.poll_together(device, turns):
            self._take(result)


def _name(visit: Visit) -> str:
    return f"{PREFIX}{visit.device} {visit.collector}"
