"""A back-fill in a process of its own: `python -m tests.bench.filling 50000000` says as JSON what it took.

Minutes of 6,000 interfaces come as fast as they can. Each virtual hour does what an hour of netmon does: everything
is confirmed as InfluxDB would, the hour is rolled up, and what is older than three hours is forgotten, so that the
disk holds it.
"""

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from netmon.clock import HOUR, MINUTE, Millis
from netmon.model import Measurement
from netmon.store.rollups.reckoning import WIDTHS
from netmon.store.samples import SampleStore
from tests.bench.charts import NOW, measurement

CYCLE = 6_000
KEPT = Millis(3 * HOUR)
BEGAN = Millis(NOW // HOUR * HOUR)


def fill(store: SampleStore, points: int) -> Iterator[float]:
    """Write so many points, a minute at a time; yield the peak of memory after each hour and at the end."""
    for minute in range(-(-points // CYCLE)):
        at = Millis(BEGAN + minute * MINUTE)
        store.write(islice(cycle(minute, at), points - minute * CYCLE), now=at)
        if minute % 60 == 59:
            end_hour(store, Millis(at + MINUTE))
            yield peak_mb()
    end_hour(store, Millis(BEGAN + (points // CYCLE + 1) * MINUTE))
    yield peak_mb()


def cycle(minute: int, at: Millis) -> Iterator[Measurement]:
    """Yield what all interfaces say at a minute."""
    for number in range(CYCLE):
        bps = 10**8 + (number * 7_919 + minute * 104_729) % 10**8
        yield measurement(number, at, bps, 10**12 + minute * bps)


def end_hour(store: SampleStore, now: Millis) -> None:
    """Do what is done each hour."""
    while batch := store.next_batch():
        store.settle(batch, now=now)
    while store.roll_up(now):
        pass
    for width in (None, *WIDTHS):
        while store.prune(Millis(now - KEPT), width):
            pass
    while store.shrink():
        pass


def peak_mb() -> float:
    """Return the high water mark of this process's memory."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    kibibytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(kibibytes) / 1024


def main(points: int) -> None:
    """Fill in, and say at what rate, with how much memory, and how much of it came after the first hour."""
    with tempfile.TemporaryDirectory() as directory, SampleStore(Path(directory), forwarding=True) as store:
        begun, cpu = time.perf_counter(), time.process_time()
        peaks = list(fill(store, points))
        taken, spent = time.perf_counter() - begun, time.process_time() - cpu
    figures = {
        "filled_points_per_s": points / taken,
        "filled_us_per_point": 1e6 * spent / points,
        "filled_peak_mb": peaks[-1],
        "filled_peak_after_first_hour_mb": peaks[-1] - peaks[0],
    }
    sys.stdout.write(json.dumps(figures))


if __name__ == "__main__":
    main(int(sys.argv[1]))
