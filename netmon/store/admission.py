"""What is done about who is let in, each thing by the room that keeps it."""

import sqlite3
from typing import assert_never

from netmon.clock import Millis
from netmon.commands import AddAccount, DisableAccount, EnableAccount, ResetPassword
from netmon.commands.admission import (
    AddToken,
    AdmissionCommand,
    AssignRole,
    DropFactor,
    EndSessions,
    EnrolFactor,
    NoteTokenUse,
    RecordFailedCode,
    RecordRefusedToken,
    ReplaceRecoveryCodes,
    RevokeToken,
)
from netmon.store import accounts, factors, tokens

Admission = AdmissionCommand | AddAccount | DisableAccount | EnableAccount | ResetPassword


def apply(connection: sqlite3.Connection, command: Admission, now: Millis) -> None:
    """Carry a command out; raise CommandRefused with the reason."""
    match command:
        case AddAccount() | DisableAccount() | EnableAccount() | ResetPassword() | AssignRole() | EndSessions():
            accounts.apply(connection, command, now)
        case EnrolFactor() | ReplaceRecoveryCodes() | DropFactor():
            factors.apply(connection, command, now)
        case AddToken() | RevokeToken() | NoteTokenUse():
            tokens.apply(connection, command, now)
        case RecordFailedCode() | RecordRefusedToken():
            """The audit row is all there is to it."""
        case _:
            assert_never(command)
