"""The inventory that netmon ships: the whole region, a plausible backbone, and no complaint."""

from collections import Counter, defaultdict
from ipaddress import IPv4Address, ip_network
from pathlib import Path

import pytest

from netmon.inventory.loading import examine
from netmon.inventory.models import DeviceRole, Inventory, MunicipalityKind, Reachability, SnmpVersion
from netmon.model import DeviceName, LinkName, MunicipalityCode

SHIPPED = Path(__file__).parents[3] / "inventory"
AS = {"554499", "554545", "554553", "538795", "538817"}
KRASLICE = "4104"
SPURS = {LinkName("cheb-as"), LinkName("sokolov-kraslice")}
BEHIND_SPURS = {"4101", "4104"}
ONE_CORE = BEHIND_SPURS | {"4105", "4106"}
"""Districts whose town has one core router: its office hangs on that alone."""
UPPER = (DeviceRole.CORE, DeviceRole.AGGREGATION)
TRUNK = 10**10
LOOPBACK = ip_network("127.18.0.0/16")
TOWNS = (MunicipalityKind.TYPE_II, MunicipalityKind.TYPE_III)


@pytest.fixture(scope="module")
def inventory() -> Inventory:
    examination = examine(SHIPPED)
    assert [str(complaint) for complaint in examination.complaints] == []
    assert examination.inventory is not None
    return examination.inventory


def neighbours_in(inventory: Inventory, *, cut: LinkName | None = None) -> defaultdict[DeviceName, set[DeviceName]]:
    """Return which devices the links join, one link left out."""
    neighbours: defaultdict[DeviceName, set[DeviceName]] = defaultdict(set)
    for name, link in inventory.links.items():
        first, second = (end.device for end in link.ends)
        if name != cut:
            neighbours[first].add(second)
            neighbours[second].add(first)
    return neighbours


def reached(inventory: Inventory, *, cut: LinkName | None = None, lost: DeviceName | None = None) -> set[DeviceName]:
    """Return the devices that the anchors reach without a link, or without a device."""
    neighbours = neighbours_in(inventory, cut=cut)
    frontier = [DeviceName(anchor.device) for anchor in inventory.anchors.values() if anchor.device != lost]
    seen = set(frontier)
    while frontier:
        new = neighbours[frontier.pop()] - seen - {lost}
        seen |= new
        frontier.extend(new)
    return seen


def isolated(
    inventory: Inventory, *, cut: LinkName | None = None, lost: DeviceName | None = None
) -> set[MunicipalityCode]:
    """Return the monitored municipalities that have no path left."""
    seen = reached(inventory, cut=cut, lost=lost)
    points = inventory.service_points_by_municipality()
    return {code for code, unit in inventory.municipalities.items() if unit.monitored and seen.isdisjoint(points[code])}


def test_it_holds_the_134_units_and_a_backbone_of_the_promised_size(inventory: Inventory) -> None:
    assert len(inventory.municipalities) == 134
    assert 205 <= len(inventory.devices) <= 235
    assert 245 <= len(inventory.links) <= 275
    assert inventory.region.synthetic


def test_the_units_are_those_of_the_region(inventory: Inventory) -> None:
    units = inventory.municipalities.values()
    assert Counter(unit.kind.value for unit in units) == {"I": 119, "II": 7, "III": 7, "military": 1}
    assert Counter(unit.district for unit in units) == {"Cheb": 40, "Karlovy Vary": 56, "Sokolov": 38}
    assert sum(unit.population for unit in units) == 293_311
    assert [code for code, unit in inventory.municipalities.items() if not unit.monitored] == ["555177"]
    repeated = {name for name, count in Counter(unit.name for unit in units).items() if count > 1}
    assert repeated == {"Březová", "Chodov"}


def test_exactly_the_district_of_as_stands_behind_the_trunk_cheb_as(inventory: Inventory) -> None:
    assert isolated(inventory, cut=LinkName("cheb-as")) == AS
    assert inventory.links[LinkName("cheb-as")].title == "Cheb – Aš"


def test_exactly_the_district_of_kraslice_stands_behind_its_trunk(inventory: Inventory) -> None:
    behind = {code for code, unit in inventory.municipalities.items() if unit.orp == KRASLICE}
    assert isolated(inventory, cut=LinkName("sokolov-kraslice")) == behind


def test_no_other_trunk_and_no_ring_link_cuts_anybody_off(inventory: Inventory) -> None:
    trunks = {name for name, link in inventory.links.items() if link.capacity >= TRUNK} - SPURS
    assert len(trunks) >= 25
    assert [name for name in trunks if isolated(inventory, cut=name)] == []


def test_the_whole_inventory_is_reachable_and_polled(inventory: Inventory) -> None:
    assert reached(inventory) == set(inventory.devices) == set(inventory.active_devices())


def test_a_town_on_the_rings_survives_the_loss_of_any_device_but_its_own(inventory: Inventory) -> None:
    towns = {site.municipality for site in inventory.sites.values() if site.name.startswith("Městský úřad")}
    behind_one = {
        code for code, unit in inventory.municipalities.items() if unit.orp in ONE_CORE and unit.kind in TOWNS
    }
    behind_spurs = {code for code, unit in inventory.municipalities.items() if unit.orp in BEHIND_SPURS}
    redundant = towns - behind_one - behind_spurs
    assert (len(towns), len(redundant)) == (37, 29)
    for name, device in inventory.devices.items():
        assert isolated(inventory, lost=name) & redundant <= {inventory.municipality_of(device)}


def test_villages_hang_in_chains_of_three_at_most(inventory: Inventory) -> None:
    neighbours = neighbours_in(inventory)
    near = {name for name, device in inventory.devices.items() if device.role in UPPER}
    hops = 0
    while not all(name in near for name, device in inventory.devices.items() if device.role is DeviceRole.ACCESS):
        near |= {neighbour for name in near for neighbour in neighbours[name]}
        hops += 1
    assert hops == 3


def test_every_monitored_unit_has_an_access_device_at_its_office(inventory: Inventory) -> None:
    offices = Counter(
        inventory.municipality_of(device) for device in inventory.devices.values() if device.role is DeviceRole.ACCESS
    )
    assert set(offices) == {code for code, unit in inventory.municipalities.items() if unit.monitored}


def test_towns_of_type_two_have_an_aggregation_router(inventory: Inventory) -> None:
    served = {inventory.municipality_of(device) for device in inventory.devices.values() if device.role in UPPER}
    assert served == {code for code, unit in inventory.municipalities.items() if unit.kind in TOWNS}


def test_nothing_in_it_can_be_polled_beyond_loopback(inventory: Inventory) -> None:
    addresses = [address for device in inventory.devices.values() for address in device.addresses]
    assert len(addresses) == len(set(addresses))
    for address in addresses:
        assert isinstance(address, IPv4Address)
        assert address in LOOPBACK
        assert address.packed[-1] not in (0, 255)


def test_every_device_is_reached_by_snmp_with_the_demo_credential(inventory: Inventory) -> None:
    for device in inventory.devices.values():
        assert device.reachability is Reachability.SNMP
        assert device.snmp is not None
        assert (device.snmp.credential, device.snmp.port) == ("demo", 1161)
    demo = inventory.credentials.snmp["demo"]
    assert (demo.version, demo.community) == (SnmpVersion.V2C, "secret://demo-community")


def test_the_window_touches_no_municipality(inventory: Inventory) -> None:
    (window,) = inventory.windows.values()
    assert not any(isolated(inventory, lost=DeviceName(name)) for name in window.devices)
