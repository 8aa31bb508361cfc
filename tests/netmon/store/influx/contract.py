"""The part of InfluxDB 2.x's public API that `netmon influx setup` uses, as its OpenAPI contract describes it.

No 2.x server can run where these tests run; this one keeps organisations, buckets and authorizations,
asks for the operator's token, and answers with the contract's status codes and JSON names.
"""

import itertools
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

LOOPBACK = "127.0.0.1"
POLL_EVERY = 0.02
Thing = dict[str, Any]


@dataclass
class Influx2:
    """What such a server holds, by id."""

    url: str
    admin_token: str
    orgs: dict[str, Thing] = field(default_factory=dict)
    buckets: dict[str, Thing] = field(default_factory=dict)
    authorizations: dict[str, Thing] = field(default_factory=dict)
    hides_tokens: bool = False
    """From 2.9 on only the hash of a token is kept: it is told once, when it is made."""
    version: str = "v2.7.12"
    changes: int = 0
    ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def answer(self, method: str, path: str, asked: dict[str, str], body: Thing) -> tuple[int, Thing]:
        """Return status and body for a request."""
        self.changes += method != "GET"
        kind, _, key = path.removeprefix("/api/v2/").partition("/")
        if method == "GET":
            return self._find(kind, asked)
        things: dict[str, Thing] = getattr(self, kind)
        if method == "POST":
            token = {"token": f"token-{next(self.ids)}=="} if kind == "authorizations" else {}
            return self._add(things, body | token)
        if method == "PATCH":
            things[key].update(body)
            return 200, things[key]
        del things[key]
        return 204, {}

    def _find(self, kind: str, asked: dict[str, str]) -> tuple[int, Thing]:
        if kind == "orgs":
            found = [org for org in self.orgs.values() if org["name"] == asked["org"]]
            return (200, {"orgs": found}) if found else (404, {"code": "not found"})
        if kind == "buckets":
            return 200, {"buckets": [bucket for bucket in self.buckets.values() if bucket["name"] == asked["name"]]}
        return 200, {"authorizations": [self._told(one) for one in self.authorizations.values()]}

    def _add(self, things: dict[str, Thing], body: Thing) -> tuple[int, Thing]:
        key = f"{next(self.ids):016x}"
        things[key] = body | {"id": key}
        return 201, things[key]

    def _told(self, authorization: Thing) -> Thing:
        return authorization | ({"token": ""} if self.hides_tokens else {})


@contextmanager
def influx2(admin_token: str) -> Iterator[Influx2]:
    """Run a server for the length of a block."""
    server = ThreadingHTTPServer((LOOPBACK, 0), BaseHTTPRequestHandler)
    held = Influx2(f"http://{LOOPBACK}:{server.server_address[1]}", admin_token)
    server.RequestHandlerClass = _answering_for(held)
    threading.Thread(target=server.serve_forever, args=(POLL_EVERY,), name="influx2", daemon=True).start()
    try:
        yield held
    finally:
        server.shutdown()
        server.server_close()


def _answering_for(held: Influx2) -> type[BaseHTTPRequestHandler]:
    class Contract(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _serve(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
            parts = urlsplit(self.path)
            asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
            if parts.path in ("/health", "/ping"):
                status, answer = 200, {"name": "influxdb", "status": "pass", "version": held.version}
            elif self.headers.get("Authorization") != f"Token {held.admin_token}":
                status, answer = 401, {"code": "unauthorized"}
            else:
                status, answer = held.answer(self.command, parts.path, asked, body)
            text = b"" if status == 204 else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def do_GET(self) -> None:
            self._serve()

        def do_POST(self) -> None:
            self._serve()

        def do_PATCH(self) -> None:
            self._serve()

        def do_DELETE(self) -> None:
            self._serve()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class names it so
            """Say nothing."""

    return Contract
