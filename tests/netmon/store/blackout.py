"""A real InfluxDB that is gone for a while, in real time, while netmon measures and forwards."""

import asyncio
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from netmon.clock import SECOND, Clock, Interval, Millis, SystemClock
from netmon.secret import Secret
from netmon.store.database import SAMPLES_FILE, open_present
from netmon.store.forwarding import Forwarder
from netmon.store.influx.asking import Server
from netmon.store.influx.querying import Database, ask
from netmon.store.influx.verification import Verified, counting, verify
from netmon.store.influx.writer import InfluxWriter
from netmon.store.samples import SampleStore
from tests.netmon.store.nouns import traffic
from tests.parts.influxdb import Influx

DATABASE = "blackout"
PART, EVERY = 5_000, 12.0
"""25,000 lines a minute: so many at once, every so many seconds."""
DEVICES = 200
LOOK_EVERY = 0.1
PATIENCE = 300.0
"""Seconds within which all must be there after InfluxDB is."""


@dataclass
class Blackout:
    """A netmon's store and forwarder, and what is seen of them."""

    influxdb: Influx
    samples: SampleStore
    clock: Clock = field(default_factory=SystemClock)
    written: list[Millis] = field(default_factory=list)
    """The times of what was measured, a part each."""
    lags: dict[Millis, float] = field(default_factory=dict)
    """After how many seconds parts were seen in InfluxDB that were measured while it was there."""
    longest_stop: float = 0.0
    """Seconds for which the loop did nothing else at most."""

    def measure(self) -> None:
        """Write a part at the present second."""
        at = Millis(self.clock.now() // SECOND * SECOND)
        lines = [traffic(f"xe{each // DEVICES}", at=at, device=f"d{each % DEVICES}", bps=each) for each in range(PART)]
        assert self.samples.write(lines, now=self.clock.now()) == PART
        self.written.append(at)

    async def keep_measuring(self) -> None:
        """Measure for ever, at the pace of a region."""
        begun = time.monotonic()
        while True:
            self.measure()
            await asyncio.sleep(begun + len(self.written) * EVERY - time.monotonic())

    async def keep_ticking(self) -> None:
        """Note how long the loop makes others wait."""
        while True:
            begun = time.monotonic()
            await asyncio.sleep(LOOK_EVERY)
            self.longest_stop = max(self.longest_stop, time.monotonic() - begun - LOOK_EVERY)

    async def see_it_arrive(self, since: float) -> None:
        """Note when parts are seen that were measured from now on; return when one was and nothing waits."""
        first = len(self.written)
        while self.samples.depth().lines or not self.lags:
            assert time.monotonic() - since < PATIENCE, f"{self.samples.depth().lines} lines still wait"
            await asyncio.sleep(LOOK_EVERY)
            for at in self.written[first:]:
                if at not in self.lags and await asyncio.to_thread(self._has, at):
                    self.lags[at] = (self.clock.now() - at) / SECOND

    def _has(self, at: Millis) -> bool:
        text = f"SELECT count(in_bps) FROM net_if WHERE time = {at}ms"  # noqa: S608 -- a number
        rows = list(ask(Server(self.influxdb.own_url), text, Database(DATABASE)))
        return [row.cells["count"] for row in rows] == [PART]

    async def go_through(self, outage: float) -> float:
        """Have InfluxDB killed, gone for some seconds, and started; return the seconds after which all was there."""
        await asyncio.sleep(EVERY / 4)
        assert not self.samples.depth().lines
        self.influxdb.kill()
        await asyncio.sleep(outage)
        assert self.samples.depth().lines >= int(outage // EVERY) * PART
        await asyncio.to_thread(self.influxdb.start)
        back = time.monotonic()
        await self.see_it_arrive(back)
        return time.monotonic() - back


async def endure(blackout: Blackout, outage: float) -> float:
    """Let a netmon go through an outage of InfluxDB; return the seconds after which all was there."""
    writer = InfluxWriter(blackout.influxdb.url, org="-", bucket=DATABASE, token=lambda: Secret("token"))
    forwarder = Forwarder(blackout.samples, writer, blackout.clock)
    others = [
        asyncio.create_task(each) for each in (forwarder.run(), blackout.keep_measuring(), blackout.keep_ticking())
    ]
    try:
        return await blackout.go_through(outage)
    finally:
        for other in others:
            other.cancel()
            with suppress(asyncio.CancelledError):
                await other
        forwarder.close()
        writer.close()


def suffer(influxdb: Influx, directory: Path, outage: float) -> tuple[Mapping[str, float], Verified]:
    """Go through an outage of so many seconds; return its figures, and what comparing finds in the end."""
    influxdb.create(DATABASE)
    with SampleStore(directory, forwarding=True) as samples:
        blackout = Blackout(influxdb, samples)
        drained = asyncio.run(endure(blackout, outage))
        count = counting(Server(influxdb.own_url), Database(DATABASE))
        span = Interval(blackout.written[0], Millis(blackout.written[-1] + SECOND))
        with closing(open_present(directory / SAMPLES_FILE)) as connection:
            found = verify(connection, span, count, lambda: None)
        figures = {
            "outage_s": outage,
            "lines": len(blackout.written) * PART,
            "waiting": samples.depth().lines,
            "given_up": samples.depth().dropped + samples.depth().refused,
            "drained_after_s": drained,
            "live_lag_s": max(blackout.lags.values()),
            "longest_stop_s": blackout.longest_stop,
        }
    return figures, found
