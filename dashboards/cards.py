"""What an incident says in a card: cause, since when, whom it hits, who has taken it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboards.plain import plain
from dashboards.signs import SEVERITY_SIGNS, Sign
from dashboards.texts import Words
from dashboards.titles import incident_title
from netmon.inventory.models import Inventory
from netmon.model import DeviceName, Entity, EntityKind, Incident, IncidentRecord, MunicipalityCode
from netmon.reader import Reader, Snapshot


@dataclass(frozen=True, slots=True)
class Card:
    """One incident; `taken_by` is a person's name, None while nobody has taken it."""

    incident: Incident
    title: str
    sign: Sign
    taken_by: str | None


def cards(records: Iterable[IncidentRecord], inventory: Inventory, reader: Reader, words: Words) -> Sequence[Card]:
    """Return the incidents as cards, in their order."""
    return [card(record, inventory, reader, words) for record in records]


def card(record: IncidentRecord, inventory: Inventory, reader: Reader, words: Words) -> Card:
    """Return one incident as a card."""
    incident = record.incident
    return Card(
        incident,
        incident_title(inventory, incident, words),
        SEVERITY_SIGNS[incident.severity],
        person(record.acknowledged_by, reader) if record.acknowledged_by else None,
    )


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
    """Return a person's full name, or the account's name where it is gone."""
    found = reader.account(account)
    return plain(found.full_name if found else account)
