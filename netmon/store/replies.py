"""Who was called by SMS to which incident, and what became of the answers.

Every function that writes runs inside a transaction that also writes the audit row; a refusal writes none,
so whoever floods us fills no audit.
"""

import sqlite3

from netmon.clock import HOUR, Millis
from netmon.commands import AcceptReply, Acknowledge, Actor, RecordRefusedReply
from netmon.model import IncidentId, Invitation
from netmon.oncall.reply import LIFE, Call, is_heard
from netmon.phrase import Phrase
from netmon.store.refusal import refuse_if
from netmon.store.taking import take_as_sent, use_up

MOST_CALLS = 100
"""SMS to one number that an answer is compared with, the latest."""
NOTE = "SMS"
"""What the incident's timeline says of how it was taken."""
CALLS = """
    WITH called AS (
        SELECT id FROM incidents WHERE ended IS NULL
        UNION
        SELECT id FROM incidents WHERE started > :since
    )
    SELECT notifications.subject_id, notifications.created, notifications.dedup_key
    FROM called CROSS JOIN notifications ON notifications.subject_id = called.id
    WHERE notifications.channel = 'sms' AND notifications.address = :number AND notifications.kind = 'firing'
      AND notifications.attempts > 0 AND notifications.created > :since
    ORDER BY notifications.id DESC LIMIT :most
"""
REFUSED = """
    SELECT at FROM audit
    WHERE id > (SELECT max(id) FROM audit) - :most
      AND at > :since AND action = 'RecordRefusedReply' AND subject ->> 'number' = :number
"""
MOST_ROWS = 20_000
"""Rows of the audit that refusals are sought among, the latest; whoever fills so many to be forgotten gains little."""


def apply(connection: sqlite3.Connection, command: AcceptReply | RecordRefusedReply, actor: Actor, now: Millis) -> None:
    """Take an incident by an answer, or let the audit keep that one took nothing; raise CommandRefused."""
    refuse_if(
        not _is_heard(connection, command.number, now),
        Phrase("too many SMS from this number were refused; it is not listened to for an hour"),
    )
    if isinstance(command, AcceptReply):
        _accept(connection, command, actor, now)


def calls_to(connection: sqlite3.Connection, number: str, now: Millis) -> tuple[Call, ...]:
    """Return the SMS by which a number was called of late to an incident, the latest first."""
    asked = {"number": number, "since": now - LIFE, "most": MOST_CALLS}
    rows = connection.execute(CALLS, asked)
    return tuple(
        Call(Invitation(IncidentId(incident), number, Millis(created + LIFE)), key) for incident, created, key in rows
    )


def _accept(connection: sqlite3.Connection, command: AcceptReply, actor: Actor, now: Millis) -> None:
    sent = Invitation(command.incident, command.number, command.expires)
    refuse_if(command.expires <= now, Phrase("this PIN has expired"))
    refuse_if(not use_up(connection, sent, now), Phrase("this PIN was used already"))
    take_as_sent(connection, Acknowledge(command.incident, NOTE, command.hold), actor, now)


def _is_heard(connection: sqlite3.Connection, number: str, now: Millis) -> bool:
    asked = {"number": number, "since": now - HOUR, "most": MOST_ROWS}
    return is_heard((Millis(at) for (at,) in connection.execute(REFUSED, asked)), now)
