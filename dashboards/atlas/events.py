"""What happened while a chart ran: changes of state, incidents and works, on the chart's own axis."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask import url_for

from dashboards.desk import Visit
from dashboards.plain import plain
from dashboards.signs import MAINTENANCE, SEVERITY_SIGNS, Sign, sign_of_state
from dashboards.titles import incident_title
from netmon.clock import MINUTE, Interval
from netmon.model import DeviceName, Entity, EntityKind, Incident, IncidentRecord
from netmon.reader import Reader

MOST_LISTED = 60
"""Lines of the list below a chart; the axis has them all."""
QUIET = frozenset({"operational", "unmonitored"})


class Lane(StrEnum):
    """Which line of the axis an event stands on."""

    STATE = "state"
    INCIDENT = "incident"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that lasted, cut to what the chart shows; `whole` is all of it, `url` where more is told."""

    lane: Lane
    sign: Sign
    title: str
    window: Interval
    whole: Interval
    is_going_on: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What a chart is about: the thing itself, and what else would be its trouble."""

    entity: Entity
    kin: frozenset[Entity] = frozenset()

    @property
    def entities(self) -> frozenset[Entity]:
        """The thing and its kin."""
        return self.kin | {self.entity}


def events_about(subject: Subject, window: Interval, seen: Visit, reader: Reader) -> list[Event]:
    """Return what happened to a thing in a span as far as the visitor may see it, oldest first."""
    found = [*_states(subject, window, reader), *_incidents(subject, window, seen, reader),
             *_works(subject, window, seen, reader)]  # fmt: skip
    return sorted(found, key=lambda event: (event.window.start, event.lane))


def listed(events: Sequence[Event]) -> list[Event]:
    """Return the events that are listed, the newest first; what only flaps gives way to incidents and works."""
    kept = sorted(events, key=lambda event: (event.lane is Lane.STATE, -event.window.start))[:MOST_LISTED]
    return sorted(kept, key=lambda event: -event.window.start)


def around(event: Event) -> Mapping[str, str]:
    """Return the span of an address that shows an event with as much before and after it."""
    spare = max(MINUTE * 10, event.whole.length)
    return {"from": str(max(0, event.whole.start - spare)), "to": str(event.whole.end + spare)}


def _states(subject: Subject, window: Interval, reader: Reader) -> Iterator[Event]:
    for entry in reader.history(subject.entity, window):
        sign = sign_of_state(entry.state)
        inside = entry.interval.intersect(window)
        if inside is not None and sign.name not in QUIET:
            yield Event(Lane.STATE, sign, "", inside, entry.interval)


def _incidents(subject: Subject, window: Interval, seen: Visit, reader: Reader) -> Iterator[Event]:
    inventory = seen.snapshot.inventory
    for incident in reader.incidents_during(window):
        record = seen.rights.incident(IncidentRecord(incident), inventory)
        whole = Interval(incident.started, incident.ended or max(seen.now, incident.started))
        inside = whole.intersect(window)
        if record is None or inside is None or not _is_about(incident, subject.entities):
            continue
        title = incident_title(inventory, record.incident, seen.words, seen.rights)
        url = url_for("incidents.show", key=incident.id)
        sign = SEVERITY_SIGNS[incident.severity]
        yield Event(Lane.INCIDENT, sign, title, inside, whole, is_going_on=incident.is_open, url=url)


def _is_about(incident: Incident, entities: Iterable[Entity]) -> bool:
    suspects = {incident.cause, *incident.candidates}
    hit = {Entity(EntityKind.DEVICE, DeviceName(name)) for name in incident.impact.devices}
    return not (suspects | hit).isdisjoint(entities)


def _works(subject: Subject, window: Interval, seen: Visit, reader: Reader) -> Iterator[Event]:
    for work in map(seen.rights.window, reader.maintenance(window)):
        inside = work.window.intersect(window)
        if inside is not None and not subject.entities.isdisjoint(work.scope):
            yield Event(
                Lane.WORK, MAINTENANCE, plain(work.reason), inside, work.window,
                is_going_on=work.window.start <= seen.now < work.window.end,
            )  # fmt: skip
