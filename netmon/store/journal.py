"""What happened: transitions of states, incidents and their timelines, in the order netmon learnt it."""

import sqlite3
from collections.abc import Iterable, Sequence

from netmon.clock import Millis
from netmon.judgement.situation import Judgement
from netmon.model import Entity, Impact, Incident, IncidentId, Note, NoteKind, Transition
from netmon.store.rows import INCIDENT, to_json

ADD_TRANSITION = """
    INSERT INTO transitions (entity, old, new, at, known_at, reason) VALUES (?, ?, ?, ?, ?, ?)
"""
SAVE_INCIDENT = """
    INSERT INTO incidents (id, started, ended, body) VALUES (?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET started = excluded.started, ended = excluded.ended, body = excluded.body
"""


def record_judgement(connection: sqlite3.Connection, judgement: Judgement, now: Millis) -> None:
    """Write an evaluation's transitions, its incidents, and a line for each thing that happened to them."""
    record_transitions(connection, judgement.transitions)
    for incident in judgement.opened:
        _save(connection, incident)
        add_notes(connection, incident.id, _opening(incident))
    for incident in judgement.updated:
        if incident.impact != _impact_so_far(connection, incident.id):
            add_notes(connection, incident.id, [_impact_note(now, incident.impact)])
        _save(connection, incident)
    for incident in judgement.closed:
        _save(connection, incident)
        add_notes(connection, incident.id, [_ending(incident, now)])


def record_incidents(connection: sqlite3.Connection, incidents: Iterable[Incident]) -> None:
    """Write incidents of the past with the timeline that follows from them."""
    for incident in incidents:
        _save(connection, incident)
        ending = [] if incident.ended is None else [_ending(incident, incident.ended)]
        add_notes(connection, incident.id, [*_opening(incident), *ending])


def record_transitions(connection: sqlite3.Connection, transitions: Sequence[Transition]) -> None:
    """Append transitions; one that is back-dated supersedes the later ones of its entity."""
    entities = {entity: _entity_id(connection, entity) for entity in {change.entity for change in transitions}}
    connection.executemany(
        ADD_TRANSITION,
        (
            (
                entities[change.entity],
                None if change.old is None else int(change.old),
                int(change.new),
                change.at,
                change.known_at,
                change.reason,
            )
            for change in transitions
        ),
    )


def add_notes(connection: sqlite3.Connection, incident: IncidentId, notes: Iterable[Note]) -> None:
    """Append lines to an incident's timeline."""
    connection.executemany(
        "INSERT INTO notes (incident, at, kind, text, author) VALUES (?, ?, ?, ?, ?)",
        ((incident, note.at, note.kind, note.text, note.author) for note in notes),
    )


def _save(connection: sqlite3.Connection, incident: Incident) -> None:
    connection.execute(SAVE_INCIDENT, (incident.id, incident.started, incident.ended, to_json(incident, INCIDENT)))


def _impact_so_far(connection: sqlite3.Connection, key: IncidentId) -> Impact | None:
    row = connection.execute("SELECT body FROM incidents WHERE id = ?", (key,)).fetchone()
    return None if row is None else INCIDENT.validate_json(row[0]).impact


def _entity_id(connection: sqlite3.Connection, entity: Entity) -> int:
    key = (entity.kind, entity.name)
    connection.execute("INSERT OR IGNORE INTO entities (kind, name) VALUES (?, ?)", key)
    number: int = connection.execute("SELECT id FROM entities WHERE kind = ? AND name = ?", key).fetchone()[0]
    return number


def _opening(incident: Incident) -> list[Note]:
    return [
        Note(incident.started, NoteKind.STARTED, ""),
        Note(incident.detected, NoteKind.DETECTED, str(incident.cause)),
        _impact_note(incident.detected, incident.impact),
    ]


def _impact_note(at: Millis, impact: Impact) -> Note:
    """Return the size of an impact as key=value, critical sites by name: a page puts it into its own words."""
    return Note(at, NoteKind.IMPACT, " ".join(f"{name}={figure}" for name, figure in _figures(impact).items()))


def _figures(impact: Impact) -> dict[str, int | str]:
    figures: dict[str, int | str] = {
        "isolated": len(impact.isolated),
        "degraded": len(impact.degraded),
        "inhabitants": impact.inhabitants,
        "devices": len(impact.devices),
    }
    if impact.sites:
        figures["sites"] = ",".join(site.name for site in impact.sites)
    if impact.next_cut is not None:
        figures["next_cut_municipalities"] = impact.next_cut.municipalities
        figures["next_cut_inhabitants"] = impact.next_cut.inhabitants
    return figures


def _ending(incident: Incident, now: Millis) -> Note:
    return Note(now if incident.ended is None else incident.ended, NoteKind.ENDED, "")
