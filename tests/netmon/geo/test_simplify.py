"""A simplified line keeps its ends and stays near; too much of it is refused, and never waits for long."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.geo.geography import Geography, Line
from netmon.geo.simplify import TooIntricate, Work, simplified
from netmon.model import LinkName, MunicipalityCode

DEGREES = st.tuples(st.floats(12, 13), st.floats(50, 50.5))
LINES = st.lists(DEGREES, min_size=2, max_size=60).map(tuple)
TOLERANCE = 0.01


def off(spot: tuple[float, float], line: Line) -> float:
    """Return how far a spot lies from the nearest stretch of a line, in degrees as the map squeezes them."""
    squeeze = 0.65
    x, y = spot[0] * squeeze, spot[1]
    best = float("inf")
    for (x1, y1), (x2, y2) in pairwise(line):
        ax, bx = x1 * squeeze, x2 * squeeze
        long = (bx - ax) ** 2 + (y2 - y1) ** 2
        share = 0.0 if long == 0 else max(0.0, min(1.0, ((x - ax) * (bx - ax) + (y - y1) * (y2 - y1)) / long))
        best = min(best, ((x - ax - share * (bx - ax)) ** 2 + (y - y1 - share * (y2 - y1)) ** 2) ** 0.5)
    return best


@given(LINES)
def test_ends_stay_and_nothing_lies_far_aside(line: Line) -> None:
    thin = Work(10_000).thinned(line, TOLERANCE)
    assert (thin[0], thin[-1]) == (line[0], line[-1])
    assert set(thin) <= set(line)
    assert all(off(spot, thin) <= TOLERANCE * 1.1 for spot in line)


def wave(count: int) -> Line:
    return tuple((12 + number / count, 50.1 + (number % 2) * 0.0002) for number in range(count))


def test_a_geography_gets_as_few_points_as_are_kept() -> None:
    ring = (*wave(600), (12.5, 50.4), (12.0, 50.1))
    before = Geography({MunicipalityCode("1"): (ring,)}, {LinkName("a"): wave(600)})
    after = simplified(before, 60)
    assert after.points <= 60
    (thin,) = after.boundaries[MunicipalityCode("1")]
    assert thin[0] == thin[-1] == ring[0]
    assert simplified(after, 60) is after


def test_what_cannot_be_made_simple_is_refused() -> None:
    lines = {LinkName(f"link-{number}"): ((12.0, 50.0), (12.5, 50.5)) for number in range(10)}
    with pytest.raises(TooIntricate):
        simplified(Geography({}, lines), 19)


def test_a_line_made_to_waste_time_is_given_up() -> None:
    spiral = tuple((12 + number * 1e-5, 50 + (number % 2) * number * 1e-5) for number in range(4_000))
    with pytest.raises(TooIntricate):
        Work(100_000).thinned(spiral, 1e-9)
