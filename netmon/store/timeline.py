"""From recorded changes to gapless states over a window."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from netmon.clock import Interval, Millis
from netmon.judgement.availability import StateInterval
from netmon.model import State


@dataclass(frozen=True, slots=True)
class Change:
    """A recorded change into a state."""

    at: Millis
    state: State
    reason: str


def states_over(window: Interval, changes: Sequence[Change], unknown: State) -> list[StateInterval]:
    """Return the states in a window, gapless and in order.

    `changes` are in order of time and may begin before the window. Before the first change the
    state is `unknown`. Neighbours in the same state for the same reason are one interval.
    """
    edges = [Change(window.start, unknown, ""), *changes]
    intervals: list[StateInterval] = []
    for change, end in zip(edges, [*(change.at for change in changes), window.end], strict=True):
        span = Interval(max(window.start, change.at), min(window.end, end))
        if span.length:
            intervals.append(StateInterval(span, change.state, change.reason))
    return list(_joined(intervals))


def _joined(intervals: Iterable[StateInterval]) -> Iterable[StateInterval]:
    pending: StateInterval | None = None
    for present in intervals:
        if pending is not None and (pending.state, pending.reason) == (present.state, present.reason):
            span = Interval(pending.interval.start, present.interval.end)
            pending = StateInterval(span, present.state, present.reason)
            continue
        if pending is not None:
            yield pending
        pending = present
    if pending is not None:
        yield pending
