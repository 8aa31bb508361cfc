"""What NetBox's answers mean to netmon, and what is left out with which reason."""

from pathlib import Path
from typing import Any

import pytest

from netmon.errors import CommandRefused
from netmon.imports.answers import Answers, parse
from netmon.imports.found import WORDS, Found, Kind, Reason
from netmon.imports.netbox import found_in
from netmon.inventory.loading import load
from netmon.inventory.models import DeviceRole, DeviceStatus, Inventory, Medium, SiteKind
from tests.netmon.imports import (
    TERMINATION,
    brief,
    cable,
    choice,
    circuit,
    device,
    end,
    interface,
    region,
    saved,
    site,
    write_inventory,
)

Records = dict[str, list[dict[str, Any]]]


@pytest.fixture
def inventory(tmp_path: Path) -> Inventory:
    return load(write_inventory(tmp_path / "inventory"))


def found(records: Records, inventory: Inventory) -> Found:
    return found_in(parse(Answers, saved(records), "here"), inventory)


def left_out(found: Found) -> set[tuple[str, str, str]]:
    return {(one.kind.value, one.name, one.reason.value) for one in found.left_out}


def test_devices_come_with_their_site_role_platform_address_and_status(inventory: Inventory) -> None:
    devices = {one.name: one for one in found(region(), inventory).devices}
    assert list(devices) == ["as-agg-1-example-org", "hazlov-sw-1", "hazlov-sw-2"]
    aggregation, planned = devices["as-agg-1-example-org"], devices["hazlov-sw-2"]
    assert aggregation.site == "as-pop"
    assert aggregation.role is DeviceRole.AGGREGATION
    assert aggregation.platform == "junos"
    assert list(map(str, aggregation.addresses)) == ["10.0.0.1"]
    assert planned.status is DeviceStatus.PLANNED
    assert planned.platform is None


def test_what_is_not_in_the_network_or_cannot_be_placed_is_left_out_with_its_reason(inventory: Inventory) -> None:
    assert left_out(found(region(), inventory)) == {
        ("site", "Sklad", "no-municipality"),
        ("device", "#4", "no-name"),
        ("device", "spare", "status"),
        ("device", "pdu", "no-address"),
        ("cable", "cable 5", "not-two-interfaces"),
        ("circuit", "KAB-0043", "not-cabled"),
    }


def test_every_reason_has_its_words() -> None:
    assert set(WORDS) == set(Reason)


@pytest.mark.parametrize(
    ("status", "meant"),
    [
        ("active", DeviceStatus.ACTIVE),
        ("failed", DeviceStatus.ACTIVE),
        ("staged", DeviceStatus.PLANNED),
        ("planned", DeviceStatus.PLANNED),
        ("offline", DeviceStatus.RETIRED),
        ("decommissioning", DeviceStatus.RETIRED),
        ("inventory", None),
        ("whatever", None),
    ],
)
def test_a_status_of_netbox_is_one_of_ours_or_none(
    status: str, meant: DeviceStatus | None, inventory: Inventory
) -> None:
    records = region()
    records["dcim/devices"] = [device(1, "sw", 1, "10.0.0.1/24", status=choice(status))]
    assert [one.status for one in found(records, inventory).devices] == ([meant] if meant else [])


@pytest.mark.parametrize(
    ("slug", "role"),
    [
        ("core-router", DeviceRole.CORE),
        ("distribution_switch", DeviceRole.AGGREGATION),
        ("cpe", DeviceRole.CUSTOMER),
        ("access", DeviceRole.ACCESS),
        ("scoreboard", None),
    ],
)
def test_a_role_is_told_by_a_word_of_its_slug(slug: str, role: DeviceRole | None, inventory: Inventory) -> None:
    records = region()
    records["dcim/devices"] = [device(1, "sw", 1, "10.0.0.1/24", role=brief(9, slug, slug))]
    assert [one.role for one in found(records, inventory).devices] == [role]


def test_both_primary_addresses_are_known_the_preferred_one_first(inventory: Inventory) -> None:
    six = {"id": 1, "address": "2001:db8::1/64"}
    records = region()
    records["dcim/devices"] = [device(1, "sw", 1, "10.0.0.1/24", primary_ip=six, primary_ip6=six, oob_ip=six)]
    assert list(map(str, found(records, inventory).devices[0].addresses)) == ["2001:db8::1", "10.0.0.1"]


