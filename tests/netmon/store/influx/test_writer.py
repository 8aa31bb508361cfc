"""Writing to real servers, and to one that misbehaves."""

import logging
from functools import partial
from pathlib import Path

import pytest

from netmon.clock import SECOND, Millis
from netmon.secret import Secret, SecretRef, SecretStore
from netmon.store.influx.writer import InfluxWriter
from tests.netmon.store.nouns import T0
from tests.parts.faulty import Answer, FaultyServer
from tests.parts.influxdb import Influx
from tests.parts.victoriametrics import VictoriaMetrics
from tests.parts.waiting import wait_until

TOKEN = "canary-7f3a"  # noqa: S105 -- a token of the test's own servers
LINE = f"net_dev,device=cheb state=1i {T0 // SECOND}"


def writer(url: str, bucket: str = "netmon", timeout: int = 10 * SECOND) -> InfluxWriter:
    return InfluxWriter(url, org="netmon", bucket=bucket, token=lambda: Secret(TOKEN), timeout=Millis(timeout))


def test_a_real_influxdb_takes_the_lines_into_the_policy_the_bucket_names(influxdb: Influx) -> None:
    influxdb.create("writer")
    assert writer(influxdb.url, "writer").write(LINE).status == 204
    assert writer(influxdb.url, "writer/1h").write(LINE).status == 204
    assert influxdb.query("SELECT state FROM net_dev", "writer") == [{"time": T0 // SECOND, "state": 1}]
    assert influxdb.query('SELECT state FROM "1h".net_dev', "writer") == [{"time": T0 // SECOND, "state": 1}]


def test_a_real_influxdb_says_why_it_refuses(influxdb: Influx) -> None:
    influxdb.create("refusals")
    assert writer(influxdb.url, "refusals").write("no line at all").status == 400
    missing = writer(influxdb.url, "nowhere").write(LINE)
    assert (missing.status, "database not found" in missing.text) == (404, True)


def test_a_real_victoriametrics_takes_the_bytes_as_they_are(victoria_metrics: VictoriaMetrics) -> None:
    assert writer(victoria_metrics.url).write(LINE).status == 204
    wait_until(lambda: victoria_metrics.export('{__name__="net_dev_state"}'), "the point can be exported")
    (series,) = victoria_metrics.export('{__name__="net_dev_state"}')
    assert series["metric"] == {"__name__": "net_dev_state", "device": "cheb"}
    assert (series["values"], series["timestamps"]) == ([1], [T0])


def test_an_answer_comes_back_with_its_text_and_its_patience(faulty: FaultyServer) -> None:
    faulty.decide = lambda _lines: Answer(429, "slow\ndown\x1b[2J", retry_after="7")
    outcome = writer(faulty.url).write(LINE)
    assert (outcome.status, outcome.text, outcome.retry_after) == (429, "slow down[2J", 7 * SECOND)


@pytest.mark.parametrize("value", ["-5", "Wed, 21 Oct 2026 07:28:00 GMT", "", "9" * 30])
def test_an_odd_retry_after_does_no_harm(faulty: FaultyServer, value: str) -> None:
    faulty.decide = lambda _lines: Answer(503, retry_after=value)
    outcome = writer(faulty.url).write(LINE)
    assert outcome.retry_after in (None, 3_600 * SECOND)


def test_a_server_that_hangs_costs_no_more_than_the_timeout(faulty: FaultyServer) -> None:
    faulty.decide = lambda _lines: Answer(204, hang=True)
    outcome = writer(faulty.url, timeout=200).write(LINE)
    assert (outcome.status, outcome.text) == (None, "ReadTimeoutError")


def test_a_server_that_is_not_there_is_no_exception() -> None:
    assert writer("http://127.0.0.1:1").write(LINE).status is None


def test_the_token_is_asked_for_again_when_the_server_does_not_know_it(faulty: FaultyServer) -> None:
    faulty.decide = lambda _lines: Answer(204 if faulty.tokens == {"Token new"} else 401)
    tokens = ["old", "old", "new"]
    made = InfluxWriter(faulty.url, org="netmon", bucket="netmon", token=lambda: Secret(tokens.pop(0)))
    statuses = []
    for _ in range(4):
        faulty.tokens.clear()
        statuses.append(made.write(LINE).status)
    assert statuses == [401, 401, 204, 204]
    assert tokens == []


def test_a_token_that_is_missing_is_an_answer_and_asked_for_again(faulty: FaultyServer, tmp_path: Path) -> None:
    secrets = SecretStore((tmp_path,))
    token = partial(secrets.resolve, SecretRef("secret://influx"))
    made = InfluxWriter(faulty.url, org="netmon", bucket="netmon", token=token)
    outcome = made.write(LINE)
    told = f"secret 'influx' is nowhere: looked at {tmp_path}/influx, $NETMON_SECRET_INFLUX"
    assert (outcome.status, outcome.text) == (None, told)
    (tmp_path / "influx").write_text(TOKEN, encoding="utf-8")
    (tmp_path / "influx").chmod(0o400)
    assert made.write(LINE).status == 204
    assert faulty.tokens == {f"Token {TOKEN}"}


def test_a_token_that_no_header_can_hold_is_an_answer_that_does_not_tell_it(faulty: FaultyServer) -> None:
    made = InfluxWriter(faulty.url, org="netmon", bucket="netmon", token=lambda: Secret(f"{TOKEN}\nodd"))
    outcome = made.write(LINE)
    assert (outcome.status, faulty.requests) == (None, 0)
    assert TOKEN not in outcome.text


def test_one_write_is_one_request_and_the_token_is_nowhere_to_be_read(
    faulty: FaultyServer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        faulty.decide = lambda _lines: Answer(500, "no")
        outcome = writer(faulty.url).write(LINE)
    assert faulty.requests == 1
    assert faulty.tokens == {f"Token {TOKEN}"}
    assert TOKEN not in caplog.text
    assert TOKEN not in repr(outcome)
