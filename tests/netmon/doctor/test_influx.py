"""What InfluxDB lets us do, asked without leaving a point."""

import http.server
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from netmon.clock import HOUR, Millis, SystemClock
from netmon.doctor.finding import Verdict
from netmon.doctor.influx import Reading, ask, examine, judge
from netmon.secret import Secret, SecretRef, SecretStore
from netmon.settings import Influx
from netmon.store.influx.writer import InfluxWriter
from tests.netmon.doctor.influx2 import write_path
from tests.parts.influxdb import Influx as RealInflux

TOKEN = SecretRef("secret://influx")
CLOCK = SystemClock()


def store(token: str) -> SecretStore:
    return SecretStore((), {"NETMON_SECRET_INFLUX": token})


@pytest.mark.parametrize(
    ("token", "org", "bucket", "what", "cure"),
    [
        ("right", "netmon", "netmon", "lets us write to netmon", ""),
        ("wrong", "netmon", "netmon", "401", "does not know the token secret://influx"),
        ("elsewhere", "netmon", "netmon", "403", "the right to write to netmon"),
        ("right", "nobody", "netmon", "404", "NETMON_INFLUX__ORG (nobody)"),
        ("right", "netmon", "nowhere", "404", "NETMON_INFLUX__BUCKET (nowhere)"),
    ],
)
def test_a_server_of_2_tells_who_may_write_and_nothing_is_written(
    token: str, org: str, bucket: str, what: str, cure: str
) -> None:
    with write_path() as server:
        influx = Influx(url=server.url, org=org, bucket=bucket, token=TOKEN)
        finding = examine(influx, store(token), CLOCK)
        assert server.written == []
    assert finding.verdict is (Verdict.ERROR if cure else Verdict.OK)
    assert what in finding.what
    assert cure in (finding.cure or "")


def test_the_contract_takes_what_the_writer_writes() -> None:
    with write_path() as server:
        writer = InfluxWriter(server.url, org="netmon", bucket="netmon", token=lambda: Secret("right"))
        assert writer.write("net x=1").status == 204
        writer.close()
        assert server.written == [b"net x=1"]


def test_a_real_influxdb_is_asked_on_the_path_that_is_written_to_and_keeps_nothing(influxdb: RealInflux) -> None:
    influxdb.create("doctor")
    influx = Influx(url=influxdb.url, bucket="doctor", token=TOKEN)
    assert examine(influx, store("any"), CLOCK).verdict is Verdict.OK
    writer = InfluxWriter(influxdb.url, org="netmon", bucket="doctor", token=lambda: Secret("any"))
    writer.write("")
    writer.close()
    asked, written = influxdb.requests[-2:]
    assert asked == written
    assert influxdb.query("SHOW MEASUREMENTS", "doctor") == []


def test_a_database_that_a_real_influxdb_lacks_is_named(influxdb: RealInflux) -> None:
    finding = examine(Influx(url=influxdb.url, bucket="lost", token=TOKEN), store("any"), CLOCK)
    assert finding.verdict is Verdict.ERROR
    assert "NETMON_INFLUX__BUCKET (lost)" in (finding.cure or "")


def test_a_clock_that_is_far_from_ours_is_told() -> None:
    with write_path() as server:
        server.ahead = HOUR
        finding = examine(Influx(url=server.url, token=TOKEN), store("right"), CLOCK)
    assert finding.verdict is Verdict.WARNING
    assert "InfluxDB's clock and ours are 3," in finding.what


def test_nobody_listening_is_an_error_with_a_cure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    finding = examine(Influx(url=f"http://127.0.0.1:{port}", token=TOKEN), store("any"), CLOCK)
    assert finding.verdict is Verdict.ERROR
    assert finding.what.endswith("does not answer: Connection refused")


@contextmanager
def echoing() -> Iterator[str]:
    """Run a server that answers 500 and says in it everything it was sent."""

    class Echo(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(500)
            self.end_headers()
            self.wfile.write(str(self.headers).encode() + b"\x1b[31m")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class names it so
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def test_what_a_server_says_shows_no_token_and_steers_no_terminal() -> None:
    with echoing() as url:
        finding = examine(Influx(url=url, token=TOKEN), store("s3cret-t0ken"), CLOCK)
    assert "Token ***" in finding.what
    assert "s3cret-t0ken" not in finding.what
    assert finding.what.isprintable()


def test_a_token_that_no_header_can_hold_is_not_shown() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        reading = ask(Influx(url=url, token=TOKEN), Secret("two\r\nlines"), CLOCK)
    assert reading == Reading(None, "ValueError")


def test_a_user_in_the_address_is_not_shown() -> None:
    influx = Influx(url="http://user:word@127.0.0.1:8086", token=TOKEN)
    assert "word" not in judge(Reading(None, "away"), influx).what


@pytest.mark.parametrize(
    ("reading", "verdict"),
    [
        (Reading(204), Verdict.OK),
        (Reading(200), Verdict.OK),
        (Reading(400, is_json=True), Verdict.OK),
        (Reading(400, "Client sent an HTTP request to an HTTPS server."), Verdict.ERROR),
        (Reading(302), Verdict.ERROR),
        (Reading(503), Verdict.ERROR),
        (Reading(None, "timed out"), Verdict.ERROR),
        (Reading(204, ahead=Millis(60_000)), Verdict.OK),
        (Reading(204, ahead=Millis(-60_001)), Verdict.WARNING),
        (Reading(401, ahead=Millis(-60_001)), Verdict.ERROR),
    ],
)
def test_each_answer_means_something(reading: Reading, verdict: Verdict) -> None:
    finding = judge(reading, Influx(url="http://127.0.0.1", token=TOKEN))
    assert finding.verdict is verdict
    assert (finding.cure is None) is (verdict is Verdict.OK)


def test_without_a_token_or_an_address_nobody_is_asked() -> None:
    influx = Influx(url="http://127.0.0.1:1", token=TOKEN)
    assert examine(influx, SecretStore((), {}), CLOCK).verdict is Verdict.NOT_CHECKED
    assert examine(None, store("any"), CLOCK).verdict is Verdict.NOT_CHECKED
