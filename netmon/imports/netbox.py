"""What NetBox's sites and devices are in netmon's words."""

from collections.abc import Iterable, Mapping
from ipaddress import IPv4Address, IPv6Address

from netmon.imports.answers import Answers, Device, Site
from netmon.imports.cabling import links_of
from netmon.imports.found import Found, FoundDevice, FoundSite, Kind, LeftOut, Reason
from netmon.imports.placing import kind_of, municipality_of
from netmon.inventory.models import DeviceRole, DeviceStatus, Inventory
from netmon.inventory.whereabouts import slug_of, words_of

LONGEST_TEXT = 200
STATUSES = {
    "active": DeviceStatus.ACTIVE,
    "failed": DeviceStatus.ACTIVE,
    "planned": DeviceStatus.PLANNED,
    "staged": DeviceStatus.PLANNED,
    "offline": DeviceStatus.RETIRED,
    "decommissioning": DeviceStatus.RETIRED,
}
"""NetBox's states of a device: what failed should work, and what lies in stock (`inventory`) is not in the network."""
ROLES = {
    DeviceRole.CORE: ("core", "backbone", "pater"),
    DeviceRole.AGGREGATION: ("aggregation", "agg", "distribution", "dist", "agregace", "agregacni"),
    DeviceRole.ACCESS: ("access", "edge", "pristup", "pristupovy"),
    DeviceRole.CUSTOMER: ("customer", "cpe", "ce", "zakaznik", "zakaznicky"),
}
"""Words in the slug of a role that tell what a device is in the network."""


def found_in(answers: Answers, inventory: Inventory) -> Found:
    """Return what suits netmon of NetBox's answers, and what is left out; `inventory` knows the municipalities."""
    sites = {site.id: _site(site, inventory) for site in answers.sites}
    devices = {device.id: _device(device, sites) for device in answers.devices}
    links, loose = links_of(answers, _names_by_id(answers.devices, devices))
    everything = (*sites.values(), *devices.values())
    return Found(
        tuple(site for site in sites.values() if isinstance(site, FoundSite)),
        tuple(device for device in devices.values() if isinstance(device, FoundDevice)),
        links,
        (*(one for one in everything if isinstance(one, LeftOut)), *loose),
    )


def _site(site: Site, inventory: Inventory) -> FoundSite | LeftOut:
    slug = slug_of(site.slug) or slug_of(site.name)
    if not slug:
        return LeftOut(Kind.SITE, f"#{site.id}", Reason.NO_NAME)
    municipality = municipality_of(_hints(site), _point(site), inventory)
    if municipality is None:
        return LeftOut(Kind.SITE, site.name, Reason.NO_MUNICIPALITY)
    kind = kind_of((site.group.name or "" if site.group else "", site.name, site.facility))
    latitude, longitude = _point(site) or (None, None)
    return FoundSite(slug, site.name[:LONGEST_TEXT] or slug, municipality, kind, latitude, longitude)


def _hints(site: Site) -> tuple[str, ...]:
    """Return what may name the municipality, the surest first.

    NetBox's region comes last and only without coordinates: it is often a district, named as its chief town.
    """
    region = site.region if _point(site) is None else None
    code = site.custom_fields.municipality_code
    names = (site.tenant.name if site.tenant else None, site.name, region.name if region else None)
    return tuple(text for text in (str(code or ""), *names) if text)


def _point(site: Site) -> tuple[float, float] | None:
    if site.latitude is None or site.longitude is None or abs(site.latitude) > 90:  # noqa: PLR2004 -- the pole
        return None
    return site.latitude, site.longitude


def _device(device: Device, sites: Mapping[int, FoundSite | LeftOut]) -> FoundDevice | LeftOut:
    name, site = slug_of(device.name or ""), sites.get(device.site.id)
    reason = _reason(device, name, site)
    if reason is not None or not isinstance(site, FoundSite):
        return LeftOut(Kind.DEVICE, device.name or f"#{device.id}", reason or Reason.NO_SITE)
    return FoundDevice(
        name,
        site.slug,
        _addresses(device),
        STATUSES[device.status.value],
        _role(device.role.slug) if device.role else None,
        (slug_of(device.platform.slug) or None) if device.platform else None,
    )


def _reason(device: Device, name: str, site: FoundSite | LeftOut | None) -> Reason | None:
    """Return the first reason to leave a device out."""
    reasons = {
        Reason.STACK_MEMBER: not device.is_master,
        Reason.STATUS: device.status.value not in STATUSES,
        Reason.NO_NAME: not name,
        Reason.NO_ADDRESS: not _addresses(device),
        Reason.NO_SITE: not isinstance(site, FoundSite),
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


def _addresses(device: Device) -> tuple[IPv4Address | IPv6Address, ...]:
    """Return the primary addresses, first the one that NetBox prefers."""
    said = (device.primary_ip, device.primary_ip4, device.primary_ip6)
    return tuple(dict.fromkeys(one.address.ip for one in said if one is not None))


def _role(slug: str) -> DeviceRole | None:
    words = words_of(slug)
    return next((role for role, known in ROLES.items() if not set(words).isdisjoint(known)), None)


def _names_by_id(devices: Iterable[Device], taken: Mapping[int, FoundDevice | LeftOut]) -> dict[int, str]:
    """Return the name of each device that is taken, and of the master for the members of its stack."""
    names = {key: device.name for key, device in taken.items() if isinstance(device, FoundDevice)}
    masters = {one.id: one.virtual_chassis.master for one in devices if one.virtual_chassis and not one.is_master}
    return names | {key: names[master.id] for key, master in masters.items() if master and master.id in names}
