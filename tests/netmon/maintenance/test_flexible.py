"""What an engine makes of flexible works, of the ends of windows, and of recurring ones."""

from pathlib import Path

from netmon.clock import DAY, Interval, Millis
from tests.netmon.engine_room import Room, opened
from tests.netmon.maintenance.atwork import ALL_INCIDENTS, announce, told
from tests.netmon.region import FAR, NEAR, SPUR, TOWNS, device, link, municipality, region


def test_a_flexible_work_mutes_from_its_first_outage_and_speaks_up_after_its_length(room: Room) -> None:
    announce(room, link(SPUR), seconds=600, length=60)
    room.pass_time(100)
    room.cut_spur()
    room.pass_time(50)
    assert len(room.rows(ALL_INCIDENTS)) == 1
    assert told(room) == []
    room.pass_time(20)
    assert told(room) == ["firing"]


def test_a_flexible_work_that_is_used_up_excuses_no_second_outage(room: Room) -> None:
    announce(room, link(SPUR), seconds=600, length=60)
    room.cut_spur()
    room.pass_time(30)
    room.heal_spur()
    room.pass_time(60)
    assert told(room) == []
    room.cut_spur()
    room.pass_time(30)
    assert told(room) == ["firing"]


def test_an_outage_beside_the_scope_begins_no_flexible_work(room: Room) -> None:
    announce(room, device(NEAR), seconds=600, length=60)
    room.cut_spur()
    room.pass_time(30)
    assert told(room) == ["firing"]


def test_the_loop_looks_again_at_the_very_end_of_a_window_even_between_two_rounds(room: Room) -> None:
    window = announce(room, link(SPUR), seconds=60)
    room.cut_spur()
    room.pass_time(58)
    room.clock.advance(window.end - room.clock.now() - 1)
    room.step()
    assert told(room) == []
    room.clock.advance(1)
    room.step()
    assert told(room) == ["firing"]


def test_a_recurring_window_covers_what_it_cuts_off(tmp_path: Path) -> None:
    night = {"title": "noc", "days": ["mon"], "start": "02:00", "length": "2h", "links": [SPUR]}
    with opened(tmp_path / "other", inventory=region(windows={"night": night})) as room:
        (first, *_) = room.stores.state.works(Interval(room.clock.now(), Millis(room.clock.now() + 8 * DAY)))
    assert set(first.scope) == {link(SPUR), device(FAR), municipality(TOWNS["c"])}
