"""Maintenance windows on the calendar."""

from datetime import datetime
from pathlib import Path

import pytest

from netmon.clock import DAY, HOUR, Interval, Millis, from_datetime
from netmon.inventory.models import Weekday, Window
from netmon.maintenance.calendar import occurrences
from netmon.model import Entity, EntityKind
from netmon.store.state import StateStore
from tests.netmon.store.nouns import T0, after

NIGHT = Window(title="noční okno", days=(Weekday.SUN,), start="01:30", length=Millis(2 * HOUR), links=("cheb-as",))


def moment(text: str) -> Millis:
    return from_datetime(datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("day", "opens", "closes"),
    [
        ("2026-06-14", "2026-06-14T01:30+02:00", "2026-06-14T03:30+02:00"),
        ("2026-03-29", "2026-03-29T01:30+01:00", "2026-03-29T04:30+02:00"),
        ("2026-10-25", "2026-10-25T01:30+02:00", "2026-10-25T02:30+01:00"),
    ],
)
def test_a_window_opens_by_the_wall_clock_and_stays_open_for_its_real_length(day: str, opens: str, closes: str) -> None:
    start = moment(f"{day}T00:00+01:00")
    assert list(occurrences(NIGHT, Interval(start, Millis(start + DAY)))) == [Interval(moment(opens), moment(closes))]


def test_a_window_that_began_before_the_period_counts() -> None:
    late = NIGHT.model_copy(update={"start": "23:00", "days": (Weekday.SAT,)})
    period = Interval(moment("2026-06-14T00:30+02:00"), moment("2026-06-14T00:31+02:00"))
    assert [span.start for span in occurrences(late, period)] == [moment("2026-06-13T23:00+02:00")]


def test_a_period_of_a_year_has_fifty_two_sundays() -> None:
    year = Interval(moment("2026-01-01T00:00+01:00"), moment("2027-01-01T00:00+01:00"))
    assert len(list(occurrences(NIGHT, year))) == 52


def test_a_window_counts_from_the_moment_it_was_first_loaded(tmp_path: Path) -> None:
    period = Interval(after(-30 * DAY), after(30 * DAY))
    with StateStore(tmp_path) as store:
        store.adopt_windows({"night": NIGHT}, T0)
        store.adopt_windows({"night": NIGHT}, after(10 * DAY))
        found = store.maintenance(period)
    assert found
    assert all(window.approved == T0 < window.window.start for window in found)
    assert {(window.scope, window.source) for window in found} == {((Entity(EntityKind.LINK, "cheb-as"),), "inventory")}


def test_a_changed_window_excuses_nothing_in_the_past(tmp_path: Path) -> None:
    daily = NIGHT.model_copy(update={"days": tuple(Weekday)})
    with StateStore(tmp_path) as store:
        store.adopt_windows({"night": NIGHT}, T0)
        store.adopt_windows({"night": daily}, after(14 * DAY))
        store.adopt_windows({}, after(21 * DAY))
        found = store.maintenance(Interval(T0, after(60 * DAY)))
    weekly = [window for window in found if window.approved == T0]
    nightly = [window for window in found if window.approved == after(14 * DAY)]
    assert (len(weekly), len(nightly), len(found)) == (2, 7, 9)
    assert max(window.window.start for window in found) < after(21 * DAY)
