"""What a session knows of its device: the requests it sends, how they fare, and how far away the device is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RequestOutline:
    """One request of the plan: the tables it reads and how much, and how often its answers lay as before."""

    tables: tuple[str, ...]
    instances: int
    octets: int
    """What the answer is reckoned to take."""
    hits: int
    """Answers that were read by comparing."""
    misses: int
    """Answers that the strict reader had to read."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A plan and its fortunes; times in milliseconds, None before the first answer."""

    requests: tuple[RequestOutline, ...]
    round_trip_ms: float | None
    patience_ms: float
    """How long an attempt waits now."""
    window: int
    """How many requests may be on their way at once."""
    late: int
    ignored: int
    lost: int
    """Attempts that stayed without an answer."""
