"""Everything known about one incident: evidence, whom to call, timeline, messages, and the municipalities hit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import czech_sort

from dashboards.desk import Visit
from dashboards.incidents.cards import Whole, person
from dashboards.incidents.evidence import evidence_line
from dashboards.incidents.impact import in_order
from dashboards.incidents.timeline import Line, timeline
from dashboards.incidents.whom import Callee, callees
from dashboards.plain import plain
from dashboards.signs import MUNICIPALITY_SIGNS, Sign
from dashboards.titles import incident_title, municipality_name
from dashboards.towns.slugs import municipality_slug
from netmon.clock import Millis
from netmon.inventory.models import Inventory
from netmon.model import Delivery, Incident, IncidentRecord, MunicipalityCode, MunicipalityState
from netmon.reader import Reader
from netmon.record.record import Promise, Record, record_of

LOOKED_AT = 50
"""Incidents among which those are sought that were joined to one."""


@dataclass(frozen=True, slots=True)
class Victims:
    """The municipalities that the incident hits in one way, as (slug, name) by the alphabet."""

    sign: Sign
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CutOff:
    """A critical site without connection; `word` is the text of its kind."""

    word: str
    title: str


@dataclass(frozen=True, slots=True)
class Expected:
    """By when people were promised to hear more; it is `late` when that has passed and nobody wrote anything."""

    at: Millis
    by: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Dossier:
    """What the incident's page shows below its headline; `parts` are those that turned out to be part of it."""

    evidence: tuple[str, ...]
    whom: tuple[Callee, ...]
    ticket: str | None
    expected: Expected | None
    sites: tuple[CutOff, ...]
    victims: tuple[Victims, ...]
    parts: tuple[Whole, ...]
    timeline: tuple[Line, ...]
    deliveries: tuple[Delivery, ...]
    code: str
    """What today's SMS about it bear; a forged one does not. It and whom to call are for operators."""


def dossier(record: IncidentRecord, seen: Visit, reader: Reader) -> Dossier:
    """Return what there is to say about an incident, of which the visitor sees no more than `record`."""
    incident, words, is_ours = record.incident, seen.words, seen.rights.sees_all
    inventory, kept = seen.snapshot.inventory, record_of(record.notes)
    return Dossier(
        tuple(evidence_line(fact, words, seen.formats) for fact in incident.evidence),
        callees(incident, inventory, words) if is_ours else (),
        plain(kept.ticket.number) if kept.ticket and kept.ticket.number else None,
        expected(kept, incident, reader, seen.now),
        tuple(CutOff(f"critical.{site.kind.value}", plain(site.title)) for site in in_order(incident.impact.sites)),
        tuple(
            _victims(inventory, hit, MUNICIPALITY_SIGNS[state])
            for hit, state in (
                (incident.impact.isolated, MunicipalityState.ISOLATED),
                (incident.impact.degraded, MunicipalityState.DEGRADED),
            )
            if hit
        ),
        tuple(_parts(incident, seen, reader)),
        timeline(record, seen, reader),
        record.deliveries,
        reader.auth_code(incident.id) if is_ours else "",
    )


def expected(kept: Record, incident: Incident, reader: Reader, now: Millis) -> Expected | None:
    """Return the promise that people wait for, if any."""
    match kept.promise:
        case Promise(report_by, author, _, is_kept) if incident.is_open and (report_by > now or not is_kept):
            return Expected(report_by, person(author, reader) if author else "", report_by <= now)
    return None


def _parts(incident: Incident, seen: Visit, reader: Reader) -> Iterator[Whole]:
    """Yield the incidents that were joined to this one, of the latest that began before it was over."""
    until = Millis((incident.ended or seen.snapshot.at) + 1)
    for record in filter(None, map(seen.sees, reader.incidents(limit=LOOKED_AT, before=until))):
        if record.incident.merged_into == incident.id:
            title = incident_title(seen.snapshot.inventory, record.incident, seen.words, seen.rights)
            yield Whole(record.incident.id, title)


def _victims(inventory: Inventory, hit: Iterable[MunicipalityCode], sign: Sign) -> Victims:
    names = sorted(((municipality_name(inventory, code), code) for code in hit), key=_alphabet)
    return Victims(sign, tuple((municipality_slug(code, name), name) for name, code in names))


def _alphabet(entry: tuple[str, MunicipalityCode]) -> tuple[object, str]:
    return czech_sort.key(entry[0]), entry[1]
