"""Two million points sent once more to a real InfluxDB: how fast, and how much memory each half takes."""

import resource
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from pathlib import Path

from netmon.clock import DAY, MINUTE, Interval, Millis, SystemClock
from netmon.secret import Secret
from netmon.store.database import SAMPLES_FILE, open_present
from netmon.store.influx.asking import Server
from netmon.store.influx.backfill import Backfill
from netmon.store.influx.querying import Database, ask
from netmon.store.influx.writer import InfluxWriter
from netmon.store.samples import SampleStore
from tests.netmon.store.nouns import traffic
from tests.parts.influxdb import Influx, close, serve

ROUNDS = 1
"""It is one story, and told once."""
POINTS, AT_ONCE = 2_000_000, 4_000
"""A day and a half of 1,000 interfaces, roughly."""
EVERY = Millis(4 * MINUTE)
START = Millis(SystemClock().now() // DAY * DAY - 10 * DAY)
SPAN = Interval(START, Millis(START + POINTS // AT_ONCE * EVERY))
FASTEST = MICROSECONDS = 1_000_000
DATABASE = "backfill"


def backfill() -> Mapping[str, float]:
    """Fill a store, roll it up as a netmon would, and send all of it."""
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        (place / "influxdb").mkdir()
        influxdb = serve(place / "influxdb")
        try:
            with ProcessPoolExecutor(max_workers=1) as child:  # what it takes is not to be seen here
                child.submit(_fill, place).result()
            return _send(place, influxdb)
        finally:
            close(influxdb)


def _fill(place: Path) -> None:
    with SampleStore(place) as store:
        for at in range(SPAN.start, SPAN.end, EVERY):
            lines = [traffic(f"xe{each // 100}", at=Millis(at), device=f"d{each % 100}") for each in range(AT_ONCE)]
            store.write(lines, now=Millis(at))
        while store.roll_up(SPAN.end):
            """Until all of it is in the order in which it is read."""


def _send(place: Path, influxdb: Influx) -> Mapping[str, float]:
    influxdb.create(DATABASE)
    writer = InfluxWriter(influxdb.url, org="-", bucket=DATABASE, token=lambda: Secret("token"))
    with closing(open_present(place / SAMPLES_FILE)) as connection, closing(writer):
        work = Backfill(connection, writer, SystemClock(), time.sleep, FASTEST)
        before, begun, processor = _peak(), time.monotonic(), time.process_time()
        halfway = before
        for part in work.run(SPAN):
            if part.end <= SPAN.start + SPAN.length // 2:
                halfway = _peak()
        elapsed, processor = time.monotonic() - begun, time.process_time() - processor
    rows = ask(Server(influxdb.own_url), "SELECT count(in_bps) FROM net_if", Database(DATABASE))
    return {
        "points": work.sent,
        "missing": POINTS - sum(row.cells["count"] for row in rows),
        "points_per_s": work.sent / elapsed,
        "cpu_us_per_point": processor / work.sent * MICROSECONDS,
        "first_half_grew_mib": halfway - before,
        "last_half_grew_mib": _peak() - halfway,
    }


def _peak() -> float:
    """Return the most memory that this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


MEASURES = (backfill,)
