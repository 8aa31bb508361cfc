"""A clock that is set while netmon watches: an outage is told once, its end too, and nothing is forgotten."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from netmon.clock import DAY, HOUR, MINUTE, SECOND, Interval, Millis
from netmon.model import Entity, EntityKind
from netmon.process.housekeeping import Retention, keep_house
from netmon.store.notifications import LONGEST_WAIT
from netmon.store.reading import StoreReader
from tests.netmon.engine_room import NOON, Room, opened
from tests.netmon.region import FAR, TOWNS

CYCLE = 60
"""Seconds between two writings of states."""
RETENTION = Retention(Millis(30 * DAY), {})
STEPS = [HOUR, -90 * SECOND, -HOUR, -26 * HOUR]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with opened(tmp_path, at=Millis(NOON + 2 * DAY), forwarding=True) as room:
        room.pass_time(3 * CYCLE)
        yield room


def set_clock(room: Room, step: int) -> None:
    """Set the wall's clock; the monotonic one knows nothing of it."""
    room.clock.wall = Millis(room.clock.wall + step)


def carry(room: Room) -> list[str]:
    """Send what waits; return what it said."""
    now = room.clock.now()
    claimed = room.stores.state.claim(now, limit=50, lease=MINUTE)
    for delivery in claimed:
        room.stores.state.delivered(delivery.id, now)
    return [delivery.message.kind for delivery in claimed]


@pytest.mark.parametrize("step", STEPS)
def test_an_outage_around_which_the_clock_is_set_is_told_once_and_so_is_its_end(room: Room, step: int) -> None:
    set_clock(room, step)
    room.pass_time(CYCLE)
    room.cut_spur()
    room.pass_time(CYCLE)
    assert carry(room) == ["firing"]
    set_clock(room, -2 * step)
    room.pass_time(2 * CYCLE)
    assert carry(room) == []
    assert len(room.stores.state.restore().situation.incidents) == 1
    room.heal_spur()
    room.pass_time(2 * CYCLE)
    assert carry(room) == ["resolved"]
    assert room.stores.state.restore().situation.incidents == ()
    room.engine.audit()
    assert room.engine.is_audited


@pytest.mark.parametrize("step", STEPS)
def test_a_message_that_waited_while_the_clock_was_set_goes_out(room: Room, step: int) -> None:
    room.cut_spur()
    room.pass_time(CYCLE)
    (claimed,) = room.stores.state.claim(room.clock.now(), limit=1, lease=MINUTE)
    room.stores.state.postponed(claimed.id, Millis(room.clock.now() + MINUTE), "connection refused")
    set_clock(room, step)
    room.clock.advance(LONGEST_WAIT)
    assert carry(room) == ["firing"]


@pytest.mark.parametrize("step", [26 * HOUR, -HOUR])
def test_states_are_written_each_cycle_and_housekeeping_forgets_none_of_them(room: Room, step: int) -> None:
    before = {at for at, _ in room.samples("net_dev", device=FAR)}
    set_clock(room, step)
    begun = room.clock.now()
    for _ in range(5):
        room.pass_time(CYCLE)
        asyncio.run(keep_house(room.stores, RETENTION, room.clock.now()))
    written = {at for at, _ in room.samples("net_dev", device=FAR)}
    after = {at for at in written if begun - CYCLE * SECOND < at <= room.clock.now()}
    assert before <= written
    assert len(after) >= 4


@pytest.mark.parametrize("step", [26 * HOUR, -HOUR])
def test_the_history_of_a_town_has_neither_holes_nor_overlaps(room: Room, tmp_path: Path, step: int) -> None:
    room.cut_spur()
    room.pass_time(CYCLE)
    set_clock(room, step)
    room.pass_time(CYCLE)
    room.heal_spur()
    room.pass_time(CYCLE)
    window = Interval(NOON, Millis(NOON + 4 * DAY))
    with closing(StoreReader(tmp_path, room.clock)) as reader:
        states = reader.history(Entity(EntityKind.MUNICIPALITY, TOWNS["c"]), window)
    assert (states[0].interval.start, states[-1].interval.end) == (window.start, window.end)
    assert all(one.interval.end == two.interval.start for one, two in pairwise(states))
    assert all(state.interval.length > 0 for state in states)
