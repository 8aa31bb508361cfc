"""What a person may do about planned work."""

from dataclasses import dataclass

from netmon.clock import Interval, Millis
from netmon.model import Entity


@dataclass(frozen=True, slots=True)
class PlanMaintenance:
    """Somebody announces work; outages inside count as excused only if it has not begun yet.

    With a length it is flexible: it begins with the first outage of its scope inside the window.
    """

    scope: tuple[Entity, ...]
    window: Interval
    reason: str
    length: Millis | None = None


@dataclass(frozen=True, slots=True)
class PlanWorks:
    """Somebody announces several works: all of them are approved, or none."""

    works: tuple[PlanMaintenance, ...]


@dataclass(frozen=True, slots=True)
class CancelMaintenance:
    """Somebody calls a work off: from now on it mutes and excuses nothing."""

    maintenance: int
    reason: str


WorkCommand = PlanMaintenance | PlanWorks | CancelMaintenance
