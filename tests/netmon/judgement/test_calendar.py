"""Days and months are those of the region, also when the clocks change."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import DAY, HOUR, MINUTE, Interval, Millis, from_datetime, to_datetime
from netmon.inventory.models import ServiceHours, Weekday
from netmon.judgement.calendar import (
    PRAGUE,
    CalendarDay,
    last,
    last_days,
    moments_at,
    month,
    open_hours,
    today,
    whole_day,
    whole_month,
    whole_quarter,
    whole_year,
)


def at(text: str) -> Millis:
    """Return a wall time of the region, or a time with its own offset."""
    moment = datetime.fromisoformat(text)
    return from_datetime(moment if moment.tzinfo else moment.replace(tzinfo=PRAGUE))


MOMENTS = st.integers(at("2000-01-01"), at("2100-01-01")).map(Millis)


@pytest.mark.parametrize(
    ("date", "hours"), [("2026-03-28", 24), ("2026-03-29", 23), ("2026-10-24", 24), ("2026-10-25", 25)]
)
def test_a_day_is_as_long_as_the_clocks_make_it(date: str, hours: int) -> None:
    whole = next(day for day in last_days(at("2026-11-23T12:00"), 365) if day.date == date)
    assert whole.interval == Interval(at(f"{date}T00:00"), Millis(at(f"{date}T00:00") + hours * HOUR))


@pytest.mark.parametrize(
    ("now", "length"),
    [
        ("2026-03-29T12:00", 11 * HOUR),
        ("2026-10-25T12:00", 13 * HOUR),
        ("2026-10-25T02:30:00+02:00", 2 * HOUR + 30 * MINUTE),
        ("2026-10-25T02:30:00+01:00", 3 * HOUR + 30 * MINUTE),
        ("2026-11-23T12:00", 12 * HOUR),
    ],
)
def test_today_has_as_many_hours_as_have_passed(now: str, length: int) -> None:
    assert today(at(now)).length == length
    assert today(at(now)).end == at(now)


def test_a_day_of_the_region_begins_before_the_day_of_utc() -> None:
    assert today(at("2026-07-01T22:30:00+00:00")).start == at("2026-07-01T22:00:00+00:00")


def test_at_midnight_sharp_today_is_empty() -> None:
    midnight = at("2026-11-23T00:00")
    assert today(midnight) == Interval(midnight, midnight)
    assert last_days(midnight, 2) == (
        CalendarDay("2026-11-22", Interval(at("2026-11-22T00:00"), midnight)),
        CalendarDay("2026-11-23", Interval(midnight, midnight)),
    )


def test_a_millisecond_before_midnight_it_is_still_yesterday() -> None:
    midnight = at("2026-11-23T00:00")
    assert today(Millis(midnight - 1)) == Interval(at("2026-11-22T00:00"), Millis(midnight - 1))


def test_the_last_days_are_rolling_and_do_not_care_for_the_clocks() -> None:
    now = at("2026-03-30T12:00")
    assert last(now, 7) == Interval(Millis(now - 7 * DAY), now)
    assert last(now, 7).start == at("2026-03-23T11:00")


@pytest.mark.parametrize(
    ("year", "number", "hours"),
    [(2026, 3, 743), (2026, 10, 745), (2026, 11, 720), (2026, 12, 744), (2026, 2, 672), (2028, 2, 696)],
)
def test_a_month_is_as_long_as_its_days_and_the_clocks_make_it(year: int, number: int, hours: int) -> None:
    assert whole_month(year, number).length == hours * HOUR


def test_the_month_so_far_begins_at_its_first_midnight() -> None:
    now = at("2026-10-25T12:00")
    assert month(now) == Interval(at("2026-10-01T00:00"), now)


def test_the_month_that_begins_this_moment_is_empty() -> None:
    assert month(at("2027-01-01T00:00")).length == 0


def test_the_last_one_day_is_today() -> None:
    now = at("2026-11-23T12:00")
    assert last_days(now, 1) == (CalendarDay("2026-11-23", today(now)),)


@given(MOMENTS, st.integers(1, 100))
def test_the_last_days_follow_one_another_without_a_gap_and_end_now(now: Millis, count: int) -> None:
    days = last_days(now, count)
    assert len(days) == count
    assert days[-1].interval == today(now)
    assert all(day.interval.end == following.interval.start for day, following in pairwise(days))
    assert [day.date for day in days] == [local_date(day.interval.start) for day in days]
    assert {day.interval.length for day in days[:-1]} <= {23 * HOUR, DAY, 25 * HOUR}


@given(st.integers(2000, 2099))
def test_the_months_of_a_year_follow_one_another_without_a_gap(year: int) -> None:
    months = [whole_month(year, number) for number in range(1, 13)]
    assert all(one.end == following.start for one, following in pairwise(months))
    assert months[-1].end == whole_month(year + 1, 1).start


@given(MOMENTS)
def test_now_is_in_the_month_of_now(now: Millis) -> None:
    here = to_datetime(now).astimezone(PRAGUE)
    whole = whole_month(here.year, here.month)
    assert now in whole
    assert month(now).start == whole.start


@given(st.integers(2000, 2099))
def test_quarters_and_years_are_their_months_and_months_their_days(year: int) -> None:
    months = [whole_month(year, number) for number in range(1, 13)]
    quarters = [whole_quarter(year, number) for number in range(1, 5)]
    assert quarters == [Interval(months[n].start, months[n + 2].end) for n in range(0, 12, 3)]
    assert whole_year(year) == Interval(months[0].start, months[-1].end)
    days = [whole_day(date(year, 1, 1) + timedelta(days=number)) for number in range(365)]
    assert sum(day.length for day in days[:31]) == months[0].length
    assert all(one.end == following.start for one, following in pairwise(days))


@pytest.mark.parametrize(("number", "hours"), [(3, 743), (10, 745), (11, 720), (12, 744)])
def test_the_months_in_which_the_clocks_change_are_an_hour_shorter_and_longer(number: int, hours: int) -> None:
    assert whole_month(2026, number).length == hours * HOUR


@pytest.mark.parametrize(
    ("wall", "moments"),
    [
        ("2026-03-29T02:30", []),
        ("2026-10-25T02:30", ["2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"]),
        ("2026-10-25T03:00", ["2026-10-25T03:00:00+01:00"]),
    ],
)
def test_the_clocks_show_a_time_once_or_twice_or_never(wall: str, moments: list[str]) -> None:
    assert moments_at(datetime.fromisoformat(wall)) == tuple(map(at, moments))


EVERY_DAY = tuple(Weekday)
OFFICE = ServiceHours(days=EVERY_DAY[:5], start="07:00", end="17:00")
NIGHT = ServiceHours(days=(Weekday.SAT,), start="22:00", end="05:00")
ALWAYS = ServiceHours(days=EVERY_DAY, start="00:00", end="00:00")


@pytest.mark.parametrize(
    ("hours", "day", "open_for"),
    [
        (OFFICE, "2026-11-23", 10 * HOUR),
        (OFFICE, "2026-11-22", 0),
        (NIGHT, "2026-10-24", 2 * HOUR),
        (NIGHT, "2026-10-25", 6 * HOUR),
        (NIGHT, "2026-03-29", 4 * HOUR),
        (NIGHT, "2026-10-26", 0),
        (ALWAYS, "2026-10-25", 25 * HOUR),
        (ALWAYS, "2026-03-29", 23 * HOUR),
    ],
)
def test_service_hours_are_wall_time(hours: ServiceHours, day: str, open_for: int) -> None:
    assert sum(span.length for span in open_hours(hours, whole_day(date.fromisoformat(day)))) == open_for


TIMES = st.sampled_from([f"{hour:02}:{minute:02}" for hour in range(24) if hour != 2 for minute in (0, 30)])


@given(
    st.lists(st.sampled_from(Weekday), min_size=1, unique=True),
    TIMES,
    TIMES,
    st.sampled_from(["2026-03-28", "2026-10-24", "2026-06-10"]),
)
def test_service_hours_equal_a_look_at_the_clock_every_half_hour(
    days: list[Weekday], start: str, end: str, first: str
) -> None:
    begin = date.fromisoformat(first)
    period = Interval(whole_day(begin).start, whole_day(begin + timedelta(days=2)).end)
    spans = open_hours(ServiceHours(days=tuple(days), start=start, end=end), period)
    assert all(one.end <= following.start for one, following in pairwise(spans))
    for moment in range(period.start, period.end, 30 * MINUTE):
        assert any(moment in span for span in spans) == is_open(Millis(moment), days, start, end)


def is_open(moment: Millis, days: list[Weekday], start: str, end: str) -> bool:
    here = to_datetime(moment).astimezone(PRAGUE)
    clock, today_, before = here.strftime("%H:%M"), EVERY_DAY[here.weekday()], EVERY_DAY[here.weekday() - 1]
    if start < end:
        return today_ in days and start <= clock < end
    return (today_ in days and clock >= start) or (before in days and clock < end)


def local_date(moment: Millis) -> str:
    return to_datetime(moment).astimezone(PRAGUE).date().isoformat()
