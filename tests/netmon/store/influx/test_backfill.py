"""Sending once more what is kept: to servers that take it, take their time, or take some of it."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from netmon.clock import HOUR, MINUTE, SECOND, Interval, ManualClock, Millis
from netmon.errors import StoreError
from netmon.secret import Secret
from netmon.store.database import SAMPLES_FILE, open_present
from netmon.store.forwarding import SOUND_LINE
from netmon.store.influx.backfill import PATIENCE, Backfill
from netmon.store.influx.writer import InfluxWriter
from netmon.store.samples import SampleStore
from tests.netmon.store.nouns import T0, state, traffic
from tests.parts.faulty import Answer, FaultyServer

START = Millis(T0 // HOUR * HOUR)
SPAN = Interval(START, Millis(START + HOUR))
LINES = 60 * 21


@dataclass
class Sleeper:
    """Time that passes only when somebody sleeps."""

    clock: ManualClock = field(default_factory=lambda: ManualClock(START))
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.slept.append(seconds)
        self.clock.advance(round(seconds * SECOND))


@pytest.fixture
def samples(tmp_path: Path) -> Iterator[SampleStore]:
    """Return a store with an hour of 20 interfaces and a device, none of which waits in the outbox."""
    with SampleStore(tmp_path) as store:
        for minute in range(60):
            moment = Millis(START + minute * MINUTE)
            store.write([*(traffic(f"xe{number}", at=moment) for number in range(20)), state(at=moment)], now=moment)
        yield store


@pytest.fixture
def sleeper() -> Sleeper:
    return Sleeper()


@pytest.fixture
def backfill(samples: SampleStore, faulty: FaultyServer, tmp_path: Path, sleeper: Sleeper) -> Iterator[Backfill]:
    del samples
    writer = InfluxWriter(faulty.url, org="-", bucket="netmon", token=lambda: Secret("token"))
    with closing(open_present(tmp_path / SAMPLES_FILE)) as connection, closing(writer):
        yield Backfill(connection, writer, sleeper.clock, sleeper.sleep, rate=1_000_000)


def stored(faulty: FaultyServer) -> list[int]:
    """Return how often each line came, but for the line that tries the server."""
    return [times for line, times in faulty.stored.items() if not line.startswith(SOUND_LINE)]


def test_everything_is_sent_once_and_in_the_order_of_time(backfill: Backfill, faulty: FaultyServer) -> None:
    seconds: list[int] = []

    def note(lines: list[str]) -> Answer:
        seconds.append(min(int(line.rpartition(" ")[2]) for line in lines))
        return Answer(204)

    faulty.decide = note
    parts = list(backfill.run(SPAN))
    assert (backfill.sent, backfill.refused, backfill.reached) == (LINES, 0, SPAN.end)
    assert stored(faulty) == [1] * LINES
    assert seconds == sorted(seconds)
    assert (len(parts), faulty.requests) == (12, 12)


def test_only_the_span_is_sent(backfill: Backfill, faulty: FaultyServer) -> None:
    list(backfill.run(Interval(Millis(START + 10 * MINUTE), Millis(START + 12 * MINUTE))))
    assert stored(faulty) == [1] * 42


def test_it_goes_on_where_it_has_come_to(backfill: Backfill, faulty: FaultyServer) -> None:
    def dying(_lines: list[str]) -> Answer:
        return Answer(204) if faulty.requests <= 5 else Answer(401, "unauthorized")

    faulty.decide = dying
    with pytest.raises(StoreError, match="InfluxDB takes no points: 401 unauthorized"):
        list(backfill.run(SPAN))
    assert backfill.reached == START + 25 * MINUTE
    faulty.decide = lambda _lines: Answer(204)
    list(backfill.run(Interval(backfill.reached, SPAN.end)))
    assert stored(faulty) == [1] * LINES


def test_a_busy_server_is_given_the_time_that_it_asks_for(
    backfill: Backfill, faulty: FaultyServer, sleeper: Sleeper
) -> None:
    faulty.decide = lambda _lines: Answer(429, retry_after="7") if faulty.requests in (3, 4) else Answer(204)
    list(backfill.run(SPAN))
    assert sleeper.slept == [7.0, 7.0]
    assert stored(faulty) == [1] * LINES


def test_a_server_that_stays_away_ends_it_after_a_while(
    backfill: Backfill, faulty: FaultyServer, sleeper: Sleeper
) -> None:
    faulty.decide = lambda _lines: Answer(503, "starting")
    with pytest.raises(StoreError, match="503 starting"):
        list(backfill.run(SPAN))
    assert sleeper.slept[:4] == [1.0, 2.0, 4.0, 8.0]
    assert PATIENCE - MINUTE <= sum(sleeper.slept) * SECOND <= PATIENCE
    assert backfill.reached == START


def test_what_is_refused_costs_only_itself(backfill: Backfill, faulty: FaultyServer) -> None:
    def strict(lines: list[str]) -> Answer:
        return Answer(400, "bad xe7") if any("ifname=xe7," in line for line in lines) else Answer(204)

    faulty.decide = strict
    list(backfill.run(SPAN))
    assert (backfill.sent, backfill.refused, backfill.reason) == (LINES - 60, 60, "400 bad xe7")
    assert stored(faulty) == [1] * (LINES - 60)


def test_a_server_that_is_no_influxdb_gets_nothing(backfill: Backfill, faulty: FaultyServer) -> None:
    faulty.decide = lambda _lines: Answer(400, "plain HTTP to an HTTPS port")
    with pytest.raises(StoreError, match="HTTPS port"):
        list(backfill.run(SPAN))
    assert (backfill.sent, backfill.refused) == (0, 0)


def test_the_pace_is_kept(backfill: Backfill, sleeper: Sleeper) -> None:
    backfill.rate = 21
    list(backfill.run(SPAN))
    assert 57 <= sum(sleeper.slept) <= 60


def test_what_is_measured_meanwhile_goes_first(
    backfill: Backfill, samples: SampleStore, tmp_path: Path, sleeper: Sleeper, faulty: FaultyServer
) -> None:
    samples.close()
    with SampleStore(tmp_path, forwarding=True) as live:
        lines = [traffic(f"live{number}", at=SPAN.end, device=f"d{number % 2}") for number in range(5_001)]
        live.write(lines[:4_000], now=SPAN.end)
        live.write(lines[4_000:], now=SPAN.end)

        def sleep(seconds: float) -> None:
            sleeper.sleep(seconds)
            if len(sleeper.slept) == 3:
                assert faulty.requests == 0
                batch = live.next_batch()
                assert batch is not None
                live.settle(batch, now=SPAN.end)

        backfill.sleep = sleep
        list(backfill.run(SPAN))
    assert sleeper.slept == [1.0] * 3
    assert backfill.sent == LINES


def test_an_outbox_that_does_not_drain_ends_it(
    backfill: Backfill, samples: SampleStore, tmp_path: Path, faulty: FaultyServer
) -> None:
    samples.close()
    with SampleStore(tmp_path, forwarding=True) as live:
        live.write(
            [traffic(f"live{number}", at=SPAN.end, device=f"d{number % 2}") for number in range(5_001)], now=SPAN.end
        )
        with pytest.raises(StoreError, match="still waits for InfluxDB, and goes first"):
            list(backfill.run(SPAN))
    assert faulty.requests == 0
