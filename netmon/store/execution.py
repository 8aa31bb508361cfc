"""What a person's command changes, and why it may be refused.

Every function here runs inside a transaction that also writes the audit row.
"""

import sqlite3
from dataclasses import fields

from netmon.clock import DAY, Millis
from netmon.commands import (
    Acknowledge,
    Actor,
    AddNote,
    Command,
    PlanMaintenance,
    RecordFailedLogin,
    RenewSession,
)
from netmon.foreign import lines
from netmon.model import EntityKind, IncidentId, Note, NoteKind
from netmon.store import audit, logins
from netmon.store.journal import add_notes
from netmon.store.refusal import refuse_if
from netmon.store.rows import SCOPE, to_json

LONGEST_TEXT = 2_000
LONGEST_WORK = Millis(366 * DAY)
LARGEST_SCOPE = 1_000
MAINTAINABLE = frozenset({EntityKind.DEVICE, EntityKind.LINK, EntityKind.MUNICIPALITY})


def execute(connection: sqlite3.Connection, command: Command, actor: Actor, now: Millis) -> int | None:
    """Carry a command out and return the id of its audit row, if any; raise CommandRefused with the reason."""
    _apply(connection, command, actor, now)
    if isinstance(command, RenewSession):
        return None
    return audit.append(connection, actor, type(command).__name__, _public(command), now)


def _apply(connection: sqlite3.Connection, command: Command, actor: Actor, now: Millis) -> None:
    match command:
        case Acknowledge():
            _acknowledge(connection, command, actor, now)
        case AddNote():
            _add_note(connection, command, actor, now)
        case PlanMaintenance():
            _plan_maintenance(connection, command, actor, now)
        case RecordFailedLogin():
            """The audit row is all there is to it."""
        case _:
            logins.apply(connection, command, now)


def _public(command: Command) -> dict[str, object]:
    """Return a command's fields without hashes and tokens, which the audit must not hold."""
    return {field.name: _plain_value(getattr(command, field.name)) for field in fields(command) if field.repr}


def _plain_value(value: object) -> object:
    return value if isinstance(value, str) else str(value)


def _acknowledge(connection: sqlite3.Connection, command: Acknowledge, actor: Actor, now: Millis) -> None:
    row = connection.execute("SELECT ended FROM incidents WHERE id = ?", (command.incident,)).fetchone()
    refuse_if(row is None, f"there is no incident {command.incident}")
    refuse_if(row[0] is not None, f"incident {command.incident} has ended; add a note instead")
    note = Note(now, NoteKind.ACKNOWLEDGED, lines(command.note, LONGEST_TEXT), actor.account)
    add_notes(connection, command.incident, [note])


def _add_note(connection: sqlite3.Connection, command: AddNote, actor: Actor, now: Millis) -> None:
    text = lines(command.text, LONGEST_TEXT)
    refuse_if(not text, "the note is empty")
    refuse_if(not _incident_exists(connection, command.incident), f"there is no incident {command.incident}")
    add_notes(connection, command.incident, [Note(now, NoteKind.NOTE, text, actor.account)])


def _plan_maintenance(connection: sqlite3.Connection, command: PlanMaintenance, actor: Actor, now: Millis) -> None:
    reason = lines(command.reason, LONGEST_TEXT)
    refuse_if(not reason, "maintenance needs a reason")
    refuse_if(not 0 < len(command.scope) <= LARGEST_SCOPE, f"name between 1 and {LARGEST_SCOPE} things to work on")
    refuse_if(
        any(entity.kind not in MAINTAINABLE for entity in command.scope),
        "maintenance is planned for devices, links and municipalities",
    )
    refuse_if(command.window.length == 0, "the window ends before it begins")
    refuse_if(command.window.length > LONGEST_WORK, "the window is longer than a year")
    refuse_if(command.window.end <= now, "the window is over already")
    connection.execute(
        'INSERT INTO maintenance (scope, start, "end", author, approved, reason) VALUES (?, ?, ?, ?, ?, ?)',
        (to_json(command.scope, SCOPE), command.window.start, command.window.end, actor.account, now, reason),
    )


def _incident_exists(connection: sqlite3.Connection, key: IncidentId) -> bool:
    return connection.execute("SELECT 1 FROM incidents WHERE id = ?", (key,)).fetchone() is not None
