"""The write path of InfluxDB 2 as its OpenAPI contract and its source have it: rights first, then the body."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from netmon.clock import EPOCH, Millis, SystemClock, to_datetime

LOOPBACK = "127.0.0.1"
POLL_EVERY = 0.02


@dataclass
class WritePath:
    """Tokens and the buckets each may write to, in one organisation; `written` is what came."""

    url: str = ""
    org: str = "netmon"
    buckets: tuple[str, ...] = ("netmon", "other")
    rights: Mapping[str, str] = field(default_factory=lambda: {"right": "netmon", "elsewhere": "other"})
    ahead: Millis = EPOCH
    """How far the server's clock is before ours."""
    written: list[bytes] = field(default_factory=list)

    def answer(self, authorization: str, asked: Mapping[str, str], body: bytes) -> tuple[int, dict[str, str]]:
        """Return status and body for a write."""
        scheme, _, token = authorization.partition(" ")
        if scheme != "Token" or token not in self.rights:
            return 401, {"code": "unauthorized", "message": "unauthorized access"}
        if asked["org"] != self.org:
            return 404, {"code": "not found", "message": f'organization name "{asked["org"]}" not found'}
        if asked["bucket"] not in self.buckets:
            return 404, {"code": "not found", "message": f'bucket "{asked["bucket"]}" not found'}
        if self.rights[token] != asked["bucket"]:
            return 403, {"code": "forbidden", "message": "insufficient permissions for write"}
        if not body:
            return 400, {"code": "invalid", "message": "writing requires points"}
        self.written.append(body)
        return 204, {}


@contextmanager
def write_path(port: int = 0) -> Iterator[WritePath]:
    """Run such a server for the length of a block."""
    server = ThreadingHTTPServer((LOOPBACK, port), BaseHTTPRequestHandler)
    held = WritePath(f"http://{LOOPBACK}:{server.server_address[1]}")
    server.RequestHandlerClass = _answering_for(held)
    threading.Thread(target=server.serve_forever, args=(POLL_EVERY,), name="influx2-write", daemon=True).start()
    try:
        yield held
    finally:
        server.shutdown()
        server.server_close()


def _answering_for(held: WritePath) -> type[BaseHTTPRequestHandler]:
    class Contract(BaseHTTPRequestHandler):
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
            status, answer = held.answer(self.headers.get("Authorization", ""), asked, body)
            text = b"" if status == 204 else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def date_time_string(self, timestamp: float | None = None) -> str:
            """Return the time of the server's own clock."""
            del timestamp
            return format_datetime(to_datetime(Millis(SystemClock().now() + held.ahead)), usegmt=True)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class names it so
            """Say nothing."""

    return Contract
