"""The record of incidents: lines of their timelines that say under which ticket, and by when people hear more.

A later line never changes an earlier one: the latest of its kind counts. Every function that writes runs
inside a transaction that also writes the audit row.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

from netmon.clock import DAY, Millis
from netmon.commands import Actor, NoteTicket, PromiseReport
from netmon.foreign import one_line
from netmon.model import Incident, IncidentId, IncidentRecord, Note, NoteKind
from netmon.phrase import Phrase
from netmon.record.record import promised_text
from netmon.record.reminding import is_near
from netmon.store.journal import add_notes
from netmon.store.notifications import deliveries_about
from netmon.store.refusal import refuse_if
from netmon.store.rows import INCIDENT

LONGEST_NUMBER = 64
LONGEST_PROMISE = Millis(7 * DAY)
MOST_INCIDENTS = 500
"""Open incidents with a promise that are looked at; people write them, so there are few."""
PROMISED = """
    SELECT body FROM incidents
    WHERE ended IS NULL AND EXISTS (SELECT 1 FROM notes WHERE incident = incidents.id AND kind = 'promised')
    ORDER BY started LIMIT ?
"""
REPORTED = """
    SELECT at, kind, text, author FROM notes
    WHERE incident = ? AND kind IN ('promised', 'note') ORDER BY id DESC LIMIT 1
"""
"""The last word on when people hear more: a promise that waits, or what was reported since."""


def apply(connection: sqlite3.Connection, command: NoteTicket | PromiseReport, actor: Actor, now: Millis) -> None:
    """Write down a ticket or a promise; raise CommandRefused with the reason."""
    match command:
        case NoteTicket():
            _note_ticket(connection, command, actor, now)
        case PromiseReport():
            _promise(connection, command, actor, now)


def coming_due(connection: sqlite3.Connection, now: Millis) -> tuple[IncidentRecord, ...]:
    """Return the open incidents on which a report is due by now or soon, with their latest promise and deliveries."""
    return tuple(
        replace(record, deliveries=deliveries_about(connection, record.incident.id))
        for record in _promised(connection)
        if is_near(record, now)
    )


def _promised(connection: sqlite3.Connection) -> Iterator[IncidentRecord]:
    for (body,) in connection.execute(PROMISED, (MOST_INCIDENTS,)).fetchall():
        incident = INCIDENT.validate_json(body)
        rows = connection.execute(REPORTED, (incident.id,))
        notes = tuple(Note(Millis(at), NoteKind(kind), text, author) for at, kind, text, author in rows)
        yield IncidentRecord(incident, notes)


def _note_ticket(connection: sqlite3.Connection, command: NoteTicket, actor: Actor, now: Millis) -> None:
    number = one_line(command.number)
    refuse_if(not number, Phrase("the ticket has no number; write the one the supplier gave"))
    refuse_if(
        len(number) > LONGEST_NUMBER, Phrase("a ticket's number has {most} characters at most", most=LONGEST_NUMBER)
    )
    _find(connection, command.incident)
    add_notes(connection, command.incident, [Note(now, NoteKind.TICKET, number, actor.account)])


def _promise(connection: sqlite3.Connection, command: PromiseReport, actor: Actor, now: Millis) -> None:
    incident = _find(connection, command.incident)
    refuse_if(
        not incident.is_open,
        Phrase("incident {incident} has ended; add a note instead", incident=command.incident),
    )
    refuse_if(command.report_by <= now, Phrase("that moment has passed; promise one that is to come"))
    refuse_if(
        command.report_by - now > LONGEST_PROMISE,
        Phrase("a report can be promised for {most} days ahead at most", most=LONGEST_PROMISE // DAY),
    )
    note = Note(now, NoteKind.PROMISED, promised_text(command.report_by), actor.account)
    add_notes(connection, command.incident, [note])


def _find(connection: sqlite3.Connection, key: IncidentId) -> Incident:
    """Return an incident; raise CommandRefused if there is none."""
    row = connection.execute("SELECT body FROM incidents WHERE id = ?", (key,)).fetchone()
    refuse_if(row is None, Phrase("there is no incident {incident}", incident=key))
    return INCIDENT.validate_json(row[0])