def test_a_stack_is_its_master_also_where_cables_end_at_its_members(inventory: Inventory) -> None:
    records = region()
    stack = {"id": 5, "name": "stack", "master": brief(2, "hazlov-sw-1")}
    records["dcim/devices"][1]["virtual_chassis"] = stack
    records["dcim/devices"][2] |= {"virtual_chassis": stack, "primary_ip": None, "primary_ip4": None}
    taken = found(records, inventory)
    assert ("device", "hazlov-sw-2", "stack-member") in left_out(taken)
    assert ["as-agg-1-example-org:xe-0/0/1", "hazlov-sw-1:ge-0/0/0"] in [
        list(map(str, link.ends)) for link in taken.links
    ]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"custom_fields": {"municipality_code": "554545"}}, "554545"),
        ({"custom_fields": {"municipality_code": 554545, "other": [1]}}, "554545"),
        ({"tenant": brief(1, "Obec Hazlov")}, "554545"),
        ({"region": brief(1, "Hazlov")}, "554545"),
        ({"latitude": 50.1, "longitude": 12.2}, "554545"),
        ({"latitude": 50.2, "longitude": 12.1, "region": brief(1, "Hazlov")}, "554499"),
        ({"latitude": 50.2, "longitude": 12.1, "tenant": brief(1, "Hazlov")}, "554545"),
        ({"latitude": 48.1, "longitude": 16.3}, None),
        ({"latitude": 150.0, "longitude": 12.2}, None),
        ({}, None),
    ],
)
def test_a_site_lies_where_the_surest_of_its_fields_says(
    fields: dict[str, object], code: str | None, inventory: Inventory
) -> None:
    records = region()
    records["dcim/sites"] = [site(1, "Budova 7", "b7", **fields)]
    assert [one.municipality for one in found(records, inventory).sites] == ([code] if code else [])


@pytest.mark.parametrize(
    ("name", "group", "kind"),
    [
        ("Nemocnice Aš", None, SiteKind.HOSPITAL),
        ("Aš 12", brief(1, "Hasiči"), SiteKind.RESCUE),
        ("Základní škola Aš", None, SiteKind.SCHOOL),
        ("Datové centrum Aš", None, SiteKind.DATA_CENTRE),
        ("Aš", None, None),
    ],
)
def test_what_stands_at_a_site_is_told_by_its_words(
    name: str, group: dict[str, object] | None, kind: SiteKind | None, inventory: Inventory
) -> None:
    records = region()
    records["dcim/sites"] = [site(1, name, "x", group=group)]
    assert [one.kind for one in found(records, inventory).sites] == [kind]


def links(records: Records, inventory: Inventory) -> list[tuple[str, ...]]:
    return [(*map(str, link.ends), str(link.capacity), link.circuit or "") for link in found(records, inventory).links]


AS, HAZLOV = "as-agg-1-example-org", "hazlov-sw-1"


def test_cables_and_circuits_are_links_with_the_capacity_of_the_slower_end_or_the_contract(
    inventory: Inventory,
) -> None:
    taken = found(region(), inventory).links
    assert [(str(link.ends[0]), str(link.ends[1]), link.capacity) for link in taken] == [
        (f"{AS}:xe-0/0/1", "hazlov-sw-2:ge-0/0/0", 500_000_000),
        (f"{AS}:xe-0/0/0", f"{HAZLOV}:ge-0/0/0", 1_000_000_000),
    ]
    assert (taken[0].supplier, taken[0].circuit) == ("Kabelová s. r. o.", "KAB-0042")
    assert taken[1].medium is Medium.FIBRE


@pytest.mark.parametrize(
    ("kind", "speed", "capacity"),
    [
        ("100base-tx", None, 10**8),
        ("1000base-t", None, 10**9),
        ("2.5gbase-t", None, 25 * 10**8),
        ("10gbase-x-sfpp", None, 10**10),
        ("100gbase-x-qsfp28", None, 10**11),
        ("lag", 2_000_000, 2 * 10**9),
        ("lag", None, None),
        ("other", 0, None),
    ],
)
def test_the_speed_of_an_interface_is_what_it_says_else_what_its_type_can(
    kind: str, speed: int | None, capacity: int | None, inventory: Inventory
) -> None:
    records = region()
    records["dcim/interfaces"] = [
        interface(number, f"p{number}", owner, 1, type=choice(kind), speed=speed)
        for number, owner in ((11, 1), (21, 2))
    ]
    records["dcim/cables"], records["circuits/circuits"] = [cable(1, end(11), end(21))], []
    taken = found(records, inventory)
    assert [link.capacity for link in taken.links] == ([capacity] if capacity else [])
    assert (("cable", "cable 1", "no-capacity") in left_out(taken)) is (capacity is None)


