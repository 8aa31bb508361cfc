"""Which municipality a device stands in, from the surest sign to the least, and at which site."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from netmon.enrolment.names import is_slug, unique
from netmon.enrolment.survey import Portrait
from netmon.enrolment.wishes import Point, Wishes
from netmon.errors import CommandRefused
from netmon.inventory.likeness import did_you_mean
from netmon.inventory.models import Device, Inventory, SiteKind
from netmon.inventory.whereabouts import (
    kilometres_between,
    municipality_named,
    nearest_municipality,
    slug_of,
    words_of,
)
from netmon.model import DeviceName, MunicipalityCode
from netmon.phrase import Phrase

COORDINATES = re.compile(r"(?<![\d.])(-?\d{1,2}\.\d{2,9})\s*°?\s*N?\s*[,; ]\s*(-?\d{1,3}\.\d{2,9})(?![\d.])")
"""Decimal degrees as maps copy them: `50.0796, 12.3739`."""
FARTHEST = 50.0
"""Kilometres from the nearest municipality beyond which coordinates mean somewhere else."""
SITE_KINDS = frozenset({SiteKind.OFFICE, SiteKind.POP})
MOST_NAMED = 10

Codes = Sequence[MunicipalityCode]


@dataclass(frozen=True, slots=True)
class Placed:
    """A municipality, and the sign it was known by; none where somebody said so."""

    municipality: MunicipalityCode
    sign: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Why no municipality is known, and how to name one."""

    reason: Phrase


@dataclass(frozen=True, slots=True)
class Spot:
    """A site by name, and what is to be written if it is new."""

    site: str
    municipality: MunicipalityCode
    title: str
    body: dict[str, object] | None = None


def place(
    portrait: Portrait, name: DeviceName, neighbours: Sequence[Device], wishes: Wishes, inventory: Inventory
) -> Placed | Unplaced:
    """Return where the device stands: as wished, else by its own words, else by its neighbours."""
    if wishes.municipality is not None:
        return _wished(wishes.municipality, inventory)
    if wishes.site in inventory.sites:
        return Placed(inventory.sites[wishes.site].municipality)
    if wishes.at is not None:
        return _at(wishes.at, inventory)
    doubtful: list[MunicipalityCode] = []
    for codes, sign in _signs(portrait, name, neighbours, inventory):
        if len(codes) == 1:
            town = inventory.municipalities[codes[0]].name
            return Placed(codes[0], Phrase("it stands in {town}: {sign}", town=town, sign=sign))
        doubtful += codes
    return Unplaced(_doubt(tuple(dict.fromkeys(doubtful)), inventory))


def spot(placed: Placed, wishes: Wishes, inventory: Inventory) -> Spot:
    """Return the site: the wished one, the only one there, or a new one."""
    code = placed.municipality
    if wishes.site is not None:
        return _wished_site(wishes.site, code, wishes.at, inventory)
    there = [slug for slug, site in inventory.sites.items() if site.municipality == code and site.kind in SITE_KINDS]
    proposed = f"{slug_of(inventory.municipalities[code].name) or code}-pop"
    if len(there) == 1 or proposed in there:
        return _known(proposed if proposed in there else there[0], inventory)
    return _new(unique(proposed, inventory.sites), code, wishes.at, inventory)


def _wished(text: str, inventory: Inventory) -> Placed | Unplaced:
    codes = municipality_named(text, inventory)
    if len(codes) == 1:
        return Placed(codes[0])
    if codes:
        return Unplaced(_doubt(codes, inventory))
    names = [municipality.name for municipality in inventory.municipalities.values()]
    cure = did_you_mean(text, names, otherwise=Phrase("write its name or its code"))
    return Unplaced(Phrase('no municipality is called "{text}"; {cure}', text=text, cure=cure))


