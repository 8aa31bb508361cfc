"""How much may be on its way to all devices together: what comes beyond it waits for its turn."""

from collections import deque
from collections.abc import Callable

MOST_UNDER_WAY = 1_024
"""Requests: some 1.4 MB of answers, which a line of 100 Mbit/s carries in an eighth of a second."""


class Traffic:
    """The window that all devices share beside their own.

    A request counts until it is answered or its first attempt has stayed without an answer: devices that are silent
    must not keep the others from being asked.
    """

    def __init__(self, most: int = MOST_UNDER_WAY) -> None:
        self._free = most
        self._waiting: deque[Callable[[], None]] = deque()
        self._is_going = False

    @property
    def waiting(self) -> int:
        """How many requests wait for their turn."""
        return len(self._waiting)

    def enter(self, begin: Callable[[], None]) -> None:
        """Call `begin` as soon as there is room: now, or when others have left; each leaves once."""
        if self._free and not self._waiting:
            self._free -= 1
            begin()
        else:
            self._waiting.append(begin)

    def leave(self) -> None:
        """Make room for another one."""
        self._free += 1
        if self._waiting:
            self._go_on()

    def _go_on(self) -> None:
        """Begin what there is room for; never within itself, as what begins may end at once."""
        if self._is_going:
            return
        self._is_going = True
        try:
            while self._free and self._waiting:
                self._free -= 1
                self._waiting.popleft()()
        finally:
            self._is_going = False
