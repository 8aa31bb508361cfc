"""What an engine does about its weekly drill: once for each moment, whatever happens to it meanwhile."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from netmon.clock import HOUR, MINUTE, SECOND, Millis
from netmon.commands import Actor, HoldDrill
from netmon.drill.moment import next_moment
from netmon.drill.result import DrillResult, Hindrance, Verdict
from netmon.errors import CommandRefused
from netmon.inventory.models import Inventory, Person, Receiver, Weekday
from netmon.settings import Drill
from netmon.store.reading import StoreReader
from tests.netmon.engine_room import NOON, SETTINGS, Room, as_after_a_kill, opened
from tests.netmon.region import region

SIRENS = Drill(day=Weekday.WED)
DRILLING = SETTINGS.model_copy(update={"drill": SIRENS})
DUE = next_moment(SIRENS, NOON)
SHORTLY_BEFORE = Millis(DUE - MINUTE)
TESTS = "SELECT channel FROM notifications WHERE kind = 'test' ORDER BY channel"
KINDS = "SELECT kind, channel FROM notifications ORDER BY kind, channel"
NOTED = "SELECT account, source, action, subject FROM audit ORDER BY id"
WHO = Actor("jana", "cli")


def inventory() -> Inventory:
    """Return the region whose messages go to a webhook and to a mailbox."""
    whole = region()
    deputy = Receiver(webhook=("secret://noc",), email=("deputy@kraj.example",))
    people = {"jana": Person(name="Jana", sms="+420600000001")}
    return whole.model_copy(update={"receivers": {**whole.receivers, "noc": deputy}, "people": people})


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """Return an engine a minute before its drill."""
    with opened(tmp_path / "state", at=SHORTLY_BEFORE, inventory=inventory(), settings=DRILLING) as room:
        room.pass_time(10)
        yield room


def until(room: Room, moment: int) -> None:
    """Let the clock show a moment, and the engine look around and at its drill."""
    room.clock.advance(Millis(moment - room.clock.now()))
    room.pass_time(2)
    room.engine.drill()


def result(room: Room) -> DrillResult:
    with closing(StoreReader(room.directory, room.clock)) as reader:
        found = reader.drill(SIRENS)
    assert found is not None
    return found


def carry(room: Room, *refusing: str) -> None:
    """Have every message delivered now, but for those of channels that refuse for good."""
    state, now = room.stores.state, room.clock.now()
    for delivery in state.claim(now, limit=100, lease=MINUTE):
        if delivery.message.channel in refusing:
            state.dead(delivery.id, now, "refused")
        else:
            state.delivered(delivery.id, now)


def test_it_is_held_at_its_moment_not_before_and_once(room: Room) -> None:
    room.engine.drill()
    assert room.rows(TESTS) == []
    until(room, DUE)
    for _ in range(3):
        until(room, room.clock.now() + MINUTE)
    assert room.rows(TESTS) == [("email",), ("webhook",)]
    assert [(*row[:3], json.loads(row[3])) for row in room.rows(NOTED)] == [
        ("netmon", "calendar", "HoldDrill", {"at": DUE})
    ]
    carry(room)
    assert result(room).verdict is Verdict.PASSED
    until(room, next_moment(SIRENS, DUE))
    assert len(room.rows(TESTS)) == 4


def test_a_netmon_that_is_killed_after_it_does_not_hold_it_again(room: Room, tmp_path: Path) -> None:
    until(room, DUE)
    there = as_after_a_kill(room, tmp_path / "killed")
    with opened(there, at=Millis(DUE + 10 * MINUTE), inventory=inventory(), settings=DRILLING) as again:
        again.pass_time(4)
        again.engine.drill()
        assert len(again.rows(TESTS)) == 2


@pytest.mark.parametrize(("late", "count"), [(HOUR - MINUTE, 2), (HOUR, 0)])
def test_a_netmon_that_was_down_holds_it_within_the_hour_or_not_at_all(
    room: Room, tmp_path: Path, late: int, count: int
) -> None:
    there = as_after_a_kill(room, tmp_path / "killed")
    with opened(there, at=Millis(DUE + late), inventory=inventory(), settings=DRILLING) as again:
        again.pass_time(4)
        again.engine.drill()
        assert len(again.rows(TESTS)) == count


def test_one_that_was_missed_is_told_as_soon_as_there_was_any_before(room: Room, tmp_path: Path) -> None:
    until(room, DUE)
    carry(room)
    there = as_after_a_kill(room, tmp_path / "killed")
    following = next_moment(SIRENS, DUE)
    with opened(there, at=Millis(following + 2 * HOUR), inventory=inventory(), settings=DRILLING) as again:
        assert (result(again).at, result(again).verdict) == (following, Verdict.MISSED)


def test_before_the_first_look_around_there_is_none(tmp_path: Path) -> None:
    with opened(tmp_path / "state", at=DUE, inventory=inventory(), settings=DRILLING) as room:
        room.engine.drill()
        with pytest.raises(CommandRefused, match="has not looked around yet"):
            room.engine.execute(HoldDrill(), WHO)
        assert room.rows(TESTS) == []


def test_while_a_town_is_cut_off_it_is_skipped_for_good_and_the_reason_is_kept(room: Room) -> None:
    room.cut_spur()
    room.pass_time(20)
    until(room, DUE)
    room.heal_spur()
    room.pass_time(60)
    room.engine.drill()
    assert room.rows(TESTS) == []
    found = result(room)
    assert (found.at, found.verdict) == (DUE, Verdict.SKIPPED)
    assert found.skipped is not None
    assert found.skipped.hindrance is Hindrance.CRITICAL
    assert [row[2] for row in room.rows(NOTED)] == ["SkipDrill"]


def test_without_the_setting_there_is_none(tmp_path: Path) -> None:
    with opened(tmp_path / "state", at=SHORTLY_BEFORE, inventory=inventory()) as room:
        until(room, DUE)
        assert room.rows(TESTS) == []


def test_somebody_may_ask_for_one_but_not_while_something_is_critical(room: Room) -> None:
    done = room.engine.execute(HoldDrill(), WHO)
    assert done.audit_id is not None
    assert len(room.rows(TESTS)) == 2
    carry(room)
    assert result(room).at == room.clock.now()
    room.cut_spur()
    room.pass_time(20)
    with pytest.raises(CommandRefused, match="something critical goes on"):
        room.engine.execute(HoldDrill(), WHO)
    assert len(room.rows(TESTS)) == 2


def test_whoever_asks_cannot_say_what_is_sent(room: Room) -> None:
    room.engine.execute(HoldDrill(), WHO)
    first = room.stores.state.last_drill()
    until(room, room.clock.now() + SECOND)
    room.engine.execute(HoldDrill(at=Millis(5), messages=tuple(row.message for row in first)), WHO)
    second = room.stores.state.last_drill()
    assert {row.message.subject_id for row in first}.isdisjoint(row.message.subject_id for row in second)
    assert len(room.rows(TESTS)) == 4


def test_where_no_netmon_runs_nobody_can_hold_one(room: Room) -> None:
    with pytest.raises(CommandRefused, match="only a running netmon"):
        room.stores.state.execute(HoldDrill(), WHO, room.clock.now())


def test_a_way_that_did_not_carry_it_is_told_of_by_the_other_after_ten_minutes(room: Room) -> None:
    until(room, DUE)
    carry(room, "webhook")
    until(room, DUE + 10 * MINUTE)
    assert "alarm" not in {kind for kind, _ in room.rows(KINDS)}
    for _ in range(2):
        until(room, room.clock.now() + 10 * SECOND)
    assert [row for row in room.rows(KINDS) if row[0] == "alarm"] == [("alarm", "email")]
    assert result(room).verdict is Verdict.FAILED
    room.engine.audit()
    assert room.engine.is_audited, "somebody was reached"


def test_a_drill_that_reached_nobody_fails_the_audit_so_that_the_outside_hears_of_it(room: Room) -> None:
    until(room, DUE)
    carry(room, "webhook", "email")
    room.engine.audit()
    assert room.engine.is_audited
    until(room, DUE + 11 * MINUTE)
    room.engine.audit()
    last = room.engine.last_audit
    assert not room.engine.is_audited or (last is not None and last.found)
    assert last is not None
    assert last.found == (f"unheard drill/{DUE}",)


def test_a_file_that_takes_nothing_delays_it_and_nothing_else(room: Room) -> None:
    room.forbid("notifications")
    until(room, DUE)
    assert room.rows(TESTS) == []
    room.allow()
    until(room, DUE + MINUTE)
    assert len(room.rows(TESTS)) == 2
