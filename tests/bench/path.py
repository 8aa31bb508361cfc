"""What a varbind costs on its whole way, from the datagram to a confirmed line of line protocol.

In a process of its own on the first core, 2,000 agents on the last one. A round is what a minute of `netmon run` does:
of each device every column of the interfaces' collector for 48 interfaces over v2c, and a probe. Counted is the CPU
time of the whole process, all its threads: datagrams, decoding, rows, rates, measurements; facts, tracks and port
reports taken in; the engine's steps every fifth of a second with judgement, rules and pipeline; samples and backlog in
`samples.db`, compressed chunks read back, and lines handed to a writer that confirms them at once. Not counted are the
first two rounds (walking, learning layouts, new series), the request to InfluxDB itself, pages and couriers. As a round
is done as fast as it goes, it holds fewer steps of the engine than a minute does: `step_ms` is what one costs.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from collectors.interfaces import DECLARATION
from netmon.clock import MINUTE, Millis
from netmon.judgement.situation import Situation
from netmon.model import DeviceName
from netmon.plan import INTERFACES, SNMP_PROBE
from netmon.polling.poller import Turn
from tests.bench.agent import Fleet, serving
from tests.bench.job import AGENT_CORE, CLIENT_CORE, WINDOW
from tests.bench.monitor import CLOCK, Monitor, monitoring

CHECKOUT = Path(__file__).parents[2]
FLEET = Fleet(devices=2_000, port=16_300)
COLUMNS = len(DECLARATION.tables[0].columns)
LEARNING = 2
"""Rounds in which layouts and series are met for the first time."""
ROUNDS = 3
LONGEST = 1_800
"""Seconds that all rounds may take."""
PAUSE = 0.05
"""Seconds between two looks at whether all lines have arrived."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a round costs; medians."""

    cpu_us_per_varbind: float
    cpu_s_per_round: float
    varbinds_per_round: int
    step_ms: float
    peak_rss_mb: float


def whole_path() -> Mapping[str, float]:
    """Watch 2,000 devices for a few rounds."""
    return asdict(price_of(FLEET))


def price_of(fleet: Fleet) -> Price:
    """Return what watching a fleet costs a process of its own."""
    with serving(fleet, AGENT_CORE):
        command = [sys.executable, "-m", "tests.bench.path", str(fleet.devices), str(fleet.port)]
        said = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=LONGEST, check=False)
    if said.returncode:
        raise click.ClickException(said.stderr)
    return Price(**json.loads(said.stdout))


async def price(fleet: Fleet) -> Price:
    """Return what watching a fleet costs this process."""
    async with asyncio.timeout(LONGEST), monitoring(fleet) as monitor:
        start = Millis(CLOCK.now() // MINUTE * MINUTE)
        spent = [await _round(monitor, Millis(start + number * MINUTE)) for number in range(LEARNING + ROUNDS)]
        varbinds = fleet.devices * fleet.interfaces * COLUMNS
        cpu = statistics.median(spent[LEARNING:])
        return Price(
            cpu_us_per_varbind=1_000_000 * cpu / varbinds,
            cpu_s_per_round=cpu,
            varbinds_per_round=varbinds,
            step_ms=_step_ms(monitor),
            peak_rss_mb=_peak_rss_mb(),
        )


async def _round(monitor: Monitor, slot: Millis) -> float:
    """Visit every device once; return the CPU seconds until the last line has arrived."""
    begun = time.process_time()
    waiting = iter(monitor.plan.inventory.devices)
    lines = monitor.receiver.lines
    async with asyncio.TaskGroup() as group:
        visitors = [group.create_task(_visit_all(monitor, waiting, slot)) for _ in range(WINDOW)]
    due = lines + sum(visitor.result() for visitor in visitors)
    while monitor.receiver.lines < due or monitor.samples.depth().lines:  # noqa: ASYNC110 -- no part of netmon tells
        await asyncio.sleep(PAUSE)
    return time.process_time() - begun


async def _visit_all(monitor: Monitor, waiting: Iterator[DeviceName], slot: Millis) -> int:
    """Visit devices as `Watch` does; return how many measurements came."""
    came = 0
    for name in waiting:
        came += await _visit(monitor, name, slot)
    return came


async def _visit(monitor: Monitor, name: DeviceName, slot: Millis) -> int:
    device = monitor.plan.inventory.devices[name]
    collectors = monitor.plan.collectors
    came = 0
    for collector in (collectors[SNMP_PROBE], collectors[INTERFACES]):
        for result in await monitor.poller.poll_together(device, [Turn(collector, slot)]):
            if result.failure is not None:
                complaint = f"{name}: {result.failure.text}"
                raise ValueError(complaint)
            monitor.engine.take(result)
            came += len(result.measurements)
    return came


def _step_ms(monitor: Monitor) -> float:
    """Return the CPU time of one of the engine's steps in which little has happened."""
    monitor.engine.step(_look_away, lambda: None)
    time.sleep(1)  # so that a round is due; its time is not the CPU's
    begun = time.process_time()
    monitor.engine.step(_look_away, lambda: None)
    return 1_000 * (time.process_time() - begun)


def _look_away(_before: Situation, _after: Situation) -> None:
    """Do nothing."""


def _peak_rss_mb() -> float:
    """Return the high water mark of this process."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))) / 1024


def main() -> None:
    """Watch so many devices at a port, and print what it costs."""
    devices, port = map(int, sys.argv[1:])
    os.sched_setaffinity(0, {CLIENT_CORE})
    sys.stdout.write(json.dumps(asdict(asyncio.run(price(Fleet(devices=devices, port=port))))))


MEASURES = (whole_path,)

if __name__ == "__main__":
    main()
