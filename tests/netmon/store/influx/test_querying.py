"""Reading back, from a real server and from one that misbehaves."""

import pytest

from netmon.clock import MINUTE, SECOND
from netmon.errors import StoreError
from netmon.secret import Secret
from netmon.store.influx.asking import Server, UnansweredError
from netmon.store.influx.querying import ROWS_AT_ONCE, Database, ask, execute, identifier, is_denied, literal
from netmon.store.influx.writer import InfluxWriter
from tests.netmon.store.nouns import T0
from tests.parts.faulty import Answer, FaultyServer
from tests.parts.influxdb import Influx

TOKEN = Secret("canary-1b7d")


def write(influxdb: Influx, bucket: str, lines: list[str]) -> None:
    writer = InfluxWriter(influxdb.url, org="-", bucket=bucket, token=lambda: TOKEN)
    assert writer.write("\n".join(lines)).status == 204


def test_rows_come_with_their_series_and_in_milliseconds(influxdb: Influx) -> None:
    influxdb.create("querying")
    write(
        influxdb,
        "querying/1h",
        [f"net_dev,device={name} state={state}i {T0 // SECOND}" for name, state in (("a", 1), ("b", 0))],
    )
    text = "SELECT state FROM net_dev GROUP BY device"
    rows = list(ask(Server(influxdb.url, TOKEN), text, Database.of_bucket("querying/1h")))
    assert [(row.measurement, row.tags, row.cells) for row in rows] == [
        ("net_dev", {"device": "a"}, {"time": T0, "state": 1}),
        ("net_dev", {"device": "b"}, {"time": T0, "state": 0}),
    ]
    assert list(ask(Server(influxdb.url, TOKEN), text, Database("querying"))) == []


def test_a_long_answer_comes_in_chunks_and_is_whole(influxdb: Influx) -> None:
    influxdb.create("chunks")
    number = 3 * ROWS_AT_ONCE + 7
    write(influxdb, "chunks", [f"net_dev,device=a state=1i {(T0 + each * MINUTE) // SECOND}" for each in range(number)])
    answer = ask(Server(influxdb.url, TOKEN), "SELECT state FROM net_dev", Database("chunks"))
    assert [row.cells["time"] for row in answer] == [T0 + each * MINUTE for each in range(number)]


def test_names_and_texts_are_taken_whatever_is_in_them(influxdb: Influx) -> None:
    server, name = Server(influxdb.own_url), "od\"d \\ name's"
    execute(server, f"CREATE USER {identifier(name)} WITH PASSWORD {literal(name)}")
    assert name in {row.cells["user"] for row in ask(server, "SHOW USERS")}
    execute(server, f"DROP USER {identifier(name)}")


def test_a_statement_that_cannot_be_carried_out_is_an_error(influxdb: Influx) -> None:
    with pytest.raises(StoreError, match="InfluxDB cannot answer: database not found: nowhere"):
        list(ask(Server(influxdb.own_url), "SELECT * FROM net_dev", Database("nowhere")))
    with pytest.raises(UnansweredError, match="answered 400"):
        list(ask(Server(influxdb.own_url), "SELCT"))


@pytest.mark.parametrize("text", ["", "[]", "<html>", '{"results": 7}', '{"other": []}'])
def test_what_is_no_answer_of_influxql_is_an_error(faulty: FaultyServer, text: str) -> None:
    faulty.decide = lambda _lines: Answer(200, text or "null")
    with pytest.raises(StoreError, match="no answer of InfluxQL"):
        list(ask(Server(faulty.url), "SHOW DATABASES"))


def test_a_refusal_tells_why_and_not_the_secret(faulty: FaultyServer) -> None:
    faulty.decide = lambda _lines: Answer(401, f"token {TOKEN.reveal()}\nis unknown")
    with pytest.raises(UnansweredError) as caught:
        list(ask(Server(faulty.url, TOKEN), "SHOW DATABASES"))
    assert is_denied(caught.value)
    assert "token *** is unknown" in str(caught.value)
    assert TOKEN.reveal() not in str(caught.value)
    assert faulty.tokens == {f"Token {TOKEN.reveal()}"}


def test_a_connection_that_is_cut_is_no_answer(faulty: FaultyServer) -> None:
    faulty.decide = lambda _lines: Answer(204, cut=True)
    with pytest.raises(UnansweredError, match="does not answer"):
        list(ask(Server(faulty.url), "SHOW DATABASES"))
