"""How an incident comes into somebody's hands, and what was sent to somebody for that is used up.

Every function runs inside a transaction that also writes the audit row.
"""

import sqlite3
from dataclasses import replace

from netmon.clock import DAY, HOUR, MINUTE, Millis
from netmon.commands import ON_ITS_WAY, Acknowledge, Actor, PassOn
from netmon.foreign import lines
from netmon.model import IncidentId, Invitation, Note, NoteKind
from netmon.oncall.taking import whole
from netmon.phrase import Phrase
from netmon.store import notifications
from netmon.store.journal import add_notes
from netmon.store.refusal import refuse_if

LONGEST_TEXT = 2_000
SHORTEST_HOLD, LONGEST_HOLD = MINUTE, Millis(3 * DAY)
REMEMBERED = DAY
"""How long after its end what was used is remembered: a clock that is set back must not revive it."""
TAKE = "INSERT INTO acknowledgements (incident, at, until, severity, author) VALUES (?, ?, ?, ?, ?)"


def take(connection: sqlite3.Connection, command: Acknowledge, actor: Actor, now: Millis) -> None:
    """Put an incident into somebody's hands for a time; raise CommandRefused with the reason."""
    severity = _severity(connection, command.incident)
    refuse_if(
        not SHORTEST_HOLD <= command.hold <= LONGEST_HOLD,
        Phrase("an incident is taken for a minute at least and {most} hours at most", most=LONGEST_HOLD // HOUR),
    )
    connection.execute(TAKE, (command.incident, now, now + command.hold, severity, actor.account))
    note = Note(now, NoteKind.ACKNOWLEDGED, lines(command.note, LONGEST_TEXT), actor.account)
    add_notes(connection, command.incident, [note])


def pass_on(connection: sqlite3.Connection, command: PassOn, actor: Actor, now: Millis) -> None:
    """Put an incident into somebody else's hands for a short while, and tell them; raise CommandRefused."""
    severity = _severity(connection, command.incident)
    refuse_if(not command.messages, Phrase("only a running netmon passes an incident on, as it has to call somebody"))
    connection.execute(TAKE, (command.incident, now, now + ON_ITS_WAY, severity, command.person))
    text = "\n".join(filter(None, (command.person, lines(command.note, LONGEST_TEXT))))
    add_notes(connection, command.incident, [Note(now, NoteKind.PASSED_ON, text, actor.account)])
    notifications.queue(connection, command.messages, now)


def take_as_sent(connection: sqlite3.Connection, command: Acknowledge, actor: Actor, now: Millis) -> None:
    """Take the incident that somebody was called to, or the one it was joined to since; raise CommandRefused."""
    key = whole_of(connection, command.incident)
    joined = () if key == command.incident else (command.incident,)
    note = ", ".join(filter(None, (command.note, *joined)))
    take(connection, replace(command, incident=key, note=note), actor, now)


def whole_of(connection: sqlite3.Connection, key: IncidentId) -> IncidentId:
    """Return the incident that one has become part of by now, itself if it stands by itself."""
    return whole(key, lambda part: _joined_to(connection, part))


def use_up(connection: sqlite3.Connection, sent: Invitation, now: Millis) -> bool:
    """Note that what was sent to an address is used, and say whether it was not before."""
    connection.execute("DELETE FROM used_links WHERE expires <= ?", (now - REMEMBERED,))
    row = (sent.incident, sent.address, sent.expires, now)
    added = connection.execute(
        "INSERT OR IGNORE INTO used_links (incident, address, expires, used) VALUES (?, ?, ?, ?)", row
    )
    return added.rowcount == 1


def _severity(connection: sqlite3.Connection, key: IncidentId) -> str:
    """Return how severe an open incident is; raise CommandRefused if it is not open."""
    row = connection.execute("SELECT ended, body ->> 'severity' FROM incidents WHERE id = ?", (key,)).fetchone()
    refuse_if(row is None, Phrase("there is no incident {incident}", incident=key))
    refuse_if(row[0] is not None, Phrase("incident {incident} has ended; add a note instead", incident=key))
    return str(row[1])


def _joined_to(connection: sqlite3.Connection, key: IncidentId) -> IncidentId | None:
    row = connection.execute("SELECT body ->> 'merged_into' FROM incidents WHERE id = ?", (key,)).fetchone()
    return None if row is None or row[0] is None else IncidentId(row[0])
