"""Everything known about one incident: evidence, timeline, messages, and the municipalities hit."""

from collections.abc import Iterable
from dataclasses import dataclass

import czech_sort

from dashboards.evidence import evidence_line
from dashboards.formats import Formats
from dashboards.signs import MUNICIPALITY_SIGNS, Sign
from dashboards.slugs import municipality_slug
from dashboards.texts import Words
from dashboards.timeline import Line, timeline
from dashboards.titles import entity_title, municipality_name
from netmon.inventory.models import Inventory
from netmon.model import Delivery, IncidentRecord, MunicipalityCode, MunicipalityState
from netmon.reader import Reader, Snapshot


@dataclass(frozen=True, slots=True)
class Victims:
    """The municipalities that the incident hits in one way, as (slug, name) by the alphabet."""

    sign: Sign
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """What the incident's page shows below its headline; `others` might be the cause just as well."""

    evidence: tuple[str, ...]
    others: tuple[str, ...]
    victims: tuple[Victims, ...]
    timeline: tuple[Line, ...]
    deliveries: tuple[Delivery, ...]


def dossier(record: IncidentRecord, snapshot: Snapshot, reader: Reader, words: Words, formats: Formats) -> Dossier:
    """Return what is known of an incident."""
    incident = record.incident
    inventory = snapshot.inventory
    return Dossier(
        tuple(evidence_line(fact, words, formats) for fact in incident.evidence),
        tuple(
            words(f"entity.{entity.kind.value}", title=entity_title(inventory, entity))
            for entity in incident.candidates
            if entity != incident.cause
        ),
        tuple(
            _victims(inventory, hit, MUNICIPALITY_SIGNS[state])
            for hit, state in (
                (incident.impact.isolated, MunicipalityState.ISOLATED),
                (incident.impact.degraded, MunicipalityState.DEGRADED),
            )
            if hit
        ),
        timeline(record, inventory, reader, words, formats),
        record.deliveries,
    )


def _victims(inventory: Inventory, hit: Iterable[MunicipalityCode], sign: Sign) -> Victims:
    names = sorted(((municipality_name(inventory, code), code) for code in hit), key=_alphabet)
    return Victims(sign, tuple((municipality_slug(code, name), name) for name, code in names))


def _alphabet(entry: tuple[str, MunicipalityCode]) -> tuple[object, str]:
    return czech_sort.key(entry[0]), entry[1]
