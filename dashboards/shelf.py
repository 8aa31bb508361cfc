"""What is kept for a short time between two requests of the same person, in memory and in bounded room."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from netmon.clock import Millis

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class HalfLogin:
    """Somebody had the right password, set at `password_set`, and owes the code."""

    account: str
    password_set: Millis


class Shelf(Generic[T]):
    """Keeps things by a key for `life`, the `places` newest of them; times are monotonic."""

    def __init__(self, *, life: Millis, places: int = 1024) -> None:
        self._life = life
        self._places = places
        self._kept: OrderedDict[str, tuple[Millis, T]] = OrderedDict()
        self._lock = Lock()

    def put(self, key: str, thing: T, now: Millis) -> None:
        """Keep a thing in place of what was kept under its key."""
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = (now, thing)
            if len(self._kept) > self._places:
                self._kept.popitem(last=False)

    def get(self, key: str, now: Millis) -> T | None:
        """Return what is kept under a key, if that is not too long ago."""
        with self._lock:
            at, thing = self._kept.get(key, (None, None))
            return thing if at is not None and now - at < self._life else None

    def drop(self, key: str) -> None:
        """Keep a thing no longer."""
        with self._lock:
            self._kept.pop(key, None)
