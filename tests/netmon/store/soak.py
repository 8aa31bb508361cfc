"""Six hours of netmon's life in virtual time, for a process of its own: `python -m tests.netmon.store.soak DIR HOURS`.

Devices are probed and judged, 600 interfaces measured each minute, everything is sent on, charts are read by another
connection, messages are delivered, something breaks each hour, and each hour ends with housekeeping. After each hour
one line of JSON says what the process and its files take.
"""

import asyncio
import gc
import json
import resource
import sys
from dataclasses import asdict, dataclass
from http import HTTPStatus
from pathlib import Path

from netmon.clock import HOUR, MINUTE, SECOND, Interval, Millis
from netmon.model import DeviceName
from netmon.process.housekeeping import Retention, keep_house
from netmon.store.database import SAMPLES_FILE, STATE_FILE
from netmon.store.forwarding import Forwarder
from netmon.store.influx.verdict import Outcome
from netmon.store.notifications import IDLE
from netmon.store.reading import StoreReader
from netmon.store.rollups.reckoning import FIVE_MINUTES
from tests.netmon.engine_room import Room, opened, probe, traffic

INTERFACES = 600
EVERY = Millis(10 * SECOND)
RETENTION = Retention(Millis(2 * HOUR), {FIVE_MINUTES: Millis(2 * HOUR), HOUR: Millis(3 * HOUR)})
"""Short, so that after three hours as much goes as comes."""
FILES = (SAMPLES_FILE, STATE_FILE)
MOST_TURNS = 1_000


@dataclass(frozen=True, slots=True)
class Hour:
    """What netmon takes at the end of an hour."""

    rss: int
    handles: int
    logs: int
    """Bytes of the write-ahead logs."""
    samples: int
    """Bytes of `samples.db`."""
    waiting: int
    """Lines that wait for InfluxDB."""
    sent: int


class Receiver:
    """Takes the place of InfluxDB: counts what is written and confirms it."""

    def __init__(self) -> None:
        self.lines = 0

    def write(self, lines: str, policy: str = "") -> Outcome:  # noqa: ARG002 -- counted alike
        """Confirm lines."""
        self.lines += lines.count("\n") + 1
        return Outcome(HTTPStatus.NO_CONTENT)


async def live(directory: Path, hours: int) -> None:
    """Live through some hours, telling after each what it took."""
    receiver = Receiver()
    with opened(directory, forwarding=True) as room:
        forwarder = Forwarder(room.stores.samples, receiver, room.clock)
        reader = StoreReader(directory, room.clock)
        for _ in range(hours):
            for minute in range(60):
                _pass_a_minute(room, breaks=minute == 30)
                await _send(forwarder, room)
                if minute % 10 == 0:
                    _look(reader, room)
            await keep_house(room.stores, RETENTION, room.clock.now())
            await _send(forwarder, room)
            sys.stdout.write(json.dumps(asdict(_taken(directory, room, receiver))) + "\n")
            sys.stdout.flush()
        reader.close()
        forwarder.close()


def _pass_a_minute(room: Room, *, breaks: bool) -> None:
    now = room.clock.now()
    room.stores.samples.write([traffic(DeviceName("far"), f"xe-{n}", n, now) for n in range(INTERFACES)], now=now)
    if breaks:
        room.cut_spur()
        room.pass_time(30)
        room.heal_spur()
        room.pass_time(30)
    else:
        for _ in range(MINUTE // EVERY):
            for name in room.inventory.active_devices():
                room.engine.take(probe(name, room.clock.now(), answered=True))
            room.step()
            room.clock.advance(EVERY)
    while claimed := room.stores.state.claim(room.clock.now(), limit=10, lease=MINUTE, busy=IDLE):
        for delivery in claimed:
            room.stores.state.delivered(delivery.id, room.clock.now())


async def _send(forwarder: Forwarder, room: Room) -> None:
    for _ in range(MOST_TURNS):
        if not room.stores.samples.depth().lines:
            return
        await forwarder.forward()


def _look(reader: StoreReader, room: Room) -> None:
    """Ask what a page of a device asks."""
    now = room.clock.now()
    for length in (HOUR, 24 * HOUR, 30 * 24 * HOUR):
        reader.chart(DeviceName("far"), "xe-7", Interval(Millis(now - length), now))
    reader.latest(DeviceName("far"))
    reader.open_incidents()


def _taken(directory: Path, room: Room, receiver: Receiver) -> Hour:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    logs = [directory / f"{name}-wal" for name in FILES]
    return Hour(
        rss=pages * resource.getpagesize(),
        handles=len(list(Path("/proc/self/fd").iterdir())),
        logs=sum(path.stat().st_size for path in logs if path.exists()),
        samples=(directory / SAMPLES_FILE).stat().st_size,
        waiting=room.stores.samples.depth().lines,
        sent=receiver.lines,
    )


if __name__ == "__main__":
    asyncio.run(live(Path(sys.argv[1]), int(sys.argv[2])))
