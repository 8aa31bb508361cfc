"""What people wait for, over a clock that is set back and nights in which the clocks change: nothing lost or early."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from netmon.clock import HOUR, MINUTE, SECOND, Millis
from netmon.commands import Acknowledge
from netmon.model import IncidentId
from netmon.oncall.calendar import at_wall
from netmon.settings import Flapping
from tests.netmon.engine.test_engine import INCIDENTS, SOMEBODY
from tests.netmon.engine.test_escalation_engine import CALLED, MESSAGES, SECTIONS, calls
from tests.netmon.engine_room import DOWN, NOON, SETTINGS, Room, opened
from tests.netmon.region import FAR, MID, region

BACK = Millis(-2 * HOUR)
NIGHTS = {"spring": datetime(2026, 3, 29, 1, 52), "autumn": datetime(2026, 10, 25, 2, 52)}  # noqa: DTZ001 -- the region's clocks
"""Some minutes before the clocks change."""
RINGED = {
    name: {"ends": ends, "capacity": "10G"}
    for name, ends in {
        "hub-near": ["hub:to-near", "near:to-hub"],
        "hub-mid": ["hub:to-mid", "mid:to-hub"],
        "mid-far": ["mid:to-far", "far:to-mid"],
        "near-far": ["near:to-far", "far:to-near"],
    }.items()
}
ENDS = "SELECT created FROM notifications WHERE kind = 'resolved'"
HOLD = Millis(10 * MINUTE)
NARROW = Millis(15 * SECOND)
"""What the engine's rounds and the making of an incident take, at most."""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with opened(tmp_path / "state", inventory=region(1161, **SECTIONS)) as room:
        room.pass_time(10)
        yield room


def begin(room: Room) -> None:
    """Cut the spur and wait until the first call goes out."""
    room.cut_spur()
    room.pass_time(60)
    assert len(room.rows(MESSAGES)) == 2


def cut_ring(room: Room) -> None:
    """Cut what far can do without: both its ends say so, and nobody is cut off."""
    room.report_port(MID, "to-far", DOWN)
    room.report_port(FAR, "to-mid", DOWN)


def take(room: Room, hold: Millis = HOLD) -> None:
    """Let somebody take the incident."""
    ((key, _, _),) = room.rows(INCIDENTS)
    room.engine.execute(Acknowledge(IncidentId(key), "jedu", hold), SOMEBODY)


def set_clock(room: Room, step: Millis) -> None:
    """Set the wall clock, while time itself goes on."""
    room.clock.wall = Millis(room.clock.wall + step)


def waited_for(room: Room, number: int, within: int) -> int:
    """Return how much time passes until so many messages were queued; the bound if they never are."""
    begun = room.clock.monotonic()
    while len(room.rows(MESSAGES)) < number and room.clock.monotonic() - begun < within:
        room.pass_time(10)
    return room.clock.monotonic() - begun


@pytest.mark.parametrize("night", NIGHTS)
def test_steps_are_called_in_time_through_the_whole_engine_while_the_clocks_change(tmp_path: Path, night: str) -> None:
    with opened(tmp_path / "state", at=at_wall(NIGHTS[night]), inventory=region(1161, **SECTIONS)) as room:
        room.pass_time(10)
        room.cut_spur()
        room.pass_time(20 * 60)
        assert calls(room) == CALLED


@pytest.mark.parametrize("night", NIGHTS)
def test_an_acknowledgement_runs_out_in_time_while_the_clocks_change(tmp_path: Path, night: str) -> None:
    with opened(tmp_path / "state", at=at_wall(NIGHTS[night]), inventory=region(1161, **SECTIONS)) as room:
        room.pass_time(10)
        begin(room)
        take(room)
        assert HOLD - NARROW <= waited_for(room, 3, HOUR) <= HOLD + NARROW


def test_what_is_taken_after_the_clock_was_set_back_calls_nobody_else(room: Room) -> None:
    begin(room)
    set_clock(room, BACK)
    room.pass_time(10)
    take(room, Millis(HOUR))
    room.pass_time(20 * 60)
    assert calls(room)[2:] == []


def test_what_is_taken_after_the_clock_was_set_back_is_told_again_when_that_runs_out(room: Room) -> None:
    begin(room)
    set_clock(room, BACK)
    room.pass_time(10)
    take(room, Millis(2 * MINUTE))
    assert waited_for(room, 3, HOUR) <= 2 * MINUTE + NARROW
    assert [address for _, address in room.rows(MESSAGES)][2:] == [address for _, address in CALLED[:2]]


def test_what_ran_out_before_the_clock_was_set_back_is_not_taken_again(room: Room) -> None:
    begin(room)
    take(room, MINUTE)
    room.pass_time(70)
    assert len(room.rows(MESSAGES)) == 4
    set_clock(room, BACK)
    assert waited_for(room, 5, HOUR) <= 5 * MINUTE


def test_an_acknowledgement_is_neither_lost_nor_ended_early_by_a_clock_that_is_set_back(room: Room) -> None:
    begin(room)
    take(room)
    room.pass_time(60)
    set_clock(room, BACK)
    waited = waited_for(room, 3, 4 * HOUR)
    assert HOLD - MINUTE - NARROW <= waited <= HOLD - MINUTE - BACK + NARROW


def test_a_warning_climbs_on_while_the_clock_is_behind_what_it_said(tmp_path: Path) -> None:
    settings = SETTINGS.model_copy(update={"group_wait": Millis(10 * SECOND)})
    with opened(
        tmp_path / "state", at=NOON, inventory=region(1161, **SECTIONS, links=RINGED), settings=settings
    ) as room:
        room.pass_time(10)
        cut_ring(room)
        room.pass_time(60)
        begun = len(room.rows(MESSAGES))
        assert begun > 0
        assert room.rows("SELECT DISTINCT payload ->> 'severity' FROM notifications") == [("warning",)]
        set_clock(room, BACK)
        assert waited_for(room, begun + 1, HOUR) <= 5 * MINUTE


def test_a_warning_that_just_began_is_told_although_the_clock_is_set_back(tmp_path: Path) -> None:
    settings = SETTINGS.model_copy(update={"group_wait": Millis(30 * SECOND)})
    with opened(
        tmp_path / "state", at=NOON, inventory=region(1161, **SECTIONS, links=RINGED), settings=settings
    ) as room:
        room.pass_time(10)
        cut_ring(room)
        room.pass_time(20)
        assert len(room.rows(INCIDENTS)) == 1
        assert room.rows(MESSAGES) == []
        set_clock(room, BACK)
        assert waited_for(room, 1, HOUR) <= MINUTE


def test_the_end_of_an_outage_is_told_in_time_although_the_clock_was_set_back(tmp_path: Path) -> None:
    settings = SETTINGS.model_copy(update={"flapping": Flapping()})
    with opened(tmp_path / "state", at=NOON, inventory=region(1161, **SECTIONS), settings=settings) as room:
        room.pass_time(10)
        begin(room)
        set_clock(room, BACK)
        room.pass_time(60)
        room.heal_spur()
        begun = room.clock.monotonic()
        while not room.rows(ENDS) and room.clock.monotonic() - begun < 4 * HOUR:
            room.pass_time(10)
        assert room.clock.monotonic() - begun <= 10 * MINUTE
