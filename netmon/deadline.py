"""How long a conversation may last in all, however slowly the other side speaks."""

import contextlib
import http.client
import socket
import threading
from collections.abc import Iterator
from typing import Protocol

REPLY_WITHIN = 10.0
"""Seconds that the other side may be silent."""
TALK_WITHIN = 30.0
"""Seconds that a whole conversation may take: a side that drips octets is never silent."""


class Connection(Protocol):
    """Anything that talks over a socket, once it is connected."""

    @property
    def sock(self) -> socket.socket | None:
        """The socket, None while there is none."""
        ...


class HttpLine:
    """The socket of an HTTP connection, also after an answer that ends with it has taken it over."""

    def __init__(self, connection: http.client.HTTPConnection) -> None:
        self._connection = connection
        self._kept: socket.socket | None = None

    def connect(self) -> None:
        """Connect, TLS included, and remember the socket."""
        self._connection.connect()
        self._kept = self._connection.sock

    @property
    def sock(self) -> socket.socket | None:
        """The socket, once there is one."""
        return self._kept or self._connection.sock


@contextlib.contextmanager
def limited_http(connection: http.client.HTTPConnection, seconds: float = TALK_WITHIN) -> Iterator[None]:
    """Connect, and cut everything from then on after `seconds`; close at the end."""
    line = HttpLine(connection)
    with contextlib.closing(connection), limited(line, seconds):
        line.connect()
        yield


@contextlib.contextmanager
def limited(connection: Connection, seconds: float = TALK_WITHIN) -> Iterator[None]:
    """Cut the connection after `seconds`: whoever waits on it then gets an OSError."""
    timer = threading.Timer(seconds, _cut, (connection,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _cut(connection: Connection) -> None:
    line = connection.sock
    if line is not None:
        with contextlib.suppress(OSError):  # it may just have been closed: then there is nothing to cut
            line.shutdown(socket.SHUT_RDWR)
