"""A netmon that lives many lives over one state directory, in a small region that is cut and healed."""

import asyncio
import shutil
import signal
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from netmon.clock import SECOND, Interval, Millis, SystemClock
from netmon.process.commander import SOCKET_NAME
from netmon.simulate.orders import Action
from netmon.simulate.region import Region
from tests.crash.deliveries import Deliveries
from tests.crash.timers import HOLD, Timers
from tests.crash.unrest import Unrest
from tests.crash.wire import Trap, wire
from tests.crash.witness import Memory, Witness, rows
from tests.netmon.region import FAR, SPUR, WEBHOOK, free_udp_port, write_region
from tests.netmon.running import RUNNING, Place, agents
from tests.parts.smtp import SmtpReceiver
from tests.parts.webhook import WebhookReceiver

LOOK_EVERY = 0.05
STARTS_WITHIN = 120.0
STORY_WITHIN = 240.0
STOPS_WITHIN = 120.0
PACE = {
    "NETMON_INTERVALS__SNMP": "1s",
    "NETMON_DETECTION__MISSES": "1",
    "NETMON_DETECTION__ANSWERS": "1",
    "NETMON_DETECTION__SETTLE": "1s",
    "NETMON_DETECTION__SETTLE_LIMIT": "3s",
    "NETMON_FLAPPING__REUSE": "999",
    "NETMON_FLAPPING__SUPPRESS": "1000",
    "NETMON_FLAPPING__LIMIT": "1000",
    "NETMON_FLAPPING__MESSAGES": "1000",
    "NETMON_BURST": "1000",
    "NETMON_SNMP__TIMEOUT": "200ms",
}
"""So that an outage takes seconds, and many in a row are no flapping."""
RULE = {
    "for_each": "device",
    "levels": {"warning": {"fire": 'state != "up"', "for": f"{HOLD}ms"}},
    "summary": "{device.name}: neodpovídá",
}
ALL_UP = "SELECT count(*) FROM standings WHERE kind = 'device' AND state = 1 HAVING count(*) = 4"
CALM = "SELECT count(*) FROM notifications WHERE state IN ('new', 'sending') HAVING count(*) = 0"
OPEN = "SELECT id FROM incidents WHERE ended IS NULL"
ENDED = "SELECT id FROM incidents WHERE ended IS NOT NULL"
FIRING = f"SELECT name FROM alerts WHERE body ->> '$.phase' = 'firing' AND name = '{FAR}'"  # noqa: S608 -- a constant
ALERTS = "SELECT name FROM alerts"


@dataclass
class Lane:
    """A region with its agents and receivers, in which one netmon after the other is put to the test."""

    place: Place
    region: Region
    webhook: WebhookReceiver
    smtp: SmtpReceiver
    smtp_port: int
    trap: Trap
    """On the ways to both receivers."""
    processes: list[Process] = field(default_factory=list)
    """Whatever was started in it."""

    def forget(self) -> None:
        """Forget what the receivers got."""
        self.webhook.posted.clear()
        self.smtp.received.clear()

    async def end(self) -> None:
        """End what still runs: a test that fails stops nothing."""
        for process in self.processes:
            if process.returncode is None:
                process.kill()
            await process.wait()


@asynccontextmanager
async def lane(directory: Path, webhook: WebhookReceiver, smtp: SmtpReceiver) -> AsyncIterator[Lane]:
    """Build a lane, with trapped ways to its receivers."""
    trap = Trap()
    async with wire(webhook.port, trap) as webhook_port, wire(smtp.port, trap) as smtp_port:
        await asyncio.to_thread(directory.mkdir)
        place = Place.prepare(directory, free_udp_port(), f"http://127.0.0.1:{webhook_port}/hook")
        receivers = {"noc": {"webhook": [WEBHOOK], "email": ["noc@example.invalid"]}}
        write_region(directory / "inventory", place.port, receivers=receivers, rules={"silent": RULE})
        async with agents(place) as region:
            built = Lane(place, region, webhook, smtp, smtp_port, trap)
            try:
                yield built
            finally:
                await built.end()


