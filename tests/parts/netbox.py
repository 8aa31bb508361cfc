"""A NetBox to import from: a contract server written from NetBox's public API (4.x). No real NetBox ran.

From the public documentation and serializers: lists below `/api/` that are cut into pages with `count`,
`next`, `previous` and `results`; `limit` and `offset`, the former capped as by MAX_PAGE_SIZE; an
`Authorization` header that says `Token` before version 1 tokens and `Bearer` before version 2 tokens
(`nbt_…`), 403 without one; a redirect where the slash at the end is missing; closed lists as value
and label; the filter `cabled`; addresses with the length of their prefix; speeds in kbit/s.
"""

import json
import platform
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.parts.roll import Enrol

TOKEN = "0123456789abcdef0123456789abcdef01234567"  # noqa: S105 -- made up
MAX_PAGE_SIZE = 2
LISTS = ("dcim/sites", "dcim/devices", "dcim/interfaces", "dcim/cables", "circuits/circuits")

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it arrived."""

    method: str
    target: str
    authorization: str | None


@dataclass
class NetBox:
    """A server with these records; `answers` stand in for what a list would say, by path."""

    records: dict[str, list[Record]] = field(default_factory=lambda: {path: [] for path in LISTS})
    answers: dict[str, Callable[["NetBox", BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    token: str | None = TOKEN
    asked: list[Asked] = field(default_factory=list)
    scheme: str = "http"
    port: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def origin(self) -> str:
        """Where the server listens."""
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def admits(self, authorization: str | None) -> bool:
        """Return whether a header may read."""
        if self.token is None:
            return True
        keyword = "Bearer" if self.token.startswith("nbt_") else "Token"
        return authorization == f"{keyword} {self.token}"

    def page(self, path: str, query: dict[str, list[str]]) -> Record:
        """Return a page of a list."""
        chosen = self.records[path]
        if query.get("cabled") == ["true"]:
            chosen = [record for record in chosen if record["cable"] is not None]
        limit = min(int(query.get("limit", ["50"])[0]), MAX_PAGE_SIZE)
        offset = int(query.get("offset", ["0"])[0])
        others = "".join(f"&{key}={value}" for key, (value,) in query.items() if key not in ("limit", "offset"))
        address = f"{self.origin}/api/{path}/?limit={limit}{others}"
        return {
            "count": len(chosen),
            "next": f"{address}&offset={offset + limit}" if offset + limit < len(chosen) else None,
            "previous": f"{address}&offset={max(0, offset - limit)}" if offset else None,
            "results": chosen[offset : offset + limit],
        }


NetBoxStarter = Callable[[ssl.SSLContext | None], NetBox]


@pytest.fixture
def start_netbox(enrol: Enrol) -> Iterator[NetBoxStarter]:
    """Return a function that starts a server on loopback, over HTTPS if given a TLS context."""
    with ExitStack() as running:

        def start(tls: ssl.SSLContext | None = None) -> NetBox:
            enrol("NetBox contract server", f"http.server of Python {platform.python_version()}")
            return running.enter_context(_listening(tls))

        yield start


@pytest.fixture
def netbox(start_netbox: NetBoxStarter) -> NetBox:
    """Return a server without encryption and without records."""
    return start_netbox(None)


@contextmanager
def _listening(tls: ssl.SSLContext | None) -> Iterator[NetBox]:
    netbox = NetBox(scheme="https" if tls else "http")
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(netbox)) as server:
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        netbox.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield netbox
        finally:
            netbox.stopped.set()
            server.shutdown()
            thread.join(10)


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    """Answer with a body of JSON."""
    handler.send_response(status)
    for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def _handler(netbox: NetBox) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            authorization = self.headers.get("Authorization")
            netbox.asked.append(Asked("GET", self.path, authorization))
            path = parts.path.removeprefix("/api/").removesuffix("/")
            if path in netbox.answers:
                netbox.answers[path](netbox, self)
            elif not netbox.admits(authorization):
                send(self, 403, b'{"detail":"Authentication credentials were not provided."}')
            elif path not in netbox.records or not parts.path.startswith("/api/"):
                send(self, 404, b'{"detail":"Not found."}')
            elif not parts.path.endswith("/"):
                send(self, 301, b"", Location=parts.path + "/")
            else:
                send(self, 200, json.dumps(netbox.page(path, parse_qs(parts.query))).encode())

        def do_POST(self) -> None:
            netbox.asked.append(Asked(self.command, self.path, None))
            send(self, 405, b"{}")

        do_PUT = do_PATCH = do_DELETE = do_POST  # noqa: N815 -- http.server names them after the methods

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class names it
            """Say nothing."""

    return Handler
