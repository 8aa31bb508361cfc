"""What the file of an import is to say: what was found, joined to what people added to it by hand.

Three kinds of keys: what the source said counts, also against us; what netmon only guesses, or an
option says, stands where nothing else does; what people wrote beside it stays.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count

from netmon.imports.found import Found, FoundDevice, FoundLink, FoundSite, Kind, LeftOut, Reason
from netmon.imports.standing import Body, Sections, Standing, Things
from netmon.inventory.models import DeviceRole, DeviceStatus
from netmon.inventory.quantities import format_bits_per_second
from netmon.inventory.whereabouts import LONGEST_SLUG

MANAGED = {
    "sites": frozenset({"name", "municipality", "latitude", "longitude"}),
    "devices": frozenset({"site", "addresses", "status"}),
    "links": frozenset({"ends", "capacity", "status", "supplier", "circuit"}),
}
"""Keys that are the source's: where it says nothing of them, they go."""
UNKNOWN_PLATFORM = "unknown"
DECIMALS = 6
"""Of a degree: a tenth of a metre."""
ROOM_FOR_A_NUMBER = 6


@dataclass(frozen=True, slots=True)
class Assembled:
    """The sections as they are to be; `elsewhere` is what was found of things that people wrote themselves."""

    sections: Sections
    elsewhere: Sections
    left_out: tuple[LeftOut, ...]


@dataclass(slots=True)
class _Sorted:
    """One section: what is taken, what stands elsewhere, what is left out."""

    taken: dict[str, Body] = field(default_factory=dict)
    elsewhere: dict[str, Body] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)


def assemble(found: Found, standing: Standing, credential: str | None = None) -> Assembled:
    """Return what is to be written; devices without one get `credential` for SNMP."""
    devices = _devices(found.devices, standing, credential)
    sites = _sites(found.sites, standing, {body["site"] for body in devices.taken.values()})
    links = _links(found.links, standing, {*devices.taken, *standing.elsewhere["devices"]})
    parts = {"sites": sites, "devices": devices, "links": links}
    return Assembled(
        {section: part.taken for section, part in parts.items()},
        {section: part.elsewhere for section, part in parts.items()},
        (*found.left_out, *(one for part in parts.values() for one in part.left_out)),
    )


def _devices(devices: Iterable[FoundDevice], standing: Standing, credential: str | None) -> _Sorted:
    """Take each device whose name and addresses are its own."""
    elsewhere, own, done = standing.elsewhere["devices"], standing.own["devices"], _Sorted()
    addresses = _values_in_use(elsewhere, "addresses")
    for device in devices:
        said = _device(device)
        used = {str(address) for address in device.addresses} if device.status is not DeviceStatus.RETIRED else set()
        if device.name in elsewhere:
            done.elsewhere.setdefault(device.name, said)
        elif device.name in done.taken:
            done.left_out.append(LeftOut(Kind.DEVICE, device.name, Reason.SAME_NAME))
        elif not addresses.isdisjoint(used):
            done.left_out.append(LeftOut(Kind.DEVICE, device.name, Reason.SAME_ADDRESS))
        else:
            addresses |= used
            guessed = _guessed(device.credential or credential)
            done.taken[device.name] = _joined("devices", own.get(device.name, {}), said, guessed)
    return done


def _sites(sites: Iterable[FoundSite], standing: Standing, needed: Collection[object]) -> _Sorted:
    """Take the sites that devices stand at which are taken."""
    elsewhere, own, done = standing.elsewhere["sites"], standing.own["sites"], _Sorted()
    for site in sites:
        if site.slug in elsewhere:
            done.elsewhere.setdefault(site.slug, _site(site))
        elif site.slug not in needed:
            done.left_out.append(LeftOut(Kind.SITE, site.name, Reason.EMPTY_SITE))
        elif site.slug in done.taken:
            done.left_out.append(LeftOut(Kind.SITE, site.name, Reason.SAME_NAME))
        else:
            guessed = {"kind": str(site.kind)} if site.kind else {}
            done.taken[site.slug] = _joined("sites", own.get(site.slug, {}), _site(site), guessed)
    return done


