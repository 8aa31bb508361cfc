"""netmon behind real proxies, with the sites it prints: TLS, who asks, the stream, plain http."""

import http.client
import signal
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest

from netmon.clock import SystemClock
from netmon.commands import Actor, AddAccount
from netmon.model import Role
from netmon.people.passwords import hash_password
from netmon.process.commander import commands_of
from netmon.store.database import STATE_FILE
from tests.netmon.region import free_udp_port
from tests.netmon.running import Place, Process
from tests.parts.proxies import HOST, Proxy, answer_to

PASSWORD = "korektní kůň baterie"  # noqa: S105 -- made for this test
VISITOR = "127.0.0.7"
UNENCRYPTED = "Spojení není šifrované"
SAME = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
SPOOFED = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "http", "Forwarded": "for=198.51.100.7;proto=http"}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place.prepare(tmp_path, free_udp_port())


def started(place: Place, port: int, others: Mapping[str, str]) -> Process:
    """Start a netmon with an account in it."""
    netmon = Process(place, place.environment({"NETMON_PORT": str(port), **others}))
    netmon.start()
    account = AddAccount("novakova", "Jana Nováková", Role.OPERATOR, hash_password(PASSWORD, Role.OPERATOR))
    with commands_of(place.directory / "state", SystemClock()) as commands:
        commands.submit(account, Actor("root", "cli"))
    return netmon


@pytest.fixture
def netmon(place: Place, proxy: Proxy) -> Iterator[Process]:
    """Run a netmon that people reach through the proxy."""
    settings = {"NETMON_URL": f"https://{HOST}", "NETMON_TRUSTED_PROXY": "127.0.0.1"}
    process = started(place, proxy.origin, settings)
    yield process
    process.signal(signal.SIGTERM)
    process.wait()


def audit(place: Place) -> list[tuple[str, str]]:
    """Return who was seen where, apart from the command line."""
    with closing(sqlite3.connect(place.directory / "state" / STATE_FILE)) as connection:
        return connection.execute("SELECT account, source FROM audit WHERE source != 'cli' ORDER BY id").fetchall()


def form(password: str = PASSWORD) -> str:
    return urlencode({"name": "novakova", "password": password})


def past_the_proxy(port: int, source: str) -> "closing[http.client.HTTPConnection]":
    """Return a connection to netmon itself, from an address on loopback."""
    return closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=(source, 0)))


def test_a_login_through_a_proxy(netmon: Process, place: Place, proxy: Proxy) -> None:
    page = proxy.ask("GET", "/prihlaseni", source=VISITOR)
    assert page.status == 200
    assert page.headers.get_all("Strict-Transport-Security") == ["max-age=31536000"]
    assert UNENCRYPTED not in page.text
    assert proxy.ask("POST", "/prihlaseni", form("wrong"), SAME, VISITOR).status == 401
    right = proxy.ask("POST", "/prihlaseni", form(), {**SAME, **SPOOFED}, VISITOR)
    assert (right.status, right.headers["Location"]) == (303, "/")
    cookie, *attributes = right.headers["Set-Cookie"].split("; ")
    assert cookie.startswith("__Host-netmon=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(attributes)
    assert "Jana Nováková" in proxy.ask("GET", "/", headers={"Cookie": cookie}).text
    assert audit(place) == [("", VISITOR), ("novakova", VISITOR)]
    assert "pages without TLS" not in netmon.log()


def test_plain_http_leads_to_the_same_page_over_tls(place: Place, netmon: Process, proxy: Proxy) -> None:
    answer = proxy.ask_plainly("/vystrahy?lang=en")
    assert answer.status in (301, 308)
    assert answer.headers["Location"] == f"https://{HOST}/vystrahy?lang=en"
    with past_the_proxy(proxy.origin, "127.0.0.1") as beside:
        said = answer_to(beside, "GET", "/vystrahy?lang=en", headers={"X-Forwarded-Proto": "http"})
        assert (said.status, said.headers["Location"]) == (307, f"https://{HOST}/vystrahy?lang=en")
    with past_the_proxy(proxy.origin, VISITOR) as stranger:
        assert answer_to(stranger, "POST", "/prihlaseni", form(), {**SAME, "X-Forwarded-Proto": "https"}).status == 403
    assert audit(place) == []
    assert "Traceback" not in netmon.log()


def test_each_event_passes_a_proxy_at_once(netmon: Process, proxy: Proxy) -> None:
    cookie = proxy.ask("POST", "/prihlaseni", form(), SAME).headers["Set-Cookie"].partition(";")[0]
    with proxy.stream("/udalosti?version=0", {"Cookie": cookie}) as events:
        assert events.headers["Content-Type"].startswith("text/event-stream")
        said = [events.readline() for _ in range(5)]  # far less than any buffer holds
    assert said[0] == b"retry: 5000\n"
    assert said[2].startswith(b"id: ")
    assert said[3].startswith(b"data: {")
    assert "Traceback" not in netmon.log()


def test_a_stream_through_a_proxy_ends_with_netmon_and_does_not_keep_it(netmon: Process, proxy: Proxy) -> None:
    cookie = proxy.ask("POST", "/prihlaseni", form(), SAME).headers["Set-Cookie"].partition(";")[0]
    with proxy.stream("/udalosti?version=0", {"Cookie": cookie}) as events:
        assert events.readline() == b"retry: 5000\n"
        netmon.signal(signal.SIGTERM)
        while events.readline():
            """Until the end of the stream."""
        assert netmon.wait() == 0
    assert "Traceback" not in netmon.log()


def test_a_body_beyond_what_netmon_takes_is_refused_in_front_of_it_or_by_it(netmon: Process, proxy: Proxy) -> None:
    answer = proxy.ask("POST", "/prihlaseni", "x" * 70_000, SAME)
    assert answer.status == 413
    assert "Traceback" not in netmon.log()


def test_without_a_proxy_plain_http_is_told_of_in_the_log_and_on_the_login_page(place: Place) -> None:
    netmon = started(place, 0, {"NETMON_URL": f"http://{HOST}"})
    try:
        port = int(netmon.log().partition("running url=http://127.0.0.1:")[2].split()[0])
        assert netmon.log().count(f"pages without TLS: passwords can be read on the way hosts={HOST}") == 1
        with past_the_proxy(port, VISITOR) as visitor:
            page = answer_to(visitor, "GET", "/prihlaseni", headers=SPOOFED)
            assert UNENCRYPTED in page.text
            assert "Strict-Transport-Security" not in page.headers
            assert answer_to(visitor, "POST", "/prihlaseni", form(), {**SAME, **SPOOFED}).status == 303
        assert audit(place) == [("novakova", VISITOR)]
    finally:
        netmon.kill()
