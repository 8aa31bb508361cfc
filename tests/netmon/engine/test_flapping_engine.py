"""What an engine with real stores says of what flaps and of sessions that are missing, in virtual hours."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from netmon.clock import HOUR, SECOND, Millis
from netmon.inventory.models import Inventory
from netmon.model import DeviceName, Measurement, PollResult
from netmon.settings import Flapping
from tests.netmon.engine_room import SETTINGS, UP, Room, as_after_a_kill, opened
from tests.netmon.region import FAR, HUB, MID, region

MESSAGES = "SELECT kind, created FROM notifications ORDER BY id"
SUMMARIES = "SELECT json_extract(payload, '$.summary'), created FROM notifications ORDER BY id"
QUIET = SETTINGS.model_copy(update={"flapping": Flapping()})
RULE = {
    "session-absent": {
        "for_each": "session",
        "levels": {"warning": {"fire": 'state == "down"', "for": "2m", "keep": "2m"}},
        "missing": "hold",
        "summary": "{device.name}: chybí {protocol} s {neighbor.name}",
    }
}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with opened(tmp_path / "state", settings=QUIET) as room:
        room.pass_time(10)
        yield room


def kinds(room: Room) -> list[str]:
    return [kind for kind, _ in room.rows(MESSAGES)]


def flap(room: Room, minutes: int) -> None:
    """Cut and mend the spur once a minute."""
    for _ in range(minutes):
        room.cut_spur()
        room.pass_time(30)
        room.heal_spur()
        room.pass_time(30)


@pytest.mark.long
def test_a_link_that_flaps_once_a_minute_for_an_hour_brings_three_messages(room: Room) -> None:
    flap(room, 60)
    room.pass_time(30 * 60)
    assert kinds(room) == ["firing", "flapping", "resolved"]


@pytest.mark.long
@pytest.mark.parametrize("phase", [5, 30, 90, 180, 210, 240, 600])
def test_whatever_its_phase_a_link_brings_three_messages_in_an_hour_and_its_end(room: Room, phase: int) -> None:
    begun = room.clock.now()
    while room.clock.now() < begun + HOUR:
        room.cut_spur()
        room.pass_time(phase)
        room.heal_spur()
        room.pass_time(phase)
    flapped = room.clock.now()
    room.pass_time(80 * 60)
    times = [created for _, created in room.rows(MESSAGES)]
    assert all(sum(start <= time < start + HOUR for time in times) <= 3 for start in times)
    assert kinds(room)[-1:] == ["resolved"] * bool(times)
    said = "".join(text for text, created in room.rows(SUMMARIES) if created <= flapped)
    assert "kolísá" in said or kinds(room).count("firing") <= 1


def test_a_killed_netmon_remembers_what_flapped_and_what_it_owes(room: Room, tmp_path: Path) -> None:
    flap(room, 3)
    assert kinds(room) == ["firing", "flapping"]
    with opened(as_after_a_kill(room, tmp_path / "again"), at=room.clock.now(), settings=QUIET) as again:
        flap(again, 2)
        assert kinds(again) == ["firing", "flapping"]
        again.clock.advance(Millis(HOUR))
        again.pass_time(4)
        assert kinds(again) == ["firing", "flapping", "resolved"]


def test_a_port_that_changed_between_two_polls_again_and_again_is_told(room: Room) -> None:
    for _ in range(4):
        at = room.clock.now()
        changed = {"oper": UP, "last_change": at - 5 * SECOND}
        tags = {"device": MID, "ifname": "to-far"}
        point = Measurement("net_if", tags, changed, at)
        room.engine.take(PollResult(MID, "interfaces", at, at, at, (point,), answered=True))
        room.pass_time(10)
    assert kinds(room) == ["firing"]
    ((subject,),) = room.rows("SELECT subject_id FROM notifications")
    assert subject.startswith("flapping/link/mid-far/")


def planned(device: DeviceName = HUB, neighbor: DeviceName = MID) -> Inventory:
    """Return the region in which a device should have an adjacency with its neighbour."""
    devices = {name: dict(body) for name, body in region_sections().items()}
    devices[device]["sessions"] = {"ospf": {neighbor: "127.19.40.3"}}
    return region(devices=devices, rules=RULE)


def region_sections() -> dict[str, dict[str, object]]:
    return {
        name: device.model_dump(mode="json", exclude={"name"}, exclude_defaults=True, by_alias=True)
        for name, device in region().devices.items()
    }


def answer(
    room: Room, *, state: int | None, device: DeviceName = HUB, neighbor: DeviceName = MID, seconds: int = 150
) -> None:
    """Let time pass in which a device tells of its session, or says nothing of it."""
    for _ in range(seconds // 10):
        at = room.clock.now()
        tags = {"device": device, "neighbor": neighbor, "protocol": "ospf"}
        points = () if state is None else (Measurement("net_session", tags, {"state": state}, at),)
        room.engine.take(PollResult(device, "sessions", at, at, at, points, answered=True))
        room.pass_time(10)


def test_a_planned_session_that_was_never_seen_alerts_also_after_a_restart(tmp_path: Path) -> None:
    with opened(tmp_path / "state", inventory=planned(), settings=SETTINGS) as room:
        room.pass_time(4)
        answer(room, state=0)
        assert kinds(room) == ["firing"]
        with opened(
            as_after_a_kill(room, tmp_path / "again"), at=room.clock.now(), inventory=planned(), settings=SETTINGS
        ) as again:
            answer(again, state=0)
            assert kinds(again) == ["firing"]
            answer(again, state=1)
            assert kinds(again) == ["firing", "resolved"]


def test_a_netmon_that_begins_while_the_session_is_absent_alerts_too(tmp_path: Path) -> None:
    with opened(tmp_path / "state", inventory=planned(), settings=SETTINGS) as room:
        answer(room, state=0)
        assert kinds(room) == ["firing"]


def test_a_session_nobody_tells_of_is_no_alert(tmp_path: Path) -> None:
    with opened(tmp_path / "state", inventory=planned(), settings=SETTINGS) as room:
        answer(room, state=None)
        assert kinds(room) == []


def test_a_session_that_flaps_between_the_polls_is_told_by_its_counter(tmp_path: Path) -> None:
    with opened(tmp_path / "state", inventory=planned(), settings=QUIET) as room:
        for events in range(0, 40, 8):
            at = room.clock.now()
            tags = {"device": HUB, "neighbor": "mid", "protocol": "ospf"}
            point = Measurement("net_session", tags, {"state": 1, "changes": events}, at)
            room.engine.take(PollResult(HUB, "sessions", at, at, at, (point,), answered=True))
            room.pass_time(60)
        assert kinds(room) == ["firing"]
        ((subject,),) = room.rows("SELECT subject_id FROM notifications")
        assert subject.startswith("flapping/session/hub:ospf:mid/")


@pytest.mark.parametrize(("returns", "told"), [(True, []), (False, ["firing"])])
def test_a_session_that_an_outage_took_is_told_only_if_it_stays_away_after_it(
    tmp_path: Path,
    returns: bool,  # noqa: FBT001 -- a parameter of the test
    told: list[str],
) -> None:
    with opened(tmp_path / "state", inventory=planned(MID, FAR), settings=SETTINGS) as room:
        room.pass_time(10)
        room.cut_spur()
        answer(room, state=0, device=MID, neighbor=FAR, seconds=200)
        room.heal_spur()
        answer(room, state=0, device=MID, neighbor=FAR, seconds=60)
        answer(room, state=int(returns), device=MID, neighbor=FAR, seconds=400)
        of_session = room.rows("SELECT kind FROM notifications WHERE subject_id LIKE '%session%'")
        assert [kind for (kind,) in of_session] == told
