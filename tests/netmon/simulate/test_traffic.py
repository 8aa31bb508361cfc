"""Laws of simulated traffic."""

from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import DAY, HOUR, Interval, Millis
from netmon.simulate.traffic import LEAST_LOAD, MOST_LOAD, flow

CAPACITY = 100 * 10**9
START = Millis(1_790_000_000_000)
moments = st.integers(min_value=0, max_value=500 * DAY).map(lambda span: Millis(START + span))


@given(seed=st.integers(), capacity=st.integers(min_value=1, max_value=400 * 10**9), ends=st.tuples(moments, moments))
def test_octets_never_shrink(seed: int, capacity: int, ends: tuple[Millis, Millis]) -> None:
    earlier, later = sorted(ends)
    passing = flow(capacity, seed, "a", "in")
    assert passing.octets([Interval(START, earlier)]) <= passing.octets([Interval(START, later)])


@given(seed=st.integers(), at=moments)
def test_octets_grow_even_within_a_millisecond_of_a_fast_link(seed: int, at: Millis) -> None:
    assert flow(CAPACITY, seed, "a", "in").octets([Interval(at, Millis(at + 1))]) > 0


@given(seed=st.integers(), at=moments)
def test_the_rate_stays_below_what_the_link_carries(seed: int, at: Millis) -> None:
    octets = flow(CAPACITY, seed, "a", "in").octets([Interval(at, Millis(at + HOUR))])
    assert octets * 8 / 3600 < CAPACITY * MOST_LOAD * 2


@given(seed=st.integers())
def test_a_day_carries_the_mean_load(seed: int) -> None:
    day = Interval(START, Millis(START + DAY))
    mean = flow(CAPACITY, seed, "a", "in").octets([day]) * 8 / 86_400 / CAPACITY
    assert LEAST_LOAD * 0.9 < mean < MOST_LOAD * 1.1


@given(seed=st.integers(), at=moments)
def test_spans_add_up_to_the_octet(seed: int, at: Millis) -> None:
    passing, middle, end = flow(CAPACITY, seed, "x"), Millis(at + HOUR), Millis(at + DAY)
    assert passing.octets([Interval(at, middle), Interval(middle, end)]) == passing.octets([Interval(at, end)])


def test_the_evening_is_busier_than_the_night() -> None:
    midnight = Millis(20_720 * DAY)
    passing = flow(CAPACITY, 7, "a", "in")
    night = passing.octets([Interval(Millis(midnight + 2 * HOUR), Millis(midnight + 4 * HOUR))])
    afternoon = passing.octets([Interval(Millis(midnight + 14 * HOUR), Millis(midnight + 16 * HOUR))])
    assert afternoon > night


def test_the_same_point_has_the_same_flow_and_another_has_not() -> None:
    assert flow(CAPACITY, 1, "a", "in") == flow(CAPACITY, 1, "a", "in") != flow(CAPACITY, 1, "a", "out")
