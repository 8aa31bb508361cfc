"""How samples become the equal steps of a chart, and of what they are made: samples, or roll-ups."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from netmon.clock import DAY, EPOCH, HOUR, MINUTE, SECOND, Interval, Millis
from netmon.reader import Chart
from netmon.store.rollups.reckoning import WIDTHS

MOST_STEPS = 720
STEPS = tuple(
    Millis(step)
    for step in (
        *(SECOND * count for count in (1, 2, 5, 10, 20, 30)),
        *(MINUTE * count for count in (1, 2, 5, 10, 20, 30)),
        *(HOUR * count for count in (1, 2, 3, 6, 12)),
        *(DAY * count for count in (1, 2, 7, 30)),
    )
)
"""Spans that people count in."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """How fine a chart is: its steps, and the width of the roll-ups that it is made of, 0 for samples."""

    step: Millis
    width: Millis


@dataclass(slots=True)
class Heap:
    """What lies in a step: how many values, their sum and the largest."""

    n: int = 0
    total: float = 0.0
    largest: float | None = None

    def add(self, n: int, total: float, largest: float) -> None:
        """Put more onto it."""
        self.n += n
        self.total += total
        self.largest = largest if self.largest is None else max(self.largest, largest)

    @property
    def mean(self) -> float | None:
        """The mean of all values."""
        return self.total / self.n if self.n else None


def resolution_for(
    window: Interval, times: Sequence[int], since: Mapping[Millis, Millis | None], *, most: int = MOST_STEPS
) -> Resolution:
    """Return the finest resolution of at most so many steps, and of no finer steps than what is there.

    `times` are those of some samples, `since` says from when on there are samples (0) and roll-ups of each width.
    What takes least to read is read; where that does not reach back to the beginning, what reaches back further.
    """
    step = step_for(window, times, most=most)
    width = max((width for width in (EPOCH, *WIDTHS) if width <= step), default=EPOCH)
    for coarser in WIDTHS:
        if coarser > width and _reaches_further(coarser, width, window.start, since):
            width = coarser
    return Resolution(max(step, width), width)


def step_for(window: Interval, times: Sequence[int], *, most: int = MOST_STEPS) -> Millis:
    """Return the shortest step that gives at most so many of them and is no finer than the samples.

    `times` are those of some samples in the window, in order; a finer step than theirs would draw
    gaps where nothing is missing.
    """
    spacing = median(later - earlier for earlier, later in pairwise(times)) if times[1:] else 0
    needed = max(window.length / (most - 1), spacing)
    return next((step for step in STEPS if step >= needed), Millis(int(needed) + 1))


def draw(window: Interval, step: Millis, unit: str, heaps: Mapping[str, Mapping[int, Heap]]) -> Chart:
    """Return a chart; `heaps` holds, per series, what lies in each step by its number since the epoch."""
    numbers = range(window.start // step, -(-window.end // step))
    empty = Heap()
    return Chart(
        window=window,
        step=step,
        unit=unit,
        times=tuple(Millis(number * step) for number in numbers),
        series={name: tuple(steps.get(number, empty).mean for number in numbers) for name, steps in heaps.items()},
        peaks={name: tuple(steps.get(number, empty).largest for number in numbers) for name, steps in heaps.items()},
    )


def heaped(rows: Iterable[tuple[int, int | None, float | None, float | None]], onto: dict[int, Heap]) -> None:
    """Put rows of (step, how many values, their sum, the largest) where they belong; nulls are nothing."""
    for number, n, total, largest in rows:
        if n and total is not None and largest is not None:
            onto.setdefault(number, Heap()).add(n, total, largest)


def _reaches_further(coarser: Millis, width: Millis, start: Millis, since: Mapping[Millis, Millis | None]) -> bool:
    """Say whether roll-ups begin earlier than what is finer, if that begins too late for a chart."""
    fine, coarse = since.get(width), since.get(coarser)
    if coarse is None or (fine is not None and fine <= start):
        return False
    return fine is None or coarse + coarser <= fine
