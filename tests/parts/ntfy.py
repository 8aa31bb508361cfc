"""A server that refuses what ntfy refuses (https://docs.ntfy.sh/publish/#publish-as-json)."""

import base64
import json
import platform
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.parts.roll import Enrol

TOPIC = re.compile(r"[-_A-Za-z0-9]{1,64}", re.ASCII)
LARGEST = 4096
"""Octets of a text; what is longer becomes an attachment."""


@dataclass
class NtfyServer:
    """Keeps every push that it took; with a token it takes none without."""

    pushes: list[dict[str, Any]] = field(default_factory=list)
    token: str = ""
    port: int = 0

    def url(self, topic: str, token: str = "") -> str:
        """Return the URL of a topic, as a secret holds it."""
        user = f":{token}@" if token else ""
        return f"http://{user}127.0.0.1:{self.port}/{topic}"

    def judge(self, path: str, authorization: str, body: bytes) -> int:
        """Return the status of a request, and keep what it pushes."""
        expected = base64.b64encode(f":{self.token}".encode()).decode()
        if self.token and authorization != f"Basic {expected}":
            return 403
        push = _parsed(body)
        if path != "/" or push is None:
            return 400
        self.pushes.append(push)
        return 200


NtfyStarter = Callable[[str], NtfyServer]


@pytest.fixture
def start_ntfy(enrol: Enrol) -> Iterator[NtfyStarter]:
    """Return a function that starts a server on loopback, which wants a token if it is given one."""
    with ExitStack() as running:

        def start(token: str) -> NtfyServer:
            enrol("ntfy receiver", f"http.server of Python {platform.python_version()}")
            return running.enter_context(_listening(token))

        yield start


def _parsed(body: bytes) -> dict[str, Any] | None:
    """Return a push, None if ntfy would refuse it or turn it into something else."""
    push = json.loads(body)
    kinds = {"topic": str, "title": str, "message": str, "priority": int, "tags": list, "click": str}
    known = all(isinstance(push[name], kind) for name, kind in kinds.items() if name in push) and set(push) <= {*kinds}
    if not known or not TOPIC.fullmatch(push.get("topic", "")) or push.get("priority", 3) not in range(1, 6):
        return None
    return push if len(push.get("message", "").encode()) <= LARGEST else None


@contextmanager
def _listening(token: str) -> Iterator[NtfyServer]:
    ntfy = NtfyServer(token=token)
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(ntfy)) as server:
        ntfy.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield ntfy
        finally:
            server.shutdown()
            thread.join(10)


def _handler(ntfy: NtfyServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            self.send_response(ntfy.judge(self.path, self.headers.get("Authorization", ""), body))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class names it
            """Say nothing."""

    return Handler
