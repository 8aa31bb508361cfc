"""What an engine says and trusts when cables lead elsewhere than planned, with the rules as shipped."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import DAY, HOUR, MINUTE, SECOND, Millis
from netmon.engine.surroundings import Surroundings
from netmon.inventory.loading import load
from netmon.inventory.models import Inventory, Rule
from netmon.model import DeviceName, DeviceState, Measurement, PollResult
from netmon.plan import Plan, find_collectors
from tests.netmon.engine_room import NOON, SETTINGS, Room, as_after_a_kill, opened
from tests.netmon.region import FAR, HUB, MID, NEAR, SPUR, region

SHIPPED = Path(__file__).parents[3] / "inventory"
TOPOLOGY = ("topology-mismatch", "topology-contradicted", "topology-unconfirmed")
TOLD = "SELECT kind, payload FROM notifications ORDER BY id"
INCIDENTS = "SELECT id FROM incidents ORDER BY id"


@pytest.fixture(scope="module")
def rules() -> dict[str, Rule]:
    shipped = load(SHIPPED).rules
    return {name: shipped[name] for name in TOPOLOGY}


@pytest.fixture
def planned(rules: dict[str, Rule]) -> Inventory:
    return region().model_copy(update={"rules": rules})


@pytest.fixture
def room(tmp_path: Path, planned: Inventory) -> Iterator[Room]:
    with opened(tmp_path / "state", inventory=planned) as room:
        room.pass_time(10)
        yield room


def hearing(device: DeviceName, interface: str, name: str, at: Millis) -> PollResult:
    """Return what the identity's collector brings of one port."""
    point = Measurement("net_neighbor", {"device": device, "ifname": interface}, {"name": name, "port": "xe9"}, at)
    return PollResult(device, "identity", at, at, at, (point,), answered=True)


def hear(room: Room, device: DeviceName, interface: str, name: str) -> None:
    room.engine.take(hearing(device, interface, name, room.clock.now()))


def told(room: Room) -> list[str]:
    """Return what people were told by rules: how it began or ended, and the rule's words."""
    rows = ((kind, json.loads(payload)) for kind, payload in room.rows(TOLD))
    return [f"{kind}: {payload['summary']}" for kind, payload in rows if "topology" in json.dumps(payload)]


def incidents(room: Room) -> list[str]:
    return [name for (name,) in room.rows(INCIDENTS)]


