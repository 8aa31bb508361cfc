"""States look to InfluxDB as the schema says: unknown is written, and never as up or down."""

import pytest

from netmon.clock import MINUTE, Interval, Millis
from netmon.identity.device import Replacement, Sighting
from netmon.identity.known import Move
from netmon.identity.neighbour import NOBODY, Neighbour
from netmon.judgement.situation import Situation
from netmon.model import (
    DeviceName,
    DeviceState,
    Entity,
    EntityKind,
    InterfaceName,
    LinkName,
    LinkState,
    MunicipalityState,
    Standing,
    State,
    Transition,
)
from netmon.schema import (
    LONGEST_BACKFILL,
    MOST_TOLD,
    event_measurement,
    hearsay_measurements,
    identity_measurement,
    state_measurements,
    unknown_measurements,
)
from tests.netmon.judgement.networks import code_of, region

AT = Millis(1_795_000_000_000)
INVENTORY = region(["a-b"])


def standing(state: State) -> Standing:
    return Standing(state, AT)


@pytest.mark.parametrize(
    ("state", "fields"),
    [
        (MunicipalityState.OPERATIONAL, {"state": 1, "maintenance": 0, "up": 1}),
        (MunicipalityState.DEGRADED, {"state": 2, "maintenance": 0, "up": 1}),
        (MunicipalityState.ISOLATED, {"state": 3, "maintenance": 0, "up": 0}),
        (MunicipalityState.DISCONNECTED, {"state": 0, "maintenance": 0, "up": 0}),
        (MunicipalityState.UNKNOWN, {"state": 4, "maintenance": 0}),
    ],
)
def test_a_municipality_is_up_only_if_it_is_known_to_be(state: MunicipalityState, fields: dict[str, int]) -> None:
    situation = Situation(municipalities={code_of("b"): standing(state)})
    (measurement,) = state_measurements(INVENTORY, situation, frozenset(), AT)
    assert (measurement.name, measurement.fields) == ("net_muni", fields)
    assert measurement.tags == {"municipality": code_of("b"), "orp": "1"}


def test_devices_and_links_carry_the_tags_of_the_inventory() -> None:
    situation = Situation(
        devices={DeviceName("a"): standing(DeviceState.UNREACHABLE)},
        links={LinkName("a-b"): standing(LinkState.DOWN)},
    )
    device, link = state_measurements(INVENTORY, situation, frozenset(), AT)
    assert device.tags == {"device": "a", "municipality": code_of("a"), "orp": "1", "role": "access", "site": "a"}
    assert (device.fields["state"], device.fields["up"]) == (2, 0)
    assert link.tags == {"a_device": "a", "b_device": "b", "link": "a-b", "orp": "1"}
    assert (link.fields["state"], link.fields["up"]) == (0, 0)


def test_maintenance_is_a_field_of_its_own() -> None:
    situation = Situation(devices={DeviceName("a"): standing(DeviceState.DOWN)})
    entity = Entity(EntityKind.DEVICE, "a")
    (measurement,) = state_measurements(INVENTORY, situation, frozenset({entity}), AT)
    assert measurement.fields == {"state": 0, "maintenance": 1, "up": 0}


def test_a_gap_of_netmon_is_unknown_in_every_slot() -> None:
    gap = Interval(AT, Millis(AT + 3 * MINUTE))
    written = list(unknown_measurements(INVENTORY, gap, MINUTE))
    assert {measurement.time - AT for measurement in written} == {0, MINUTE, 2 * MINUTE}
    assert all(measurement.fields == {"state": 4, "maintenance": 0} for measurement in written)


def test_a_long_gap_has_wider_slots() -> None:
    gap = Interval(AT, Millis(AT + 100_000 * MINUTE))
    times = {measurement.time for measurement in unknown_measurements(INVENTORY, gap, MINUTE)}
    assert len(times) <= LONGEST_BACKFILL + 1


def test_a_transition_is_an_event_of_its_device() -> None:
    entity = Entity(EntityKind.DEVICE, "a")
    transition = Transition(entity, DeviceState.UP, DeviceState.DOWN, AT, AT, "does not answer")
    event = event_measurement(transition, {"device": "a"})
    assert event.tags == {"device": "a", "kind": "state", "severity": "warning"}
    assert event.fields == {"from_state": 1, "to_state": 0, "text": "does not answer"}


MOVE = Move(InterfaceName("xe1"), InterfaceName("xe1"), InterfaceName("et\x1b-0"), "mac")


def test_what_moved_at_once_is_one_event_in_harmless_words() -> None:
    found = identity_measurement((MOVE, MOVE), {"device": "a", "site": "s"}, AT)
    said = "interface xe1 moved from xe1 to et-0 (mac)"
    assert found.tags == {"device": "a", "kind": "identity", "severity": "info"}
    assert (found.name, found.fields, found.time) == ("net_event", {"text": f"{said}; {said}", "count": 2}, AT)


def test_a_replaced_device_is_a_warning() -> None:
    found = identity_measurement((Replacement("serial", "S1", "S2"), MOVE), {"device": "a"}, AT)
    assert found.tags["severity"] == "warning"
    assert str(found.fields["text"]).startswith("device replaced: serial S1 is now S2; interface xe1")


def test_an_event_spells_out_some_of_many_changes_and_counts_all() -> None:
    found = identity_measurement((MOVE,) * 99, {"device": "a"}, AT)
    assert (str(found.fields["text"]).count("moved"), found.fields["count"]) == (MOST_TOLD, 99)


def test_whom_a_device_hears_is_told_under_the_known_names_of_its_interfaces() -> None:
    xe1, xe2, xe3 = map(InterfaceName, ("xe1", "xe2", "xe3"))
    heard = {xe1: Neighbour("b", "et-0", "02"), xe2: Neighbour(chassis="03"), xe3: NOBODY}
    sighting = Sighting({}, name="a.kraj.cz", neighbours=heard)
    tags = {"device": "a", "municipality": "500001"}
    found = list(hearsay_measurements(sighting, {"xe1": "ge1"}, tags, AT))
    assert [(each.name, each.tags, each.fields) for each in found] == [
        ("net_dev_info", {"device": "a"}, {"name": "a.kraj.cz"}),
        ("net_neighbor", {"device": "a", "ifname": "ge1"}, {"name": "b", "chassis": "02", "port": "et-0"}),
        ("net_neighbor", {"device": "a", "ifname": "xe2"}, {"chassis": "03"}),
    ]
    assert {each.time for each in found} == {AT}


def test_only_what_is_watched_and_was_said_is_told() -> None:
    heard = {InterfaceName(name): Neighbour("b") for name in ("xe1", "xe2")}
    told = hearsay_measurements(Sighting({}, neighbours=heard), {"xe1": "ge1"}, {"device": "a"}, AT, watched={"ge1"})
    assert [each.tags["ifname"] for each in told] == ["ge1"]
