"""How much of a span lies in service hours or in windows that excuse: spans that overlap as they like, counted once."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from operator import attrgetter
from typing import Self

from netmon.clock import Interval, Millis

BY_START = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Cover:
    """What some spans cover: in order and apart; `before` is how much each has in front of it."""

    spans: tuple[Interval, ...]
    starts: tuple[Millis, ...]
    before: tuple[int, ...]

    @classmethod
    def of(cls, spans: Iterable[Interval], window: Interval) -> Self:
        """Return what spans, in any order, cover of a window."""
        apart: list[Interval] = []
        inside = (part for span in spans if (part := span.intersect(window)) is not None)
        for part in sorted(inside, key=BY_START):
            if apart and part.start <= apart[-1].end:
                apart[-1] = Interval(apart[-1].start, max(apart[-1].end, part.end))
            else:
                apart.append(part)
        return cls._apart(tuple(apart))

    def within(self, other: "Cover") -> "Cover":
        """Return what both cover."""
        pairs = ((span, part) for span in self.spans for part in other.near(span))
        shared = (both for span, part in pairs if (both := span.intersect(part)) is not None)
        return self._apart(tuple(shared))

    def near(self, span: Interval) -> tuple[Interval, ...]:
        """Return the spans that one may touch."""
        return self.spans[max(0, bisect_right(self.starts, span.start) - 1) : bisect_left(self.starts, span.end)]

    def of_span(self, span: Interval) -> int:
        """Return how much of a span is covered, in milliseconds."""
        return self._until(span.end) - self._until(span.start)

    def _until(self, moment: Millis) -> int:
        """Return how much is covered before a moment."""
        last = bisect_right(self.starts, moment) - 1
        if last < 0:
            return 0
        return self.before[last] + min(moment, self.spans[last].end) - self.starts[last]

    @classmethod
    def _apart(cls, spans: tuple[Interval, ...]) -> Self:
        before = accumulate((span.length for span in spans[:-1]), initial=0)
        return cls(spans, tuple(map(BY_START, spans)), tuple(before))
