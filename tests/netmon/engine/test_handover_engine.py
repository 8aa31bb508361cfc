"""What an engine with real stores does when somebody passes an incident on: nobody is left in the belief that it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from netmon.clock import MINUTE, Millis
from netmon.commands import ON_ITS_WAY, Acknowledge, Actor, PassOn
from netmon.errors import CommandRefused
from netmon.model import IncidentId, NoteKind
from netmon.store.reading import StoreReader
from tests.netmon.engine.test_engine import INCIDENTS
from tests.netmon.engine.test_escalation_engine import SECTIONS, calls
from tests.netmon.engine_room import Room, opened
from tests.netmon.region import region

ADA, CYRIL = Actor("ada", "127.0.0.1"), Actor("cyril", "127.0.0.1")
FIRST = ["ada@kraj.example", "+420600000001"]
PASSED = "cyril@kraj.example"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with opened(tmp_path / "state", inventory=region(1161, **SECTIONS)) as room:
        room.pass_time(10)
        yield room


def the_incident(room: Room) -> IncidentId:
    ((key, _, _),) = room.rows(INCIDENTS)
    return IncidentId(key)


def pass_on(room: Room, person: str = "cyril", note: str = "") -> None:
    room.engine.execute(PassOn(the_incident(room), person, note), ADA)


def addresses(room: Room, kind: str) -> list[str]:
    return [address for (address,) in room.rows(f"SELECT address FROM notifications WHERE kind = '{kind}' ORDER BY id")]  # noqa: S608 -- a kind of this file


def test_whoever_it_is_passed_to_hears_of_it_by_whom_it_comes_and_of_its_end(room: Room) -> None:
    room.cut_spur()
    room.pass_time(60)
    pass_on(room, note="jsi blíž")
    room.pass_time(10)
    assert addresses(room, "firing") == [*FIRST, PASSED]
    ((evidence,),) = room.rows(
        f"SELECT payload ->> '$.evidence[0]' FROM notifications WHERE address = '{PASSED}'"  # noqa: S608 -- an address of this file
    )
    assert "jsi blíž" in evidence
    room.heal_spur()
    room.pass_time(60)
    assert sorted(addresses(room, "resolved")) == sorted([*FIRST, PASSED])


def test_nobody_else_is_called_while_it_is_on_its_way_and_all_are_once_nobody_took_it(room: Room) -> None:
    room.cut_spur()
    room.pass_time(60)
    pass_on(room)
    room.pass_time(ON_ITS_WAY // 1000 - 20)
    assert addresses(room, "firing") == [*FIRST, PASSED]
    room.pass_time(60)
    assert addresses(room, "firing") == [*FIRST, PASSED, *FIRST]


def test_once_it_is_taken_nobody_is_called_anew(room: Room) -> None:
    room.cut_spur()
    room.pass_time(60)
    pass_on(room)
    room.engine.execute(Acknowledge(the_incident(room)), CYRIL)
    room.pass_time(40 * 60)
    assert [address for _, address in calls(room)] == [*FIRST, PASSED]


def test_the_record_says_who_passed_it_on_to_whom_and_until_when_it_waits(room: Room) -> None:
    room.cut_spur()
    room.pass_time(60)
    pass_on(room, note="jsi blíž\nklíče visí dole")
    reader = StoreReader(room.directory, room.clock)
    found = reader.incident(the_incident(room))
    reader.close()
    assert found is not None
    line = next(note for note in found.notes if note.kind is NoteKind.PASSED_ON)
    assert (line.author, line.text) == ("ada", "cyril\njsi blíž\nklíče visí dole")
    assert found.acknowledged_by == "cyril"
    assert found.acknowledged_until == line.at + ON_ITS_WAY


def test_the_same_person_may_be_asked_again(room: Room) -> None:
    room.cut_spur()
    room.pass_time(60)
    for _ in range(2):
        pass_on(room)
        room.pass_time(MINUTE // 1000)
    assert addresses(room, "firing") == [*FIRST, PASSED, PASSED]


@pytest.mark.parametrize("person", ["nikdo", "network", "<b>"])
def test_nobody_who_cannot_be_called_gets_it(room: Room, person: str) -> None:
    room.cut_spur()
    room.pass_time(60)
    with pytest.raises(CommandRefused, match="can be called"):
        pass_on(room, person)
    assert addresses(room, "firing") == FIRST


def test_what_is_over_is_not_passed_on(room: Room) -> None:
    room.cut_spur()
    room.pass_time(60)
    key = the_incident(room)
    room.heal_spur()
    room.pass_time(60)
    with pytest.raises(CommandRefused, match="is not open"):
        room.engine.execute(PassOn(key, "cyril"), ADA)


def test_without_a_running_netmon_nobody_can_be_called(room: Room) -> None:
    room.cut_spur()
    room.pass_time(60)
    with pytest.raises(CommandRefused, match="only a running netmon"):
        room.stores.state.execute(PassOn(the_incident(room), "cyril"), ADA, Millis(room.clock.now()))
