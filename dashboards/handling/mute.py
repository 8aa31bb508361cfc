"""Muting an incident with one tap: what a silence over its cause names, how long it lasts, which one is in force."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dashboards.incidents.cards import person
from netmon.alerting.notice import notice_of_incident
from netmon.alerting.silencing import silence_over
from netmon.clock import HOUR, Millis
from netmon.inventory.models import Inventory
from netmon.model import SILENCEABLE, Entity, EntityKind, Hushed, Incident, Silence
from netmon.reader import Reader
from netmon.record.moment import next_moment

MORNING = "07:00"
LENGTHS = ("1", "4", "morning")
"""Hours, or until the clocks show morning."""
MOST_NAMED = 100
"""Things that one silence may name."""


@dataclass(frozen=True, slots=True)
class Muted:
    """The silence that keeps an incident back, and by whom it is."""

    silence: Silence
    author: str


def ends(now: Millis) -> dict[str, Millis]:
    """Return when a silence that begins now is over, by its length."""
    return {length: next_moment(MORNING, now) if length == "morning" else _later(now, length) for length in LENGTHS}


def hushed_by(incident: Incident) -> Hushed | None:
    """Return what a silence over an incident's cause names; None if nothing of it can be silenced."""
    entities = tuple(_named(incident))
    return Hushed(entities=entities[:MOST_NAMED]) if entities else None


def muted(incident: Incident, inventory: Inventory, reader: Reader, now: Millis) -> Muted | None:
    """Return what keeps an open incident back now, if anything does."""
    found = silence_of(incident, inventory, reader.silences(), now)
    return None if found is None else Muted(found, person(found.author, reader))


def silence_of(incident: Incident, inventory: Inventory, silences: Iterable[Silence], now: Millis) -> Silence | None:
    """Return the silence that keeps an incident back the longest; judged as the pipeline judges it."""
    in_force = [each for each in silences if each.is_in_force(now)]
    return silence_over(notice_of_incident(incident, inventory, ""), in_force, now) if in_force else None


def _later(now: Millis, hours: str) -> Millis:
    return Millis(now + int(hours) * HOUR)


def _named(incident: Incident) -> Iterator[Entity]:
    """Yield what a silence can name: the cause, else what may be it just as well, else the towns that are hit."""
    likely = [each for each in (incident.cause, *incident.candidates) if each.kind in SILENCEABLE]
    if incident.cause.kind in SILENCEABLE:
        yield incident.cause
    elif likely:
        yield from dict.fromkeys(likely)
    else:
        yield from (Entity(EntityKind.MUNICIPALITY, code) for code in incident.impact.isolated)
