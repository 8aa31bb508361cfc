"""What a table of devices says: one device a row, every bad row told at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TypeVar

from netmon.errors import InventoryError
from netmon.foreign import one_line
from netmon.imports.found import Found, FoundDevice, FoundSite
from netmon.imports.placing import kind_of
from netmon.inventory.complaint import Complaint, quote
from netmon.inventory.likeness import did_you_mean, one_of
from netmon.inventory.models import DeviceRole, DeviceStatus, Inventory
from netmon.inventory.table import Columns, Row, read_table
from netmon.inventory.whereabouts import municipality_named, slug_of, words_of
from netmon.model import MunicipalityCode
from netmon.phrase import Phrase

LONGEST_NAME = 200
MOST_LISTED = 8
COLUMNS = Columns(
    names=("name", "address", "municipality", "role", "platform", "site", "status", "credential"),
    needed=("name", "address", "municipality"),
    aliases={
        "device": "name",
        "hostname": "name",
        "název": "name",
        "nazev": "name",
        "jméno": "name",
        "jmeno": "name",
        "zařízení": "name",
        "zarizeni": "name",
        "ip": "address",
        "ip_address": "address",
        "addresses": "address",
        "adresa": "address",
        "ip_adresa": "address",
        "obec": "municipality",
        "kód_obce": "municipality",
        "kod_obce": "municipality",
        "úloha": "role",
        "uloha": "role",
        "platforma": "platform",
        "lokalita": "site",
        "místo": "site",
        "misto": "site",
        "stav": "status",
        "přihlášení": "credential",
        "prihlaseni": "credential",
    },
)
ROLES = {
    "core": DeviceRole.CORE,
    "pater": DeviceRole.CORE,
    "aggregation": DeviceRole.AGGREGATION,
    "agregace": DeviceRole.AGGREGATION,
    "access": DeviceRole.ACCESS,
    "pristup": DeviceRole.ACCESS,
    "customer": DeviceRole.CUSTOMER,
    "zakaznik": DeviceRole.CUSTOMER,
}
STATUSES = {
    "active": DeviceStatus.ACTIVE,
    "aktivni": DeviceStatus.ACTIVE,
    "planned": DeviceStatus.PLANNED,
    "planovano": DeviceStatus.PLANNED,
    "retired": DeviceStatus.RETIRED,
    "vyrazeno": DeviceStatus.RETIRED,
}
Chosen = TypeVar("Chosen", DeviceRole, DeviceStatus)


def devices_in(file: str, content: bytes, inventory: Inventory) -> Found:
    """Return what a table says; raise InventoryError with every complaint. `file` is the name people see."""
    reader = _Reader(inventory)
    for row in read_table(file, content, COLUMNS):
        reader.read(row)
    if reader.complaints:
        raise InventoryError(tuple(reader.complaints))
    return Found(tuple(reader.sites.values()), tuple(reader.devices.values()))


class _Reader:
    """Devices and sites as they gather, row by row; and what is wrong with them."""

    def __init__(self, inventory: Inventory) -> None:
        self._inventory = inventory
        self.complaints: list[Complaint] = []
        self._owners: dict[IPv4Address | IPv6Address, str] = {}
        self.devices: dict[str, FoundDevice] = {}
        self.sites: dict[str, FoundSite] = {}

    def read(self, plain: Row) -> None:
        """Take a row whose every cell is right; complain of each that is not."""
        row = _Judged(plain, self.complaints)
        name, addresses, municipality = row.name(), row.addresses(), row.municipality(self._inventory)
        role, status = row.choice("role", ROLES), row.choice("status", STATUSES)
        site = self._site(row, municipality) if municipality else None
        if name in self.devices:
            row.complain(Phrase("device {name} stands here a second time", name=name), Phrase("delete one of the rows"))
        for address in addresses:
            owner = self._owners.setdefault(address, name)
            if owner != name:
                what = Phrase("{address} is already an address of device {owner}", address=address, owner=owner)
                row.complain(what, Phrase("give each device an address of its own"))
        if row.is_right and site is not None:
            self.sites.setdefault(site.slug, site)
            self.devices[name] = FoundDevice(
                name,
                site.slug,
                addresses,
                status or DeviceStatus.ACTIVE,
                role,
                slug_of(row.cell("platform")) or None,
                slug_of(row.cell("credential")) or None,
            )

    def _site(self, row: "_Judged", municipality: MunicipalityCode) -> FoundSite:
        """Return where a device stands: at the site the row names, else at the one of its municipality."""
        town = self._inventory.municipalities[municipality].name
        called = row.cell("site")
        slug = slug_of(called or town) or municipality
        if not called and len(municipality_named(town, self._inventory)) > 1:
            slug = f"{slug}-{municipality}"
        standing = self._inventory.sites.get(slug)
        owner = standing.municipality if standing else self.sites[slug].municipality if slug in self.sites else None
        if owner not in (None, municipality):
            what = Phrase("site {site} lies in {town}", site=slug, town=self._inventory.municipalities[owner].name)
            row.complain(what, Phrase("correct the municipality, or name another site"))
        return FoundSite(slug, (called or town)[:LONGEST_NAME], municipality, kind_of([called]))


@dataclass(slots=True)
class _Judged:
    """A row, and whether all of its cells are right so far."""

    row: Row
    complaints: list[Complaint]
    is_right: bool = True

    def cell(self, column: str) -> str:
        """Return what a cell says, made harmless; nothing where it is empty."""
        return one_line(self.row.cells.get(column, ""))

    def complain(self, what: Phrase, cure: Phrase) -> None:
        """Tell what is wrong with the row."""
        self.is_right = False
        self.complaints.append(Complaint.at(self.row.place, what, cure))

    def name(self) -> str:
        """Return what the device is to be called."""
        text = self.cell("name")
        name = slug_of(text)
        if not name:
            what = Phrase("{text} is no name of a device", text=quote(text))
            self.complain(what, Phrase("write letters, digits and hyphens"))
        return name

    def addresses(self) -> tuple[IPv4Address | IPv6Address, ...]:
        """Return the addresses, which stand with spaces between."""
        addresses = []
        texts = self.cell("address").split()
        for text in texts:
            try:
                addresses.append(ip_address(text))
            except ValueError:
                what = Phrase("{value} is not an IP address", value=quote(text))
                self.complain(what, Phrase("write one such as 192.0.2.1 or 2001:db8::1"))
        if not texts:
            self.complain(Phrase("the address is missing"), Phrase("write one such as 192.0.2.1 or 2001:db8::1"))
        return tuple(dict.fromkeys(addresses))

    def municipality(self, inventory: Inventory) -> MunicipalityCode | None:
        """Return the one municipality that is meant."""
        text = self.cell("municipality")
        named = municipality_named(text, inventory)
        if len(named) == 1:
            return named[0]
        if named:
            what = Phrase("{text} means several municipalities", text=quote(text))
            self.complain(what, Phrase("write the code, one of {codes}", codes=sorted(named)[:MOST_LISTED]))
        else:
            towns = [municipality.name for municipality in inventory.municipalities.values()]
            cure = did_you_mean(text, towns, otherwise=Phrase("write its name or its six-digit code"))
            self.complain(Phrase("{text} is no municipality of the inventory", text=quote(text)), cure)
        return None

    def choice(self, column: str, known: Mapping[str, Chosen]) -> Chosen | None:
        """Return what a cell of a closed list means; None where it is empty."""
        text = " ".join(words_of(self.cell(column)))
        if text and text not in known:
            what = Phrase("{text} is unknown in the column {column}", text=quote(text), column=column)
            self.complain(what, one_of(dict.fromkeys(map(str, known.values()))))
        return known.get(text)
