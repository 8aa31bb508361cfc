"""What systemd is told of this process: that it is ready, alive, loading anew, stopping (sd_notify(3))."""

import logging
import os
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from netmon.clock import Millis

log = logging.getLogger(__name__)

PATIENCE = 1.0
"""Seconds that a message may wait for room; the event loop waits with it."""


@dataclass(frozen=True, slots=True)
class Supervisor:
    """Whoever started this process and wants to hear of it; without an address nobody does."""

    address: str = ""
    """The datagram socket it listens on; a leading `@` stands for the abstract name space."""
    watchdog: Millis | None = None
    """How long it waits for a sign of life before it kills the process."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Return the supervisor that `NOTIFY_SOCKET` and `WATCHDOG_USEC` name."""
        return cls(environment.get("NOTIFY_SOCKET", ""), _watchdog(environment))

    def ready(self, status: str) -> None:
        """Say that everything is open, and in words how things are."""
        self._tell("READY=1", f"STATUS={status}")

    def alive(self) -> None:
        """Say that the loop still turns."""
        self._tell("WATCHDOG=1")

    def reloading(self) -> None:
        """Say that the inventory is being loaded anew; `ready` says when that is over."""
        self._tell("RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1000}")

    def stopping(self) -> None:
        """Say that the end has begun."""
        self._tell("STOPPING=1", "STATUS=stopping")

    def _tell(self, *lines: str) -> None:
        if not self.address:
            return
        path = f"\0{self.address[1:]}" if self.address.startswith("@") else self.address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
                sender.settimeout(PATIENCE)
                sender.sendto("\n".join(lines).encode(), path)
        except OSError as error:
            log.warning("the supervisor does not listen address=%s reason=%s", self.address, error)


def _watchdog(environment: Mapping[str, str]) -> Millis | None:
    """Return the watchdog's patience, if it watches this process and no other."""
    microseconds = environment.get("WATCHDOG_USEC", "")
    is_ours = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
    return Millis(int(microseconds) // 1000) if is_ours and microseconds.isascii() and microseconds.isdigit() else None
