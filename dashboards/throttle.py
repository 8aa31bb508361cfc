"""Has somebody tried too often: attempts counted in a sliding window, in bounded memory."""

from collections import OrderedDict, deque
from threading import Lock

from netmon.clock import Millis


class Throttle:
    """Admits `limit` attempts per key in any `span`; remembers the `keys` used most recently."""

    def __init__(self, *, limit: int, span: Millis, keys: int = 4096) -> None:
        self._limit = limit
        self._span = span
        self._keys = keys
        self._attempts: OrderedDict[str, deque[Millis]] = OrderedDict()
        self._lock = Lock()

    def admit(self, key: str, now: Millis) -> bool:
        """Count an attempt at a monotonic time and return whether it is allowed."""
        with self._lock:
            attempts = self._recent(key, now)
            if len(attempts) >= self._limit:
                return False
            attempts.append(now)
            return True

    def forget(self, key: str) -> None:
        """Start a key anew, after a success."""
        with self._lock:
            self._attempts.pop(key, None)

    def _recent(self, key: str, now: Millis) -> deque[Millis]:
        attempts = self._attempts.setdefault(key, deque(maxlen=self._limit))
        self._attempts.move_to_end(key)
        if len(self._attempts) > self._keys:
            self._attempts.popitem(last=False)
        while attempts and attempts[0] <= now - self._span:
            attempts.popleft()
        return attempts
