"""A demo that runs: it waits for the answers, lets the story happen, watches, and counts."""

import asyncio
from dataclasses import dataclass, field

from netmon.clock import SECOND, Clock, Interval, Millis
from netmon.commands import Actor, PlanMaintenance
from netmon.model import DeviceName, DeviceState, Entity, EntityKind, Incident
from netmon.process.daemon import Daemon
from netmon.simulate.outcome import Happened, cut_behind
from netmon.simulate.receiver import Receiver
from netmon.simulate.region import Region
from netmon.simulate.story import Step, Story, Work
from netmon.simulate.teller import Teller

OPERATOR = Actor("demo", "demo")
ANSWERS_WITHIN = Millis(15 * SECOND)
LOOK = 0.2
"""Seconds between two looks at what netmon knows."""
MOST_INCIDENTS = 50


@dataclass(slots=True)
class Play:
    """The parts on the stage, and what has happened so far."""

    daemon: Daemon
    region: Region
    receiver: Receiver
    teller: Teller
    clock: Clock
    opened: Millis
    """When netmon started: what began earlier is history."""
    past_points: int
    """Samples of that history."""
    answered: set[DeviceName] = field(default_factory=set)
    happened: list[Happened] = field(default_factory=list)

    async def gather_answers(self) -> None:
        """Wait until every device has answered once, 15 s at most, and say how many have."""
        devices = self.daemon.reader.snapshot().inventory.active_devices()
        until = self.clock.monotonic() + ANSWERS_WITHIN
        while len(self.answered) < len(devices) and self.clock.monotonic() < until:
            self._note_answers()
            await asyncio.sleep(LOOK)
        self.teller.begin()
        if len(self.answered) < len(devices):
            within = self.teller.seconds(ANSWERS_WITHIN)
            self.teller.tell("unanswered", seconds=within, answered=len(self.answered), devices=len(devices))
        else:
            self.teller.tell("answered", answered=len(self.answered))

    async def perform(self, story: Story) -> None:
        """Let the story happen; its clock starts now."""
        began = self.clock.monotonic()
        for step in story.steps:
            await asyncio.sleep(max(0, began + step.at - self.clock.monotonic()) / SECOND)
            match step:
                case Step():
                    await self._act(step)
                case Work():
                    await self._announce(step)

    async def watch(self) -> None:
        """Say what netmon finds out and whom it tells, for ever."""
        version = -1
        while True:
            self._note_answers()
            snapshot = self.daemon.reader.snapshot()
            if snapshot.version != version:
                version = snapshot.version
                self.teller.tell_incidents((incident, self._cut_before(incident)) for incident in self.incidents())
            self.teller.tell_arrivals(self.receiver.arrivals())
            await asyncio.sleep(LOOK)

    def incidents(self) -> tuple[Incident, ...]:
        """Return the incidents that happened live, oldest first."""
        records = self.daemon.reader.incidents(limit=MOST_INCIDENTS)
        live = [record.incident for record in records if record.incident.started >= self.opened]
        return tuple(sorted(live, key=lambda incident: incident.started))

    async def _act(self, step: Step) -> None:
        report = await self.region.order(step.action, step.link)
        self.happened.append(Happened(step, report.at))
        self.teller.tell(step.action.value, link=self.teller.title(step.link), silent=report.silent)

    async def _announce(self, work: Work) -> None:
        start = Millis(self.clock.now() + work.starts - work.at)
        window = Interval(start, Millis(start + work.length))
        command = PlanMaintenance((Entity(EntityKind.LINK, work.link),), window, "netmon demo")
        await asyncio.to_thread(self.daemon.commands.submit, command, OPERATOR)
        self.teller.tell("work", link=self.teller.title(work.link))

    def _note_answers(self) -> None:
        devices = self.daemon.reader.snapshot().devices
        self.answered.update(name for name, standing in devices.items() if standing.state is DeviceState.UP)

    def _cut_before(self, incident: Incident) -> Millis | None:
        cut = cut_behind(incident, self.happened)
        return None if cut is None else cut.at
