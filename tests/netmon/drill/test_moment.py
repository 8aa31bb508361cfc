"""When a drill is due: by the clocks on the wall, also when these are put forward or back."""

import pytest

from netmon.clock import HOUR, Millis
from netmon.drill.moment import is_timely, last_moment, next_moment
from netmon.inventory.models import Weekday
from netmon.settings import Drill
from tests.netmon.oncall.plans import at

SIRENS = Drill(day=Weekday.WED)
NIGHT = Drill(day=Weekday.SUN, time="02:30")


@pytest.mark.parametrize(
    ("drill", "now", "last", "following"),
    [
        (SIRENS, "2026-11-25T12:00", "2026-11-25T12:00", "2026-12-02T12:00"),
        (SIRENS, "2026-11-25T11:59:59", "2026-11-18T12:00", "2026-11-25T12:00"),
        (SIRENS, "2026-11-23T02:47", "2026-11-18T12:00", "2026-11-25T12:00"),
        (SIRENS, "2026-11-29T23:59", "2026-11-25T12:00", "2026-12-02T12:00"),
        (SIRENS, "2027-01-01T00:00", "2026-12-30T12:00", "2027-01-06T12:00"),
        # The clocks are put back on 25 October, and forward on 28 March 2027.
        (SIRENS, "2026-10-26T08:00", "2026-10-21T12:00", "2026-10-28T12:00"),
        (NIGHT, "2026-10-24T12:00", "2026-10-18T02:30", "2026-10-25T02:30"),
        (NIGHT, "2027-03-27T12:00", "2027-03-21T02:30", "2027-03-28T03:30"),
    ],
)
def test_each_moment_by_table(drill: Drill, now: str, last: str, following: str) -> None:
    assert (last_moment(drill, at(now)), next_moment(drill, at(now))) == (at(last), at(following))


def test_an_hour_that_comes_twice_has_one_drill() -> None:
    first = at("2026-10-25T02:30")
    assert last_moment(NIGHT, Millis(first + HOUR)) == first


def test_a_drill_is_held_within_the_hour_or_not_at_all() -> None:
    moment = at("2026-11-25T12:00")
    assert [is_timely(moment, Millis(moment + late)) for late in (-1, 0, HOUR - 1, HOUR)] == [False, True, True, False]
