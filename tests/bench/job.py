"""The job that every stack does, and how its price is taken.

15 columns of 48 interfaces from each agent, over and over: a cold pass over all devices, then one as after an
hour, in which a stack discovers anew what it discovers hourly, then steady passes. A stack is a process of
its own on the first core; it says its price as JSON: `python -m tests.bench.peers "pysnmp v3" 8 16100`.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.agent import Fleet

IF_TABLE = "1.3.6.1.2.1.2.2.1"
IF_X_TABLE = "1.3.6.1.2.1.31.1.1.1"
COLUMNS: Mapping[str, str] = {
    "ifName": f"{IF_X_TABLE}.1",
    "ifAdminStatus": f"{IF_TABLE}.7",
    "ifOperStatus": f"{IF_TABLE}.8",
    "ifHighSpeed": f"{IF_X_TABLE}.15",
    "ifAlias": f"{IF_X_TABLE}.18",
    "ifHCInOctets": f"{IF_X_TABLE}.6",
    "ifHCOutOctets": f"{IF_X_TABLE}.10",
    "ifHCInUcastPkts": f"{IF_X_TABLE}.7",
    "ifHCOutUcastPkts": f"{IF_X_TABLE}.11",
    "ifHCInMulticastPkts": f"{IF_X_TABLE}.8",
    "ifHCInBroadcastPkts": f"{IF_X_TABLE}.9",
    "ifInErrors": f"{IF_TABLE}.14",
    "ifOutErrors": f"{IF_TABLE}.20",
    "ifInDiscards": f"{IF_TABLE}.13",
    "ifOutDiscards": f"{IF_TABLE}.19",
}
INTERFACES = 48
VALUES = len(COLUMNS) * INTERFACES

COMMUNITY = "kk-readonly"
USER = "sha-256-aes-128"
AUTH_PASSPHRASE = "authentication key"  # noqa: S105 -- of agents that only a bench ever asks
PRIV_PASSPHRASE = "privacy key, another"  # noqa: S105
"""As `agent.c` has them."""

WINDOW = 50
"""Devices that are visited at a time."""
COLD_PASSES = 2
"""In the first one a stack meets the devices, after the second one it knows them."""
MOST_PASSES = 50
DISCOVERY_SHARE = 60
"""The pass after an hour counts one to so many: rows are discovered hourly and read each minute."""
ROUND = 600
"""Seconds that a stack may take for a round."""
CLIENT_CORE, AGENT_CORE = min(os.sched_getaffinity(0)), max(os.sched_getaffinity(0))


@dataclass(frozen=True, slots=True)
class Price:
    """What a stack's work cost."""

    cpu_us_per_varbind: float
    cold_us_per_varbind: float
    """Of the first passes, which are not counted in the other figure: they come once in a process's life."""
    varbinds_per_s: float
    peak_rss_mb: float
    varbinds: int


@dataclass(frozen=True, slots=True)
class Spent:
    """What a pass over all devices took, in seconds."""

    cpu: float
    wall: float


Visit = Callable[[str], Awaitable[int]]
"""Given an address, reads that device and returns how many values came."""


@dataclass(frozen=True, slots=True)
class Job:
    """The devices to be visited, and for how many seconds of CPU at least (or MOST_PASSES)."""

    addresses: tuple[str, ...]
    port: int
    seconds: float = 1.0

    async def price(
        self, visit: Visit, payer: int | None = None, an_hour_later: Callable[[], None] = lambda: None
    ) -> Price:
        """Return what visits cost the process `payer`, by default this one; `an_hour_later` lets a stack feel old."""
        payer = payer or os.getpid()
        cold = [await self._pass(visit, payer) for _ in range(COLD_PASSES)]
        an_hour_later()
        discovery = await self._pass(visit, payer)
        steady = [await self._pass(visit, payer)]
        while sum(spent.cpu for spent in steady) < self.seconds and len(steady) < MOST_PASSES:
            steady.append(await self._pass(visit, payer))
        cpu = sum(spent.cpu for spent in steady) / len(steady)
        wall = sum(spent.wall for spent in steady) / len(steady)
        varbinds = VALUES * len(self.addresses)
        return Price(
            cpu_us_per_varbind=1_000_000 * (cpu + (discovery.cpu - cpu) / DISCOVERY_SHARE) / varbinds,
            cold_us_per_varbind=1_000_000 * sum(spent.cpu for spent in cold) / varbinds,
            varbinds_per_s=varbinds / wall,
            peak_rss_mb=_peak_rss_mb(payer),
            varbinds=varbinds * (COLD_PASSES + 1 + len(steady)),
        )

    async def _pass(self, visit: Visit, payer: int) -> Spent:
        cpu, wall = _cpu_seconds(payer), time.perf_counter()
        waiting = iter(self.addresses)
        async with asyncio.TaskGroup() as group:
            for _ in range(WINDOW):
                group.create_task(_visit_all(visit, waiting))
        return Spent(_cpu_seconds(payer) - cpu, time.perf_counter() - wall)


Stack = Callable[[Job], Awaitable[Price]]


def main(stacks: Mapping[str, Stack]) -> None:
    """Run the stack that the command line names against so many devices at a port, and print its price."""
    name, devices, port = sys.argv[1:]
    os.sched_setaffinity(0, {CLIENT_CORE})
    fleet = Fleet(devices=int(devices), port=int(port))
    price = asyncio.run(_price(stacks[name], Job(fleet.addresses, fleet.port)))
    sys.stdout.write(json.dumps(asdict(price)))


async def _price(stack: Stack, job: Job) -> Price:
    async with asyncio.timeout(ROUND):
        return await stack(job)


async def _visit_all(visit: Visit, waiting: Iterator[str]) -> None:
    for address in waiting:
        came = await visit(address)
        if came != VALUES:
            complaint = f"{address}: {came} values came instead of {VALUES}"
            raise ValueError(complaint)


def _cpu_seconds(process: int) -> float:
    """Return user and system time of all threads, by the clock that clock_getcpuclockid(3) would name."""
    return time.clock_gettime(~process << 3 | 2)


def _peak_rss_mb(process: int) -> float:
    """Return the high water mark; getrusage would tell that of whoever forked the process, if higher."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    kibibytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(kibibytes) / 1024
