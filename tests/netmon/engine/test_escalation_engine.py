"""What an engine with real stores says of an outage that nobody takes, over kills, reloads and a clock that is set."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from netmon.clock import HOUR, MINUTE, Millis
from netmon.plan import Plan, find_collectors
from netmon.settings import Flapping
from netmon.store.database import STATE_FILE
from tests.netmon.engine_room import NOON, SETTINGS, Room, as_after_a_kill, opened
from tests.netmon.oncall.plans import BACKBONE, PEOPLE, RECEIVERS, WEEKLY
from tests.netmon.region import region

SECTIONS: dict[str, object] = {
    "people": PEOPLE,
    "receivers": RECEIVERS,
    "rotas": {"network": {**WEEKLY, "members": ["ada"]}},
    "escalations": {"backbone": {**BACKBONE, "repeat": "0"}},
    "routes": [{"escalation": "backbone"}],
}
CALLED = [(0, "ada@kraj.example"), (0, "+420600000001"), (5, "cyril@kraj.example"), (15, "noc@kraj.example")]
MESSAGES = "SELECT created, address FROM notifications WHERE kind = 'firing' ORDER BY id"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with opened(tmp_path / "state", inventory=region(1161, **SECTIONS)) as room:
        room.pass_time(10)
        yield room


def calls(room: Room) -> list[tuple[int, str]]:
    """Return who was called, each with the whole minutes since the first call."""
    rows = room.rows(MESSAGES)
    return [((created - rows[0][0]) // MINUTE, address) for created, address in rows]


def test_steps_follow_each_other_until_it_is_over(room: Room) -> None:
    room.cut_spur()
    room.pass_time(6 * 60)
    assert calls(room) == CALLED[:3]
    room.heal_spur()
    room.pass_time(20 * 60)
    assert calls(room) == CALLED[:3]
    assert len(room.rows("SELECT 1 FROM notifications WHERE kind = 'resolved'")) == 3
    assert room.rows("SELECT * FROM cases") == []


def test_steps_do_not_use_up_what_may_be_said_of_a_trouble_in_an_hour(tmp_path: Path) -> None:
    settings = SETTINGS.model_copy(update={"flapping": Flapping()})
    with opened(tmp_path / "calm", inventory=region(1161, **SECTIONS), settings=settings) as calm:
        calm.pass_time(10)
        calm.cut_spur()
        calm.pass_time(16 * 60)
        calm.heal_spur()
        calm.pass_time(20 * 60)
        assert calls(calm) == CALLED
        assert len(calm.rows("SELECT 1 FROM notifications WHERE kind = 'resolved'")) == len(CALLED)


def test_a_killed_netmon_goes_on_with_the_plan_that_was_in_force(room: Room, tmp_path: Path) -> None:
    room.cut_spur()
    room.pass_time(60)
    other = region(1161, **{**SECTIONS, "routes": [{"receivers": ["hook"]}], "escalations": {}})
    with opened(as_after_a_kill(room, tmp_path / "again"), at=room.clock.now(), inventory=other) as again:
        again.cut_spur()
        again.pass_time(20 * 60)
        assert calls(again) == CALLED


def test_a_reload_changes_nothing_for_what_is_open(room: Room) -> None:
    room.cut_spur()
    room.pass_time(60)
    emptied: dict[str, object] = {"people": {}, "rotas": {}, "escalations": {}, "routes": [{"receivers": ["noc"]}]}
    other = region(1161, **(SECTIONS | emptied))
    room.engine.adopt(Plan.of(other, find_collectors(), SETTINGS))
    room.pass_time(20 * 60)
    assert calls(room) == CALLED


@pytest.mark.parametrize("step", [-2 * HOUR, 2 * HOUR], ids=["back", "forward"])
def test_a_clock_that_is_set_neither_loses_nor_hastens_a_call(room: Room, step: int) -> None:
    room.cut_spur()
    room.pass_time(60)
    steady = room.clock.monotonic()
    room.clock.wall = Millis(room.clock.wall + step)
    waited = 0
    while len(room.rows(MESSAGES)) < len(CALLED) and waited < HOUR:
        room.pass_time(10)
        waited = room.clock.monotonic() - steady
    assert [address for _, address in room.rows(MESSAGES)] == [address for _, address in CALLED]
    assert 13 * MINUTE <= waited <= 15 * MINUTE


def test_nothing_is_written_of_a_file_that_refuses(room: Room) -> None:
    room.forbid("cases", STATE_FILE)
    room.cut_spur()
    room.pass_time(60)
    assert room.rows(MESSAGES) == []
    room.allow(STATE_FILE)
    room.pass_time(20 * 60)
    assert calls(room) == CALLED
    assert room.clock.now() > NOON
