"""Who has taken which incident until when, and which links that took one are used up.

Every function that writes runs inside a transaction that also writes the audit row.
"""

import sqlite3
from collections.abc import Iterable, Mapping

from netmon.clock import DAY, HOUR, MINUTE, Interval, Millis
from netmon.commands import AcceptInvitation, Acknowledge, Actor, AddSilence, EndSilence
from netmon.foreign import lines
from netmon.model import Acknowledgement, Incident, IncidentId, Note, NoteKind, Severity
from netmon.oncall.taking import acknowledged
from netmon.phrase import Phrase
from netmon.store import silences
from netmon.store.journal import add_notes
from netmon.store.refusal import refuse_if

LONGEST_TEXT = 2_000
SHORTEST_HOLD, LONGEST_HOLD = MINUTE, Millis(3 * DAY)
REMEMBERED = DAY
"""How long after its end a used link is remembered: a clock that is set back must not revive it."""
MOST_ACTS = 1_000
"""Acts looked at of one incident, the latest."""
ACTS = """
    SELECT at, until, severity, author FROM acknowledgements WHERE incident = ? ORDER BY id DESC LIMIT ?
"""


def apply(
    connection: sqlite3.Connection,
    command: Acknowledge | AcceptInvitation | AddSilence | EndSilence,
    actor: Actor,
    now: Millis,
) -> None:
    """Take an incident, or keep something silent; raise CommandRefused with the reason."""
    match command:
        case Acknowledge():
            _take(connection, command, actor, now)
        case AcceptInvitation():
            _accept(connection, command, actor, now)
        case AddSilence() | EndSilence():
            silences.apply(connection, command, actor, now)


def _take(connection: sqlite3.Connection, command: Acknowledge, actor: Actor, now: Millis) -> None:
    """Put an incident into somebody's hands for a time; raise CommandRefused with the reason."""
    key = command.incident
    row = connection.execute("SELECT ended, body ->> 'severity' FROM incidents WHERE id = ?", (key,)).fetchone()
    refuse_if(row is None, Phrase("there is no incident {incident}", incident=key))
    ended, severity = row
    refuse_if(ended is not None, Phrase("incident {incident} has ended; add a note instead", incident=key))
    refuse_if(
        not SHORTEST_HOLD <= command.hold <= LONGEST_HOLD,
        Phrase("an incident is taken for a minute at least and {most} hours at most", most=LONGEST_HOLD // HOUR),
    )
    connection.execute(
        "INSERT INTO acknowledgements (incident, at, until, severity, author) VALUES (?, ?, ?, ?, ?)",
        (key, now, now + command.hold, severity, actor.account),
    )
    note = Note(now, NoteKind.ACKNOWLEDGED, lines(command.note, LONGEST_TEXT), actor.account)
    add_notes(connection, key, [note])


def _accept(connection: sqlite3.Connection, command: AcceptInvitation, actor: Actor, now: Millis) -> None:
    """Take an incident by a link from a message, and never again by the same; raise CommandRefused."""
    refuse_if(command.expires <= now, Phrase("this link has expired; open the incident and log in"))
    identity = (command.incident, command.address, command.expires)
    used = connection.execute(
        "SELECT 1 FROM used_links WHERE incident = ? AND address = ? AND expires = ?", identity
    ).fetchone()
    refuse_if(used is not None, Phrase("this link was used already; open the incident and log in"))
    connection.execute("DELETE FROM used_links WHERE expires <= ?", (now - REMEMBERED,))
    connection.execute(
        "INSERT INTO used_links (incident, address, expires, used) VALUES (?, ?, ?, ?)", (*identity, now)
    )
    _take(connection, Acknowledge(command.incident, command.note, command.hold), actor, now)


def acts_on(connection: sqlite3.Connection, incident: IncidentId) -> tuple[Acknowledgement, ...]:
    """Return who took an incident for how long, the last one last."""
    rows = connection.execute(ACTS, (incident, MOST_ACTS)).fetchall()
    return tuple(_act(*row) for row in reversed(rows))


def acknowledged_among(
    connection: sqlite3.Connection, incidents: Iterable[Incident], now: Millis
) -> Mapping[str, Interval]:
    """Return from when until when each of some incidents is, or was, in somebody's hands."""
    found = ((incident.id, acknowledged(acts_on(connection, incident.id), incident, now)) for incident in incidents)
    return {key: taken for key, taken in found if taken is not None}


def _act(at: int, until: int, severity: str, author: str) -> Acknowledgement:
    return Acknowledgement(Interval(Millis(at), Millis(until)), Severity(severity), author)
