"""What time is it: one injected clock, and time as integer milliseconds UTC."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NewType, Protocol

Millis = NewType("Millis", int)
"""A moment, or a span, in integer milliseconds; moments count from 1970-01-01T00:00Z."""

EPOCH = Millis(0)
SECOND = Millis(1_000)
MINUTE = Millis(60_000)
HOUR = Millis(3_600_000)
DAY = Millis(86_400_000)


class Clock(Protocol):
    """Wall time for records, monotonic time for waiting."""

    def now(self) -> Millis:
        """Return the wall time."""
        ...

    def monotonic(self) -> Millis:
        """Return a time that never steps back, from an arbitrary origin."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> Millis:
        """Return the wall time."""
        return Millis(time.time_ns() // 1_000_000)

    def monotonic(self) -> Millis:
        """Return the kernel's monotonic time."""
        return Millis(time.monotonic_ns() // 1_000_000)


@dataclass
class ManualClock:
    """A clock that moves when told to: for tests in virtual time."""

    wall: Millis
    steady: Millis = EPOCH

    def now(self) -> Millis:
        """Return the wall time set last."""
        return self.wall

    def monotonic(self) -> Millis:
        """Return the time advanced so far."""
        return self.steady

    def advance(self, span: int) -> None:
        """Let `span` milliseconds pass on both clocks."""
        self.wall = Millis(self.wall + span)
        self.steady = Millis(self.steady + span)


def has_passed(span: int, since: Millis, now: Millis) -> bool:
    """Say whether a span is over; it is, too, if the clock was set back by as much: else one would wait that long."""
    return abs(now - since) >= span


def to_datetime(moment: Millis) -> datetime:
    """Return the moment as an aware UTC datetime, for the edges of the system."""
    return datetime.fromtimestamp(moment / 1000, tz=UTC)


def from_datetime(moment: datetime) -> Millis:
    """Return an aware datetime as milliseconds UTC."""
    return Millis(round(moment.timestamp() * 1000))


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A half-open span of time `[start, end)`."""

    start: Millis
    end: Millis

    @property
    def length(self) -> Millis:
        """The span in milliseconds; never negative."""
        return Millis(max(0, self.end - self.start))

    def __contains__(self, moment: object) -> bool:
        return isinstance(moment, int) and self.start <= moment < self.end

    def intersect(self, other: "Interval") -> "Interval | None":
        """Return what both spans share, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Interval(start, end) if start < end else None
