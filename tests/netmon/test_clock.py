"""The laws of moments and half-open intervals."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import DAY, Interval, ManualClock, Millis, SystemClock, from_datetime, has_passed, to_datetime

MOMENTS = st.integers(0, 4_102_444_800_000).map(Millis)
INTERVALS = st.builds(Interval, MOMENTS, MOMENTS)


@given(MOMENTS)
def test_a_moment_survives_the_way_through_a_datetime(moment: Millis) -> None:
    assert from_datetime(to_datetime(moment)) == moment


def test_a_datetime_of_any_zone_is_the_same_moment() -> None:
    prague = datetime(2026, 11, 23, 6, 0, tzinfo=timezone(timedelta(hours=1)))
    assert from_datetime(prague) == from_datetime(datetime(2026, 11, 23, 5, 0, tzinfo=UTC))


@given(INTERVALS, INTERVALS, MOMENTS)
def test_a_moment_is_in_an_intersection_if_it_is_in_both(one: Interval, other: Interval, moment: Millis) -> None:
    shared = one.intersect(other)
    assert (shared is not None and moment in shared) == (moment in one and moment in other)


@given(INTERVALS, INTERVALS)
def test_intersecting_is_commutative_and_never_longer(one: Interval, other: Interval) -> None:
    shared = one.intersect(other)
    assert shared == other.intersect(one)
    assert shared is None or 0 < shared.length <= min(one.length, other.length)


def test_an_interval_holds_its_start_and_not_its_end() -> None:
    interval = Interval(Millis(10), Millis(20))
    assert (10 in interval, 20 in interval, "10" in interval) == (True, False, False)


@given(MOMENTS, st.integers(1, DAY))
def test_an_interval_that_ends_before_it_begins_has_no_length(start: Millis, span: int) -> None:
    assert Interval(start, Millis(start - span)).length == 0


def test_a_span_has_passed_when_the_clock_was_set_back_by_as_much() -> None:
    moments = [Millis(100 + span) for span in (-11, -10, -9, 0, 9, 10, 11)]
    assert [has_passed(10, Millis(100), now) for now in moments] == [True, True, False, False, False, True, True]


def test_a_manual_clock_moves_both_its_hands_and_its_wall_alone_can_be_set() -> None:
    clock = ManualClock(Millis(1_000))
    clock.advance(500)
    clock.wall = Millis(100)
    assert (clock.now(), clock.monotonic()) == (100, 500)


def test_the_machine_s_clock_tells_the_present_and_never_steps_back() -> None:
    clock = SystemClock()
    before = datetime.now(UTC)
    assert abs(to_datetime(clock.now()) - before) < timedelta(seconds=5)
    readings = [clock.monotonic() for _ in range(100)]
    assert readings == sorted(readings)
