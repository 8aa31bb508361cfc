"""Which links a device's neighbours prove, and what is heard that makes none."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from netmon.enrolment.identity import owners_of
from netmon.enrolment.names import device_name_of, unique
from netmon.enrolment.survey import Neighbour, Portrait
from netmon.inventory.models import INTERFACE, Device, DeviceStatus, Inventory
from netmon.inventory.quantities import format_bits_per_second, parse_bits_per_second
from netmon.model import DeviceName, InterfaceName
from netmon.phrase import Phrase

ASSUMED = "1G"
"""The capacity of a link whose port does not tell its speed."""
SIGNIFICANT = ".4g"
"""Odd speeds (of bundles, of radios) are written with so many digits."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A neighbour as it is heard, and the device of the inventory that it is, if any."""

    neighbour: Neighbour
    device: Device | None


@dataclass(frozen=True, slots=True)
class Cable:
    """A link to be: its name and what is to be written; or why it is none, as a remark."""

    name: str = ""
    body: dict[str, object] | None = None
    remark: Phrase | None = None


def sightings(portrait: Portrait, inventory: Inventory) -> tuple[Sighting, ...]:
    """Return whom the device hears, each with the device that has one of its addresses, or else its name."""
    owners = owners_of(inventory)

    def device_of(neighbour: Neighbour) -> Device | None:
        known = (owners[str(address)] for address in neighbour.addresses if str(address) in owners)
        return next(known, None) or inventory.devices.get(DeviceName(device_name_of(neighbour.name)))

    return tuple(Sighting(neighbour, device_of(neighbour)) for neighbour in portrait.neighbours)


def known_neighbours(seen: Sequence[Sighting]) -> tuple[Device, ...]:
    """Return the devices of the inventory that are heard, each once."""
    return tuple({sighting.device.name: sighting.device for sighting in seen if sighting.device}.values())


def cables(name: DeviceName, portrait: Portrait, seen: Sequence[Sighting], inventory: Inventory) -> Iterator[Cable]:
    """Yield a link or a remark for each sighting; an interface ends one link only, and the first has it."""
    users = _users(inventory)
    names: set[str] = set(inventory.links)
    speeds = {port.name: port.speed for port in portrait.ports}
    for sighting in seen:
        if sighting.device is None:
            yield Cable(remark=_unknown(sighting.neighbour))
            continue
        ends = (f"{name}:{sighting.neighbour.interface}", f"{sighting.device.name}:{sighting.neighbour.port}")
        if (obstacle := _obstacle(sighting.neighbour, sighting.device, ends, users)) is not None:
            yield Cable(remark=obstacle)
            continue
        link = unique(f"{name}-{sighting.device.name}", names)
        names.add(link)
        users |= dict.fromkeys(ends, link)
        yield _cable(link, ends, speeds.get(sighting.neighbour.interface))


def capacity_of(speed: int | None) -> str | None:
    """Return a speed as the inventory writes it, or None for one that cannot be a link's."""
    text = format_bits_per_second(round(float(format(speed, SIGNIFICANT)))) if speed else ""
    try:
        parse_bits_per_second(text)
    except ValueError:
        return None
    return text


def _users(inventory: Inventory) -> dict[str, str]:
    """Return which link ends at each interface."""
    return {
        str(end): name
        for name, link in inventory.links.items()
        if link.status is not DeviceStatus.RETIRED
        for end in link.ends
    }


def _cable(link: str, ends: tuple[str, str], speed: int | None) -> Cable:
    capacity = capacity_of(speed)
    remark = Phrase(
        "link {link}: the speed of {end} is not known; capacity {capacity} is assumed",
        link=link,
        end=ends[0],
        capacity=ASSUMED,
    )
    return Cable(link, {"ends": list(ends), "capacity": capacity or ASSUMED}, None if capacity else remark)


def _unknown(neighbour: Neighbour) -> Phrase:
    said = {"name": neighbour.name or neighbour.port, "interface": neighbour.interface}
    if not neighbour.addresses:
        return Phrase("hears {name} at {interface}, which is not in the inventory yet; add it next", **said)
    return Phrase(
        "hears {name} at {interface}, which is not in the inventory yet; add it next: netmon device add {address}",
        **said,
        address=neighbour.addresses[0],
    )


def _obstacle(neighbour: Neighbour, device: Device, ends: tuple[str, str], users: dict[str, str]) -> Phrase | None:
    """Return why no link is proposed to a known neighbour, or None if one can be."""
    said = {"name": device.name, "interface": neighbour.interface}
    for port in (neighbour.interface, InterfaceName(neighbour.port)):
        if re.fullmatch(INTERFACE, port) is None:
            return Phrase(
                'hears {name} at {interface}, but "{port}" is no name of an interface; write this link yourself',
                **said,
                port=port,
            )
    if device.status is DeviceStatus.RETIRED:
        return Phrase("hears {name} at {interface}, which the inventory calls retired", **said)
    for end in ends:
        if end in users:
            return Phrase(
                "hears {name} at {interface}, but {end} is an end of link {link} already",
                **said,
                end=end,
                link=users[end],
            )
    return None
