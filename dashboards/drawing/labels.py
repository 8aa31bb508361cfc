"""Where a name or a figure finds room on the map without covering what is already there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from dashboards.drawing.projection import WIDTH, Point

WIDE = 0.6
"""An average letter's breadth as a share of its height."""


class Anchor(StrEnum):
    """SVG's text-anchor: which way a text grows from its point."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in the drawing's units."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, point: Point, radius: float) -> "Box":
        """Return the square around a point."""
        return cls(point.x - radius, point.y - radius, point.x + radius, point.y + radius)

    def overlaps(self, other: "Box") -> bool:
        """Return whether two rectangles share room."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Label:
    """A text's place: the point of its baseline, and which way it grows."""

    at: Point
    anchor: Anchor

    def box(self, letters: int, size: float) -> Box:
        """Return the room that so many letters of a size take."""
        breadth = letters * size * WIDE
        left = self.at.x - {Anchor.START: 0.0, Anchor.MIDDLE: breadth / 2, Anchor.END: breadth}[self.anchor]
        return Box(left, self.at.y - size, left + breadth, self.at.y + size * 0.25)


class Sheet:
    """The room that is taken; every label that finds a place takes its own."""

    def __init__(self, taken: Iterable[Box]) -> None:
        self._taken = list(taken)

    def put(self, choices: Iterable[Label], letters: int, size: float) -> Label | None:
        """Return the first choice that has room, or None."""
        for label in choices:
            box = label.box(letters, size)
            if box.left >= 0 and box.right <= WIDTH and not any(box.overlaps(other) for other in self._taken):
                self._taken.append(box)
                return label
        return None


def beside(point: Point, size: float) -> Iterator[Label]:
    """Yield the places around a point, the likeliest first: right, left, below, above."""
    gap = size * 0.7
    for shift in (0.95, 0.3, -0.4):
        yield Label(Point(point.x + gap, point.y + shift * size), Anchor.START)
    for shift in (0.95, 0.3, -0.4):
        yield Label(Point(point.x - gap, point.y + shift * size), Anchor.END)
    yield Label(Point(point.x, point.y + size * 1.5), Anchor.MIDDLE)
    yield Label(Point(point.x, point.y - gap), Anchor.MIDDLE)


def along(start: Point, end: Point, size: float) -> Iterator[Label]:
    """Yield places on a line, from the middle outwards."""
    for share in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74):
        spot = start.toward(end, share)
        yield Label(Point(spot.x, round(spot.y + size * 0.35, 1)), Anchor.MIDDLE)
