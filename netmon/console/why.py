"""`netmon incident explain`: why something is an incident, who was told, and who is called next."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from netmon.alerting.wording import evidence_line
from netmon.clock import SystemClock
from netmon.console.course import course_lines, course_object
from netmon.console.incident import find, head
from netmon.console.status import named
from netmon.console.terminal import Terminal
from netmon.foreign import one_line
from netmon.inventory.loading import load
from netmon.inventory.models import Inventory
from netmon.language import Language
from netmon.model import Entity, IncidentId, IncidentRecord
from netmon.phrase import Phrase, in_language
from netmon.rehearsal.course import Course
from netmon.rehearsal.explanation import course_in
from netmon.rehearsal.virtual import Premises
from netmon.settings import Settings
from netmon.store.reading import StoreReader

PREFIX = "incident/"


def explain_incident(state: Path, directory: Path, key: str, *, as_json: bool) -> None:
    """Print why something is an incident, who was told, and who is called next."""
    premises = Premises.of(load(directory), Settings.from_environment())
    show_course(find(state, key.removeprefix(PREFIX)), premises, state, as_json=as_json)


def incident_meant(state: Path, text: str, premises: Premises) -> IncidentRecord | None:
    """Return the incident that somebody means rather than an alert: a word by itself that is no rule."""
    if text.startswith(PREFIX):
        return find(state, text.removeprefix(PREFIX))
    if not text or "/" in text or text in premises.book.rules:
        return None
    with closing(StoreReader(state, SystemClock())) as reader:
        return reader.incident(IncidentId(text))


def show_course(found: IncidentRecord, premises: Premises, state: Path, *, as_json: bool) -> None:
    """Print an incident, what speaks for it, and how telling about it went and goes on."""
    terminal, inventory = Terminal.of_process(), premises.inventory
    course = course_in(state, found.incident.id, premises, SystemClock().now())
    if as_json:
        terminal.show(json.dumps(why_object(found, course, inventory), ensure_ascii=False, indent=2))
    else:
        terminal.show("\n".join(why_lines(found, course, inventory, terminal.language)))


def why_lines(found: IncidentRecord, course: Course, inventory: Inventory, language: Language) -> Iterator[str]:
    """Yield all of it in a language: the incident, what speaks for it, and how telling went and goes on."""
    yield from (in_language(line, language) for line in head(found))
    others = [named(each) for each in found.incident.candidates if each != found.incident.cause]
    if others:
        yield in_language(Phrase("  it may as well be {others}", others=others), language)
    yield from (f"  {evidence_line(fact, language)}" for fact in found.incident.evidence)
    if found.incident.merged_into is not None:
        whole = one_line(found.incident.merged_into)
        yield in_language(Phrase("it was part of incident {whole}; more is told of that one", whole=whole), language)
    yield from (in_language(line, language) for line in course_lines(course, inventory))
    if course == Course():
        yield in_language(Phrase("nobody was told, and nobody is to be"), language)


def why_object(found: IncidentRecord, course: Course, inventory: Inventory) -> dict[str, object]:
    """Return all of it as JSON has it."""
    incident = found.incident
    return {
        "id": incident.id,
        "cause": _entity(incident.cause),
        "candidates": [_entity(each) for each in incident.candidates],
        "evidence": [
            {
                "kind": fact.kind,
                "of": None if fact.entity is None else _entity(fact.entity),
                "since": fact.since,
                "count": fact.count,
            }
            for fact in incident.evidence
        ],
        "severity": incident.severity,
        "started": incident.started,
        "ended": incident.ended,
        "merged_into": incident.merged_into,
        "taken_by": found.acknowledged_by,
        "taken_until": found.acknowledged_until,
        **course_object(course, inventory),
    }


def _entity(entity: Entity) -> dict[str, str]:
    return {"kind": entity.kind, "name": entity.name}
