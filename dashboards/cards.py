"""What an incident says in a card: cause, since when, whom it hits, who has taken it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboards.impact import Toll, toll_of
from dashboards.plain import plain
from dashboards.signs import SEVERITY_SIGNS, Sign
from dashboards.texts import Words
from dashboards.titles import entity_name, incident_title
from netmon.clock import Millis
from netmon.inventory.models import Inventory
from netmon.model import DeviceName, Entity, EntityKind, Incident, IncidentId, IncidentRecord, MunicipalityCode
from netmon.reader import Reader, Snapshot


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


def cards(records: Iterable[IncidentRecord], inventory: Inventory, reader: Reader, words: Words) -> Sequence[Card]:
    """Return the incidents as cards, in their order."""
    return [card(record, inventory, reader, words) for record in records]


def card(record: IncidentRecord, inventory: Inventory, reader: Reader, words: Words) -> Card:
    """Return one incident as a card."""
    incident = record.incident
    return Card(
        incident,
        incident_title(inventory, incident, words),
        tuple(entity_name(inventory, each, words) for each in incident.candidates if each != incident.cause),
        SEVERITY_SIGNS[incident.severity],
        toll_of(incident, inventory, words),
        person(record.acknowledged_by, reader) if record.acknowledged_by else None,
        whole_of(incident, inventory, reader, words),
        record.acknowledged_until,
    )


def whole_of(incident: Incident, inventory: Inventory, reader: Reader, words: Words) -> Whole | None:
    """Return the incident that this one was joined to, by its name where nothing is known of it any more."""
    if incident.merged_into is None:
        return None
    found = reader.incident(incident.merged_into)
    title = incident_title(inventory, found.incident, words) if found else plain(incident.merged_into)
    return Whole(incident.merged_into, title)


def record_of(snapshot: Snapshot, code: MunicipalityCode) -> IncidentRecord | None:
    """Return the open incident that a municipality suffers from, with who has taken it."""
    incident = snapshot.incident_of(code)
    return next((record for record in snapshot.incidents if record.incident is incident), None)


def record_about(snapshot: Snapshot, device: DeviceName) -> IncidentRecord | None:
    """Return the open incident that a device is the cause of, or suffers from."""
    entity = Entity(EntityKind.DEVICE, device)
    for record in snapshot.incidents:
        if record.incident.cause == entity or device in record.incident.impact.devices:
            return record
    return None


def person(account: str, reader: Reader) -> str:
    """Return a person's full name, or the account's name where it is gone; some are in the inventory alone."""
    found = reader.account(account)
    if found is not None:
        return plain(found.full_name)
    known = reader.snapshot().inventory.people.get(account)
    return plain(account if known is None else known.name)
