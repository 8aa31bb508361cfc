"""Histories to account for: made by chance for the laws, by hand for the examples."""

from collections import Counter
from collections.abc import Sequence

from hypothesis import strategies as st

from netmon.clock import Interval, Millis
from netmon.judgement.availability import Availability, StateInterval
from netmon.judgement.parts import Part
from netmon.model import DeviceState, LinkState, MunicipalityState, State

M = MunicipalityState
KINDS: tuple[type[State], ...] = (DeviceState, LinkState, MunicipalityState)
MEANT = [
    (DeviceState.UP, Part.UP),
    (DeviceState.DOWN, Part.DOWN),
    (DeviceState.UNREACHABLE, Part.UNREACHABLE),
    (DeviceState.UNKNOWN, Part.UNKNOWN),
    (LinkState.UP, Part.UP),
    (LinkState.DOWN, Part.DOWN),
    (LinkState.UNKNOWN, Part.UNKNOWN),
    (M.OPERATIONAL, Part.UP),
    (M.DEGRADED, Part.UP),
    (M.DISCONNECTED, Part.DOWN),
    (M.ISOLATED, Part.UNREACHABLE),
    (M.UNKNOWN, Part.UNKNOWN),
]


def span(start: int, end: int) -> Interval:
    return Interval(Millis(start), Millis(end))


def of(up: int = 0, down: int = 0, unreachable: int = 0, unknown: int = 0, maintenance: int = 0) -> Availability:
    whole = span(0, up + down + unreachable + unknown + maintenance)
    return Availability(whole, Millis(up), Millis(down), Millis(unreachable), Millis(unknown), Millis(maintenance))


def parts(availability: Availability) -> Counter[Part]:
    return Counter(
        {
            Part.UP: availability.up,
            Part.DOWN: availability.down,
            Part.UNREACHABLE: availability.unreachable,
            Part.UNKNOWN: availability.unknown,
            Part.MAINTENANCE: availability.maintenance,
        }
    )


def histories(*kinds: type[State]) -> st.SearchStrategy[list[StateInterval]]:
    """Return histories of 1 to 10 runs of one kind of state; some begin late, end early, or have gaps."""
    return st.sampled_from(kinds or KINDS).flatmap(_histories)


def _histories(kind: type[State]) -> st.SearchStrategy[list[StateInterval]]:
    states: list[State | None] = [None, *kind]
    return st.lists(st.tuples(st.integers(1, 12), st.sampled_from(states)), min_size=1, max_size=10).map(_history)


def _history(runs: Sequence[tuple[int, State | None]]) -> list[StateInterval]:
    states, at = [], -5
    for length, state in runs:
        if state is not None:
            states.append(StateInterval(span(at, at + length), state))
        at += length
    return states


TICKS = st.integers(-10, 50)
WINDOWS = st.builds(lambda start, length: span(start, start + length), st.integers(-10, 10), st.integers(0, 60))
MAINTENANCE = st.lists(st.builds(span, st.integers(-10, 40), TICKS), max_size=5)
"""Windows as people may leave them: empty and inside out as well."""
