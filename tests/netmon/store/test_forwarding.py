"""From the backlog to real servers, and through everything they may answer."""

import asyncio
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from netmon.clock import HOUR, MINUTE, SECOND, ManualClock, Millis
from netmon.model import Measurement
from netmon.secret import Secret
from netmon.store.database import SAMPLES_FILE
from netmon.store.forwarding import REQUESTS_PER_BATCH, SOUND_LINE, Forwarder
from netmon.store.influx.writer import InfluxWriter
from netmon.store.samples import SampleStore
from tests.netmon.store.nouns import T0, after, state, traffic
from tests.parts.faulty import LOOPBACK, Answer, FaultyServer
from tests.parts.influxdb import Influx
from tests.parts.proxies import Proxy
from tests.parts.victoriametrics import VictoriaMetrics
from tests.parts.waiting import wait_until

CLOCK = ManualClock(T0)
HOUR_BEGUN = Millis(T0 // HOUR * HOUR)
TURNS = 400
"""More rounds of the forwarder than any test here can need."""


@pytest.fixture
def samples(tmp_path: Path) -> Iterator[SampleStore]:
    with SampleStore(tmp_path / "state", forwarding=True) as store:
        yield store


def forwarder_to(url: str, samples: SampleStore, *, bucket: str = "netmon", timeout: int = 10 * SECOND) -> Forwarder:
    writer = InfluxWriter(url, org="netmon", bucket=bucket, token=lambda: Secret("token"), timeout=Millis(timeout))
    return Forwarder(samples, writer, CLOCK)


async def drain(forwarder: Forwarder, samples: SampleStore) -> None:
    for _ in range(TURNS):
        if not samples.depth().lines:
            return
        await forwarder.forward()
    pytest.fail(f"the backlog is not empty after {TURNS} turns: {forwarder.trouble}")


def points(faulty: FaultyServer) -> dict[str, int]:
    """Return what the server stored, and how often, but for the line that tries it."""
    return {line: times for line, times in faulty.stored.items() if not line.startswith(SOUND_LINE)}


def region(slots: int = 20) -> list[Measurement]:
    return [
        part
        for slot in range(slots)
        for number in range(50)
        for part in (
            traffic(f"xe{number}", at=after(slot * 10_000), bps=number * slot),
            state(at=after(slot * 10_000), device=f"dev-{number}"),
        )
    ]


def write_all(samples: SampleStore, points: Sequence[Measurement], step: int = 100) -> None:
    for start in range(0, len(points), step):
        samples.write(points[start : start + step], now=T0)


def test_every_point_arrives_in_a_real_influxdb_with_its_tags(samples: SampleStore, influxdb: Influx) -> None:
    influxdb.create("arrive")
    write_all(samples, region())
    asyncio.run(drain(forwarder_to(influxdb.url, samples, bucket="arrive"), samples))
    assert influxdb.query("SELECT count(in_bps) FROM net_if", "arrive")[0]["count"] == 1_000
    assert influxdb.query("SELECT sum(state) FROM net_dev", "arrive")[0]["sum"] == 1_000
    assert len(influxdb.query("SELECT last(in_bps) FROM net_if GROUP BY device, ifname, orp, role", "arrive")) == 50


def test_every_point_arrives_in_a_real_victoriametrics(samples: SampleStore, victoria_metrics: VictoriaMetrics) -> None:
    points = [traffic(f"vm{number}", at=after(slot * 10_000), bps=slot) for number in range(10) for slot in range(10)]
    write_all(samples, points)
    asyncio.run(drain(forwarder_to(victoria_metrics.url, samples), samples))
    match = '{__name__="net_if_in_bps",ifname=~"vm.*"}'
    wait_until(lambda: len(victoria_metrics.export(match)) == 10, "ten series can be exported")
    assert sum(len(series["values"]) for series in victoria_metrics.export(match)) == 100


def test_a_server_killed_while_it_takes_points_loses_none_and_doubles_none(
    samples: SampleStore, own_influxdb: Influx
) -> None:
    own_influxdb.create("netmon")
    write_all(samples, region(100), step=1_000)

    async def scenario() -> None:
        forwarder = forwarder_to(own_influxdb.url, samples)
        await forwarder.forward()
        sending = asyncio.create_task(forwarder.forward())
        await asyncio.sleep(0)
        own_influxdb.kill()
        await sending
        await forwarder.forward()
        assert forwarder.trouble
        assert samples.depth().lines > 0
        own_influxdb.start()
        await drain(forwarder, samples)
        assert forwarder.trouble == ""

    asyncio.run(scenario())
    assert own_influxdb.query("SELECT count(in_bps) FROM net_if")[0]["count"] == 5_000
    assert own_influxdb.query("SELECT count(state) FROM net_dev")[0]["count"] == 5_000


def test_what_a_real_influxdb_refuses_is_found_alone_and_the_rest_arrives(
    samples: SampleStore, influxdb: Influx
) -> None:
    influxdb.create("conflict")
    samples.write([Measurement("net_dev", {"device": "a"}, {"state": "text first"}, T0)], now=T0)
    forwarder = forwarder_to(influxdb.url, samples, bucket="conflict")
    asyncio.run(drain(forwarder, samples))
    write_all(samples, [traffic(f"xe{number}") for number in range(100)], step=100)
    samples.write([Measurement("net_dev", {"device": "b"}, {"state": 1}, T0)], now=T0)
    asyncio.run(drain(forwarder, samples))
    assert influxdb.query("SELECT count(in_bps) FROM net_if", "conflict")[0]["count"] == 100
    (refused,) = samples.dead_lines()
    assert refused.line.startswith("net_dev,device=b state=1i")
    assert "field type conflict" in refused.reason


def test_bad_lines_are_found_by_halving_and_cost_only_themselves(samples: SampleStore, faulty: FaultyServer) -> None:
    def strict(lines: list[str]) -> Answer:
        return (
            Answer(400, "bad")
            if any("ifname=xe7," in line or "ifname=xe4096," in line for line in lines)
            else Answer(204)
        )

    faulty.decide = strict
    lines = [traffic(f"xe{number}", device=f"dev-{number // 1_000}") for number in range(5_000)]
    write_all(samples, lines, step=5_000)
    asyncio.run(drain(forwarder_to(faulty.url, samples), samples))
    assert len(points(faulty)) == 4_998
    assert set(points(faulty).values()) == {1}
    assert sorted(line.line.split(",")[2] for line in samples.dead_lines()) == ["ifname=xe4096", "ifname=xe7"]
    assert faulty.requests < 4 * 13


def test_a_batch_of_nothing_but_bad_lines_is_worked_off_in_bounded_turns(
    samples: SampleStore, faulty: FaultyServer
) -> None:
    faulty.decide = lambda lines: Answer(204 if lines[0].startswith(SOUND_LINE) else 400, "bad")
    write_all(samples, [traffic(f"xe{number}") for number in range(500)], step=500)
    forwarder = forwarder_to(faulty.url, samples)
    asyncio.run(forwarder.forward())
    assert faulty.requests == REQUESTS_PER_BATCH + 1
    asyncio.run(drain(forwarder, samples))
    assert len(samples.dead_lines()) == 500


@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_server_that_refuses_everything_gets_nothing_and_costs_nothing(
    samples: SampleStore, faulty: FaultyServer, status: int
) -> None:
    faulty.decide = lambda _lines: Answer(status, "Client sent an HTTP request to an HTTPS server.")
    write_all(samples, region())
    forwarder = forwarder_to(faulty.url, samples)
    for _ in range(5):
        assert asyncio.run(forwarder.forward()) == MINUTE
    assert faulty.requests == 2 * 5
    assert forwarder.trouble == f"{status} Client sent an HTTP request to an HTTPS server."
    assert (samples.depth().lines, samples.depth().refused) == (2_000, 0)
    faulty.decide = lambda _lines: Answer(204)
    asyncio.run(drain(forwarder, samples))
    assert (len(points(faulty)), forwarder.trouble) == (2_000, "")


@pytest.mark.parametrize("proxy", ["nginx"], indirect=True)
def test_a_real_tls_port_that_is_spoken_to_in_plain_http_costs_nothing(samples: SampleStore, proxy: Proxy) -> None:
    write_all(samples, region(1))
    forwarder = forwarder_to(f"http://{LOOPBACK}:{proxy.tls_port}", samples)
    assert asyncio.run(forwarder.forward()) == MINUTE
    assert forwarder.trouble.startswith("400 ")
    assert (samples.depth().lines, samples.depth().refused) == (100, 0)


def test_a_request_that_is_too_large_is_halved(samples: SampleStore, faulty: FaultyServer) -> None:
    faulty.decide = lambda lines: Answer(413 if len(lines) > 300 else 204)
    write_all(samples, [traffic(f"xe{number}") for number in range(1_000)], step=1_000)
    asyncio.run(drain(forwarder_to(faulty.url, samples), samples))
    assert len(points(faulty)) == 1_000
    assert samples.dead_lines() == ()


@pytest.mark.parametrize("told", ["partial write: field type conflict dropped=1", "unprocessable entity"])
def test_lines_taken_in_part_are_looked_through_for_the_bad_one(
    samples: SampleStore, faulty: FaultyServer, told: str
) -> None:
    def strict(lines: list[str]) -> Answer:
        return Answer(422, told) if any("ifname=xe2," in line for line in lines) else Answer(204)

    faulty.decide = strict
    write_all(samples, [traffic(f"xe{number}") for number in range(4)])
    asyncio.run(drain(forwarder_to(faulty.url, samples), samples))
    assert len(points(faulty)) == 3
    (dead,) = samples.dead_lines()
    assert ("ifname=xe2," in dead.line, dead.reason) == (True, f"422 {told}")


@pytest.mark.parametrize("status", [400, 422])
def test_lines_of_which_the_server_drops_all_cost_one_request_and_each_is_counted(
    samples: SampleStore, faulty: FaultyServer, status: int
) -> None:
    def forgetful(lines: list[str]) -> Answer:
        text = f"points beyond retention policy dropped={len(lines)}"
        return Answer(204) if lines[0].startswith(SOUND_LINE) else Answer(status, text)

    faulty.decide = forgetful
    write_all(samples, [traffic(f"xe{number}") for number in range(1_200)], step=1_200)
    asyncio.run(drain(forwarder_to(faulty.url, samples), samples))
    assert faulty.requests == 2
    assert (samples.depth().refused, len(samples.dead_lines())) == (1_200, 1_000)


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_wrong_token_or_bucket_keeps_everything_and_says_so(
    samples: SampleStore, faulty: FaultyServer, status: int
) -> None:
    faulty.decide = lambda _lines: Answer(status, "unauthorized access")
    write_all(samples, region(1))
    forwarder = forwarder_to(faulty.url, samples)
    assert asyncio.run(forwarder.forward()) == MINUTE
    assert forwarder.trouble == f"{status} unauthorized access"
    assert samples.depth().lines == 100
    faulty.decide = lambda _lines: Answer(204)
    asyncio.run(drain(forwarder, samples))
    assert (forwarder.trouble, len(faulty.stored)) == ("", 100)


def test_a_busy_server_is_given_the_time_it_asks_for_or_ever_more(samples: SampleStore, faulty: FaultyServer) -> None:
    faulty.decide = lambda _lines: Answer(429, retry_after="17")
    write_all(samples, region(1))
    forwarder = forwarder_to(faulty.url, samples)
    assert asyncio.run(forwarder.forward()) == 17 * SECOND
    faulty.decide = lambda _lines: Answer(503)
    pauses = [asyncio.run(forwarder.forward()) for _ in range(8)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == MINUTE
    assert samples.depth().lines == 100


def test_a_server_that_hangs_never_stops_the_loop(samples: SampleStore, faulty: FaultyServer) -> None:
    faulty.decide = lambda _lines: Answer(204, hang=True)
    write_all(samples, region(1))
    turns = 0

    async def scenario() -> None:
        nonlocal turns
        sending = asyncio.create_task(forwarder_to(faulty.url, samples, timeout=300).forward())
        while not sending.done():
            samples.write([traffic(at=after(turns))], now=T0)
            turns += 1
            await asyncio.sleep(0.005)

    asyncio.run(scenario())
    assert turns > 10
    assert samples.depth().lines == 100 + turns


def test_a_damaged_chunk_and_a_file_that_cannot_be_read_do_not_end_it(
    samples: SampleStore, faulty: FaultyServer, tmp_path: Path
) -> None:
    write_all(samples, region(1), step=10)
    forwarder = forwarder_to(faulty.url, samples)
    with closing(sqlite3.connect(tmp_path / "state" / SAMPLES_FILE, isolation_level=None)) as connection:
        connection.execute("UPDATE chunks SET body = substr(body, 1, 9) WHERE id = 7")
        connection.execute("ALTER TABLE backlog RENAME TO elsewhere")
        assert asyncio.run(forwarder.forward()) == MINUTE
        assert forwarder.trouble.startswith("the store is in the way: ")
        connection.execute("ALTER TABLE elsewhere RENAME TO backlog")
    asyncio.run(drain(forwarder, samples))
    assert (len(faulty.stored), samples.depth().dropped, forwarder.trouble) == (95, 5, "")


def test_it_runs_until_it_is_cancelled_and_sends_what_comes(samples: SampleStore, faulty: FaultyServer) -> None:
    async def scenario() -> None:
        forwarder = forwarder_to(faulty.url, samples)
        samples.write([traffic()], now=T0)
        running = asyncio.create_task(forwarder.run())
        for _ in range(1_000):
            if faulty.stored:
                break
            await asyncio.sleep(0.01)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        forwarder.close()

    asyncio.run(scenario())
    assert len(faulty.stored) == 1


def roll_up_an_hour(samples: SampleStore, at: Millis = HOUR_BEGUN) -> None:
    """Measure an hour of an interface, and roll it up."""
    samples.write([traffic(at=Millis(at + turn * MINUTE), bps=turn) for turn in range(60)], now=at)
    while samples.roll_up(Millis(at + HOUR)):
        pass


def rolled(influxdb: Influx, database: str, policy: str) -> dict[str, object]:
    """Return how many roll-ups InfluxDB has, and what they come to."""
    what = "count(in_bps) AS many, max(in_bps_max) AS peak, sum(n) AS n, sum(in_bps) AS total"
    (row,) = influxdb.query(f'SELECT {what} FROM "{database}"."{policy}"."net_if"', database)  # noqa: S608
    return {name: row[name] for name in ("many", "peak", "n", "total")}


def test_roll_ups_lie_under_their_policies_and_late_points_take_their_places(
    samples: SampleStore, influxdb: Influx
) -> None:
    influxdb.create("rolled")
    forwarder = forwarder_to(influxdb.url, samples, bucket="rolled")
    roll_up_an_hour(samples)
    asyncio.run(drain(forwarder, samples))
    assert rolled(influxdb, "rolled", "5m") == {"many": 12, "peak": 59, "n": 60, "total": 12 * 29.5}
    assert rolled(influxdb, "rolled", "1h") == {"many": 1, "peak": 59, "n": 60, "total": 29.5}
    assert influxdb.query("SELECT count(in_bps) FROM net_if", "rolled")[0]["count"] == 60
    samples.write([traffic(at=Millis(HOUR_BEGUN + 1_000), bps=90_000)], now=Millis(HOUR_BEGUN + HOUR))
    while samples.roll_up(Millis(HOUR_BEGUN + HOUR)):
        pass
    assert samples.depth().lines == 3, "the sample, its five minutes and its hour"
    asyncio.run(drain(forwarder, samples))
    assert rolled(influxdb, "rolled", "1h") | {"total": 0} == {"many": 1, "peak": 90_000, "n": 61, "total": 0}
    assert rolled(influxdb, "rolled", "5m") | {"total": 0} == {"many": 12, "peak": 90_000, "n": 61, "total": 0}


def test_without_the_policies_samples_go_on_and_roll_ups_wait_for_them(samples: SampleStore, influxdb: Influx) -> None:
    influxdb.query('CREATE DATABASE "bare"')
    clock = ManualClock(T0)
    writer = InfluxWriter(influxdb.url, org="netmon", bucket="bare", token=lambda: Secret("token"))
    forwarder = Forwarder(samples, writer, clock)
    roll_up_an_hour(samples)

    async def turns(count: int) -> None:
        for _ in range(count):
            await forwarder.forward()

    asyncio.run(turns(5))
    assert samples.depth().lines == 13, "roll-ups only"
    assert "retention policy not found" in forwarder.trouble
    asked = len(influxdb.requests)
    samples.write([state()], now=T0)
    asyncio.run(turns(5))
    assert samples.depth().lines == 13
    assert len(influxdb.requests) == asked + 1, "nobody asks again at once"
    influxdb.create("bare")
    clock.advance(MINUTE)
    asyncio.run(drain(forwarder, samples))
    assert forwarder.trouble == ""
    assert rolled(influxdb, "bare", "5m")["many"] == 12