def _at(point: Point, inventory: Inventory) -> Placed | Unplaced:
    code, distance = _nearest(point, inventory)
    if distance <= FARTHEST:
        return Placed(code)
    return Unplaced(
        Phrase(
            "--at {latitude},{longitude} is {distance:,.0f} km from {town}, the nearest municipality;"
            " write the latitude first, such as 50.0796,12.3739",
            latitude=point[0],
            longitude=point[1],
            distance=distance,
            town=inventory.municipalities[code].name,
        )
    )


def _nearest(point: Point, inventory: Inventory) -> tuple[MunicipalityCode, float]:
    code = nearest_municipality(*point, inventory)
    there = inventory.municipalities[code]
    return code, kilometres_between(point, (there.latitude, there.longitude))


def _signs(
    portrait: Portrait, name: DeviceName, neighbours: Sequence[Device], inventory: Inventory
) -> Iterator[tuple[Codes, Phrase]]:
    """Yield what speaks for which municipalities, the surest sign first."""
    location = portrait.location
    yield municipality_named(location, inventory), Phrase('its sysLocation is "{location}"', location=location)
    yield _by_coordinates(location, inventory), Phrase('its sysLocation is "{location}"', location=location)
    yield _by_beginning(name, inventory), Phrase("its name begins so")
    names = [neighbour.name for neighbour in neighbours[:MOST_NAMED]]
    codes = tuple(dict.fromkeys(inventory.municipality_of(neighbour) for neighbour in neighbours))
    yield codes, Phrase("its neighbours do ({names}); if it stands elsewhere, add --municipality", names=names)


def _by_coordinates(location: str, inventory: Inventory) -> Codes:
    found = [(float(match[1]), float(match[2])) for match in COORDINATES.finditer(location)]
    near = [code for code, distance in (_nearest(point, inventory) for point in found) if distance <= FARTHEST]
    return tuple(dict.fromkeys(near))


def _by_beginning(name: DeviceName, inventory: Inventory) -> Codes:
    """Return whose name a device's name begins with."""
    words = words_of(name)
    return tuple(
        code
        for code in municipality_named(name, inventory)
        if (beginning := words_of(inventory.municipalities[code].name)) == words[: len(beginning)]
    )


def _doubt(codes: Codes, inventory: Inventory) -> Phrase:
    if not codes:
        return Phrase("nothing says which municipality the device stands in; add --municipality NAME or --at LAT,LON")
    known = [f"{code} ({_describe(code, inventory)})" for code in codes[:MOST_NAMED]]
    return Phrase("the device may stand in several municipalities; choose with --municipality: {known}", known=known)


def _describe(code: MunicipalityCode, inventory: Inventory) -> str:
    municipality = inventory.municipalities[code]
    return f"{municipality.name}, {municipality.district}"


def _wished_site(site: str, code: MunicipalityCode, at: Point | None, inventory: Inventory) -> Spot:
    known = inventory.sites.get(site)
    if known is None and not is_slug(site):
        cure = slug_of(site) or "cheb-pop"
        raise CommandRefused(
            Phrase('--site "{site}": write small letters, digits and hyphens, such as {cure}', site=site, cure=cure)
        )
    if known is None:
        return _new(site, code, at, inventory)
    if known.municipality != code:
        towns = [inventory.municipalities[code].name for code in (known.municipality, code)]
        raise CommandRefused(
            Phrase("site {site} stands in {there}, not in {here}", site=site, there=towns[0], here=towns[1])
        )
    return _known(site, inventory)


def _known(site: str, inventory: Inventory) -> Spot:
    return Spot(site, inventory.sites[site].municipality, inventory.sites[site].name)


def _new(site: str, code: MunicipalityCode, at: Point | None, inventory: Inventory) -> Spot:
    title = f"Uzel {inventory.municipalities[code].name}"
    body: dict[str, object] = {"name": title, "municipality": code, "kind": SiteKind.POP.value}
    if at is not None:
        body |= {"latitude": at[0], "longitude": at[1]}
    return Spot(site, code, title, body)
