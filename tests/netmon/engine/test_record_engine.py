"""What an engine does about a promised report: whoever promised is reminded once, unless somebody wrote."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from netmon.clock import MINUTE, Millis
from netmon.commands import Actor, AddNote, PromiseReport
from netmon.inventory.models import Person
from netmon.model import IncidentId
from tests.netmon.engine_room import Room, opened
from tests.netmon.region import region

JANA = Person(name="Jana", sms="+420600000001")
WHO = Actor("jana", "cli")
REMINDED = "SELECT channel, address FROM notifications WHERE kind = 'reminder'"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """Return an engine that knows of a cut and of Jana, and has told of it."""
    inventory = region().model_copy(update={"people": {"jana": JANA}})
    with opened(tmp_path / "state", inventory=inventory) as room:
        room.pass_time(10)
        room.cut_spur()
        room.pass_time(20)
        yield room


def promise(room: Room, minutes: int, who: Actor = WHO) -> IncidentId:
    ((key,),) = room.rows("SELECT id FROM incidents")
    incident = IncidentId(key)
    room.engine.execute(PromiseReport(incident, Millis(room.clock.now() + minutes * MINUTE)), who)
    return incident


def test_whoever_promised_is_reminded_once(room: Room) -> None:
    promise(room, 2)
    room.pass_time(50)
    assert room.rows(REMINDED) == []
    woken = room.woken
    room.pass_time(20)
    assert room.rows(REMINDED) == [("sms", "+420600000001")]
    assert room.woken > woken
    woken = room.woken
    room.pass_time(120)
    assert (len(room.rows(REMINDED)), room.woken) == (1, woken)


def test_another_promise_is_remembered_too(room: Room) -> None:
    promise(room, 2)
    room.pass_time(70)
    promise(room, 2)
    room.pass_time(70)
    assert len(room.rows(REMINDED)) == 2


def test_who_is_nobody_in_the_inventory_has_the_receivers_reminded(room: Room) -> None:
    promise(room, 2, Actor("root", "cli"))
    room.pass_time(70)
    assert room.rows(REMINDED) == [("webhook", "secret://noc")]


def test_who_has_written_is_left_alone(room: Room) -> None:
    incident = promise(room, 2)
    room.pass_time(30)
    room.engine.execute(AddNote(incident, "technik jede"), WHO)
    room.pass_time(120)
    assert room.rows(REMINDED) == []


def test_an_incident_that_is_over_reminds_nobody(room: Room) -> None:
    promise(room, 3)
    room.heal_spur()
    room.pass_time(200)
    assert room.rows(REMINDED) == []
