"""Quiet hours begin and end by the clocks of the region, over midnight and in every night of the year."""

import pytest

from netmon.clock import HOUR, Millis
from netmon.inventory.models import QuietHours
from netmon.oncall.quiet import last_quiet_end, quiet_until
from tests.netmon.oncall.plans import at

NIGHT = QuietHours(start="22:00", end="06:00")


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ("2026-01-05T21:59", None),
        ("2026-01-05T22:00", "2026-01-06T06:00"),
        ("2026-01-06T00:30", "2026-01-06T06:00"),
        ("2026-01-06T05:59", "2026-01-06T06:00"),
        ("2026-01-06T06:00", None),
        ("2026-03-29T03:00", "2026-03-29T06:00"),
        ("2026-10-25T02:30", "2026-10-25T06:00"),
    ],
)
def test_the_night_ends_by_the_clock(moment: str, until: str | None) -> None:
    assert quiet_until(NIGHT, at(moment)) == (None if until is None else at(until))


@pytest.mark.parametrize(("night", "hours"), [("2026-03-28", 7), ("2026-10-24", 9), ("2026-06-14", 8)])
def test_nights_are_as_long_as_the_clocks_make_them(night: str, hours: int) -> None:
    begins = at(f"{night}T22:00")
    assert quiet_until(NIGHT, begins) == begins + hours * HOUR


def test_quiet_hours_within_a_day_and_none_at_all() -> None:
    siesta = QuietHours(start="13:00", end="14:00")
    assert quiet_until(siesta, at("2026-01-05T13:30")) == at("2026-01-05T14:00")
    assert quiet_until(siesta, at("2026-01-05T14:00")) is None
    assert quiet_until(None, at("2026-01-05T23:00")) is None
    assert last_quiet_end(None, at("2026-01-05T23:00")) is None


@pytest.mark.parametrize(("moment", "end"), [("2026-01-06T06:00", "2026-01-06"), ("2026-01-06T23:00", "2026-01-06"),
                                             ("2026-01-06T05:00", "2026-01-05")])  # fmt: skip
def test_the_latest_end_is_that_of_the_night_before(moment: str, end: str) -> None:
    assert last_quiet_end(NIGHT, at(moment)) == at(f"{end}T06:00")


def test_what_ends_is_over_at_its_very_millisecond() -> None:
    end = at("2026-01-06T06:00")
    assert quiet_until(NIGHT, Millis(end - 1)) == end
    assert last_quiet_end(NIGHT, end) == end
