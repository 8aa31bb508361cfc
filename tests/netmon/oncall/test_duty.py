"""Exactly one person is on duty at each moment, by the clocks of the region, and turns are what the plan says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import DAY, HOUR, MINUTE, Interval, Millis
from netmon.inventory.models import Rota
from netmon.oncall.duty import next_change, on_duty, shifts
from tests.netmon.oncall.plans import ROTAS, at, rota

NIGHTLY = {"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "times": ["02:30"], "on_holidays": "true"}


@pytest.mark.parametrize(
    ("moment", "person"),
    [
        ("2026-01-05T08:00", "ada"),
        ("2026-01-12T07:59", "ada"),
        ("2026-01-12T08:00", "bob"),
        ("2026-01-19T08:00", "cyril"),
        ("2026-01-26T08:00", "ada"),
        ("2026-01-05T07:59", "cyril"),
        ("2025-12-29T07:59", "bob"),
    ],
)
def test_turns_go_round_from_the_start_and_before_it(moment: str, person: str) -> None:
    assert on_duty(rota(), at(moment)) == person


def test_the_first_member_begins_with_the_first_hand_over_after_the_start() -> None:
    assert on_duty(rota(start="2026-01-06"), at("2026-01-12T08:00")) == "ada"
    assert on_duty(rota(start="2026-01-12"), at("2026-01-12T08:00")) == "ada"


def test_a_hand_over_that_is_put_off_waits_for_a_working_day_and_not_for_a_weekend() -> None:
    fridays = rota(hand_over={"days": ["fri"], "times": ["08:00"]}, closures=["2026-05-15"])
    before = on_duty(fridays, at("2026-05-15T07:00"))
    assert {on_duty(fridays, at(f"2026-05-{day}T12:00")) for day in (15, 16, 17)} == {before}
    assert on_duty(fridays, at("2026-05-18T08:00")) != before


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-14", 24)], ids=["spring", "autumn", "summer"]
)
def test_a_day_of_duty_ends_by_the_clock_however_long_it_is(day: str, hours: int) -> None:
    daily = rota(hand_over={"times": ["00:00"], "on_holidays": "true"})
    start = at(f"{day}T00:00")
    first, *_ = shifts(daily, Interval(start, Millis(start + 3 * DAY)))
    assert first.interval == Interval(start, Millis(start + hours * HOUR))
    following = next_change(daily, start)
    assert following is not None
    assert following.interval.start == first.interval.end


def test_a_hand_over_that_the_clock_skips_takes_place_an_hour_later_and_one_that_comes_twice_the_first_time() -> None:
    nightly = rota(hand_over=NIGHTLY)
    spring = at("2026-03-29T03:30")
    assert on_duty(nightly, Millis(spring - 1)) != on_duty(nightly, spring)
    assert spring - at("2026-03-29T01:30") == HOUR
    autumn = at("2026-10-25T02:30")
    assert on_duty(nightly, Millis(autumn - 1)) != on_duty(nightly, autumn)
    assert on_duty(nightly, autumn) == on_duty(nightly, Millis(autumn + 24 * HOUR))
    assert on_duty(nightly, autumn) != on_duty(nightly, Millis(autumn + 25 * HOUR))


@pytest.mark.parametrize(
    ("moment", "person"),
    [
        ("2026-04-06T08:00", "ada"),
        ("2026-04-07T07:59", "ada"),
        ("2026-04-07T08:00", "bob"),
        ("2026-04-13T08:00", "cyril"),
    ],
)
def test_a_hand_over_on_a_public_holiday_waits_for_the_next_working_day(moment: str, person: str) -> None:
    assert on_duty(rota(), at(moment)) == person


def test_a_closure_day_puts_off_one_hand_over_and_changes_nobody_elses_turn() -> None:
    plain, closed = rota(), rota(closures=["2026-02-02", "2026-02-03"])
    assert on_duty(plain, at("2026-02-03T12:00")) != on_duty(closed, at("2026-02-03T12:00"))
    later = Interval(at("2026-02-04T08:00"), at("2026-12-01T00:00"))
    assert shifts(plain, later) == shifts(closed, later)


def test_hand_overs_on_holidays_take_place_where_the_rota_says_so() -> None:
    always = rota(hand_over={"days": ["mon"], "times": ["08:00"], "on_holidays": "true"})
    assert on_duty(always, at("2026-04-06T08:00")) == "bob"


def test_the_last_override_written_down_counts_and_ends_on_time() -> None:
    overrides = [
        {"person": "bob", "from": "2026-01-06T00:00", "to": "2026-01-08T00:00", "reason": "lékař"},
        {"person": "cyril", "from": "2026-01-07T00:00", "to": "2026-01-07T12:00"},
    ]
    found = shifts(rota(overrides=overrides), Interval(at("2026-01-05T08:00"), at("2026-01-12T08:00")))
    assert [(shift.person, shift.reason) for shift in found] == [
        ("ada", ""),
        ("bob", "lékař"),
        ("cyril", ""),
        ("bob", "lékař"),
        ("ada", ""),
    ]
    assert found[1].interval.start == at("2026-01-06T00:00")


def test_several_hand_overs_a_day_take_turns_too() -> None:
    halves = rota(members=["ada", "bob"], hand_over={"times": ["18:00", "06:00"], "on_holidays": "true"})
    people = [on_duty(halves, at(f"2026-01-0{day}T{hour}:00")) for day in (5, 6, 7) for hour in ("06", "18")]
    assert people == ["ada", "bob"] * 3


def test_nobody_follows_whoever_is_alone() -> None:
    assert next_change(rota(members=["ada"]), at("2026-01-05T08:00")) is None


MOMENTS = st.integers(min_value=at("2025-01-01T00:00"), max_value=at("2028-01-01T00:00")).map(Millis)


@given(ROTAS, MOMENTS, st.integers(min_value=1, max_value=40))
def test_exactly_one_member_is_on_duty_at_each_moment(plan: Rota, start: Millis, days: int) -> None:
    period = Interval(start, Millis(start + days * DAY))
    found = shifts(plan, period)
    assert [shift.interval.start for shift in found] == [start, *(shift.interval.end for shift in found[:-1])]
    assert found[-1].interval.end == period.end
    for shift in found:
        assert shift.person in plan.members
        for moment in (shift.interval.start, Millis(shift.interval.end - 1)):
            assert on_duty(plan, moment) == shift.person


@given(ROTAS, MOMENTS)
def test_nobody_changes_between_two_hand_overs(plan: Rota, moment: Millis) -> None:
    following = next_change(plan, moment)
    until = Millis(moment + 7 * DAY) if following is None else following.interval.start
    steps = range(moment, min(until, moment + 3 * DAY), 20 * MINUTE)
    assert {on_duty(plan, Millis(each)) for each in steps} == {on_duty(plan, moment)}
