"""How a value ran over time: lines with axes; a gap in the data is a gap in the line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from math import floor, log10

from dashboards.formats import Formats, local
from netmon.clock import DAY, HOUR, MINUTE, Interval, Millis
from netmon.reader import Chart

WIDTH, HEIGHT = 960, 300
LEFT, RIGHT, TOP, BOTTOM = 2, 2, 30, 34
EDGE = 24
"""A label nearer to the frame than this would be cut."""
LOWEST_CEILING = 1000.0
ROWS = 4
MOST_TICKS = 8
TICK_STEPS = (
    5 * MINUTE,
    10 * MINUTE,
    30 * MINUTE,
    HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    7 * DAY,
    30 * DAY,
)


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """One series: SVG path data, and what a table says of it."""

    name: str
    path: str
    peaks: str
    """SVG path data of the largest values, where they are not the same as the means."""
    last: float | None
    mean: float | None
    largest: float | None


@dataclass(frozen=True, slots=True)
class Plot:
    """Everything the template draws."""

    lines: tuple[Line, ...]
    across: tuple[Tick, ...]
    upward: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return all(line.largest is None for line in self.lines)


def draw_plot(chart: Chart, formats: Formats) -> Plot:
    """Return the drawing of a chart in bit/s."""
    return draw_plots((chart,), formats)


def draw_plots(charts: Sequence[Chart], formats: Formats, ceiling: float = 0.0) -> Plot:
    """Return the drawing of charts of the same window in bit/s, over each other; its axis reaches the ceiling."""
    top = nice_ceiling(max(ceiling, *map(largest_of, charts)))
    lines = tuple(_line(chart, name, values, top) for chart in charts for name, values in chart.series.items())
    rows = [top * row / ROWS for row in range(ROWS + 1)]
    upward = tuple(Tick(_y(value, top), formats.bit_rate(value)) for value in rows)
    return Plot(lines, tuple(_across(charts[0].window, formats)), upward)


def largest_of(chart: Chart) -> float:
    """Return the largest value of a chart, peaks included, 0 where there is none."""
    drawn = (*chart.series.values(), *chart.peaks.values())
    return max((value for values in drawn for value in values if value is not None), default=0.0)


def nice_ceiling(value: float) -> float:
    """Return the next 1, 2, 4 or 8 times a power of ten, so that quarters are round too."""
    wanted = max(value, LOWEST_CEILING)
    power: float = 10.0 ** floor(log10(wanted))
    return next((factor * power for factor in (1, 2, 4, 8) if factor * power >= wanted), 10 * power)


def _line(chart: Chart, name: str, values: Sequence[float | None], top: float) -> Line:
    known = [value for value in values if value is not None]
    peaks = chart.peaks.get(name, values)
    return Line(
        name,
        _path(chart, values, top),
        _path(chart, peaks, top) if peaks != values else "",
        last=values[-1] if values else None,
        mean=sum(known) / len(known) if known else None,
        largest=max((peak for peak in peaks if peak is not None), default=None),
    )


def _path(chart: Chart, values: Sequence[float | None], top: float) -> str:
    return "".join(_piece(chart, points, top) for points in _runs(chart.times, values))


def _runs(times: Sequence[Millis], values: Sequence[float | None]) -> Iterator[list[tuple[Millis, float]]]:
    pairs = zip(times, values, strict=True)
    for is_gap, run in groupby(pairs, key=lambda pair: pair[1] is None):
        if not is_gap:
            yield [(at, value) for at, value in run if value is not None]


def _piece(chart: Chart, points: Sequence[tuple[Millis, float]], top: float) -> str:
    """Return one unbroken piece; a lonely point becomes a dash one step wide."""
    spots = [(place_of(at, chart.window), _y(value, top)) for at, value in points]
    if len(spots) == 1:
        spots.append((place_of(Millis(points[0][0] + chart.step), chart.window), spots[0][1]))
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)


def place_of(at: Millis, window: Interval) -> float:
    """Return where a moment stands on the axis; one outside the window, at its edge."""
    share = (at - window.start) / max(1, window.length)
    return LEFT + min(1.0, max(0.0, share)) * (WIDTH - LEFT - RIGHT)


def _y(value: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM), 1)


def _across(window: Interval, formats: Formats) -> Iterator[Tick]:
    step = next((step for step in TICK_STEPS if window.length / step <= MOST_TICKS), TICK_STEPS[-1])
    offset = round((local(window.start).utcoffset() or timedelta()) / timedelta(milliseconds=1))
    first = -(-(window.start + offset) // step) * step - offset
    for at in range(first, window.end, step):
        moment, spot = Millis(at), round(place_of(Millis(at), window), 1)
        label = f"{local(moment):%H:%M}" if step < DAY else formats.day(local(moment).date().isoformat())
        if LEFT + EDGE < spot < WIDTH - RIGHT - EDGE:
            yield Tick(spot, label)
