"""What an import writes, what it leaves to people, and how it tells the difference."""

from pathlib import Path
from typing import Any

import pytest

from netmon.errors import InventoryError
from netmon.imports.answers import Answers, parse
from netmon.imports.netbox import found_in
from netmon.imports.reckoning import Reckoning, file_of, reckon
from netmon.imports.standing import stand
from netmon.inventory.loading import load
from tests.netmon.imports import cable, device, end, interface, region, saved, write_inventory
from tests.netmon.inventory import SMALL

Records = dict[str, list[dict[str, Any]]]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return write_inventory(tmp_path / "inventory")


def reckoned(directory: Path, records: Records, credential: str | None = None) -> Reckoning:
    file = file_of(directory, "netbox")
    standing = stand(directory, file)
    found = found_in(parse(Answers, saved(records), "here"), standing.inventory)
    return reckon(directory, file, found, standing, credential)


def told(reckoning: Reckoning) -> list[tuple[str, str, str, str | None, str | None]]:
    drift = reckoning.drift
    return [
        (one.thing.section, one.thing.name, one.key, one.theirs, one.ours) for one in (*drift.changed, *drift.elsewhere)
    ]


def take(directory: Path, records: Records, credential: str | None = None) -> None:
    reckoning = reckoned(directory, records, credential)
    assert reckoning.is_sound
    reckoning.change.write()


def edit(directory: Path, old: str, new: str) -> None:
    file = file_of(directory, "netbox")
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_was_taken_over_is_an_inventory_without_errors_and_without_drift(directory: Path) -> None:
    take(directory, region(), "demo")
    inventory = load(directory)
    assert inventory.devices[next(iter(inventory.devices))].snmp is not None
    assert {link.circuit for link in inventory.links.values()} == {None, "KAB-0042"}
    again = reckoned(directory, region())
    assert again.drift.is_empty
    assert again.change.is_empty


def test_what_only_they_have_or_only_we_have_is_told_by_name(directory: Path) -> None:
    take(directory, region())
    records = region()
    records["dcim/devices"][1] = device(9, "hazlov-sw-9", 2, "10.0.0.9/24")
    drift = reckoned(directory, records).drift
    assert [thing.name for thing in drift.theirs] == ["hazlov-sw-9"]
    assert [thing.name for thing in drift.ours] == ["hazlov-sw-1", "as-agg-1-example-org-hazlov-sw-1"]


def test_a_value_that_differs_is_told_key_by_key_and_taken_over(directory: Path) -> None:
    take(directory, region())
    edit(directory, "supplier: Kabelová s. r. o.", "supplier: Jiná s. r. o.")
    edit(directory, "platform: junos", "platform: ios")
    records = region()
    records["circuits/circuits"][0]["commit_rate"] = 1_000_000
    reckoning = reckoned(directory, records)
    link = "as-agg-1-example-org-hazlov-sw-2"
    assert told(reckoning) == [
        ("devices", "as-agg-1-example-org", "platform", "junos", "ios"),
        ("links", link, "capacity", "1G", "500M"),
        ("links", link, "supplier", "Kabelová s. r. o.", "Jiná s. r. o."),
    ]
    reckoning.change.write()
    assert load(directory).links[next(iter(load(directory).links))].capacity in (10**9, 10**10)
    assert reckoned(directory, records).drift.is_empty


def test_what_netbox_says_nothing_of_stays_as_people_wrote_it(directory: Path) -> None:
    take(directory, region(), "demo")
    edit(directory, "platform: junos", "platform: junos\n    criticality: high")
    edit(directory, "credential: demo", "credential: demo\n      port: 1161")
    edit(directory, "platform: unknown", "platform: routeros")
    edit(directory, "\nlinks:", "\nshared_risks:\n  mast: {title: Stožár}\n\nlinks:")
    records = region()
    records["dcim/devices"][0]["primary_ip"]["address"] = "10.0.0.77/24"
    reckoning = reckoned(directory, records)
    assert told(reckoning) == [("devices", "as-agg-1-example-org", "addresses", "10.0.0.77", "10.0.0.1")]
    reckoning.change.write()
    inventory = load(directory)
    first, *_, last = (one for one in inventory.devices.values() if str(one.addresses[0]).startswith("10."))
    assert (str(first.addresses[0]), first.criticality.value, first.snmp and first.snmp.port) == (
        "10.0.0.77",
        "high",
        1161,
    )
    assert last.platform == "routeros"
    assert inventory.shared_risks["mast"].title == "Stožár"


def test_a_status_that_ends_is_taken_back(directory: Path) -> None:
    records = region()
    take(directory, records)
    records["dcim/devices"][2]["status"]["value"] = "active"
    reckoning = reckoned(directory, records)
    assert told(reckoning) == [("devices", "hazlov-sw-2", "status", "active", "planned")]
    reckoning.change.write()
    assert load(directory).devices[next(reversed(load(directory).devices))].is_active


def test_what_people_wrote_elsewhere_is_compared_and_never_written(directory: Path) -> None:
    records = region()
    records["dcim/devices"].append(device(20, "HAZLOV-1", 2, "127.18.1.2/32"))
    before = (directory / "all.yaml").read_bytes()
    reckoning = reckoned(directory, records)
    assert told(reckoning) == [
        ("devices", "hazlov-1", "site", "hazlov-ou", "hazlov-office"),
        ("devices", "hazlov-1", "platform", "junos", "frr"),
    ]
    reckoning.change.write()
    assert (directory / "all.yaml").read_bytes() == before
    assert "hazlov-1:" not in file_of(directory, "netbox").read_text(encoding="utf-8")
    assert not reckoned(directory, records).drift.needs_writing
    assert not reckoned(directory, records).drift.is_empty


