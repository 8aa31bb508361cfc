"""What a table of devices means, and that every bad row is told at once."""

from pathlib import Path

import pytest

from netmon.errors import InventoryError
from netmon.imports.found import Found
from netmon.imports.table import devices_in
from netmon.inventory.loading import load
from netmon.inventory.models import DeviceRole, DeviceStatus, Inventory
from tests.netmon.imports import write_inventory
from tests.netmon.inventory import SMALL


@pytest.fixture
def inventory(tmp_path: Path) -> Inventory:
    return load(write_inventory(tmp_path / "inventory"))


def read(text: str, inventory: Inventory) -> Found:
    return devices_in("routers.csv", text.encode(), inventory)


def complaints(text: str, inventory: Inventory) -> list[str]:
    with pytest.raises(InventoryError) as refused:
        read(text, inventory)
    return [str(complaint) for complaint in refused.value.complaints]


@pytest.mark.parametrize(
    "text",
    [
        "name,address,municipality\nHazlov-SW 1,10.0.0.2,Hazlov\n",
        "\ufeffnázev;adresa;obec\r\nHazlov-SW 1;10.0.0.2;hazlov\r\n",
        "Zarizeni,IP adresa,Kod obce,serial\n\nHazlov-SW 1,10.0.0.2,554545,XYZ\n",
    ],
)
def test_three_columns_are_enough_in_either_language(text: str, inventory: Inventory) -> None:
    found = read(text, inventory)
    (device,), (site,) = found.devices, found.sites
    assert (device.name, device.site, list(map(str, device.addresses))) == ("hazlov-sw-1", "hazlov", ["10.0.0.2"])
    assert (device.role, device.status, device.platform) == (None, DeviceStatus.ACTIVE, None)
    assert (site.slug, site.name, site.municipality) == ("hazlov", "Hazlov", "554545")


def test_the_other_columns_are_taken_too(inventory: Inventory) -> None:
    text = (
        "name,address,municipality,role,platform,site,status,credential\n"
        "a,10.0.0.2 2001:db8::2,Hazlov,páteř,IOS XR,Uzel Hazlov,planned,demo\n"
    )
    found = read(text, inventory)
    (device,), (site,) = found.devices, found.sites
    assert list(map(str, device.addresses)) == ["10.0.0.2", "2001:db8::2"]
    assert (device.role, device.status) == (DeviceRole.CORE, DeviceStatus.PLANNED)
    assert (device.platform, device.credential) == ("ios-xr", "demo")
    assert (site.slug, site.name, site.kind and site.kind.value) == ("uzel-hazlov", "Uzel Hazlov", "pop")


def test_every_bad_cell_of_every_row_is_told_with_its_line(inventory: Inventory) -> None:
    text = (
        "name,address,municipality,role,site\n"
        "…,10.0.0.999,Hazlv,boss,\n"
        "ok,10.0.0.1,Hazlov,access,\n"
        "ok,10.0.0.1,Hazlov,access,\n"
        "other,10.0.0.1,Hazlov,access,\n"
        "bare,,Hazlov,access,\n"
        "wrong,10.0.0.9,Hazlov,access,as-office\n"
    )
    assert complaints(text, inventory) == [
        'routers.csv:2:1: error: "…" is no name of a device; write letters, digits and hyphens',
        'routers.csv:2:1: error: "10.0.0.999" is not an IP address; write one such as 192.0.2.1 or 2001:db8::1',
        'routers.csv:2:1: error: "Hazlv" is no municipality of the inventory; did you mean "Hazlov"?',
        f'routers.csv:2:1: error: "boss" is unknown in the column role; write one of {", ".join(DeviceRole)}',
        "routers.csv:4:1: error: device ok stands here a second time; delete one of the rows",
        "routers.csv:5:1: error: 10.0.0.1 is already an address of device ok; give each device an address of its own",
        "routers.csv:6:1: error: the address is missing; write one such as 192.0.2.1 or 2001:db8::1",
        "routers.csv:7:1: error: site as-office lies in Aš; correct the municipality, or name another site",
    ]


def test_a_name_that_two_municipalities_have_is_no_answer(tmp_path: Path) -> None:
    twins = load(write_inventory(tmp_path / "twins", SMALL.replace("name: Hazlov", "name: Aš")))
    (complaint,) = complaints("name,address,municipality\na,10.0.0.1,Aš\n", twins)
    assert complaint.endswith('"Aš" means several municipalities; write the code, one of 554499, 554545')
    found = read("name,address,municipality\na,10.0.0.1,554499\nb,10.0.0.2,554545\n", twins)
    assert [site.slug for site in found.sites] == ["as-554499", "as-554545"]


def test_another_encoding_is_refused_with_the_line(inventory: Inventory) -> None:
    with pytest.raises(InventoryError, match=r"routers\.csv:2:1: error: byte 0x9a is not UTF-8; save the table as CSV"):
        devices_in("routers.csv", "name,address,municipality\nš,10.0.0.1,Aš\n".encode("cp1250"), inventory)


def test_a_missing_column_is_told_once_and_not_for_each_row(inventory: Inventory) -> None:
    (complaint,) = complaints("name,address\na,10.0.0.1\nb,10.0.0.2\n", inventory)
    assert "routers.csv:1:1: error: the table has no column municipality" in complaint
