"""What was measured to go wrong with planned work in other monitors goes right here.

Zino 2.5.2 leaves cases open after the work on a healthy router, does not cover its neighbour, and
wedges when a case is purged inside a window; Argus stays silent about what is still down at the end;
NAV subtracts windows that met no outage and reaches 100.139 %; uptime-kuma counts maintenance as up;
LibreNMS cannot resolve what a window began to mute.
"""

from fractions import Fraction

from netmon.clock import DAY, HOUR, MINUTE, Interval
from netmon.commands import CancelMaintenance
from netmon.judgement.availability import Availability, StateInterval, account
from netmon.model import MunicipalityState
from tests.netmon.engine_room import DOWN, UP, Room
from tests.netmon.maintenance.atwork import ALL_INCIDENTS, SOMEBODY, announce, told
from tests.netmon.maintenance.given import after
from tests.netmon.region import FAR, HUB, MID, SPUR, TRUNK, device, link

MONTH = Interval(after(0), after(30 * DAY))


def test_work_on_a_healthy_router_leaves_nothing_behind(room: Room) -> None:
    announce(room, device(MID), seconds=30)
    room.pass_time(60)
    assert told(room) == []
    assert room.rows(ALL_INCIDENTS) == []


def test_work_on_a_router_covers_the_port_of_its_neighbour_and_what_lies_behind(room: Room) -> None:
    announce(room, device(MID), seconds=60)
    room.silent |= {MID, FAR}
    room.report_port(HUB, "to-mid", DOWN)
    room.pass_time(30)
    assert len(room.rows(ALL_INCIDENTS)) == 1
    room.silent -= {MID, FAR}
    room.report_port(HUB, "to-mid", UP)
    room.pass_time(60)
    assert told(room) == []


def test_work_on_a_link_does_not_cover_the_router_before_it(room: Room) -> None:
    announce(room, link(SPUR), seconds=60)
    room.silent |= {MID, FAR}
    room.report_port(HUB, "to-mid", DOWN)
    room.pass_time(30)
    assert told(room) == ["firing"]


def test_what_is_still_down_at_the_end_speaks_up_within_one_evaluation(room: Room) -> None:
    window = announce(room, link(SPUR), seconds=60)
    room.cut_spur()
    while room.clock.now() < window.end:
        assert told(room) == []
        room.pass_time(2)
    room.step()
    assert told(room) == ["firing"]


def test_what_is_still_down_when_work_is_called_off_speaks_up_within_one_evaluation(room: Room) -> None:
    announce(room, link(SPUR), seconds=3600)
    room.cut_spur()
    room.pass_time(30)
    assert told(room) == []
    room.engine.execute(CancelMaintenance(1, "hotovo"), SOMEBODY)
    room.step()
    assert told(room) == ["firing"]


def test_an_incident_that_ends_inside_a_window_stops_nobody_from_hearing_of_the_next(room: Room) -> None:
    announce(room, link(SPUR), link(TRUNK), seconds=60)
    room.cut_spur()
    room.pass_time(20)
    room.heal_spur()
    room.pass_time(60)
    assert told(room) == []
    room.cut_spur()
    room.pass_time(30)
    assert told(room) == ["firing"]


def test_what_began_before_a_window_is_resolved_inside_it(room: Room) -> None:
    room.cut_spur()
    room.pass_time(20)
    announce(room, link(SPUR), seconds=600)
    room.heal_spur()
    room.pass_time(60)
    assert told(room) == ["firing", "resolved"]


def of_month(down: Interval, *windows: Interval) -> Availability:
    up = StateInterval(Interval(MONTH.start, down.start), MunicipalityState.OPERATIONAL)
    rest = StateInterval(Interval(down.end, MONTH.end), MunicipalityState.OPERATIONAL)
    return account(MONTH, [up, StateInterval(down, MunicipalityState.ISOLATED), rest], windows)


def test_a_window_on_another_day_earns_no_credit() -> None:
    found = of_month(Interval(after(0), after(2 * HOUR)), Interval(after(5 * DAY), after(5 * DAY + 3 * HOUR)))
    assert (found.outage, found.maintenance) == (2 * HOUR, 0)
    assert found.measured == Fraction(30 * 24 - 2, 30 * 24)


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
