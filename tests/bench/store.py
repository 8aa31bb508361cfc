"""What keeping measurements costs: CPU of a cycle, bytes of a sample, memory of a back-fill, and InfluxDB beside it.

The cycle is of 6,000 interfaces with all fields of the collector, stored and queued toward InfluxDB in one transaction;
at most 150 ms of CPU are wanted. Thirty days of some interfaces are kept here and, through the outbox, in a real
InfluxDB 1.6.7, where there is one. How many points are filled in says NETMON_BENCH_POINTS (400,000).
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import cache
from pathlib import Path

from netmon.clock import DAY, MINUTE, Interval, ManualClock, Millis
from netmon.secret import Secret
from netmon.store.database import SAMPLES_FILE
from netmon.store.forwarding import Forwarder
from netmon.store.influx.writer import InfluxWriter
from netmon.store.reading import StoreReader
from netmon.store.samples import SampleStore
from tests.bench.charts import DAYS, DEVICE, INTERFACES, NOW, measured, measurement
from tests.parts import influxdb
from tests.parts.influxdb import Influx
from tests.parts.waiting import wait_until

CYCLE = 6_000
CYCLES = 5
POINTS = "NETMON_BENCH_POINTS"
FEWEST_POINTS = 400_000
LONGEST_FILL = 3_600 * 4
"""Seconds."""
A_DAY_AT_ONCE = INTERFACES * DAY // MINUTE
READINGS = 5
DATABASE = "bench"
COLD = {
    "INFLUXDB_DATA_CACHE_SNAPSHOT_WRITE_COLD_DURATION": "1s",
    "INFLUXDB_DATA_COMPACT_FULL_WRITE_COLD_DURATION": "1s",
}
"""Has InfluxDB write and compact its files as soon as nothing comes any more."""
SELECT = "SELECT mean(in_bps), mean(out_bps), max({field}) FROM {policy}net_if WHERE device = 'router-0'"
RANGE = " AND ifname = 'xe-0/0/0' AND time >= {start}ms AND time < {end}ms GROUP BY time(2h)"


def keep_a_cycle() -> Mapping[str, float]:
    """Store and queue cycles of 6,000 interfaces; the first one, in which all series are new, counts apart."""
    with tempfile.TemporaryDirectory() as directory, SampleStore(Path(directory), forwarding=True) as store:
        first, *others = (_cpu_of_a_cycle(store, cycle) for cycle in range(CYCLES + 1))
    return {"first_cycle_cpu_ms": first, "cycle_cpu_ms": sum(others) / CYCLES, "us_per_point": sum(others) / CYCLES / 6}


def keep_thirty_days() -> Mapping[str, float]:
    """Read a chart of thirty days, and say how large the file is."""
    _, directory, server = thirty_days()
    figures = {"bytes_per_sample": (directory / SAMPLES_FILE).stat().st_size / _count()}
    reader = StoreReader(directory, ManualClock(NOW))
    window = Interval(Millis(NOW - DAYS * DAY), NOW)
    figures["chart_30_d_ms"] = min(_price(lambda: reader.chart(DEVICE, "xe-0/0/0", window)) for _ in range(READINGS))
    reader.close()
    return figures | ({} if server is None else _influx_figures(server, window))


def fill_in() -> Mapping[str, float]:
    """Back-fill cycles of 6,000 interfaces in a process of its own, with all that an hour of netmon does to them."""
    points = int(os.environ.get(POINTS, FEWEST_POINTS))
    command = [sys.executable, "-m", "tests.bench.filling", str(points)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST_FILL, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


@cache
def thirty_days() -> tuple[ExitStack, Path, Influx | None]:
    """Return thirty days of some interfaces, rolled up, and a server that has them too."""
    stack = ExitStack()
    directory = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    server = _server(Path(stack.enter_context(tempfile.TemporaryDirectory())), stack)
    with SampleStore(directory, forwarding=server is not None) as store:
        part = []
        for each in measured(INTERFACES, DAYS):
            part.append(each)
            if len(part) == A_DAY_AT_ONCE:
                store.write(part, now=each.time)
                part.clear()
                while store.roll_up(Millis(each.time + MINUTE)):
                    pass
                if server is not None:
                    asyncio.run(_drain(store, server))
    if server is not None:
        wait_until(lambda: _size(server, "wal") < _count(), "influxd has written its files", within=120)
    return stack, directory, server


def _cpu_of_a_cycle(store: SampleStore, cycle: int) -> float:
    """Return the milliseconds of CPU that a cycle takes the store."""
    at = Millis(NOW + cycle * MINUTE)
    measurements = [measurement(number, at, 10**8 + number * cycle, 10**12 + cycle) for number in range(CYCLE)]
    begun = time.process_time()
    store.write(measurements, now=at)
    return 1e3 * (time.process_time() - begun)


def _server(directory: Path, stack: ExitStack) -> Influx | None:
    """Return a real InfluxDB, None where none is installed."""
    if shutil.which("influxd") is None:
        return None
    os.environ.update(COLD)
    server = influxdb.serve(directory)
    stack.callback(influxdb.close, server)
    server.create(DATABASE)
    return server


async def _drain(store: SampleStore, server: Influx) -> None:
    writer = InfluxWriter(server.url, org="netmon", bucket=DATABASE, token=lambda: Secret("token"))
    forwarder = Forwarder(store, writer, ManualClock(NOW))
    while store.depth().lines:
        await forwarder.forward()
        if forwarder.trouble:
            raise RuntimeError(forwarder.trouble)
    forwarder.close()
    writer.close()


def _influx_figures(server: Influx, window: Interval) -> dict[str, float]:
    """Return what InfluxDB takes for the same: bytes, and milliseconds of the same chart of samples and of roll-ups."""
    asked = RANGE.format(start=window.start, end=window.end)
    raw = SELECT.format(field="in_bps", policy="") + asked
    rolled = SELECT.format(field="in_bps_max", policy='"1h".') + asked
    return {
        "influxdb_bytes_per_sample": _size(server, "data") / _count(),
        "influxdb_30_d_ms": min(_price(lambda: server.query(raw, DATABASE)) for _ in range(READINGS)),
        "influxdb_30_d_of_1h_ms": min(_price(lambda: server.query(rolled, DATABASE)) for _ in range(READINGS)),
    }


def _price(ask: Callable[[], object]) -> float:
    begun = time.perf_counter()
    if not ask():
        complaint = "nothing was found"
        raise ValueError(complaint)
    return 1e3 * (time.perf_counter() - begun)


def _size(server: Influx, kind: str) -> int:
    files = (path for path in (server.directory / kind).rglob("*") if path.suffix in (".tsm", ".wal"))
    return sum(path.stat().st_size for path in files)


def _count() -> int:
    return INTERFACES * DAYS * DAY // MINUTE


MEASURES = (keep_a_cycle, keep_thirty_days, fill_in)
