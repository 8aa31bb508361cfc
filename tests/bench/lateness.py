"""How late polls begin and end where many devices are slow, dripping or dead.

The whole netmon of `monitor.py` under a real `Watch` for three intervals of 15 seconds, 1,000 devices: as many as
4,000 a minute. 20 % are dead, 10 % answer after 4 s, 2 % answer one request in ten. Told is the lateness of all others,
against the moment at which the schedule wanted them: when they began, and when their last answer was in. The first two
intervals, in which rows are walked and layouts learnt, do not count.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from netmon.clock import SECOND, Millis
from netmon.model import DeviceName, PollResult
from netmon.polling.watch import Watch
from netmon.scheduler import Calendar, phase_of
from tests.bench.agent import Fleet, serving
from tests.bench.job import AGENT_CORE, CLIENT_CORE
from tests.bench.monitor import CLOCK, monitoring, name_of

CHECKOUT = Path(__file__).parents[2]
FLEET = Fleet(devices=1_000, port=16_320, dead=20, slow=10, drip=2)
EVERY = Millis(15 * SECOND)
LEARNING = 2
"""Intervals that do not count."""
LONGEST = 120
"""Seconds that a run may take."""


@dataclass(slots=True)
class Register:
    """How late each poll was, in milliseconds, of devices without a fault; nothing before it is `open`."""

    sound: frozenset[DeviceName]
    is_open: bool = False
    begun: list[int] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)
    failed: int = 0

    def note(self, result: PollResult) -> None:
        """Note when a poll began and ended."""
        if self.is_open and result.device in self.sound:
            wanted = result.slot + phase_of(result.device, EVERY)
            self.begun.append(result.started - wanted)
            self.ended.append(result.finished - wanted)
            self.failed += result.failure is not None

    def figures(self) -> Mapping[str, float]:
        """Return the distributions."""
        return {
            "begun_late_p50_ms": _percentile(self.begun, 50),
            "begun_late_p99_ms": _percentile(self.begun, 99),
            "ended_late_p50_ms": _percentile(self.ended, 50),
            "ended_late_p99_ms": _percentile(self.ended, 99),
            "ended_late_most_ms": max(self.ended),
            "polls": len(self.begun),
            "polls_failed": self.failed,
        }


def lateness() -> Mapping[str, float]:
    """Watch the fleet for an interval after learning."""
    with serving(FLEET, AGENT_CORE):
        command = [sys.executable, "-m", "tests.bench.lateness"]
        said = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=LONGEST, check=False)
    if said.returncode:
        raise click.ClickException(said.stderr)
    figures: Mapping[str, float] = json.loads(said.stdout)
    return figures


async def watched() -> Mapping[str, float]:
    """Return how late the polls of this process are."""
    faulty = FLEET.devices * (FLEET.dead + FLEET.slow + FLEET.drip) // 100
    register = Register(frozenset(name_of(number) for number in range(faulty, FLEET.devices)))
    async with monitoring(FLEET, EVERY) as monitor:

        def take(result: PollResult) -> None:
            register.note(result)
            monitor.engine.take(result)

        watch = Watch(monitor.plan, monitor.poller, Calendar(CLOCK), CLOCK, take)
        watch.adopt(monitor.plan)
        watching = monitor.running.create_task(watch.run())
        await asyncio.sleep(LEARNING * EVERY / SECOND)
        register.is_open = True
        await asyncio.sleep(EVERY / SECOND)
        watching.cancel()
        await watch.stop()
    return register.figures()


def _percentile(values: Sequence[int], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def main() -> None:
    """Watch, and print how late everything was."""
    os.sched_setaffinity(0, {CLIENT_CORE})
    sys.stdout.write(json.dumps(asyncio.run(watched())))


MEASURES = (lateness,)

if __name__ == "__main__":
    main()
