"""An event loop in which nobody waits: once no datagram is under way, its clock goes to what is due next.

Agent and session live in one process and speak over loopback, so what was sent is there at once; a
timeout then costs `GRACE` and not itself, and nobody's patience depends on how busy the machine is.
"""

import asyncio
import selectors
import time
from collections.abc import Coroutine
from typing import TypeVar

from netmon.clock import Millis

GRACE = 0.01
"""Seconds in which the kernel delivers what was sent."""
EPOCH = 10**12
"""The wall time at which each loop begins, in milliseconds."""

Result = TypeVar("Result")


class HastySelector(selectors.DefaultSelector):
    """A selector that says at once that nothing happened; `skipped` is the time nobody spent on that."""

    skipped = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Return what is ready, after a short wait at most."""
        if timeout is None or timeout <= GRACE:
            return super().select(timeout)
        events = super().select(GRACE)
        if not events:
            self.skipped += timeout - GRACE
        return events


class HastyLoop(asyncio.SelectorEventLoop):
    """A loop whose clock runs ahead; it is a `Clock` too. `unhandled` is what no callback caught."""

    def __init__(self) -> None:
        self._hasty = HastySelector()
        super().__init__(self._hasty)
        self.unhandled: list[dict[str, object]] = []
        self.set_exception_handler(lambda _, context: self.unhandled.append(context))

    def time(self) -> float:
        """Return the loop's time in seconds."""
        return time.monotonic() + self._hasty.skipped

    def monotonic(self) -> Millis:
        """Return the loop's time."""
        return Millis(int(self.time() * 1000))

    def now(self) -> Millis:
        """Return a wall time that goes with the loop's."""
        return Millis(EPOCH + self.monotonic())


def run(main: Coroutine[object, object, Result]) -> Result:
    """Return what a coroutine comes to in a hasty loop; fail if a callback let an exception through."""
    with asyncio.Runner(loop_factory=HastyLoop) as runner:
        loop = runner.get_loop()
        assert isinstance(loop, HastyLoop)
        result = runner.run(main)
        assert loop.unhandled == []
        return result


def running_loop() -> HastyLoop:
    """Return the hasty loop that runs here."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, HastyLoop)
    return loop
