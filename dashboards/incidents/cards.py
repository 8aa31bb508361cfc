"""What an incident says in a card: cause, since when, whom it hits, who has taken it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboards.desk import Visit
from dashboards.incidents.impact import Toll, toll_of
from dashboards.plain import plain
from dashboards.rights import WITHHELD
from dashboards.signs import SEVERITY_SIGNS, Sign
from dashboards.texts import Words
from dashboards.titles import incident_title, names_of
from netmon.clock import Millis
from netmon.model import Entity, EntityKind, Incident, IncidentId, IncidentRecord, MunicipalityCode
from netmon.reader import Reader, Snapshot
from netmon.record.record import is_on_its_way


@dataclass(frozen=True, slots=True)
class Whole:
    """The incident that another turned out to be part of."""

    key: IncidentId
    title: str


@dataclass(frozen=True, slots=True)
class Card:
    """One incident; `taken_by` is a person's name, None while nobody has taken it.

    `others` may be the cause just as well. An incident that is `part_of` another is no outage of its own.
    """

    incident: Incident
    title: str
    others: tuple[str, ...]
    sign: Sign
    toll: Toll
    taken_by: str | None
    part_of: Whole | None = None
    taken_until: Millis | None = None
    is_on_its_way: bool = False
    """Whether it was passed on to whoever has it, who has not taken it yet."""


def cards(records: Iterable[IncidentRecord], seen: Visit, reader: Reader) -> Sequence[Card]:
    """Return the incidents as cards, in their order."""
    return [card(record, seen, reader) for record in records]


def card(record: IncidentRecord, seen: Visit, reader: Reader) -> Card:
    """Return one incident, as far as the visitor may see it, as a card."""
    incident, inventory, words = record.incident, seen.snapshot.inventory, seen.words
    others = (each for each in incident.candidates if each != incident.cause)
    return Card(
        incident,
        incident_title(inventory, incident, words, seen.rights),
        names_of(inventory, others, words, seen.rights),
        SEVERITY_SIGNS[incident.severity],
        toll_of(incident, inventory, words),
        _taker(record, words, reader),
        whole_of(incident, seen, reader),
        record.acknowledged_until,
        is_on_its_way=record.acknowledged_by not in (None, WITHHELD) and is_on_its_way(record.notes),
    )


def whole_of(incident: Incident, seen: Visit, reader: Reader) -> Whole | None:
    """Return the incident that this one was joined to, by its name where nothing is known of it any more."""
    if incident.merged_into is None:
        return None
    found, inventory = reader.incident(incident.merged_into), seen.snapshot.inventory
    title = incident_title(inventory, found.incident, seen.words, seen.rights) if found else plain(incident.merged_into)
    return Whole(incident.merged_into, title)


def record_of(snapshot: Snapshot, code: MunicipalityCode) -> IncidentRecord | None:
    """Return the open incident that a municipality suffers from, with who has taken it."""
    incident = snapshot.incident_of(code)
    return next((record for record in snapshot.incidents if record.incident is incident), None)


def record_about(snapshot: Snapshot, entity: Entity) -> IncidentRecord | None:
    """Return the open incident that a device or link is the cause of, or a device suffers from."""
    for record in snapshot.incidents:
        hit = (Entity(EntityKind.DEVICE, name) for name in record.incident.impact.devices)
        if entity in (record.incident.cause, *record.incident.candidates, *hit):
            return record
    return None


def _taker(record: IncidentRecord, words: Words, reader: Reader) -> str | None:
    """Return who has taken an incident; to outsiders, only that somebody has."""
    if record.acknowledged_by == WITHHELD:
        return words("outside.somebody")
    return person(record.acknowledged_by, reader) if record.acknowledged_by else None


def person(account: str, reader: Reader) -> str:
    """Return a person's full name, or the account's name where it is gone; some are in the inventory alone."""
    found = reader.account(account)
    if found is not None:
        return plain(found.full_name)
    known = reader.snapshot().inventory.people.get(account)
    return plain(account if known is None else known.name)
