"""Periods and moments as people write them, on the clocks of Europe/Prague."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import DAY, HOUR, Interval, Millis
from netmon.errors import CommandRefused
from netmon.judgement.calendar import whole_month, whole_quarter, whole_year
from netmon.report.period import Period, length, local, moment


@pytest.mark.parametrize(
    ("name", "interval"),
    [
        ("2026-10", whole_month(2026, 10)),
        ("2026-Q4", whole_quarter(2026, 4)),
        ("2026", whole_year(2026)),
        ("2026-10-25", Interval(moment("2026-10-25T00:00"), moment("2026-10-26T00:00"))),
    ],
)
def test_a_period_is_meant_by_its_name(name: str, interval: Interval) -> None:
    period = Period.named(name)
    assert (period.name, period.interval) == (name, interval)
    assert period.is_month == (name == "2026-10")


@pytest.mark.parametrize(
    "name", ["", "2026-13", "2026-00", "2026-Q5", "2026-Q0", "26-10", "2026-02-30", "1999", "2026-10-25T00", "2026-1"]
)
def test_what_is_no_period_is_refused_with_the_cure(name: str) -> None:
    with pytest.raises(CommandRefused, match="write one such as 2026-10"):
        Period.named(name)


@given(st.text(max_size=12))
def test_any_text_is_a_period_or_refused(text: str) -> None:
    with contextlib.suppress(CommandRefused):
        assert Period.named(text).interval.length >= 23 * HOUR


def test_of_a_period_that_is_not_over_counts_what_has_passed() -> None:
    period = Period.named("2026-10")
    now = Millis(period.interval.start + DAY)
    assert period.so_far(now) == Interval(period.interval.start, now)
    assert not period.is_over(now)
    assert period.so_far(Millis(period.interval.end + 1)) == period.interval
    assert period.is_over(period.interval.end)


def test_a_period_that_has_not_begun_has_no_figures() -> None:
    period = Period.named("2026-10")
    with pytest.raises(CommandRefused, match="2026-10 has not begun yet"):
        period.so_far(period.interval.start)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-07-01T12:00", "2026-07-01 12:00:00 CEST"),
        ("2026-07-01 12:00:30", "2026-07-01 12:00:30 CEST"),
        ("2026-12-01", "2026-12-01 00:00:00 CET"),
        ("2026-10-25T02:30+01:00", "2026-10-25 02:30:00 CET"),
        ("2026-10-25T00:30Z", "2026-10-25 02:30:00 CEST"),
    ],
)
def test_a_moment_is_local_unless_it_says_otherwise(text: str, shown: str) -> None:
    assert local(moment(text)) == shown


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("yesterday", "is no time"),
        ("2026-10-25T02:30", "came twice; add .02:00"),
        ("2026-03-29T02:30", "that the clocks skipped"),
    ],
)
def test_a_moment_that_is_none_or_two_is_refused(text: str, reason: str) -> None:
    with pytest.raises(CommandRefused, match=reason):
        moment(text)


@pytest.mark.parametrize(
    ("span", "shown"),
    [(0, "0:00:00"), (1, "0:00:01"), (59_999, "0:01:00"), (37 * HOUR + 1000, "37:00:01")],
)
def test_a_duration_is_shown_in_hours_and_never_as_none(span: int, shown: str) -> None:
    assert length(span) == shown
