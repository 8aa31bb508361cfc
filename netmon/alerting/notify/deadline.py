"""How long a conversation may last in all, however slowly the other side speaks."""

import contextlib
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

    sock: socket.socket | None


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
    if connection.sock is not None:
        with contextlib.suppress(OSError):  # it may just have been closed: then there is nothing to cut
            connection.sock.shutdown(socket.SHUT_RDWR)