@dataclass
class Sandbox:
    """One netmon over all its lives, and those who look at what each of them leaves."""

    lane: Lane
    state: Path
    more: Sequence[Witness] = ()
    """Witnesses of other matters."""
    extra: Mapping[str, str] = field(default_factory=dict)
    """What netmon is told besides."""
    outages: int = 0
    outage: int | None = None
    """The number of the one that goes on, None while none does."""
    kills: int = 0
    starts: int = 0
    """How many lives have got so far that netmon ran, before the present one."""
    life: Interval | None = None
    """When the present netmon was launched, and when it ran; None until it does."""
    process: Process | None = None

    def __post_init__(self) -> None:
        """Call the witnesses."""
        self.lane.forget()
        self.clock = SystemClock()
        self._launched: Millis = self.clock.now()
        self.memory = Memory()
        self.deliveries = Deliveries(self.lane.webhook, self.lane.smtp)
        self.timers = Timers(self.clock, lambda: self.outage, lambda: self.life)
        self.unrest = Unrest()
        self.witnesses: Sequence[Witness] = (self.memory, self.deliveries, self.timers, self.unrest, *self.more)

    @property
    def starting(self) -> float:
        """How many seconds netmon took to start, 0 if it never ran: a busy machine is slow in all that it does."""
        return 0 if self.life is None else self.life.length / SECOND

    @property
    def is_dead(self) -> bool:
        """Whether netmon does not run any more."""
        return self.process is not None and self.process.returncode is not None

    async def launch(self, *under: str) -> None:
        """Start netmon, under a tracer if one is named."""
        self.life, self._launched = None, self.clock.now()
        self.starts = self.log().count(RUNNING)
        with self._log.open("ab") as log:
            words = [*under, sys.executable, "-m", "netmon", "run"]
            environment = {**self.lane.place.environment(PACE), **self._receivers(), **self.extra}
            environment["NETMON_STATE"] = str(self.state)
            self.process = await asyncio.create_subprocess_exec(*words, env=environment, stdout=log, stderr=log)
        self.lane.processes.append(self.process)

    async def run(self, *under: str) -> bool:
        """Start netmon and wait until it runs; say whether it does, or has died."""
        await self.launch(*under)
        await self.until(lambda: self.log().count(RUNNING) > self.starts or self.is_dead, "netmon runs", STARTS_WITHIN)
        self.life = None if self.is_dead else Interval(self._launched, self.clock.now())
        return not self.is_dead

    def kill(self) -> None:
        """End netmon as a power cut would, at once."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()

    async def bury(self) -> None:
        """Wait for the end of a killed netmon, and let everybody see what it leaves."""
        assert self.process is not None
        assert await self.process.wait() == -signal.SIGKILL, self.log()[-2_000:]
        self.kills += 1
        corpse = self.state.with_name(f"{self.state.name}-corpse")
        self.state.mkdir(exist_ok=True)  # whoever is killed early enough has not made it
        shutil.copytree(self.state, corpse, ignore=shutil.ignore_patterns(SOCKET_NAME))
        for witness in self.witnesses:
            witness.look(corpse)
        shutil.rmtree(corpse)

    async def suffer_outage(self) -> None:
        """Let the region suffer an outage, from a calm beginning until everybody was told that it is over."""
        await self.until(lambda: self._see(ALL_UP, CALM), "all devices are up", STORY_WITHIN)
        self.outages = self.outage = self.outages + 1
        await self.lane.region.order(Action.CUT, SPUR)
        await self.until(lambda: self._see(OPEN, FIRING, CALM), f"outage {self.outages} is told", STORY_WITHIN)
        self.timers.look(self.state)
        self.outage = None
        await self.lane.region.order(Action.HEAL, SPUR)
        await self.until(self._is_over, f"the end of outage {self.outages} is told", STORY_WITHIN)

    async def end(self) -> Sequence[str]:
        """Stop netmon in order; return everything that is wrong."""
        if await self._stopped() == -signal.SIGKILL:  # while it stopped
            await self.bury()
            await self.run()
            await self._stopped()
        assert self.process is not None
        assert self.process.returncode == 0, self.log()[-2_000:]
        wrong = [complaint for witness in self.witnesses for complaint in witness.testify(self.state)]
        if (found := len(rows(self.state, ENDED))) != self.outages:
            wrong.append(f"{self.outages} outages became {found} incidents")
        if "Traceback" in self.log():
            wrong.append(f"netmon stumbled: {self.log()[-2_000:]}")
        return wrong

    async def _stopped(self) -> int:
        """Stop netmon, if it runs; return how it ended."""
        assert self.process is not None
        if not self.is_dead:
            self.process.terminate()
        async with asyncio.timeout(STOPS_WITHIN):
            return await self.process.wait()

    async def until(self, condition: Callable[[], object], what: str, within: float) -> None:
        """Return as soon as a condition holds; fail the test, naming it, if it does not in time."""
        deadline = time.monotonic() + within
        while not condition():
            if time.monotonic() > deadline:
                pytest.fail(f"{self.state}: after {within} s still not: {what}\n{self.log()[-3_000:]}")
            await asyncio.sleep(LOOK_EVERY)

    def log(self) -> str:
        """Return what netmon has logged in all its lives."""
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""

    @property
    def _log(self) -> Path:
        return self.state.with_name(f"{self.state.name}.log")

    def _receivers(self) -> dict[str, str]:
        return {
            "NETMON_SMTP__HOST": "127.0.0.1",
            "NETMON_SMTP__PORT": str(self.lane.smtp_port),
            "NETMON_SMTP__SENDER": "netmon@example.invalid",
        }

    def _see(self, *queries: str) -> bool:
        return all(rows(self.state, query) for query in queries)

    def _is_over(self) -> bool:
        return len(rows(self.state, ENDED)) >= self.outages and not rows(self.state, ALERTS) and self._see(CALM)
