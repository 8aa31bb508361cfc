"""When recurring windows are open in nights of 23 and 25 hours, and over midnight."""

from datetime import datetime
from itertools import pairwise

import pytest

from netmon.clock import DAY, HOUR, MINUTE, Interval, Millis, from_datetime
from netmon.inventory.models import Weekday, Window
from netmon.maintenance.calendar import occurrences


def moment(text: str) -> Millis:
    return from_datetime(datetime.fromisoformat(text))


def window(start: str, length: int, *days: Weekday) -> Window:
    return Window(title="noc", days=days or (Weekday.SUN,), start=start, length=Millis(length), links=("a-b",))


@pytest.mark.parametrize(
    ("start", "day", "opens"),
    [
        ("02:30", "2026-03-29", "2026-03-29T03:30+02:00"),  # the clock skips it
        ("02:30", "2026-10-25", "2026-10-25T02:30+02:00"),  # it comes twice
        ("00:00", "2026-03-29", "2026-03-29T00:00+01:00"),
        ("03:00", "2026-10-25", "2026-10-25T03:00+01:00"),
    ],
)
def test_a_start_that_is_skipped_is_later_and_one_that_comes_twice_is_the_first(
    start: str, day: str, opens: str
) -> None:
    begin = moment(f"{day}T00:00+01:00")
    (found,) = occurrences(window(start, HOUR), Interval(Millis(begin - HOUR), Millis(begin + 20 * HOUR)))
    assert found == Interval(moment(opens), Millis(moment(opens) + HOUR))


def test_a_window_over_midnight_is_open_on_the_next_day() -> None:
    late = window("22:00", 6 * HOUR, Weekday.SAT)
    sunday = Interval(moment("2026-06-14T03:59+02:00"), moment("2026-06-14T04:30+02:00"))
    assert list(occurrences(late, sunday)) == [
        Interval(moment("2026-06-13T22:00+02:00"), moment("2026-06-14T04:00+02:00"))
    ]
    assert list(occurrences(late, Interval(moment("2026-06-14T04:00+02:00"), sunday.end))) == []


def test_a_daily_window_has_as_many_occurrences_as_the_year_has_days_whatever_the_clock_does() -> None:
    daily = window("02:30", 30 * MINUTE, *Weekday)
    year = Interval(moment("2026-01-01T00:00+01:00"), moment("2027-01-01T00:00+01:00"))
    found = list(occurrences(daily, year))
    assert len(found) == 365
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize("days", [(Weekday.SUN,), tuple(Weekday), (Weekday.MON, Weekday.TUE)])
@pytest.mark.parametrize("length", [0, -HOUR, 7 * DAY, 400_000 * DAY])
def test_a_window_that_would_be_open_for_ever_or_never_is_no_window(days: tuple[Weekday, ...], length: int) -> None:
    with pytest.raises(ValueError, match="open for ever"):
        window("02:00", length, *days)


@pytest.mark.parametrize(
    ("days", "hours"), [((Weekday.SUN,), 166), (tuple(Weekday), 22), ((Weekday.FRI, Weekday.MON), 70)]
)
def test_a_window_ends_before_it_begins_again(days: tuple[Weekday, ...], hours: int) -> None:
    assert window("02:00", hours * HOUR, *days).length == hours * HOUR
    with pytest.raises(ValueError, match=f"write {hours}h at most"):
        window("02:00", hours * HOUR + 1, *days)
