"""How the running thread steps into a network namespace and back."""

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CLONE_NEWNET = 0x40000000


@contextmanager
def inside(namespace: str) -> Iterator[None]:
    """Let this thread, and every thread and process it starts, see the network of a namespace.

    Sockets stay where they were made, so a server started inside remains reachable from inside.
    """
    with Path("/proc/thread-self/ns/net").open("rb") as home:
        with Path("/run/netns", namespace).open("rb") as away:
            _setns(away.fileno())
        try:
            yield
        finally:
            _setns(home.fileno())


def _setns(descriptor: int) -> None:
    """Call setns(2); `os.setns` comes with Python 3.12."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(descriptor, CLONE_NEWNET):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), "setns")
