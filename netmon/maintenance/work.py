"""What was announced, and in which time it excuses.

A fixed work excuses in its frame. A flexible one begins with the first outage of its scope inside
the frame and lasts its length, never longer than the frame; until then it excuses nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from netmon.clock import Interval, Millis
from netmon.judgement.parts import OUTAGE, part_of
from netmon.judgement.situation import Situation
from netmon.model import DeviceName, Entity, EntityKind, LinkName, Maintenance, MunicipalityCode, Standing

PERSON, INVENTORY = "person", "inventory"


@dataclass(frozen=True, slots=True)
class Work:
    """A work as it was announced and approved.

    `frame` is the earliest start and the latest end; only a flexible work has a `length`. What was
    called off ends when it was `cancelled`.
    """

    id: int
    scope: tuple[Entity, ...]
    frame: Interval
    author: str
    approved: Millis
    reason: str
    source: str = PERSON
    length: Millis | None = None
    cancelled: Millis | None = None

    @property
    def is_in_time(self) -> bool:
        """Whether it can excuse: a fixed work that was approved late only mutes, a flexible one begins later."""
        return self.length is not None or self.approved <= self.frame.start

    @property
    def lasting(self) -> Interval:
        """The frame as far as nobody called it off; empty where that was before it."""
        end = self.frame.end if self.cancelled is None else min(self.frame.end, self.cancelled)
        return Interval(self.frame.start, max(self.frame.start, end))

    @property
    def waiting(self) -> Interval:
        """When an outage may begin a flexible work: in the frame, and not before it was approved."""
        start = max(self.frame.start, self.approved)
        return Interval(start, max(start, self.lasting.end))

    def window(self, begun: Millis | None) -> Interval | None:
        """Return when it excuses, given when its scope first failed in its frame; None while or if it does not."""
        if self.length is None:
            return self.lasting if self.lasting.length else None
        if begun is None:
            return None
        return Interval(begun, Millis(begun + self.length)).intersect(self.waiting)


FirstOutage = Callable[[Work], Millis | None]
"""Says when an element of a work's scope first went down while the work waited for that."""


def excuses(works: Iterable[Work], begun: FirstOutage, period: Interval) -> Iterator[Maintenance]:
    """Yield the windows of the works that excuse something in a period."""
    for work in works:
        window = work.window(begun(work) if work.length is not None else None)
        if window is not None and window.intersect(period) is not None:
            yield Maintenance(work.id, work.scope, window, work.author, work.approved, work.reason, work.source)


def earlier(*moments: Millis | None) -> Millis | None:
    """Return the first of the moments that are known."""
    return min((moment for moment in moments if moment is not None), default=None)


def first_outage_now(work: Work, situation: Situation) -> Millis | None:
    """Return when the first element that is down now and began the work went down, if one did."""
    standings = (_standing(entity, situation) for entity in work.scope)
    return earlier(
        *(
            standing.since
            for standing in standings
            if standing is not None and part_of(standing.state) in OUTAGE and standing.since in work.waiting
        )
    )


def _standing(entity: Entity, situation: Situation) -> Standing | None:
    match entity.kind:
        case EntityKind.DEVICE:
            return situation.devices.get(DeviceName(entity.name))
        case EntityKind.LINK:
            return situation.links.get(LinkName(entity.name))
        case EntityKind.MUNICIPALITY:
            return situation.municipalities.get(MunicipalityCode(entity.name))
        case _:
            return None
