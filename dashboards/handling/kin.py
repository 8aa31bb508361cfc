"""Past incidents that resemble one: of the same cause, in the same duct, or of the same municipalities."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from dashboards.desk import Visit
from dashboards.incidents.timeline import LONGEST
from dashboards.plain import plain
from dashboards.titles import incident_title
from netmon.clock import DAY, Interval, Millis
from netmon.inventory.models import Inventory
from netmon.model import EntityKind, Incident, IncidentId, IncidentRecord, LinkName, MunicipalityCode, NoteKind
from netmon.reader import Reader

REMEMBERED = Millis(366 * DAY)
MOST = 5
TOLD = frozenset({NoteKind.NOTE, NoteKind.ACKNOWLEDGED, NoteKind.TICKET})
"""Where people write what they do."""


class Likeness(IntEnum):
    """How two incidents resemble each other, the closest last."""

    TOWNS = 1
    """They cut off the same municipalities."""
    DUCT = 2
    """Their causes lie in one duct, on one mast, at one feed."""
    CAUSE = 3
    """They have one cause."""


@dataclass(frozen=True, slots=True)
class Kin:
    """A past incident, how it resembles the present one, how long it lasted, and what people wrote of it last."""

    key: IncidentId
    title: str
    word: str
    started: Millis
    lasted: Millis
    done: str


def kin(incident: Incident, seen: Visit, reader: Reader) -> tuple[Kin, ...]:
    """Return the past incidents of a year that resemble one, for operators: what was done is internal."""
    if not seen.rights.sees_all:
        return ()
    inventory = seen.snapshot.inventory
    past = reader.incidents_during(Interval(Millis(incident.started - REMEMBERED), incident.started))
    return tuple(_told(alike(incident, past, inventory), seen, reader))


def alike(incident: Incident, past: Iterable[Incident], inventory: Inventory) -> list[tuple[Likeness, Incident]]:
    """Return those that were over before an incident began and resemble it most; of equals the latest, a few in all."""
    over = (each for each in past if each.ended is not None and each.merged_into is None)
    before = (each for each in over if each.id != incident.id and each.started < incident.started)
    found = [(likeness, each) for each in before if (likeness := likeness_of(incident, each, inventory)) is not None]
    return sorted(found, key=lambda pair: (-pair[0], -pair[1].started, pair[1].id))[:MOST]


def likeness_of(one: Incident, other: Incident, inventory: Inventory) -> Likeness | None:
    """Return how two incidents resemble each other, if they do."""
    if one.cause == other.cause:
        return Likeness.CAUSE
    if not _ducts(one, inventory).isdisjoint(_ducts(other, inventory)):
        return Likeness.DUCT
    hit = _hit(one)
    return Likeness.TOWNS if hit and hit == _hit(other) else None


def _ducts(incident: Incident, inventory: Inventory) -> frozenset[str]:
    cause = incident.cause
    if cause.kind is EntityKind.SHARED_RISK:
        return frozenset({cause.name})
    link = inventory.links.get(LinkName(cause.name)) if cause.kind is EntityKind.LINK else None
    return frozenset(() if link is None else link.shared_risks)


def _hit(incident: Incident) -> frozenset[MunicipalityCode]:
    return frozenset(incident.impact.isolated or incident.impact.degraded)


def _told(found: Iterable[tuple[Likeness, Incident]], seen: Visit, reader: Reader) -> Iterator[Kin]:
    for likeness, past in found:
        record = reader.incident(past.id)
        if record is None or past.ended is None:
            continue
        title = incident_title(seen.snapshot.inventory, past, seen.words, seen.rights)
        lasted = Millis(past.ended - past.started)
        yield Kin(past.id, title, f"kin.{likeness.name.lower()}", past.started, lasted, _done(record))


def _done(record: IncidentRecord) -> str:
    """Return the last thing that somebody wrote of it."""
    lines = (note.text for note in reversed(record.notes) if note.kind in TOLD and note.author and note.text.strip())
    return plain(" ".join(next(lines, "").split()), LONGEST)
