"""From recorded changes to gapless states over a window."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from netmon.clock import Interval, Millis
from netmon.judgement.availability import StateInterval
from netmon.model import State

BY_TIME = attrgetter("at")


class Change(NamedTuple):
    """A recorded change into a state: a bare row, as a month of the region has thousands."""

    at: Millis
    state: State
    reason: str


def states_over(window: Interval, changes: Sequence[Change], unknown: State) -> list[StateInterval]:
    """Return the states in a window, gapless and in order.

    `changes` are in order of time and may begin before the window. Before the first change the
    state is `unknown`. Neighbours in the same state for the same reason are one interval.
    """
    begun, over = bisect_right(changes, window.start, key=BY_TIME), bisect_left(changes, window.end, key=BY_TIME)
    held = changes[begun - 1] if begun else Change(window.start, unknown, "")
    told = list(_news([held, *changes[begun:over]]))
    edges = [window.start, *(change.at for change in told[1:]), window.end]
    return [
        StateInterval(Interval(start, end), change.state, change.reason)
        for change, (start, end) in zip(told, pairwise(edges), strict=True)
        if start < end
    ]


def _news(changes: Iterable[Change]) -> Iterator[Change]:
    """Yield the changes that tell something else than the one before."""
    before: tuple[State, str] | None = None
    for change in changes:
        present = (change.state, change.reason)
        if present != before:
            yield change
        before = present