def test_another_neighbour_than_planned_is_told_with_both_names_and_over_when_it_is_mended(room: Room) -> None:
    hear(room, MID, "to-far", "stranger")
    room.pass_time(4 * MINUTE // SECOND)
    assert told(room) == []
    room.pass_time(2 * MINUTE // SECOND)
    (mismatch,) = told(room)
    assert mismatch == "firing: B – C: na mid:to-far má být podle plánu far, ve skutečnosti je tam stranger"
    hear(room, MID, "to-far", "FAR.kraj.cz")
    room.pass_time(6 * MINUTE // SECOND)
    assert [each.partition(":")[0] for each in told(room)] == ["firing", "resolved"]


def test_a_contradicted_part_is_not_explained_by_the_plan_until_it_is_mended(room: Room) -> None:
    hear(room, MID, "to-far", "stranger")
    room.pass_time(2)
    room.silent |= {MID, FAR}
    outlook = room.pass_time(30)
    assert outlook is not None
    assert {outlook.situation.devices[name].state for name in (MID, FAR)} == {DeviceState.DOWN}
    assert len(incidents(room)) == 2
    room.silent.clear()
    hear(room, MID, "to-far", "far")
    room.pass_time(60)
    room.silent |= {MID, FAR}
    outlook = room.pass_time(30)
    assert outlook is not None
    assert outlook.situation.devices[FAR].state is DeviceState.UNREACHABLE
    assert len(incidents(room)) == 3


def test_a_device_that_answers_although_all_ways_to_it_are_silent_is_told(
    tmp_path: Path, rules: dict[str, Rule]
) -> None:
    with opened(tmp_path / "state", inventory=ring().model_copy(update={"rules": rules})) as room:
        room.pass_time(10)
        room.silent |= {MID, NEAR}
        room.pass_time(60)
        assert told(room) == []
        room.pass_time(60)
        assert told(room) == [
            "firing: C (far): far: odpovídá, ačkoli podle plánu k němu vede cesta jen přes mid, near, a to mlčí"
        ]
        room.silent.clear()
        room.pass_time(6 * MINUTE // SECOND)
        assert [each.partition(":")[0] for each in told(room)] == ["firing", "resolved"]


def ring() -> Inventory:
    """Return the region with a second way to far, over near."""
    pairs = ((HUB, NEAR), (HUB, MID), (MID, FAR), (NEAR, FAR))
    return region(links={f"{a}-{b}": {"ends": [f"{a}:to-{b}", f"{b}:to-{a}"], "capacity": "10G"} for a, b in pairs})


def test_what_was_confirmed_once_and_not_for_a_day_is_told_and_what_never_was_is_not(room: Room) -> None:
    hear(room, MID, "to-far", "far")
    room.pass_time(2)
    room.clock.advance(Millis(DAY))
    room.pass_time(4)
    room.clock.advance(Millis(HOUR))
    room.pass_time(4)
    assert told(room) == ["firing: B – C: plán už přes den nic nepotvrdilo, naposledy byl na mid:to-far slyšet far"]
    hear(room, FAR, "to-mid", "mid")
    room.pass_time(6 * MINUTE // SECOND)
    assert [each.partition(":")[0] for each in told(room)] == ["firing", "resolved"]


def surroundings(inventory: Inventory) -> Surroundings:
    return Surroundings(Plan.of(inventory, find_collectors(), SETTINGS))


def test_only_what_contradicts_the_plan_takes_trust_from_it(planned: Inventory) -> None:
    around = surroundings(planned)
    trusted = around.topology
    around.absorb([hearing(MID, "to-far", "far", NOON), hearing(MID, "to-nowhere", "x", NOON)])
    around.compare(NOON)
    assert around.drift.findings.keys() == {SPUR}
    assert around.topology is trusted
    around.absorb([hearing(MID, "to-far", "x", NOON)])
    for moment in (NOON, NOON + DAY - 1):
        around.compare(Millis(moment))
        assert {each.name for each in around.topology.network.doubtful} == {MID, FAR}
    around.compare(Millis(NOON + DAY))
    assert around.topology is trusted


def test_what_a_device_calls_itself_or_may_be_called_is_not_another(planned: Inventory) -> None:
    around = surroundings(planned)
    around.absorb([hearing(MID, "to-far", "SW-0123", NOON)])
    around.compare(NOON)
    assert around.drift.contradicted
    own = Measurement("net_dev_info", {"device": FAR}, {"name": "sw-0123.kraj.cz"}, NOON)
    around.absorb([PollResult(FAR, "system", NOON, NOON, NOON, (own,), answered=True)])
    around.compare(NOON)
    assert not around.drift.contradicted
    named = planned.devices | {FAR: planned.devices[FAR].model_copy(update={"names": ("sw-0123",)})}
    again = surroundings(planned.model_copy(update={"devices": named}))
    again.absorb([hearing(MID, "to-far", "SW-0123", NOON)])
    again.compare(NOON)
    assert not again.drift.contradicted


def test_another_plan_is_compared_with_what_was_heard_before(planned: Inventory) -> None:
    around = surroundings(planned)
    around.absorb([hearing(MID, "to-far", "x", NOON)])
    around.compare(NOON)
    links = {name: link for name, link in planned.links.items() if name != SPUR}
    around.adopt(Plan.of(planned.model_copy(update={"links": links}), find_collectors(), SETTINGS))
    around.compare(NOON)
    assert (around.drift.findings, around.topology.network.doubtful) == ({}, frozenset())
    around.adopt(Plan.of(planned, find_collectors(), SETTINGS))
    around.compare(NOON)
    assert around.drift.findings == {}


def test_who_is_not_in_the_inventory_is_not_remembered(planned: Inventory) -> None:
    around = surroundings(planned)
    around.absorb([hearing(DeviceName("gone"), "to-mid", "x", NOON), hearing(HUB, "elsewhere", "x", NOON)])
    around.compare(NOON)
    assert around.drift.findings == {}


def test_a_netmon_that_starts_again_neither_forgets_nor_repeats_what_it_told(
    room: Room, planned: Inventory, tmp_path: Path
) -> None:
    hear(room, MID, "to-far", "stranger")
    room.pass_time(6 * MINUTE // SECOND)
    with opened(as_after_a_kill(room, tmp_path / "again"), at=room.clock.now(), inventory=planned) as again:
        again.pass_time(6 * MINUTE // SECOND)
        assert len(told(again)) == 1
        hear(again, MID, "to-far", "far")
        again.pass_time(6 * MINUTE // SECOND)
        assert [each.partition(":")[0] for each in told(again)] == ["firing", "resolved"]


def test_who_was_found_is_called_as_the_inventory_calls_it_once_it_told_its_name(planned: Inventory) -> None:
    around = surroundings(planned)
    around.absorb([hearing(MID, "to-far", "sw-7", NOON)])
    around.compare(NOON)
    assert around.drift.findings[SPUR].found == "sw-7"
    own = Measurement("net_dev_info", {"device": NEAR}, {"name": "SW-7"}, NOON)
    around.absorb([PollResult(NEAR, "system", NOON, NOON, NOON, (own,), answered=True)])
    around.compare(NOON)
    assert around.drift.findings[SPUR].found == NEAR


REPORTS = st.lists(
    st.tuples(
        st.sampled_from([(HUB, "to-mid"), (MID, "to-hub"), (MID, "to-far"), (FAR, "to-mid"), (FAR, "")]),
        st.sampled_from(["hub", "mid", "far", "x", "SW-7"]),
        st.integers(0, DAY),
    ),
    max_size=12,
)


@given(REPORTS)
def test_compared_bit_by_bit_the_plan_is_as_good_as_compared_at_once(
    reports: list[tuple[tuple[DeviceName, str], str, int]],
) -> None:
    """An empty interface stands for a device that says what it calls itself."""
    whole, now = region(), NOON
    bit_by_bit, at_once = surroundings(whole), surroundings(whole)
    for (device, interface), name, pause in reports:
        now = Millis(now + pause)
        point = Measurement("net_dev_info", {"device": device}, {"name": name}, now)
        own = PollResult(device, "system", now, now, now, (point,), answered=True)
        said = hearing(device, interface, name, now) if interface else own
        bit_by_bit.absorb([said])
        bit_by_bit.compare(now)
        at_once.absorb([said])
    at_once.compare(now)
    assert bit_by_bit.drift.findings == at_once.drift.findings
    assert bit_by_bit.topology.network.doubtful == at_once.topology.network.doubtful
