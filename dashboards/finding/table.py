"""Every municipality in one table, the worst first: how it is, since when, why, and who deals with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

import czech_sort
from werkzeug.datastructures import MultiDict

from dashboards.desk import Visit
from dashboards.incidents.cards import Card, cards
from dashboards.signs import MUNICIPALITY_SIGNS, UNMONITORED, Sign, sign_of
from dashboards.towns.slugs import municipality_slug
from dashboards.towns.tiles import maintained
from netmon.clock import Millis
from netmon.inventory.models import Inventory
from netmon.model import IncidentId, MunicipalityCode, MunicipalityState
from netmon.reader import Reader, Snapshot

WORST_FIRST = (
    MunicipalityState.DISCONNECTED,
    MunicipalityState.ISOLATED,
    MunicipalityState.DEGRADED,
    MunicipalityState.UNKNOWN,
    MunicipalityState.OPERATIONAL,
)
SIGNS = (*(MUNICIPALITY_SIGNS[state] for state in WORST_FIRST), UNMONITORED)
RANKS = {sign.name: rank for rank, sign in enumerate(SIGNS)}


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the table is asked for, by the names in an address; what is empty takes everything."""

    orp: str = ""
    state: str = ""

    @classmethod
    def of(cls, args: MultiDict[str, str], inventory: Inventory) -> Self:
        """Return the filters of an address; what it names and is not there filters nothing."""
        orp, state = args.get("orp", ""), args.get("state", "")
        return cls(orp if orp in inventory.orps else "", state if state in RANKS else "")


@dataclass(frozen=True, slots=True)
class Row:
    """One municipality; `since` is None where nobody watches, `card` the open incident that it suffers from."""

    slug: str
    name: str
    orp: str
    sign: Sign
    since: Millis | None
    card: Card | None
    in_maintenance: bool


def rows(filters: Filters, seen: Visit, reader: Reader) -> list[Row]:
    """Return the municipalities that are asked for, the worst first, else by the alphabet."""
    snapshot = seen.snapshot
    known = {card.incident.id: card for card in cards(snapshot.incidents, seen, reader)}
    found = (_row(code, snapshot, known) for code in _asked(filters, snapshot.inventory))
    chosen = (row for row in found if filters.state in ("", row.sign.name))
    return sorted(chosen, key=lambda row: (RANKS[row.sign.name], czech_sort.key(row.name), row.slug))


def districts(inventory: Inventory) -> list[tuple[str, str]]:
    """Return every ORP as (slug, name) by the alphabet."""
    return sorted(((key, orp.name) for key, orp in inventory.orps.items()), key=lambda orp: czech_sort.key(orp[1]))


def _asked(filters: Filters, inventory: Inventory) -> Iterator[MunicipalityCode]:
    yield from (code for code, place in inventory.municipalities.items() if filters.orp in ("", place.orp))


def _row(code: MunicipalityCode, snapshot: Snapshot, known: Mapping[IncidentId, Card]) -> Row:
    place, standing = snapshot.inventory.municipalities[code], snapshot.municipalities.get(code)
    incident = snapshot.incident_of(code)
    return Row(
        municipality_slug(code, place.name),
        place.name,
        snapshot.inventory.orps[place.orp].name,
        sign_of(standing),
        None if standing is None else standing.since,
        None if incident is None else known.get(incident.id),
        in_maintenance=maintained(snapshot.maintenance, code) is not None,
    )
