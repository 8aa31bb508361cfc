"""What was acknowledged held against what a real InfluxDB has, and what is missing sent once more."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netmon.cli.influx import influx
from netmon.clock import HOUR, MINUTE, SECOND, Interval, ManualClock, Millis, to_datetime
from netmon.secret import Secret
from netmon.store.database import SAMPLES_FILE, open_present
from netmon.store.forwarding import Forwarder
from netmon.store.influx.asking import Server
from netmon.store.influx.querying import Database, ask
from netmon.store.influx.verification import Difference, Owed, Verified, counting, differences, verify
from netmon.store.influx.writer import InfluxWriter
from netmon.store.samples import SampleStore
from tests.netmon.store.nouns import T0, state, traffic
from tests.parts.influxdb import Influx
from tests.parts.victoriametrics import VictoriaMetrics

START = Millis(T0 // HOUR * HOUR)
SPAN = Interval(START, Millis(START + 3 * HOUR))
NOTHING = Owed(Counter(), Counter())
RATE, STATE = ("net_if", "in_bps"), ("net_dev", "state")


@dataclass
class Room:
    """A store, the database its points go to, and the command that compares them."""

    influxdb: Influx
    database: str
    samples: SampleStore
    state: Path

    def measure(self, interfaces: int = 10) -> None:
        """Write three hours of some interfaces and a device."""
        for minute in range(0, 180, 5):
            moment = Millis(START + minute * MINUTE)
            lines = [traffic(f"xe{number}", at=moment, bps=minute) for number in range(interfaces)]
            self.samples.write([*lines, state(at=moment)], now=moment)

    def forward(self) -> None:
        """Send all that waits."""
        writer = InfluxWriter(self.influxdb.url, org="-", bucket=self.database, token=lambda: Secret("token"))
        forwarder = Forwarder(self.samples, writer, ManualClock(START))

        async def drain() -> None:
            while self.samples.depth().lines:
                assert await forwarder.forward() == 0

        asyncio.run(drain())
        writer.close()

    def verify(self) -> Verified:
        """Compare."""
        count = counting(Server(self.influxdb.url), Database(self.database))
        with closing(open_present(self.state / SAMPLES_FILE)) as connection:
            return verify(connection, SPAN, count, lambda: None)

    def lose(self, measurement: str, start: int, end: int, which: str = "") -> None:
        """Have InfluxDB delete points."""
        of = f"FROM {measurement} WHERE {which} time >= {start}ms AND time < {end}ms"
        list(ask(Server(self.influxdb.own_url), f"DELETE {of}", Database(self.database)))

    def run(self, *arguments: str, url: str | None = None) -> Result:
        """Run a command of `netmon influx` over the span."""
        environment = {
            "NETMON_INFLUX__URL": url or self.influxdb.url,
            "NETMON_INFLUX__BUCKET": self.database,
            "NETMON_INFLUX__TOKEN": "secret://influx",
            "NETMON_SECRET_INFLUX": "token",
            "NETMON_LANGUAGE": "en",
        }
        return CliRunner().invoke(influx, [*arguments, "--state", str(self.state)], env=environment)


@pytest.fixture
def room(influxdb: Influx, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Room]:
    database = request.node.name
    influxdb.create(database)
    with SampleStore(tmp_path, forwarding=True) as samples:
        yield Room(influxdb, database, samples, tmp_path)


def written(at: Millis) -> str:
    return to_datetime(at).isoformat()


WHOLE = ("--from", written(SPAN.start), "--to", written(SPAN.end))


def test_what_was_forwarded_is_there_once(room: Room) -> None:
    room.measure()
    room.forward()
    assert room.verify() == Verified(36 * (10 * 4 + 3), 0, 0, ())


def test_what_waits_need_not_be_there_and_may(room: Room) -> None:
    room.measure()
    found = room.verify()
    assert (found.waiting, found.compared, found.differences) == (36 * 43, 36 * 43, ())
    writer = InfluxWriter(room.influxdb.url, org="-", bucket=room.database, token=lambda: Secret("token"))
    batch = room.samples.next_batch()
    assert batch is not None
    assert writer.write("\n".join(batch.lines)).status == 204
    assert room.verify().differences == ()


def test_what_went_missing_is_named_by_measurement_and_hour(room: Room) -> None:
    room.measure()
    room.forward()
    second = START + HOUR
    room.lose("net_if", second, second + 20 * MINUTE, "ifname = 'xe3' AND")
    assert room.verify().differences == (Difference("net_if", Millis(second), 120, 116),)


def test_what_was_refused_for_good_is_not_missing(room: Room) -> None:
    writer = InfluxWriter(room.influxdb.url, org="-", bucket=room.database, token=lambda: Secret("token"))
    assert writer.write(f'net_dev,device=x state="text" {START // SECOND}').status == 204
    room.measure()
    room.forward()
    found = room.verify()
    assert (found.refused, found.differences) == (36 * 3, ())


def test_a_point_too_many_is_found(room: Room) -> None:
    room.measure()
    room.forward()
    writer = InfluxWriter(room.influxdb.url, org="-", bucket=room.database, token=lambda: Secret("token"))
    assert writer.write(f"net_dev,device=stranger state=1i {START // SECOND}").status == 204
    assert room.verify().differences == (Difference("net_dev", START, 12, 13),)
    result = room.run("verify", *WHOLE)
    assert (result.exit_code, "does somebody else write into this bucket?" in result.stderr) == (1, True)


def test_an_hour_that_only_seemed_to_differ_is_looked_at_again(room: Room) -> None:
    room.measure()
    room.forward()
    count = counting(Server(room.influxdb.url), Database(room.database))
    asked: list[Interval] = []

    def hasty(span: Interval, measurements: Sequence[str]) -> Counter[tuple[str, str]]:
        asked.append(span)
        return Counter() if len(asked) == 1 else count(span, measurements)

    with closing(open_present(room.state / SAMPLES_FILE)) as connection:
        assert verify(connection, SPAN, hasty, lambda: None).differences == ()
    assert [span.start for span in asked] == [START, START + HOUR, START + 2 * HOUR, START]


def test_a_span_may_begin_and_end_in_the_middle_of_a_second(room: Room) -> None:
    for span in (400, 700, 1_400):
        room.samples.write([state(at=Millis(START + span), device=f"d{span}")], now=START)
    room.forward()
    count = counting(Server(room.influxdb.url), Database(room.database))
    with closing(open_present(room.state / SAMPLES_FILE)) as connection:
        found = verify(connection, Interval(Millis(START + 500), Millis(START + 1_200)), count, lambda: None)
    assert (found.compared, found.differences) == (9, ())


@pytest.mark.parametrize(
    ("there", "owed", "found"),
    [
        ({RATE: 10, STATE: 5}, NOTHING, ()),
        ({RATE: 9, STATE: 5}, NOTHING, (Difference("net_if", START, 10, 9),)),
        ({RATE: 11, STATE: 5}, NOTHING, (Difference("net_if", START, 10, 11),)),
        ({RATE: 7, STATE: 5}, Owed(Counter({RATE: 2}), Counter({RATE: 1})), ()),
        ({RATE: 6, STATE: 5}, Owed(Counter({RATE: 2}), Counter({RATE: 1})), (Difference("net_if", START, 7, 6),)),
        ({}, NOTHING, (Difference("net_dev", START, 5, 0), Difference("net_if", START, 10, 0))),
        ({RATE: 10, STATE: 5, ("net_if", "foreign"): 3}, NOTHING, ()),
    ],
)
def test_a_difference_is_what_is_neither_owed_nor_ours(
    there: dict[tuple[str, str], int], owed: Owed, found: tuple[Difference, ...]
) -> None:
    here = Counter({RATE: 10, STATE: 5})
    assert tuple(differences(START, here, owed, Counter(there))) == found


def test_people_are_told_what_is_missing_and_the_cure_cures_it(room: Room) -> None:
    room.measure()
    room.forward()
    well = room.run("verify", *WHOLE)
    assert (well.exit_code, well.stdout) == (0, "")
    assert well.stderr.endswith("everything is there, once\n")
    room.lose("net_if", START + HOUR, START + 2 * HOUR)
    result = room.run("verify", *WHOLE)
    assert result.exit_code == 1
    heads, row = result.stdout.splitlines()
    assert heads.split() == ["measurement", "hour", "here", "there"]
    assert row.split()[0::2][:2] == ["net_if", "120"]
    cure = result.stderr.partition("send them with: netmon influx ")[2].split()
    assert cure[0] == "backfill"
    filled = room.run(*cure)
    assert (filled.exit_code, filled.stderr.splitlines()[-1]) == (0, "sent 132 lines")
    assert room.run("verify", *WHOLE).exit_code == 0


def test_machines_get_one_object(room: Room) -> None:
    room.measure()
    room.forward()
    room.lose("net_dev", START, START + HOUR)
    result = room.run("verify", *WHOLE, "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert {name: told[name] for name in ("from", "to", "compared", "waiting", "refused")} == {
        "from": SPAN.start,
        "to": SPAN.end,
        "compared": 36 * 43,
        "waiting": 0,
        "refused": 0,
    }
    (difference,) = told["differences"]
    assert (difference["measurement"], difference["start"]) == ("net_dev", START)
    assert (difference["expected"], difference["found"], difference["missing"]) == (12, 0, 12)


def test_who_cannot_be_asked_is_said(room: Room, victoria_metrics: VictoriaMetrics) -> None:
    victoria = room.run("verify", *WHOLE, url=victoria_metrics.url)
    assert (victoria.exit_code, "does not answer InfluxQL" in victoria.output) == (1, True)
    nobody = room.run("verify", *WHOLE, url="http://127.0.0.1:1")
    assert (nobody.exit_code, "does not answer" in nobody.output) == (1, True)
    swapped = room.run("verify", "--from", written(SPAN.end), "--to", written(SPAN.start))
    assert (swapped.exit_code, "the end is not after the beginning" in swapped.output) == (1, True)
