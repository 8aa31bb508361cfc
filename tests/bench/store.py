"""How fast measurements are kept, with the backlog toward InfluxDB in the same transaction."""

import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from netmon.clock import MINUTE, Millis
from netmon.model import Measurement
from netmon.store.samples import SampleStore

NOW = Millis(1_795_000_000_000)
INTERFACES = 600
CYCLES = 10


def write_samples() -> Mapping[str, float]:
    """Write ten cycles of 600 interfaces."""
    with tempfile.TemporaryDirectory() as directory, SampleStore(Path(directory), forwarding=True) as store:
        begun = time.perf_counter()
        for cycle in range(CYCLES):
            at = Millis(NOW + cycle * MINUTE)
            store.write([_measurement(number, at) for number in range(INTERFACES)], now=at)
        elapsed = time.perf_counter() - begun
    return {"samples_per_s": INTERFACES * CYCLES / elapsed}


def _measurement(number: int, at: Millis) -> Measurement:
    tags = {"device": f"router-{number // 30}", "ifname": f"xe-0/0/{number % 30}", "orp": "4102", "role": "core"}
    fields = {
        "in_octets": 10**12 + at + number,
        "out_octets": 10**12 + at,
        "in_bps": 10**9,
        "out_bps": 10**8,
        "oper": 1,
    }
    return Measurement("net_if", tags, fields, at)


MEASURES = (write_samples,)
