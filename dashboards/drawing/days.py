"""How the last days went: one bar a day, what was lost growing from the bottom."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from netmon.judgement.availability import Availability
from netmon.reader import Day

STEP = 10
BREADTH = 7
HEIGHT = 44
MARK = 6
SMALLEST_LOSS, SMALLEST_GAP = 12, 4
"""A minute's outage is as visible as an hour's; the table has the figures."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One day: heights of what was lost and of what was not measured, in the drawing's units."""

    day: Day
    x: int
    lost: int
    unmeasured: int


@dataclass(frozen=True, slots=True)
class Days:
    """The strip; `troubled` are the days with an outage, newest first: its text alternative."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    troubled: tuple[Day, ...]


def draw_days(days: Sequence[Day]) -> Days:
    """Return the strip of some days, oldest first."""
    bars = tuple(_bar(place * STEP, day) for place, day in enumerate(days))
    troubled = tuple(day for day in reversed(days) if day.availability.outage)
    return Days(len(bars) * STEP, HEIGHT + MARK + 2, bars, troubled)


def _bar(x: int, day: Day) -> Bar:
    whole = day.availability
    lost = _height(whole.outage, whole, SMALLEST_LOSS)
    return Bar(day, x, lost, min(HEIGHT - lost, _height(whole.unknown, whole, SMALLEST_GAP)))


def _height(part: int, whole: Availability, smallest: int) -> int:
    return max(smallest, round(HEIGHT * Fraction(part, whole.window.length))) if part else 0