def _links(links: Iterable[FoundLink], standing: Standing, devices: Collection[str]) -> _Sorted:
    """Take each link between devices that are known; one whose ends have a name already keeps it."""
    elsewhere, own, done = standing.elsewhere["links"], standing.own["links"], _Sorted()
    found = list(links)
    names = _names_by_ends(own) | _names_by_ends(elsewhere)
    reserved = {*elsewhere, *(name for link in found if (name := names.get(_ends(link))))}
    used = _values_in_use(elsewhere, "ends")
    for link in found:
        name = names.get(_ends(link))
        if name is not None and name in elsewhere:
            done.elsewhere.setdefault(name, _link(link))
        elif not {end.device for end in link.ends} <= set(devices):
            done.left_out.append(LeftOut(Kind.LINK, link.label, Reason.DEVICE_LEFT_OUT))
        elif not used.isdisjoint(_ends(link)):
            done.left_out.append(LeftOut(Kind.LINK, link.label, Reason.SAME_INTERFACE))
        else:
            used |= _ends(link)
            name = name or _fresh_name(link, {*reserved, *done.taken})
            guessed = {"medium": str(link.medium)} if link.medium else {}
            done.taken[name] = _joined("links", own.get(name, {}), _link(link), guessed)
    return done


def _joined(section: str, own: Body, said: Body, guessed: Body) -> Body:
    """Return what a thing is to say: as the source has it, then as we had it, then as netmon guesses."""
    kept = {key: value for key, value in own.items() if key not in MANAGED[section]}
    order = dict.fromkeys((*said, *guessed, *kept))
    return {key: {**guessed, **kept, **said}[key] for key in order}


def _guessed(credential: str | None) -> Body:
    always = {"role": str(DeviceRole.ACCESS), "platform": UNKNOWN_PLATFORM}
    return {**always, "snmp": {"credential": credential}} if credential else always


def _device(device: FoundDevice) -> Body:
    body = {
        "site": device.site,
        "role": device.role and str(device.role),
        "platform": device.platform,
        "addresses": [str(address) for address in device.addresses],
        "status": _unless_active(device.status),
    }
    return _told(body)


def _site(site: FoundSite) -> Body:
    point = (site.latitude, site.longitude)
    latitude, longitude = (None if degrees is None else round(degrees, DECIMALS) for degrees in point)
    body = {"name": site.name, "municipality": site.municipality, "latitude": latitude, "longitude": longitude}
    return _told(body)


def _link(link: FoundLink) -> Body:
    body = {
        "ends": [str(end) for end in link.ends],
        "capacity": format_bits_per_second(int(float(f"{link.capacity:.4g}"))),
        "status": _unless_active(link.status),
        "supplier": link.supplier,
        "circuit": link.circuit,
    }
    return _told(body)


def _told(body: Mapping[str, object]) -> Body:
    return {key: value for key, value in body.items() if value is not None}


def _unless_active(status: DeviceStatus) -> str | None:
    return None if status is DeviceStatus.ACTIVE else str(status)


def _values_in_use(things: Things, key: str) -> set[str]:
    """Return the addresses, or the ends, of what is not retired."""
    lists = (body.get(key) for body in things.values() if body.get("status") != DeviceStatus.RETIRED)
    return {str(value) for values in lists if isinstance(values, list) for value in values}


def _ends(link: FoundLink) -> frozenset[str]:
    return frozenset(map(str, link.ends))


def _names_by_ends(links: Things) -> dict[frozenset[str], str]:
    return {frozenset(ends): name for name, body in links.items() if isinstance(ends := body.get("ends"), list)}


def _fresh_name(link: FoundLink, reserved: Collection[str]) -> str:
    """Return a name of the devices at the two ends, with a number where that is taken."""
    base = "-".join(end.device for end in link.ends)[: LONGEST_SLUG - ROOM_FOR_A_NUMBER].strip("-")
    numbered = (f"{base}-{number}" for number in count(2))
    return base if base not in reserved else next(name for name in numbered if name not in reserved)
