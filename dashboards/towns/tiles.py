"""What every municipality's tile says, by ORP, in the order of the Czech alphabet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import ceil

import czech_sort

from dashboards.remembered import remembered
from dashboards.signs import Sign, sign_of
from dashboards.towns.slugs import municipality_slug
from netmon.inventory.models import Inventory
from netmon.judgement.availability import Availability
from netmon.model import Entity, EntityKind, Maintenance, MunicipalityCode, MunicipalityState
from netmon.reader import Snapshot

SHELVES = 3


@dataclass(frozen=True, slots=True)
class Tile:
    """One municipality; `month` is None where nobody watches."""

    code: MunicipalityCode
    slug: str
    name: str
    sign: Sign
    month: Availability | None
    in_maintenance: bool


@dataclass(frozen=True, slots=True)
class District:
    """One ORP: its tiles, and how many of those watched are connected."""

    name: str
    tiles: tuple[Tile, ...]
    connected: int
    watched: int


def shelves(snapshot: Snapshot) -> list[list[District]]:
    """Return the districts in their order, cut into columns of a wide screen as even as can be."""
    whole = districts(snapshot)
    cuts = combinations(range(1, len(whole)), min(SHELVES, len(whole)) - 1) if whole else ()
    choices = ([whole[start:end] for start, end in pairwise((0, *cut, len(whole)))] for cut in cuts)
    return min(choices, key=lambda shelves: max(map(_height, shelves)), default=[])


def packed(snapshot: Snapshot) -> list[list[District]]:
    """Return the districts in columns of a screen that has no room to lose: evener, but not in one order.

    The tallest is placed first, each in the column that is lowest by then; within a column they keep their order.
    """
    whole = districts(snapshot)
    columns: list[list[District]] = [[] for _ in range(min(SHELVES, len(whole)))]
    for district in sorted(whole, key=lambda district: _height([district]), reverse=True):
        min(columns, key=_height).append(district)
    return sorted((sorted(column, key=whole.index) for column in columns), key=lambda column: whole.index(column[0]))


def districts(snapshot: Snapshot) -> list[District]:
    """Return every ORP with its municipalities."""
    orps = sorted(snapshot.inventory.orps.items(), key=lambda entry: czech_sort.key(entry[1].name))
    return [_district(snapshot, key, orp.name) for key, orp in orps]


@remembered
def in_order(inventory: Inventory) -> Mapping[str, Sequence[MunicipalityCode]]:
    """Return the municipalities of each ORP as the Czech alphabet orders them: Cheb after Hranice."""
    every = [(czech_sort.key(place.name), code, place.orp) for code, place in inventory.municipalities.items()]
    members: dict[str, list[MunicipalityCode]] = {}
    for _, code, orp in sorted(every):
        members.setdefault(orp, []).append(code)
    return members


def maintained(windows: tuple[Maintenance, ...], code: MunicipalityCode) -> Maintenance | None:
    """Return the open window that covers a municipality, if any."""
    entity = Entity(EntityKind.MUNICIPALITY, code)
    return next((window for window in windows if entity in window.scope), None)


def _height(shelf: Sequence[District]) -> int:
    """Return a column's height in rows of two tiles; a heading takes a row and a half."""
    return sum(2 * ceil(len(district.tiles) / 2) + 3 for district in shelf)


def _district(snapshot: Snapshot, orp: str, name: str) -> District:
    codes = in_order(snapshot.inventory).get(orp, ())
    standings = [snapshot.municipalities[code] for code in codes if code in snapshot.municipalities]
    states = [standing.state for standing in standings]
    connected = sum(isinstance(state, MunicipalityState) and state.is_connected for state in states)
    return District(name, tuple(_tile(snapshot, code) for code in codes), connected, len(states))


def _tile(snapshot: Snapshot, code: MunicipalityCode) -> Tile:
    name = snapshot.inventory.municipalities[code].name
    return Tile(
        code,
        municipality_slug(code, name),
        name,
        sign_of(snapshot.municipalities.get(code)),
        snapshot.months.get(code),
        in_maintenance=maintained(snapshot.maintenance, code) is not None,
    )
