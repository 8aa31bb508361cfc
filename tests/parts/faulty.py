"""A server that answers `/api/v2/write` as told: refusing, asking for patience, hanging, or storing.

It speaks HTTP for real; what it says is scripted, because a sound InfluxDB cannot be made to say it.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

LOOPBACK = "127.0.0.1"
POLL_EVERY = 0.02
"""Seconds within which the server notices that it shall end."""


@dataclass(frozen=True)
class Answer:
    """A status, and with it a header or a text; `hang` says nothing until the test is over, `cut` nothing at all."""

    status: int
    text: str = ""
    retry_after: str | None = None
    hang: bool = False
    cut: bool = False


def store_all(_lines: list[str]) -> Answer:
    """Take everything."""
    return Answer(204)


@dataclass
class FaultyServer:
    """What was asked, what was stored, and how to answer."""

    server: ThreadingHTTPServer
    decide: Callable[[list[str]], Answer] = store_all
    stored: Counter[str] = field(default_factory=Counter)
    """Each line, and how often it came with a request that was confirmed."""
    requests: int = 0
    tokens: set[str] = field(default_factory=set)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """Where to write to."""
        return f"http://{LOOPBACK}:{self.server.server_address[1]}"


@pytest.fixture
def faulty() -> Iterator[FaultyServer]:
    """Return a server that stores everything until it is told otherwise."""
    faulty = FaultyServer(ThreadingHTTPServer((LOOPBACK, 0), BaseHTTPRequestHandler))
    faulty.server.RequestHandlerClass = _answering_for(faulty)
    threading.Thread(target=faulty.server.serve_forever, args=(POLL_EVERY,), name="faulty", daemon=True).start()
    yield faulty
    faulty.over.set()
    faulty.server.shutdown()
    faulty.server.server_close()


def _answering_for(faulty: FaultyServer) -> type[BaseHTTPRequestHandler]:
    class Faulty(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            lines = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode().split("\n")
            faulty.requests += 1
            faulty.tokens.add(self.headers.get("Authorization", ""))
            answer = faulty.decide(lines)
            if answer.hang:
                faulty.over.wait(30)
                self.close_connection = True
                return
            if answer.status == 204:
                faulty.stored.update(lines)
            if answer.cut:
                self.close_connection = True
                return
            self._say(answer)

        def _say(self, answer: Answer) -> None:
            body = b"" if answer.status == 204 else answer.text.encode()
            self.send_response(answer.status)
            if answer.retry_after is not None:
                self.send_header("Retry-After", answer.retry_after)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class names it so
            """Say nothing."""

    return Faulty
