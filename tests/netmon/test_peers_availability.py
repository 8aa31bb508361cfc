"""Percentages that were measured to be wrong in other monitors are right here, to the second.

NAV 5.19 subtracts windows that met no outage: two hours of outage and a window of three on another day are a
downtime of -1 h, 100.139 %, and the row is dropped; of one shared hour and a window of four it makes 100.278 %. Each
outage loses 5 min to 5.4 min before it becomes boxDown, more than a whole month at 99.99 % (4.3 min); what lasts
less than 4 min never is one. LibreNMS does not count an outage that is still open. uptime-kuma 2.5.3 counts
maintenance as up: 29 of 30 days in maintenance and one down are 96.67 %. Icinga's soft time is lost (idoreports #9).
"""

from collections.abc import Iterator
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import pytest

from netmon.clock import DAY, HOUR, MINUTE, SECOND, Interval, Millis
from netmon.judgement.availability import Availability, StateInterval, account
from netmon.judgement.correction import Past
from netmon.model import MunicipalityState
from netmon.report.period import Period
from netmon.report.sla import compose
from netmon.store.reading import StoreReader
from tests.netmon.engine_room import Room, opened
from tests.netmon.maintenance.atwork import announce
from tests.netmon.maintenance.given import after
from tests.netmon.region import SPUR, TOWNS, link, region

MONTH = Interval(after(0), after(30 * DAY))
THIRD_TOWN = TOWNS["c"]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with opened(tmp_path / "state") as room:
        room.pass_time(10)
        yield room


def lived(room: Room, since: Millis) -> Past:
    """Return what the files say of the third town from a moment until now."""
    with closing(StoreReader(room.directory, room.clock)) as reader:
        return reader.past(THIRD_TOWN, Interval(since, room.clock.now()))


@pytest.mark.parametrize("seconds", [10, 60, 230, 320])
def test_an_outage_counts_from_its_first_lost_probe_to_its_first_answer(room: Room, seconds: int) -> None:
    began = room.clock.now()
    room.cut_spur()
    room.pass_time(seconds)
    room.heal_spur()
    room.pass_time(60)
    past = lived(room, began)
    assert account(Interval(began, room.clock.now()), past.states, ()).outage == seconds * SECOND


def test_an_outage_that_is_still_open_counts_until_now(room: Room) -> None:
    began = room.clock.now()
    room.cut_spur()
    room.pass_time(90)
    past = lived(room, began)
    assert account(Interval(began, room.clock.now()), past.states, ()).measured == 0


def test_an_outage_inside_work_is_excused_as_far_as_both_went(room: Room) -> None:
    began = room.clock.now()
    announce(room, link(SPUR), seconds=60)
    room.cut_spur()
    room.pass_time(100)
    room.heal_spur()
    room.pass_time(60)
    past = lived(room, began)
    found = account(Interval(began, room.clock.now()), past.states, past.excuses)
    assert (found.maintenance, found.outage) == (60 * SECOND, 40 * SECOND)


def of_month(down: Interval, *windows: Interval) -> Availability:
    up = StateInterval(Interval(MONTH.start, down.start), MunicipalityState.OPERATIONAL)
    rest = StateInterval(Interval(down.end, MONTH.end), MunicipalityState.OPERATIONAL)
    return account(MONTH, [up, StateInterval(down, MunicipalityState.ISOLATED), rest], windows)


def test_a_window_on_another_day_earns_no_credit() -> None:
    found = of_month(Interval(after(0), after(2 * HOUR)), Interval(after(5 * DAY), after(5 * DAY + 3 * HOUR)))
    assert (found.outage, found.maintenance) == (2 * HOUR, 0)
    assert found.measured == Fraction(30 * 24 - 2, 30 * 24)


def test_no_row_is_dropped_for_what_was_planned_in_a_month() -> None:
    period = Period.named("2026-10")
    start = period.interval.start
    down = StateInterval(Interval(start, Millis(start + 2 * HOUR)), MunicipalityState.ISOLATED)
    rest = StateInterval(Interval(down.interval.end, period.interval.end), MunicipalityState.OPERATIONAL)
    work = Interval(Millis(start + 5 * DAY), Millis(start + 5 * DAY + 3 * HOUR))
    pasts = {code: Past([down, rest], [work]) for code in TOWNS.values()}
    lines = compose(region(), period, pasts, period.interval.end).lines
    assert [line.code for line in lines] == list(TOWNS.values())
    assert {line.availability.outage for line in lines} == {2 * HOUR}


def test_of_a_window_that_meets_an_outage_only_what_they_share_is_excused() -> None:
    found = of_month(Interval(after(0), after(2 * HOUR)), Interval(after(HOUR), after(5 * HOUR)))
    assert (found.outage, found.maintenance) == (HOUR, HOUR)
    assert found.measured is not None
    assert found.measured == Fraction(30 * 24 - 2, 30 * 24 - 1) < 1


def test_time_in_maintenance_is_not_time_up() -> None:
    whole = account(
        MONTH,
        [StateInterval(MONTH, MunicipalityState.ISOLATED)],
        [Interval(after(0), after(29 * DAY)), Interval(after(3 * MINUTE), after(2 * DAY))],
    )
    assert (whole.maintenance, whole.outage) == (29 * DAY, DAY)
    assert whole.measured == Fraction(0)
