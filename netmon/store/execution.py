"""What a person's command changes, and why it may be refused.

Every function here runs inside a transaction that also writes the audit row.
"""

import logging
import sqlite3
from dataclasses import fields

from netmon.clock import Millis
from netmon.commands import (
    AcceptInvitation,
    AcceptReply,
    Acknowledge,
    Actor,
    AddNote,
    AddSilence,
    CancelMaintenance,
    Command,
    CorrectAvailability,
    DropRefused,
    EndSilence,
    HoldDrill,
    LightWall,
    NoteTicket,
    PassOn,
    PlanMaintenance,
    PlanWorks,
    PromiseReport,
    PublishFigures,
    RecordFailedLogin,
    RecordRefusedLink,
    RecordRefusedReply,
    RenewSession,
    ResendRefused,
    SendTrial,
    SkipDrill,
)
from netmon.commands.admission import NoteTokenUse
from netmon.foreign import lines
from netmon.model import Account, IncidentId, Note, NoteKind, NotificationKind
from netmon.phrase import Phrase
from netmon.store import (
    acts,
    admission,
    audit,
    corrections,
    logins,
    notifications,
    publications,
    records,
    works,
)
from netmon.store.journal import add_notes
from netmon.store.logins import Entry
from netmon.store.refusal import refuse_if
from netmon.store.taking import whole_of

log = logging.getLogger(__name__)

LONGEST_TEXT = 2_000
BREAK_GLASS_LOGIN = "BreakGlassLogin"


def execute(connection: sqlite3.Connection, command: Command, actor: Actor, now: Millis) -> int | None:
    """Carry a command out and return the id of its audit row, if any; raise CommandRefused with the reason."""
    entry = _apply(connection, command, actor, now)
    if isinstance(command, RenewSession | NoteTokenUse):
        return None
    subject = {**_public(command), **_joined(connection, command)}
    if entry is not None:
        proof = {"proof": entry.proof.value} if entry.proof else {}
        actor, subject = Actor(entry.account.name, actor.source), {"account": entry.account.name, **subject, **proof}
        _record_break_glass(connection, entry.account, actor, now)
    return audit.append(connection, actor, type(command).__name__, subject, now)


def _apply(connection: sqlite3.Connection, command: Command, actor: Actor, now: Millis) -> Entry | None:
    """Carry a command out and return whom it let in, if anybody."""
    match command:
        case (
            Acknowledge()
            | PassOn()
            | AcceptInvitation()
            | AcceptReply()
            | RecordRefusedReply()
            | AddSilence()
            | EndSilence()
        ):
            acts.apply(connection, command, actor, now)
        case AddNote():
            _add_note(connection, command, actor, now)
        case NoteTicket() | PromiseReport():
            records.apply(connection, command, actor, now)
        case PlanMaintenance() | PlanWorks() | CancelMaintenance():
            works.apply(connection, command, actor, now)
        case CorrectAvailability():
            corrections.correct(connection, command, actor, now)
        case PublishFigures():
            publications.publish(connection, command, actor, now)
        case SendTrial() | HoldDrill():
            _send_tests(connection, command, now)
        case RecordFailedLogin() | RecordRefusedLink() | SkipDrill() | LightWall() | ResendRefused() | DropRefused():
            """The audit row is all there is to it here."""
        case _ if isinstance(command, admission.Admission):
            admission.apply(connection, command, now)
        case _:
            return logins.apply(connection, command, actor.source, now)
    return None


def _record_break_glass(connection: sqlite3.Connection, account: Account, actor: Actor, now: Millis) -> None:
    """Leave a row of its own and a warning when somebody opens the envelope."""
    if account.is_break_glass:
        log.warning("event=break_glass_login account=%s source=%s", actor.account, actor.source)
        audit.append(connection, actor, BREAK_GLASS_LOGIN, {"account": account.name}, now)


def _joined(connection: sqlite3.Connection, command: Command) -> dict[str, object]:
    """Return which incident was taken, if it is not the one that somebody was called to."""
    if not isinstance(command, AcceptInvitation | AcceptReply):
        return {}
    key = whole_of(connection, command.incident)
    return {} if key == command.incident else {"taken": key}


def _public(command: Command) -> dict[str, object]:
    """Return a command's fields without what the audit must not hold or need not: secrets, and whole reports."""
    return {field.name: _plain_value(getattr(command, field.name)) for field in fields(command) if field.repr}


def _plain_value(value: object) -> object:
    if isinstance(value, tuple) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    return value if isinstance(value, str | int) else str(value)


def _add_note(connection: sqlite3.Connection, command: AddNote, actor: Actor, now: Millis) -> None:
    text = lines(command.text, LONGEST_TEXT)
    refuse_if(not text, Phrase("the note is empty; write what is known"))
    refuse_if(
        not _incident_exists(connection, command.incident),
        Phrase("there is no incident {incident}", incident=command.incident),
    )
    add_notes(connection, command.incident, [Note(now, NoteKind.NOTE, text, actor.account)])


def _send_tests(connection: sqlite3.Connection, command: SendTrial | HoldDrill, now: Millis) -> None:
    """Queue messages that say nothing happened; no other kind comes from outside."""
    refuse_if(
        isinstance(command, HoldDrill) and not command.messages,
        Phrase("only a running netmon holds a drill; start it, or try one receiver with netmon notify test"),
    )
    kinds = {message.kind for message in command.messages}
    refuse_if(kinds != {NotificationKind.TEST}, Phrase("only messages of the kind test can be sent by hand"))
    notifications.queue(connection, command.messages, now)


def _incident_exists(connection: sqlite3.Connection, key: IncidentId) -> bool:
    return connection.execute("SELECT 1 FROM incidents WHERE id = ?", (key,)).fetchone() is not None
