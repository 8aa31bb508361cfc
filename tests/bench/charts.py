"""How long a chart of an interface takes a page, and what it would take if it were made of samples alone.

Thirty days at a sample a minute, all fields of an interface, among others; read by another connection than the one
that writes, as pages do. `make bench BENCH=charts`; at most 50 ms are wanted for thirty days.
"""

import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from functools import cache
from pathlib import Path
from random import Random

from netmon.clock import DAY, HOUR, MINUTE, Interval, ManualClock, Millis
from netmon.model import DeviceName, Measurement
from netmon.store.database import SAMPLES_FILE, open_reader
from netmon.store.reading import StoreReader
from netmon.store.rollups.charts import FIELDS, OF_SAMPLES
from netmon.store.samples import SampleStore

NOW = Millis(1_795_000_000_000)
DAYS = 30
INTERFACES = 4
DEVICE = DeviceName("router-0")
READINGS = 5
RANGES: Mapping[str, Millis] = {"1_d": DAY, "7_d": Millis(7 * DAY), "30_d": Millis(DAYS * DAY)}
BUFFER = 20_000


@cache
def filled() -> tuple[ExitStack, Path]:
    """Return a directory with thirty days of samples, rolled up."""
    stack = ExitStack()
    directory = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    with SampleStore(directory) as store:
        fill(store)
        while store.roll_up(NOW):
            pass
    return stack, directory


def fill(store: SampleStore) -> None:
    """Write thirty days of some interfaces."""
    part: list[Measurement] = []
    for measurement in measured(INTERFACES, DAYS):
        part.append(measurement)
        if len(part) == BUFFER:
            store.write(part, now=NOW)
            part.clear()
    store.write(part, now=NOW)


def measured(interfaces: int, days: int, until: Millis = NOW) -> Iterator[Measurement]:
    """Yield what interfaces say each minute, with all fields that the collector has."""
    chance = Random(1)  # noqa: S311 -- no secret
    octets = [chance.randrange(10**14) for _ in range(interfaces)]
    for at in range(until - days * DAY, until, MINUTE):
        for number in range(interfaces):
            bps = chance.randrange(10**8, 9 * 10**8)
            octets[number] += bps * 60 // 8
            yield measurement(number, Millis(at), bps, octets[number])


def measurement(number: int, at: Millis, bps: int, octets: int) -> Measurement:
    """Return what an interface says, as the collector writes it."""
    tags = {
        "device": f"router-{number // 30}",
        "ifname": f"xe-0/0/{number % 30}",
        "municipality": "554481",
        "orp": "4102",
        "role": "core",
    }
    fields = {
        "in_octets": octets,
        "out_octets": octets // 3,
        "in_packets": octets // 800,
        "out_packets": octets // 2_400,
        "in_errors": 3,
        "out_errors": 0,
        "in_discards": 17,
        "out_discards": 0,
        "in_bps": bps,
        "out_bps": bps // 3,
        "in_util": round(bps / 1e10, 6),
        "out_util": round(bps / 3e10, 6),
        "oper": 1,
        "admin": 1,
        "speed": 10**10,
        "last_change": 1_234_567,
    }
    return Measurement("net_if", tags, fields, at)


def draw_charts() -> Mapping[str, float]:
    """Read charts of each range, the best of some readings."""
    _, directory = filled()
    reader = StoreReader(directory, ManualClock(NOW))
    prices = {}
    for name, length in RANGES.items():
        window = Interval(Millis(NOW - length), NOW)
        prices[f"chart_{name}_ms"] = min(_price(reader, window) for _ in range(READINGS))
    reader.close()
    return prices


def reckon_of_samples() -> Mapping[str, float]:
    """Reckon thirty days' means and peaks of all samples."""
    _, directory = filled()
    where = {"series": 1, "start": NOW - DAYS * DAY, "end": NOW, "step": HOUR}
    with closing(open_reader(directory / SAMPLES_FILE)) as connection:
        begun = time.perf_counter()
        for field in FIELDS:
            connection.execute(OF_SAMPLES, where | {"field": f"$.{field}"}).fetchall()
        elapsed = time.perf_counter() - begun
    return {"samples_30_d_ms": 1e3 * elapsed}


def roll_up_hours() -> Mapping[str, float]:
    """Settle and roll up an hour of 600 interfaces."""
    with tempfile.TemporaryDirectory() as directory, SampleStore(Path(directory), forwarding=True) as store:
        began = Millis(NOW // HOUR * HOUR)
        store.write(
            [
                measurement(number, Millis(began + turn * MINUTE), 10**8 + turn * number, 10**12 + turn)
                for turn in range(60)
                for number in range(600)
            ],
            now=NOW,
        )
        begun, longest = time.process_time(), 0.0
        part = begun
        while store.roll_up(Millis(began + HOUR)):
            longest = max(longest, time.process_time() - part)
            part = time.process_time()
        spent = time.process_time() - begun
    return {"roll_up_us_per_sample": 1e6 * spent / (600 * 60), "roll_up_longest_part_ms": 1e3 * longest}


def _price(reader: StoreReader, window: Interval) -> float:
    begun = time.perf_counter()
    chart = reader.chart(DEVICE, "xe-0/0/0", window)
    elapsed = time.perf_counter() - begun
    if None in chart.series["in_bps"][1:-1]:
        complaint = "a chart has a hole"
        raise ValueError(complaint)
    return 1e3 * elapsed


MEASURES = (draw_charts, reckon_of_samples, roll_up_hours)
