"""What notifications say has changed: counted once, for what is planned, and told in few messages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from netmon.clock import HOUR, Millis
from netmon.inventory.models import Inventory
from netmon.judgement.flapping import Changes
from netmon.model import DeviceName, Entity, EntityKind, InterfaceName
from netmon.plan import Plan, find_collectors
from netmon.telling.hinted import Hinted
from netmon.traps.hint import Hint, HintKind
from tests.netmon.engine.test_flapping_engine import MESSAGES, QUIET, kinds, planned
from tests.netmon.engine_room import NOON, SETTINGS, Room, opened
from tests.netmon.region import FAR, HUB, MID, SPUR, device, link, region

TO_FAR, TO_MID = InterfaceName("to-far"), InterfaceName("to-mid")
IF_INDEX = 7


def hinted(inventory: Inventory | None = None) -> Hinted:
    return Hinted(Plan.of(inventory or region(), find_collectors(), SETTINGS))


def hint(kind: HintKind, name: DeviceName = MID, at: int = NOON, index: int | None = IF_INDEX) -> Hint:
    return Hint(name, kind, Millis(at), index)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with opened(tmp_path / "state", settings=QUIET) as room:
        room.pass_time(10)
        yield room


def test_a_link_down_is_a_change_of_the_link_that_ends_there() -> None:
    assert hinted().change(hint(HintKind.LINK_DOWN), TO_FAR) == Changes(link(SPUR), 1, NOON)


def test_both_ends_and_repetitions_tell_of_one_change() -> None:
    found = hinted()
    down = [found.change(hint(HintKind.LINK_DOWN), TO_FAR), found.change(hint(HintKind.LINK_DOWN, FAR), TO_MID)]
    up = [found.change(hint(HintKind.LINK_UP, FAR), TO_MID), found.change(hint(HintKind.LINK_UP), TO_FAR)]
    assert [change is not None for change in (*down, *up)] == [True, False, True, False]


def test_a_port_that_nobody_planned_may_flap_as_it_likes() -> None:
    found = hinted()
    assert found.change(hint(HintKind.LINK_DOWN), InterfaceName("to-a-printer")) is None
    assert found.change(hint(HintKind.LINK_DOWN), None) is None


def test_a_hint_that_names_no_port_is_about_the_device() -> None:
    assert hinted().change(hint(HintKind.LINK_DOWN, index=None), None) == Changes(device(MID), 1, NOON)


@pytest.mark.parametrize(
    "kind", [HintKind.COLD_START, HintKind.WARM_START, HintKind.AUTHENTICATION_FAILURE, HintKind.OTHER]
)
def test_other_hints_say_nothing_of_flapping(kind: HintKind) -> None:
    assert hinted().change(hint(kind, index=None), None) is None


def test_a_stranger_is_not_heard() -> None:
    assert hinted().change(hint(HintKind.LINK_DOWN, DeviceName("stranger"), index=None), None) is None


def test_a_session_hint_is_about_the_one_session_that_is_planned_there_and_no_other_thing() -> None:
    found = hinted(planned())
    told = found.change(hint(HintKind.OSPF_NEIGHBOUR_STATE_CHANGE, HUB, index=None), None)
    assert told == Changes(Entity(EntityKind.SESSION, "hub:ospf:mid"), 1, NOON)
    again = found.change(hint(HintKind.OSPF_NEIGHBOUR_STATE_CHANGE, HUB, NOON + 1, index=None), None)
    assert again is not None
    assert found.change(hint(HintKind.BGP_BACKWARD_TRANSITION, HUB, index=None), None) is None
    hub = planned().devices[HUB]
    two = hub.sessions.model_copy(update={"ospf": {**hub.sessions.ospf, "far": hub.sessions.ospf["mid"]}})
    devices = planned().devices | {HUB: hub.model_copy(update={"sessions": two})}
    several = hinted(planned().model_copy(update={"devices": devices}))
    assert several.change(hint(HintKind.OSPF_NEIGHBOUR_STATE_CHANGE, HUB, index=None), None) is None


def flap_between_the_polls(room: Room, minutes: int) -> None:
    """Have the ends of the spur tell four times a minute that it went down and came back at once."""
    for _ in range(4 * minutes):
        for kind in (HintKind.LINK_DOWN, HintKind.LINK_UP):
            room.clock.advance(Millis(100))
            room.engine.note(hint(kind, at=room.clock.now()), TO_FAR)
            room.engine.note(hint(kind, FAR, room.clock.now()), TO_MID)
        room.pass_time(14)


def test_a_flap_that_no_poll_sees_is_told_by_traps_and_as_over_when_it_is(room: Room) -> None:
    flap_between_the_polls(room, 2)
    assert kinds(room) == ["firing"]
    ((subject,),) = room.rows("SELECT subject_id FROM notifications")
    assert subject.startswith(f"flapping/link/{SPUR}/")
    room.clock.advance(HOUR)
    room.pass_time(4)
    assert kinds(room) == ["firing", "resolved"]


@pytest.mark.long
def test_an_hour_of_flaps_that_come_and_go_brings_three_messages_at_most(room: Room) -> None:
    began = room.clock.now()
    for _ in range(3):
        flap_between_the_polls(room, 5)
        room.pass_time(15 * 60)
    in_the_hour = [created for _, created in room.rows(MESSAGES) if created < began + HOUR]
    assert 1 <= len(in_the_hour) <= 3


def test_two_real_outages_are_not_flapping_because_traps_tell_of_them_too(room: Room) -> None:
    for _ in range(2):
        room.engine.note(hint(HintKind.LINK_DOWN, at=room.clock.now()), TO_FAR)
        room.cut_spur()
        room.pass_time(5 * 60)
        room.engine.note(hint(HintKind.LINK_UP, at=room.clock.now()), TO_FAR)
        room.heal_spur()
        room.pass_time(20 * 60)
    assert "flapping" not in kinds(room)
    assert not any(subject.startswith("flapping/") for (subject,) in room.rows("SELECT subject_id FROM notifications"))
