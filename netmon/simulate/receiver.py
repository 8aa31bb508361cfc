"""Who the demo's messages go to: a webhook of its own on loopback, which counts what it is told."""

import json
import threading
from collections import Counter
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import TracebackType
from typing import ClassVar, Self

from netmon.model import NotificationKind

LOOPBACK = "127.0.0.1"
LARGEST_BODY = 256 * 1024
DIGITS = 6
"""Of a Content-Length that is worth reading as a number."""
PATIENCE = 5.0
"""Seconds that a sender may take for its request."""
LOOK = 0.05
"""Seconds until a shutdown is noticed."""
MOST_MESSAGES = 10_000
PATH = "/demo"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message as it came: what it says, about what, and to which path it was addressed."""

    kind: NotificationKind
    subject: str
    subject_id: str
    recipient: str
    summary: str


@dataclass(frozen=True, slots=True)
class Told:
    """How many messages arrived, each incident and recipient counted once."""

    firing: int
    resolved: int


class Receiver(HTTPServer):
    """A webhook in a thread of its own; one request at a time, each idempotency key once."""

    def __init__(self) -> None:
        """Listen on an ephemeral port of the loopback."""
        super().__init__((LOOPBACK, 0), _Request)
        self._lock = threading.Lock()
        self._arrivals: dict[str, Arrival] = {}
        self._thread = threading.Thread(target=self.serve_forever, args=(LOOK,), name="webhook-receiver", daemon=True)

    @property
    def url(self) -> str:
        """The address that messages are posted to."""
        return f"http://{LOOPBACK}:{self.server_port}{PATH}"

    def take(self, key: str, arrival: Arrival) -> bool:
        """Keep a message unless its key is known; return whether there is room for it."""
        with self._lock:
            if key not in self._arrivals and len(self._arrivals) >= MOST_MESSAGES:
                return False
            self._arrivals.setdefault(key, arrival)
            return True

    def arrivals(self) -> tuple[Arrival, ...]:
        """Return what has come so far, repetitions left out, in the order of arrival."""
        with self._lock:
            return tuple(self._arrivals.values())

    def counts(self) -> Told:
        """Return how many (incident, recipient) pairs were told of the beginning and of the end."""
        told = {(a.kind, a.subject_id, a.recipient) for a in self.arrivals() if a.subject == "incident"}
        kinds = Counter(kind for kind, _, _ in told)
        return Told(firing=kinds[NotificationKind.FIRING], resolved=kinds[NotificationKind.RESOLVED])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.shutdown()
        self._thread.join(PATIENCE)
        self.server_close()


class _Request(BaseHTTPRequestHandler):
    """One POST; anything else is refused by the base class."""

    timeout: ClassVar[float] = PATIENCE
    server: Receiver

    def do_POST(self) -> None:
        """Take a message."""
        self.send_response(self._take())
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class's name for it
        """Say nothing: the demo tells what arrives."""

    def _take(self) -> HTTPStatus:
        length, key = self.headers.get("Content-Length", ""), self.headers.get("Idempotency-Key", "")
        if not (length.isascii() and length.isdigit()):
            return HTTPStatus.LENGTH_REQUIRED
        if len(length) > DIGITS or int(length) > LARGEST_BODY:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        arrival = _read(self.rfile.read(int(length)), self.path)
        if arrival is None or not key:
            return HTTPStatus.BAD_REQUEST
        return HTTPStatus.NO_CONTENT if self.server.take(key, arrival) else HTTPStatus.INSUFFICIENT_STORAGE


def _read(body: bytes, path: str) -> Arrival | None:
    """Return the message in a body, or None if it is none."""
    try:
        payload = json.loads(body)
        return Arrival(
            kind=NotificationKind(payload["kind"]),
            subject=str(payload["subject"]),
            subject_id=str(payload["id"]),
            recipient=path,
            summary=str(payload["summary"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
