"""A webhook receiver: the standard library's HTTP server, told how to answer."""

import json
import platform
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.parts.roll import Enrol


@dataclass(frozen=True, slots=True)
class Posted:
    """A request as it arrived."""

    path: str
    headers: Mapping[str, str]
    body: bytes
    method: str = "POST"

    @property
    def payload(self) -> dict[str, Any]:
        """The body as JSON."""
        payload: dict[str, Any] = json.loads(self.body)
        return payload


@dataclass
class WebhookReceiver:
    """Records every request; `status`, `headers` and `body` are its answer.

    While `hangs` is set it takes the request and says nothing until it is told to stop.
    """

    posted: list[Posted] = field(default_factory=list)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"ok"
    hangs: bool = False
    scheme: str = "http"
    port: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """A URL with a secret in it, as webhooks have them."""
        return f"{self.scheme}://127.0.0.1:{self.port}/hook/t0ps3cret?channel=noc"


WebhookStarter = Callable[[ssl.SSLContext | None], WebhookReceiver]


@pytest.fixture
def start_webhook(enrol: Enrol) -> Iterator[WebhookStarter]:
    """Return a function that starts a receiver on loopback, over HTTPS if given a TLS context."""
    with ExitStack() as running:

        def start(tls: ssl.SSLContext | None = None) -> WebhookReceiver:
            enrol("webhook receiver", f"http.server of Python {platform.python_version()}")
            return running.enter_context(_listening(tls))

        yield start


@pytest.fixture
def webhook(start_webhook: WebhookStarter) -> WebhookReceiver:
    """Return a receiver without encryption."""
    return start_webhook(None)


@contextmanager
def _listening(tls: ssl.SSLContext | None) -> Iterator[WebhookReceiver]:
    receiver = WebhookReceiver(scheme="https" if tls else "http")
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(receiver)) as server:
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        receiver.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield receiver
        finally:
            receiver.stopped.set()
            server.shutdown()
            thread.join(10)


def _handler(receiver: WebhookReceiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            receiver.posted.append(Posted(self.path, dict(self.headers), body, self.command))
            if receiver.hangs:
                receiver.stopped.wait(60)
                return
            self.send_response(receiver.status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(receiver.body)))
            self.end_headers()
            self.wfile.write(receiver.body)

        do_GET = do_POST  # noqa: N815 -- the base class looks for these names

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class names it
            """Say nothing."""

    return Handler
