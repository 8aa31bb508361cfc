"""A day with a wrong token, in virtual time: nothing is lost, somebody is told, and the right one is all it takes."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from netmon.clock import HOUR, MINUTE, SECOND, ManualClock, Millis
from netmon.engine.ledger import Keeping
from netmon.secret import Secret
from netmon.store.forwarding import Forwarder
from netmon.store.influx.writer import InfluxWriter
from netmon.store.samples import SampleStore
from tests.netmon.store.nouns import T0, traffic
from tests.parts.faulty import Answer, FaultyServer

START = Millis(T0 // MINUTE * MINUTE)
DAY_LONG = 24 * 60
"""Minutes."""
PORTS = 25
"""Lines a minute."""
WRONG, RIGHT = "yesterdays", "todays"
ALARM_AFTER = 15 * 60
"""Seconds of age from which `netmon-outbox` counts."""


@dataclass
class Night:
    """netmon and its server; the token is asked for at each request, as a secret's file is read."""

    samples: SampleStore
    faulty: FaultyServer
    clock: ManualClock = field(default_factory=lambda: ManualClock(START))
    token: str = WRONG
    forward_at: int = START

    def __post_init__(self) -> None:
        writer = InfluxWriter(self.faulty.url, org="netmon", bucket="netmon", token=lambda: Secret(self.token))
        self.forwarder = Forwarder(self.samples, writer, self.clock)

    async def minute(self) -> None:
        """Measure once, and let the forwarder work for a minute."""
        lines = [traffic(f"xe{port}", at=self.clock.now()) for port in range(PORTS)]
        assert self.samples.write(lines, now=self.clock.now()) == PORTS
        end = self.clock.now() + MINUTE
        while self.forward_at < end:
            self.clock.advance(max(0, self.forward_at - self.clock.now()))
            self.forward_at = self.clock.now() + max(await self.forwarder.forward(), SECOND)
        self.clock.advance(end - self.clock.now())


@pytest.fixture
def night(tmp_path: Path, faulty: FaultyServer) -> Iterator[Night]:
    with SampleStore(tmp_path / "state", forwarding=True) as samples:
        yield Night(samples, faulty)


@pytest.mark.long
def test_a_wrong_token_for_a_day_costs_nothing(night: Night, faulty: FaultyServer) -> None:
    faulty.decide = lambda _lines: Answer(204) if f"Token {RIGHT}" in faulty.tokens else Answer(401, "unauthorized")

    async def day() -> None:
        for number in range(DAY_LONG):
            await night.minute()
            fields = Keeping(night.samples.depth(), 0, 0).fields(night.clock.now())
            assert fields["outbox_rows"] == (number + 1) * PORTS
            assert (fields["outbox_oldest_s"] > ALARM_AFTER) is (number >= ALARM_AFTER // 60)
            assert night.forwarder.trouble == "401 unauthorized"

    async def cure() -> int:
        night.token = RIGHT
        for number in range(10):
            await night.minute()
            if not night.samples.depth().lines:
                return number
        pytest.fail("it does not drain")

    asyncio.run(day())
    assert faulty.requests <= DAY_LONG + 1, "who is not let in does not hammer at the door"
    assert asyncio.run(cure()) <= 2
    depth = night.samples.depth()
    assert (depth.lines, depth.dropped, depth.refused, night.forwarder.trouble) == (0, 0, 0, "")
    assert set(faulty.stored.values()) == {1}
    assert len(faulty.stored) == night.samples.count()
    assert night.clock.now() - START < 25 * HOUR
