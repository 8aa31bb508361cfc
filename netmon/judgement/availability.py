"""How available something was: an exact partition of a period, never an estimate.

Definitions and laws: the period is cut into up, down, unreachable, unknown and maintenance; the
parts add up to it to the millisecond. Shares are exact fractions; rounding is down, so 100 % is
never shown with downtime.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from netmon.clock import Interval, Millis
from netmon.model import State


class SlaVerdict(StrEnum):
    """Whether a contracted target was met, when unknown time is counted either way."""

    MET = "met"
    BREACHED = "breached"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class StateInterval:
    """A span in which an entity was in one state."""

    interval: Interval
    state: State
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Availability:
    """A period's exact partition, in milliseconds: the five parts add up to `window.length`.

    `maintenance` is outage time inside approved windows, and only that. `base` is the period
    without it. For a municipality, down is its own equipment and unreachable is a lost path; both
    count against it.
    """

    window: Interval
    up: Millis
    down: Millis
    unreachable: Millis
    unknown: Millis
    maintenance: Millis

    @property
    def base(self) -> Millis:
        """The time that counts."""
        return Millis(self.window.length - self.maintenance)

    @property
    def outage(self) -> Millis:
        """The time without service."""
        return Millis(self.down + self.unreachable)

    @property
    def worst(self) -> Fraction | None:
        """The share of time up if all unknown time was an outage; None for an empty base."""
        return Fraction(self.up, self.base) if self.base else None

    @property
    def best(self) -> Fraction | None:
        """The share of time up if all unknown time was up; None for an empty base."""
        return Fraction(self.up + self.unknown, self.base) if self.base else None

    @property
    def measured(self) -> Fraction | None:
        """The share of known time that was up; None when nothing was known."""
        known = self.base - self.unknown
        return Fraction(self.up, known) if known else None

    @property
    def coverage(self) -> Fraction | None:
        """The share of the counted time that was known; None for an empty base."""
        return 1 - Fraction(self.unknown, self.base) if self.base else None
