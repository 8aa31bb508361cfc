"""An hour without InfluxDB, in virtual time, and a server that answers each request otherwise: no point is lost."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from netmon.clock import MINUTE, SECOND, ManualClock, Millis
from netmon.model import Measurement
from netmon.secret import Secret
from netmon.store.forwarding import SOUND_LINE, Forwarder
from netmon.store.influx.writer import InfluxWriter
from netmon.store.samples import SampleStore
from tests.netmon.store.nouns import T0, after, state, traffic
from tests.parts.faulty import Answer, FaultyServer

LINES, PART = 25_000, 5_000
"""Lines a minute, and how many of them are written at once."""
PARTS = LINES // PART
DEVICES = 500
OUTAGE, DRAINED_WITHIN = 60, 10
"""Minutes."""
A_REQUEST = Millis(SECOND)
"""What a request costs in virtual time: a slow server, which takes 5,000 lines a second."""
SEED = 20_261_123
START = Millis(T0 // MINUTE * MINUTE)
TURNS = 2_000
MOODS = (
    Answer(503, "starting"),
    Answer(500, "broken"),
    Answer(401, "unauthorized"),
    Answer(429, "busy", retry_after="30"),
    Answer(204, cut=True),
)
TROUBLES = (*MOODS, Answer(400, "The plain HTTP request was sent to HTTPS port"))


@pytest.fixture
def samples(tmp_path: Path) -> Iterator[SampleStore]:
    with SampleStore(tmp_path / "state", forwarding=True) as store:
        yield store


@dataclass
class Receipts:
    """How often each line of each minute came; counted in octets, as an hour has a million and a half of them."""

    minutes: dict[int, bytearray] = field(default_factory=dict)

    def take(self, lines: list[str]) -> None:
        """Count lines that were confirmed."""
        for line in lines:
            if not line.startswith(SOUND_LINE):
                _, device, interface, rest = line.split(",", 3)
                minute = (int(rest.rpartition(" ")[2]) * SECOND - START) // MINUTE
                number = int(device[8:]) + DEVICES * int(interface[7:])
                self.minutes.setdefault(minute, bytearray(LINES))[number] += 1

    def has(self, minute: int) -> bool:
        """Say whether all lines of a minute came once."""
        return bytes(self.minutes.get(minute, b"")) == b"\1" * LINES


@dataclass
class World:
    """netmon's side of it in virtual time: what is measured, and what forwards it."""

    samples: SampleStore
    forwarder: Forwarder
    clock: ManualClock
    forward_at: Millis = START

    def measure(self, minute: int, part: int) -> None:
        """Write a part of a minute's lines."""
        numbers = range(part * PART, (part + 1) * PART)
        at = Millis(START + minute * MINUTE)
        lines = [traffic(f"{number // DEVICES}", at=at, device=f"d{number % DEVICES}") for number in numbers]
        assert self.samples.write(lines, now=self.clock.now()) == PART

    async def pass_time(self, span: int) -> None:
        """Let the forwarder work for a while, at the pace of its requests and pauses."""
        end = self.clock.now() + span
        while self.forward_at < end:
            self.clock.wall = max(self.clock.wall, self.forward_at)
            pause = await self.forwarder.forward()
            self.forward_at = Millis(self.clock.now() + max(pause, A_REQUEST))
        self.clock.wall = Millis(end)


def world(samples: SampleStore, url: str) -> World:
    """Return a netmon that forwards to a server."""
    clock = ManualClock(START)
    writer = InfluxWriter(url, org="netmon", bucket="netmon", token=lambda: Secret("token"))
    return World(samples, Forwarder(samples, writer, clock), clock)


@pytest.mark.long
def test_an_hour_without_influxdb_loses_no_point_and_doubles_none(samples: SampleStore, faulty: FaultyServer) -> None:
    receipts, chance = Receipts(), random.Random(SEED)  # noqa: S311 -- a seeded test, not a secret
    netmon = world(samples, faulty.url)

    def well(lines: list[str]) -> Answer:
        receipts.take(lines)
        return Answer(200)

    async def minute(number: int) -> None:
        for part in range(PARTS):
            netmon.measure(number, part)
            await netmon.pass_time(MINUTE // PARTS)

    async def story() -> int:
        faulty.decide = lambda _lines: chance.choice(TROUBLES)
        for number in range(OUTAGE):
            await minute(number)
        assert samples.depth().lines == OUTAGE * LINES
        assert netmon.forwarder.trouble
        faulty.decide = well
        for number in range(OUTAGE, OUTAGE + DRAINED_WITHIN + 1):
            await minute(number)
            if number > OUTAGE + 1:
                assert receipts.has(number - 1), "live lines come within a minute while old ones follow"
            if not samples.depth().lines:
                return number
        pytest.fail(f"{samples.depth().lines} lines still wait")

    last = asyncio.run(story())
    assert last < OUTAGE + DRAINED_WITHIN
    assert [number for number in range(last + 1) if not receipts.has(number)] == []
    assert sorted(receipts.minutes) == list(range(last + 1))
    assert (samples.depth().dropped, samples.depth().refused, netmon.forwarder.trouble) == (0, 0, "")


@pytest.mark.parametrize("seed", range(10))
def test_a_server_that_answers_each_request_otherwise_loses_nothing_but_what_is_poison(
    samples: SampleStore, faulty: FaultyServer, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 -- a seeded test, not a secret
    stored: Counter[str] = Counter()

    def take(lines: list[str]) -> Answer:
        if any("poison" in line for line in lines):
            stored.update(line for line in lines if "poison" not in line)
            return Answer(400, "partial write")
        stored.update(lines)
        return Answer(204)

    def moody(lines: list[str]) -> Answer:
        match chance.randrange(4):
            case 0:
                return chance.choice(MOODS)
            case 1:
                take(lines)
                return Answer(204, cut=True)
            case _:
                return take(lines)

    faulty.decide = moody
    sound, poison = measured(chance)
    netmon = world(samples, faulty.url)
    for start in range(0, len(sound), 50):
        samples.write(sound[start : start + 50] + poison[start // 50 : start // 50 + 1], now=START)
        asyncio.run(netmon.forwarder.forward())
    for _ in range(TURNS):
        if not samples.depth().lines:
            break
        asyncio.run(netmon.forwarder.forward())
    assert samples.depth().lines == 0
    points = {line.split(" ")[0] for line in stored if not line.startswith(SOUND_LINE)}
    assert len(points) == len(sound)
    buried = [dead.line for dead in samples.dead_lines()]
    assert len(buried) == len(poison)
    assert all("poison" in line for line in buried)
    assert samples.depth().dropped == 0


def measured(chance: random.Random) -> tuple[list[Measurement], list[Measurement]]:
    """Return sound points, each of another series, and a few that no server takes."""
    sound = [
        traffic(f"xe{number}", bps=number) if chance.random() < 0.5 else state(device=f"dev-{number}")
        for number in range(chance.randrange(100, 400))
    ]
    return sound, [traffic(f"poison{number}", at=after(number)) for number in range(3)]