def test_a_path_that_netbox_traced_through_a_panel_is_a_link_and_a_cable_is_not_told_twice(
    inventory: Inventory,
) -> None:
    records = region()
    far = {"connected_endpoints_type": "dcim.interface"}
    records["dcim/interfaces"][4] |= far | {"connected_endpoints": [{"id": 12, "name": "xe-0/0/1"}]}
    records["dcim/interfaces"][1] |= far | {"connected_endpoints": [{"id": 22, "name": "ge-0/0/1"}]}
    records["dcim/interfaces"][0] |= far | {"connected_endpoints": [{"id": 21, "name": "ge-0/0/0"}]}
    records["circuits/circuits"] = []
    assert links(records, inventory) == [
        (f"{AS}:xe-0/0/0", f"{HAZLOV}:ge-0/0/0", "1000000000", ""),
        (f"{AS}:xe-0/0/1", f"{HAZLOV}:ge-0/0/1", "1000000000", ""),
    ]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": choice("lost")}, Reason.STATUS),
        ({"b_terminations": []}, Reason.NOT_TWO_INTERFACES),
        ({"b_terminations": [end(21), end(22)]}, Reason.NOT_TWO_INTERFACES),
        ({"b_terminations": [end(99)]}, Reason.NOT_TWO_INTERFACES),
        ({"b_terminations": [end(12)]}, Reason.SAME_DEVICE),
        ({"b_terminations": [end(41)]}, Reason.DEVICE_LEFT_OUT),
        ({"b_terminations": [end(23)]}, Reason.BAD_INTERFACE),
    ],
)
def test_a_cable_that_is_no_link_is_left_out(change: dict[str, object], reason: Reason, inventory: Inventory) -> None:
    records = region()
    records["dcim/interfaces"] += [interface(41, "ge-0/0/0", 4, 1), interface(23, "x" * 65, 2, 1)]
    records["dcim/cables"] = [cable(1, end(11), end(21)) | change]
    assert (Kind.CABLE.value, "cable 1", reason.value) in left_out(found(records, inventory))


@pytest.mark.parametrize("side", ["a", "z"])
def test_a_circuit_is_a_link_only_if_both_ends_are_cabled_to_interfaces(side: str, inventory: Inventory) -> None:
    records = region()
    records["dcim/cables"] = [one for one in records["dcim/cables"] if one["id"] != {"a": 3, "z": 4}[side]]
    assert ("circuit", "KAB-0042", "not-cabled") in left_out(found(records, inventory))


def test_a_circuit_without_a_contract_has_the_speed_of_its_ports_and_its_own_status(inventory: Inventory) -> None:
    records = region()
    records["circuits/circuits"] = [circuit(7, "K", 71, 72, status=choice("provisioning"))]
    for at in ("termination_a", "termination_z"):
        records["circuits/circuits"][0][at]["port_speed"] = 200_000
    (link, *_) = found(records, inventory).links
    assert (link.capacity, link.status) == (200_000_000, DeviceStatus.PLANNED)


def test_a_circuits_cable_may_have_either_end_first(inventory: Inventory) -> None:
    records = region()
    records["dcim/cables"][1] = cable(3, end(71, TERMINATION), end(12))
    assert (f"{AS}:xe-0/0/1", "hazlov-sw-2:ge-0/0/0", "500000000", "KAB-0042") in links(records, inventory)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b"", "JSON: Invalid JSON"),
        (b"[]", "JSON: Input should be an object"),
        (b'{"devices": {}}', "devices: "),
        (b'{"devices": [{"id": "x"}]}', "devices.0.id: "),
        (b'{"devices": [{"id": 1, "name": 5}]}', "devices.0.name: "),
        (b'{"sites": [{"id": 1, "name": "a", "slug": "b", "latitude": 1e999}]}', "sites.0.latitude: "),
        (b'{"cables": [{"id": -1}]}', "cables.0.id: "),
        (b"[" * 100_000, "JSON: "),
        (b'{"sites": [{"id": 1, "name": "' + b"x" * 1_001 + b'", "slug": "b"}]}', "sites.0.name: "),
    ],
)
def test_what_is_not_as_netbox_has_it_is_refused_with_its_place(body: bytes, place: str) -> None:
    with pytest.raises(CommandRefused) as refused:
        parse(Answers, body, "export.json")
    assert f"export.json: this is not what NetBox's API answers ({place}" in str(refused.value)


def test_texts_of_netbox_are_made_harmless(inventory: Inventory) -> None:
    records = region()
    records["dcim/sites"][0]["name"] = "Aš\x1b[31m\u202e\r\nhotovo"
    records["dcim/devices"][0]["name"] = "sw\x00\x1b]0;x\x07-1"
    taken = found(records, inventory)
    assert taken.sites[0].name == "Aš[31m hotovo"
    assert taken.devices[0].name == "sw-0-x-1"


def test_a_path_that_netbox_traced_over_a_circuit_stays_the_circuit(inventory: Inventory) -> None:
    records = region()
    records["dcim/interfaces"][1] |= {"connected_endpoints_type": "dcim.interface", "connected_endpoints": [{"id": 31}]}
    (link, _) = found(records, inventory).links
    assert (link.circuit, link.capacity) == ("KAB-0042", 500_000_000)
