"""How works stand at a moment: what is listed of each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from netmon.clock import DAY, Interval, Millis
from netmon.maintenance.work import INVENTORY, FirstOutage, Work

AHEAD = Millis(366 * DAY)
"""How far ahead works are listed."""


class WorkState(StrEnum):
    """How a work stands."""

    OPEN = "open"
    WAITING = "waiting"
    """It is flexible, may begin, and has not."""
    PLANNED = "planned"
    CANCELLED = "cancelled"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Listed:
    """A work as it is listed; `window` is when it excuses or mutes, as far as that is known."""

    work: Work
    state: WorkState
    window: Interval | None


def listed(works: Iterable[Work], begun: FirstOutage, now: Millis) -> Iterator[Listed]:
    """Yield the works as they stand at `now`; of a recurring window only the next time."""
    seen: set[int] = set()
    for work in works:
        if work.source == INVENTORY and work.id in seen:
            continue
        seen |= {work.id} if work.source == INVENTORY else set()
        window = work.window(begun(work) if work.length is not None else None)
        yield Listed(work, state_of(work, window, now), window)


def state_of(work: Work, window: Interval | None, now: Millis) -> WorkState:
    """Return how a work stands, given when it excuses."""
    if work.cancelled is not None and work.cancelled <= now:
        return WorkState.CANCELLED
    if now < work.frame.start:
        return WorkState.PLANNED
    if window is None:
        return WorkState.WAITING if now < work.frame.end else WorkState.OVER
    return WorkState.OPEN if now in window else WorkState.OVER
