"""What a person does about what is told: takes an incident, by login, link or SMS, or keeps something silent.

Every function that writes runs inside a transaction that also writes the audit row.
"""

import sqlite3
from collections.abc import Iterable, Mapping

from netmon.clock import Interval, Millis
from netmon.commands import (
    AcceptInvitation,
    AcceptReply,
    Acknowledge,
    Actor,
    AddSilence,
    EndSilence,
    PassOn,
    RecordRefusedReply,
)
from netmon.model import Acknowledgement, Incident, IncidentId, Invitation, Severity
from netmon.oncall.taking import acknowledged
from netmon.phrase import Phrase
from netmon.store import replies, silences
from netmon.store.refusal import refuse_if
from netmon.store.taking import pass_on, take, take_as_sent, use_up

MOST_ACTS = 1_000
"""Acts looked at of one incident, the latest."""
ACTS = """
    SELECT at, until, severity, author FROM acknowledgements WHERE incident = ? ORDER BY id DESC LIMIT ?
"""


def apply(
    connection: sqlite3.Connection,
    command: Acknowledge | PassOn | AcceptInvitation | AcceptReply | RecordRefusedReply | AddSilence | EndSilence,
    actor: Actor,
    now: Millis,
) -> None:
    """Take an incident, or keep something silent; raise CommandRefused with the reason."""
    match command:
        case Acknowledge():
            take(connection, command, actor, now)
        case PassOn():
            pass_on(connection, command, actor, now)
        case AcceptInvitation():
            _accept(connection, command, actor, now)
        case AcceptReply() | RecordRefusedReply():
            replies.apply(connection, command, actor, now)
        case AddSilence() | EndSilence():
            silences.apply(connection, command, actor, now)


def _accept(connection: sqlite3.Connection, command: AcceptInvitation, actor: Actor, now: Millis) -> None:
    """Take an incident by a link from a message, and never again by the same; raise CommandRefused."""
    refuse_if(command.expires <= now, Phrase("this link has expired; open the incident and log in"))
    sent = Invitation(command.incident, command.address, command.expires)
    refuse_if(not use_up(connection, sent, now), Phrase("this link was used already; open the incident and log in"))
    take_as_sent(connection, Acknowledge(command.incident, command.note, command.hold), actor, now)


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