def test_a_link_by_hand_is_found_by_its_ends_and_one_that_uses_its_interface_is_left_out(directory: Path) -> None:
    records = region()
    records["dcim/devices"] += [device(20, "as-1", 1, "127.18.1.1/32"), device(21, "hazlov-1", 2, "127.18.1.2/32")]
    records["dcim/interfaces"] += [interface(201, "ge-0/0/0", 20, 9), interface(211, "ge-0/0/0", 21, 9, speed=100_000)]
    records["dcim/cables"].append(cable(9, end(211), end(201)))
    reckoning = reckoned(directory, records)
    assert ("links", "as-hazlov", "capacity", "100M", "1G") in told(reckoning)
    assert "as-hazlov" not in reckoning.change.after
    records["dcim/cables"][-1] = cable(9, end(11), end(201))
    assert ("link", "cable 9", "same-interface") in {
        (one.kind.value, one.name, one.reason.value) for one in reckoned(directory, records).left_out
    }


def test_an_address_that_another_device_has_by_hand_is_left_out(directory: Path) -> None:
    records = region()
    records["dcim/devices"][1] = device(2, "renamed", 2, "127.18.1.2/32")
    reckoning = reckoned(directory, records)
    assert ("device", "renamed", "same-address") in {
        (one.kind.value, one.name, one.reason.value) for one in reckoning.left_out
    }
    assert reckoning.is_sound


def test_two_devices_of_one_name_are_one_and_a_complaint(directory: Path) -> None:
    records = region()
    records["dcim/devices"].append(device(30, "Hazlov SW 1", 2, "10.0.0.30/24"))
    left_out = {(one.name, one.reason.value) for one in reckoned(directory, records).left_out}
    assert ("hazlov-sw-1", "same-name") in left_out


def test_parallel_links_get_numbers_and_keep_their_names_when_the_cable_is_replaced(directory: Path) -> None:
    records = region()
    records["dcim/interfaces"] += [interface(14, "xe-0/0/3", 1, 6), interface(24, "ge-0/0/3", 2, 6)]
    records["dcim/cables"].insert(0, cable(2, end(14), end(24)))
    take(directory, records)
    base = "as-agg-1-example-org-hazlov-sw-1"
    assert {f"{base}-2", base} <= {str(name) for name in load(directory).links}
    named = {str(link.ends[0].interface): str(name) for name, link in load(directory).links.items()}
    assert (named["xe-0/0/0"], named["xe-0/0/3"]) == (base, f"{base}-2")
    records["dcim/cables"] = [one for one in records["dcim/cables"] if one["id"] not in (1, 2)]
    records["dcim/cables"] += [cable(90, end(14), end(24)), cable(91, end(11), end(21))]
    assert reckoned(directory, records).drift.is_empty


def test_a_site_without_a_device_is_not_written(directory: Path) -> None:
    records = region()
    records["dcim/devices"] = records["dcim/devices"][:1]
    reckoning = reckoned(directory, records)
    assert ("site", "Obecní úřad Hazlov", "empty-site") in {
        (one.kind.value, one.name, one.reason.value) for one in reckoning.left_out
    }
    assert "hazlov-ou" not in reckoning.change.after


def test_an_import_that_would_spoil_the_inventory_is_not_sound(directory: Path) -> None:
    reckoning = reckoned(directory, region(), "nobody")
    assert not reckoning.is_sound
    assert any('no SNMP credential "nobody"' in str(one) for one in reckoning.examination.complaints)


def test_names_that_wait_for_the_import_are_no_obstacle_to_it(directory: Path) -> None:
    text = SMALL.replace("Datové centrum, device: as-1", "Datové centrum, device: as-agg-1-example-org")
    write_inventory(directory, text)
    assert reckoned(directory, region()).is_sound


@pytest.mark.parametrize(("old", "new"), [("kind: III", "kind: IV"), ("region:", "region: ["), ("orps:", "orpz:")])
def test_an_inventory_that_cannot_be_read_is_refused_with_its_complaints(directory: Path, old: str, new: str) -> None:
    write_inventory(directory, SMALL.replace(old, new, 1))
    with pytest.raises(InventoryError, match=r"all\.yaml:\d+:\d+: error"):
        stand(directory, file_of(directory, "netbox"))


def test_a_device_that_netbox_has_in_service_and_people_planned_differs(directory: Path) -> None:
    write_inventory(directory, SMALL.replace("    role: access\n", "    role: access\n    status: planned\n"))
    records = region()
    records["dcim/devices"].append(device(20, "hazlov-1", 2, "127.18.1.2/32"))
    assert ("devices", "hazlov-1", "status", "active", "planned") in told(reckoned(directory, records))


def test_a_new_link_takes_no_name_that_people_gave_to_another(directory: Path) -> None:
    base = "as-agg-1-example-org-hazlov-sw-1"
    write_inventory(directory, SMALL.replace("as-hazlov:", f"{base}:"))
    reckoning = reckoned(directory, region())
    assert reckoning.is_sound
    assert f"  {base}-2:" in reckoning.change.after
