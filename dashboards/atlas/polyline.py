"""Lines of several stretches: how long they are, where their middle is, and how to set them aside."""

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

from dashboards.drawing.projection import Point

Polyline = tuple[Point, ...]


def length(line: Sequence[Point]) -> float:
    """Return how long a line is in all."""
    return sum(hypot(b.x - a.x, b.y - a.y) for a, b in pairwise(line))


def beginning(line: Sequence[Point], reach: float) -> Polyline:
    """Return the line's first part, so long."""
    kept, left = [line[0]], reach
    for a, b in pairwise(line):
        stretch = hypot(b.x - a.x, b.y - a.y)
        if stretch >= left:
            kept.append(a.toward(b, left / stretch if stretch else 0.0))
            return tuple(kept)
        kept.append(b)
        left -= stretch
    return tuple(kept)


def at(line: Sequence[Point], share: float) -> Point:
    """Return the point at a share of the line's length."""
    return beginning(line, length(line) * share)[-1]


def direction(line: Sequence[Point]) -> tuple[float, float]:
    """Return which way a line ends, as a vector of length one."""
    for a, b in pairwise(reversed(line)):
        stretch = hypot(a.x - b.x, a.y - b.y)
        if stretch > 0:
            return (a.x - b.x) / stretch, (a.y - b.y) / stretch
    return 1.0, 0.0


def aside(start: Point, end: Point, shift: float) -> Polyline:
    """Return a straight line moved to its right: two links side by side."""
    x, y = direction((start, end))
    return _shifted(start, -y * shift, x * shift), _shifted(end, -y * shift, x * shift)


def path(line: Sequence[Point]) -> str:
    """Return a line as SVG path data."""
    return "M" + "L".join(f"{point.x:g} {point.y:g}" for point in line)


def _shifted(point: Point, x: float, y: float) -> Point:
    return Point(round(point.x + x, 1), round(point.y + y, 1))
