"""Working days as the region works them: weekends, Czech public holidays, and nights of 23 and 25 hours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import DAY, Millis
from netmon.letters.workdays import figures_due, last_month, notice_due
from netmon.oncall.calendar import is_working, local_day
from tests.netmon.letters.given import prague


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-11-25T22:00", 1, "2026-11-24T08:00"),
        ("2026-11-25T22:00", 5, "2026-11-18T08:00"),
        ("2026-11-25T22:00", 7, "2026-11-13T08:00"),  # 17 November is a holiday
        ("2026-11-29T02:00", 1, "2026-11-27T08:00"),  # a Sunday
        ("2026-12-28T22:00", 2, "2026-12-22T08:00"),  # Christmas and a weekend
        ("2027-03-30T22:00", 2, "2027-03-24T08:00"),  # Good Friday, Easter Monday and the spring night
        ("2026-10-26T01:00", 1, "2026-10-23T08:00"),  # over the autumn night
        ("2026-11-25T22:00", 0, "2026-11-25T08:00"),
    ],
)
def test_maintenance_is_told_so_many_working_days_ahead(start: str, days: int, due: str) -> None:
    assert notice_due(prague(start), days) == prague(due)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-12-15T12:00", "2026-12-01T08:00"),
        ("2027-01-01T09:00", "2027-01-04T08:00"),  # a holiday, then a weekend
        ("2026-11-01T00:00", "2026-11-02T08:00"),
        ("2027-05-31T23:59", "2027-05-03T08:00"),
    ],
)
def test_figures_are_sent_on_the_first_working_day(now: str, due: str) -> None:
    assert figures_due(prague(now)) == prague(due)


@pytest.mark.parametrize(
    ("now", "month"),
    [("2026-11-01T00:00", "2026-10"), ("2026-10-31T23:59", "2026-09"), ("2027-01-04T08:00", "2026-12")],
)
def test_last_month_is_that_of_the_regions_calendar(now: str, month: str) -> None:
    assert last_month(prague(now)) == month


@given(start=st.integers(prague("2026-01-01T00:00"), prague("2036-01-01T00:00")), days=st.integers(1, 20))
def test_between_notice_and_start_lie_just_so_many_working_days(start: int, days: int) -> None:
    due = notice_due(Millis(start), days)
    first, last = local_day(due), local_day(Millis(start))
    between = (local_day(Millis(due + ahead * DAY)) for ahead in range((last - first).days))
    assert sum(is_working(day) for day in between) == days
    assert is_working(first)
