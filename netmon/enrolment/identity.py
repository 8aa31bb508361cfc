"""Which device this is: its name, its addresses, and whether the inventory has it already."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address

from netmon.enrolment.names import device_name_of, is_slug, unique
from netmon.enrolment.survey import Portrait
from netmon.errors import CommandRefused
from netmon.inventory.models import Device, DeviceStatus, Inventory
from netmon.inventory.whereabouts import slug_of
from netmon.model import DeviceName
from netmon.phrase import Phrase

MOST_ADDRESSES = 64
"""Addresses written down: a router with a thousand customers has one in each of their networks."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A device's name and its addresses, the polled one first; `remarks` tell what was not taken as it came."""

    name: DeviceName
    addresses: tuple[str, ...]
    remarks: tuple[Phrase, ...]


def owners_of(inventory: Inventory) -> dict[str, Device]:
    """Return whose each address is; what is retired has given back its own."""
    return {
        str(address): device
        for device in inventory.devices.values()
        if device.status is not DeviceStatus.RETIRED
        for address in device.addresses
    }


def require_new(address: str, inventory: Inventory) -> None:
    """Raise CommandRefused if the inventory has a device at the address."""
    owner = owners_of(inventory).get(str(ip_address(address)))
    if owner is not None:
        raise CommandRefused(_already(address, owner))


def identify(portrait: Portrait, address: str, wanted: str | None, inventory: Inventory) -> Identity:
    """Return who the device at an address is; raise CommandRefused if it is there already or has no name."""
    require_new(address, inventory)
    owners = owners_of(inventory)
    stated = _stated(wanted, inventory) if wanted is not None else _told(portrait)
    reported = [str(reported) for reported in portrait.addresses if str(reported) != str(ip_address(address))]
    _require_unseen(stated, reported, owners)
    own = [reported for reported in reported if reported not in owners]
    name = unique(stated, inventory.devices)
    remarks = [*_renamed(stated, name), *_foreign(reported, owners), *_too_many(own)]
    return Identity(DeviceName(name), (str(ip_address(address)), *own[: MOST_ADDRESSES - 1]), tuple(remarks))


def _stated(name: str, inventory: Inventory) -> str:
    if not is_slug(name):
        cure = slug_of(name) or "cheb-core-1"
        raise CommandRefused(
            Phrase('--name "{name}": write small letters, digits and hyphens, such as {cure}', name=name, cure=cure)
        )
    if name in inventory.devices:
        raise CommandRefused(
            Phrase("--name {name}: the inventory has a device of that name; choose another", name=name)
        )
    return name


def _told(portrait: Portrait) -> str:
    name = device_name_of(portrait.name)
    if not name:
        raise CommandRefused(
            Phrase('the device calls itself "{name}", which makes no name; add --name', name=portrait.name)
        )
    return name


def _require_unseen(name: str, reported: list[str], owners: Mapping[str, Device]) -> None:
    """Raise CommandRefused if a device known by another address is this one.

    It is if netmon polls an address that this one has, or if both share name and an address. Any
    other shared address may be a virtual one, which routers have in common (VRRP).
    """
    for address in reported:
        owner = owners.get(address)
        if owner is not None and (owner.address == address or owner.name == name):
            raise CommandRefused(_already(address, owner))


def _already(address: str, owner: Device) -> Phrase:
    return Phrase(
        "{address} is in the inventory already, as device {name}; ask it with netmon device test {name}",
        address=address,
        name=owner.name,
    )


def _renamed(stated: str, name: str) -> list[Phrase]:
    if stated == name:
        return []
    return [
        Phrase(
            "another device is called {stated}, at other addresses: this one becomes {name};"
            " if it is the same, change that one's addresses instead",
            stated=stated,
            name=name,
        )
    ]


def _foreign(reported: list[str], owners: Mapping[str, Device]) -> list[Phrase]:
    return [
        Phrase("{address} is left out: it is an address of {name} too", address=address, name=owners[address].name)
        for address in reported
        if address in owners
    ][:MOST_ADDRESSES]


def _too_many(own: list[str]) -> list[Phrase]:
    left = len(own) - MOST_ADDRESSES + 1
    return [Phrase("{left:further address|further addresses} left out", left=left)] if left > 0 else []
