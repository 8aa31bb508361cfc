"""How available the region, every ORP and every municipality were, in every period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import czech_sort

from dashboards.periods import Period, window
from dashboards.slugs import municipality_slug
from dashboards.tiles import in_order
from netmon.clock import Millis
from netmon.inventory.models import Inventory
from netmon.judgement.availability import Availability, RollUp, roll_up
from netmon.model import MunicipalityCode
from netmon.reader import Reader, Snapshot

Parts = Mapping[MunicipalityCode, Availability]


@dataclass(frozen=True, slots=True)
class Total:
    """The region or an ORP: one roll-up a period."""

    name: str
    periods: tuple[RollUp, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One municipality: one partition a period; `slug` leads to its page."""

    name: str
    slug: str
    periods: tuple[Availability, ...]


@dataclass(frozen=True, slots=True)
class District:
    """An ORP, by its code: its own line and those of its municipalities."""

    code: str
    total: Total
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The region's line and every ORP with something to watch."""

    region: Total
    districts: tuple[District, ...]


def table(reader: Reader, snapshot: Snapshot, now: Millis) -> Table:
    """Return the figures of everything that is watched; the columns are those of `Period`."""
    inventory = snapshot.inventory
    watched = [code for code in inventory.municipalities if code in snapshot.municipalities]
    columns = [{code: reader.availability(code, window(period, now)) for code in watched} for period in Period]
    orps = sorted(inventory.orps.items(), key=lambda entry: czech_sort.key(entry[1].name))
    districts = (_district(inventory, columns, code, orp.name) for code, orp in orps)
    return Table(
        _total(inventory, columns, inventory.region.name, watched),
        tuple(district for district in districts if district.rows),
    )


def _district(inventory: Inventory, columns: Sequence[Parts], orp: str, name: str) -> District:
    codes = [code for code in in_order(inventory, orp) if code in columns[0]]
    rows = (_row(inventory.municipalities[code].name, code, columns) for code in codes)
    return District(orp, _total(inventory, columns, name, codes), tuple(rows))


def _row(name: str, code: MunicipalityCode, columns: Sequence[Parts]) -> Row:
    return Row(name, municipality_slug(code, name), tuple(column[code] for column in columns))


def _total(inventory: Inventory, columns: Sequence[Parts], name: str, codes: Sequence[MunicipalityCode]) -> Total:
    populations = {code: inventory.municipalities[code].population for code in codes}
    return Total(name, tuple(roll_up({code: column[code] for code in codes}, populations) for column in columns))
