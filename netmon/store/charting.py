"""How samples become the equal steps of a chart."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median

from netmon.clock import DAY, HOUR, MINUTE, SECOND, Interval, Millis
from netmon.reader import Chart

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


def step_for(window: Interval, times: Sequence[int]) -> Millis:
    """Return the shortest step that gives at most 720 of them and is no finer than the samples.

    `times` are those of some samples in the window, in order; a finer step than theirs would draw
    gaps where nothing is missing.
    """
    spacing = median(later - earlier for earlier, later in pairwise(times)) if times[1:] else 0
    needed = max(window.length / (MOST_STEPS - 1), spacing)
    return next((step for step in STEPS if step >= needed), Millis(int(needed) + 1))


def draw(window: Interval, step: Millis, unit: str, averages: Mapping[str, Mapping[int, float | None]]) -> Chart:
    """Return a chart; `averages` holds, per series, the values by step number since the epoch."""
    first, last = window.start // step, -(-window.end // step)
    numbers = range(first, last)
    return Chart(
        window=window,
        step=step,
        unit=unit,
        times=tuple(Millis(number * step) for number in numbers),
        series={name: tuple(values.get(number) for number in numbers) for name, values in averages.items()},
    )
