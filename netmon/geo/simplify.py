"""A line with fewer points, none of which it leaves far aside (Ramer, Douglas and Peucker)."""

from collections.abc import Mapping, Sequence
from math import cos, radians
from typing import TypeVar

from netmon.geo.geography import Geography, Line, Rings, Spot

FINEST = 0.00005
"""Degrees of latitude, about five metres: what nobody sees on a map of a region."""
COARSEST = 0.01
"""About a kilometre: whoever needs it coarser has brought something else than a region."""
MOST_WORK = 20_000_000
"""Distances that are reckoned at most: the method takes the square of a line's points at worst."""
RING = 4
"""Points of the smallest ring: its first one comes twice."""
Key = TypeVar("Key")


class TooIntricate(Exception):
    """A line takes more work, or more points, than a map is worth."""


def simplified(geography: Geography, most: int) -> Geography:
    """Return a geography of at most so many points, as true as that allows; raise TooIntricate if it cannot be."""
    tolerance, work = FINEST, Work(MOST_WORK)
    while geography.points > most:
        if tolerance > COARSEST:
            raise TooIntricate
        geography = Geography(
            _each_ring(geography.boundaries, tolerance, work),
            {name: work.thinned(line, tolerance) for name, line in geography.routes.items()},
        )
        tolerance *= 2
    return geography


class Work:
    """How many distances may still be reckoned."""

    def __init__(self, left: int) -> None:
        self._left = left

    def thinned(self, line: Sequence[Spot], tolerance: float) -> Line:
        """Return a line without the points that lie nearer to it than the tolerance; its ends stay."""
        if len(line) <= 2:  # noqa: PLR2004 -- two ends
            return tuple(line)
        squeeze = cos(radians(line[0][1]))
        flat = [(longitude * squeeze, latitude) for longitude, latitude in line]
        kept, spans = {0, len(line) - 1}, [(0, len(line) - 1)]
        while spans:
            first, last = spans.pop()
            self._left -= last - first
            if self._left < 0:
                raise TooIntricate
            far, distance = _farthest(flat, first, last)
            if distance > tolerance * tolerance:
                kept.add(far)
                spans += [(first, far), (far, last)]
        return tuple(line[number] for number in sorted(kept))


def _each_ring(boundaries: Mapping[Key, Rings], tolerance: float, work: Work) -> dict[Key, Rings]:
    thinned = {key: tuple(_ring(ring, tolerance, work) for ring in rings) for key, rings in boundaries.items()}
    return {key: tuple(filter(None, rings)) or boundaries[key] for key, rings in thinned.items()}


def _ring(ring: Line, tolerance: float, work: Work) -> Line:
    """Return a ring with fewer points, empty where nothing of it would be seen; cut in two, as its ends are one."""
    half = len(ring) // 2
    thinned = work.thinned(ring[: half + 1], tolerance) + work.thinned(ring[half:], tolerance)[1:]
    return thinned if len(thinned) >= RING else ()


def _farthest(flat: Sequence[Spot], first: int, last: int) -> tuple[int, float]:
    """Return which point between two lies farthest from the stretch between them, and the square of how far."""
    (x1, y1), (x2, y2) = flat[first], flat[last]
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    best, farthest = first, -1.0
    for number in range(first + 1, last):
        x, y = flat[number][0] - x1, flat[number][1] - y1
        share = 0.0 if length == 0 else min(1.0, max(0.0, (x * dx + y * dy) / length))
        distance = (x - share * dx) ** 2 + (y - share * dy) ** 2
        if distance > farthest:
            best, farthest = number, distance
    return best, farthest
