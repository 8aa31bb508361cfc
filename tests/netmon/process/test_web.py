"""The pages' server: how many it serves at once, what it refuses, and how it ends."""

import asyncio
import http.client
import resource
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from netmon.commands import Actor, Command, Done, EndSilence
from netmon.errors import SettingsError
from netmon.process.commander import LoopCommands
from netmon.process.web import LARGEST_REQUEST, THREADS, Address, WebServer
from netmon.views import WsgiApp
from tests.parts.waiting import wait_until

LOOPBACK = "127.0.0.1"
PAST_SELECT = 1_100
"""More descriptors than select() can bear."""


def answer(body: bytes) -> WsgiApp:
    """Return an app that says this to everybody."""

    def app(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
        return [body]

    return app


@contextmanager
def serving(app: WsgiApp, host: str = LOOPBACK, trusted_proxy: Address | None = None) -> Iterator[WebServer]:
    server = WebServer(app, host, 0, trusted_proxy)
    server.start()
    try:
        yield server
    finally:
        server.close()


def get(port: int, host: str = LOOPBACK) -> bytes:
    connection = http.client.HTTPConnection(host, port, timeout=60)
    try:
        connection.request("GET", "/")
        return connection.getresponse().read()
    finally:
        connection.close()


def test_as_many_pages_as_threads_are_served_at_once() -> None:
    together = threading.Barrier(THREADS)

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        together.wait(60)
        return answer(b"met")(environ, start_response)

    with serving(app) as server, ThreadPoolExecutor(THREADS) as visitors:
        pages = list(visitors.map(get, [server.port] * THREADS))
    assert pages == [b"met"] * THREADS


def test_a_body_beyond_the_limit_is_refused_before_the_app_sees_it() -> None:
    seen = threading.Event()

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        seen.set()
        return answer(b"read")(environ, start_response)

    with serving(app) as server, socket.create_connection((LOOPBACK, server.port), timeout=60) as visitor:
        visitor.sendall(f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {LARGEST_REQUEST + 1}\r\n\r\n".encode())
        assert visitor.recv(100).startswith(b"HTTP/1.1 413 ")
    assert not seen.is_set()


def test_the_server_does_not_name_what_it_is_made_of() -> None:
    with serving(answer(b"hello")) as server:
        connection = http.client.HTTPConnection(LOOPBACK, server.port, timeout=60)
        connection.request("GET", "/")
        assert connection.getresponse().getheader("Server") == "netmon"
        connection.close()


def test_a_taken_port_is_named_with_its_cure() -> None:
    with socket.create_server((LOOPBACK, 0)) as squatter:
        port = squatter.getsockname()[1]
        before = threading.active_count()
        with pytest.raises(SettingsError) as caught:
            WebServer(answer(b""), LOOPBACK, port)
    cure = "Address already in use; free it, or set NETMON_LISTEN or NETMON_PORT"
    assert str(caught.value) == f"cannot listen on {LOOPBACK} port {port}: {cure}"
    assert threading.active_count() == before


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid", "::2"])
def test_an_address_that_is_not_ours_is_named(host: str) -> None:
    with pytest.raises(SettingsError, match=f"cannot listen on {host} port 0: "):
        WebServer(answer(b""), host, 0)


def test_pages_are_served_over_ipv6_too() -> None:
    if not Path("/proc/net/if_inet6").exists():
        pytest.skip("this machine has no IPv6")
    with serving(answer(b"six"), "::1") as server:
        assert get(server.port, "::1") == b"six"


def test_pages_are_served_beside_a_thousand_device_sockets() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 2 * PAST_SELECT:
        pytest.skip(f"this machine allows {hard} open files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 2 * PAST_SELECT), hard))
    try:
        with ExitStack() as devices:
            for _ in range(PAST_SELECT):
                devices.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
            with serving(answer(b"beside")) as server:
                assert get(server.port) == b"beside"
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_after_closing_nobody_listens_and_no_thread_is_left() -> None:
    before = threading.active_count()
    with serving(answer(b"hello")) as server:
        assert get(server.port) == b"hello"
        port = server.port
    with pytest.raises(ConnectionRefusedError):
        get(port)
    wait_until(lambda: threading.active_count() <= before, "the server's threads have ended")


def test_closing_wakes_the_pages_that_wait() -> None:
    before, waiting, news = threading.active_count(), threading.Event(), threading.Event()

    def app(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterator[bytes]:
        start_response("200 OK", [("Content-Type", "text/event-stream")])
        yield b"data: 1\n\n"
        waiting.set()
        news.wait(60)
        yield b"data: 2\n\n"

    server = WebServer(app, LOOPBACK, 0)
    server.start()
    with socket.create_connection((LOOPBACK, server.port), timeout=60) as visitor:
        visitor.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        waiting.wait(60)
        server.close(news.set)
        assert threading.active_count() <= before


def test_a_page_that_asks_the_loop_for_something_gets_it_while_the_server_is_closed_beside_the_loop() -> None:
    waiting, closing_now, done = threading.Event(), threading.Event(), list[Command]()
    before = set(threading.enumerate())

    def execute(command: Command, _: Actor) -> Done:
        done.append(command)
        return Done(1)

    async def story() -> None:
        commands = LoopCommands(asyncio.get_running_loop(), execute)

        def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            waiting.set()
            closing_now.wait(60)
            commands.submit(EndSilence(1), Actor("novakova", "192.0.2.7"))
            return answer(b"done")(environ, start_response)

        server = WebServer(app, LOOPBACK, 0)
        server.start()
        with socket.create_connection((LOOPBACK, server.port), timeout=60) as visitor:
            visitor.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            await asyncio.to_thread(waiting.wait, 60)
            await asyncio.to_thread(server.close, closing_now.set)

    asyncio.run(story())
    assert done == [EndSilence(1)]
    assert not [thread for thread in set(threading.enumerate()) - before if thread.name.startswith("waitress")]


def who(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer whose a request is for a page, over what, for which host, and which claims are left."""
    left = sorted(name for name in environ if "FORWARDED" in name)
    host = environ["HTTP_HOST"]
    return answer(f"{environ['REMOTE_ADDR']} {environ['wsgi.url_scheme']} {host} {left}".encode())(
        environ, start_response
    )


CLAIMS = {
    "Host": "ours",
    "X-Forwarded-For": "198.51.100.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "444",
    "X-Forwarded-By": "evil.example",
    "Forwarded": "for=198.51.100.8;host=evil.example;proto=https",
}
PROXY = ip_address("127.0.0.1")
KEPT = "['HTTP_X_FORWARDED_FOR', 'HTTP_X_FORWARDED_PROTO']"


def ask_as(source: str, trusted_proxy: Address | None, claims: dict[str, str]) -> str:
    """Return what a page sees of a request that comes from an address on loopback."""
    with serving(who, trusted_proxy=trusted_proxy) as server:
        visitor = http.client.HTTPConnection(LOOPBACK, server.port, timeout=60, source_address=(source, 0))
        with closing(visitor):
            visitor.request("GET", "/", headers=claims)
            return visitor.getresponse().read().decode()


@pytest.mark.parametrize(
    ("source", "trusted_proxy"),
    [
        ("127.0.0.1", None),
        ("127.0.0.2", PROXY),
        ("127.0.0.1", ip_address("127.0.0.3")),
        ("127.0.0.1", ip_address("::1")),
    ],
)
def test_what_anybody_else_claims_is_neither_believed_nor_seen(source: str, trusted_proxy: Address | None) -> None:
    assert ask_as(source, trusted_proxy, CLAIMS) == f"{source} http ours []"


def test_the_trusted_proxy_is_believed_about_the_visitor_and_the_scheme_and_nothing_else() -> None:
    assert ask_as("127.0.0.1", PROXY, CLAIMS) == f"198.51.100.7 https ours {KEPT}"


@pytest.mark.parametrize(
    ("chain", "visitor"),
    [
        ("198.51.100.66, 203.0.113.9", "203.0.113.9"),
        ("127.0.0.1, 198.51.100.66, 2001:db8::9", "2001:db8::9"),
        ("203.0.113.9:50000", "203.0.113.9"),
    ],
)
def test_of_a_chain_only_what_the_trusted_proxy_itself_saw_counts(chain: str, visitor: str) -> None:
    seen = ask_as("127.0.0.1", PROXY, {**CLAIMS, "X-Forwarded-For": chain})
    assert seen == f"{visitor} https ours {KEPT}"


def test_a_trusted_proxy_that_says_nothing_speaks_for_itself() -> None:
    assert ask_as("127.0.0.1", PROXY, {"Host": "ours"}) == "127.0.0.1 http ours []"
