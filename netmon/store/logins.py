"""Who may log in and who is logged in: accounts, one-time links, sessions."""

import re
import sqlite3

from netmon.clock import HOUR, MINUTE, Millis
from netmon.commands import (
    AddAccount,
    CloseSession,
    IssueLoginLink,
    OpenSession,
    RedeemLoginLink,
    RenewSession,
)
from netmon.foreign import lines
from netmon.store.refusal import refuse_if

SESSION_IDLE = Millis(30 * MINUTE)
SESSION_LIFE = Millis(12 * HOUR)
LINK_LIFE = Millis(15 * MINUTE)
LONGEST_NAME = 100
ACCOUNT_NAME = re.compile(r"[a-z][a-z0-9._-]{0,31}")

LoginCommand = AddAccount | IssueLoginLink | OpenSession | RedeemLoginLink | RenewSession | CloseSession


def apply(connection: sqlite3.Connection, command: LoginCommand, now: Millis) -> None:
    """Carry out a command about logging in; raise CommandRefused."""
    match command:
        case AddAccount():
            _add_account(connection, command)
        case IssueLoginLink():
            _issue_login_link(connection, command, now)
        case OpenSession():
            _open_session(connection, command, now)
        case RedeemLoginLink():
            _redeem_login_link(connection, command, now)
        case RenewSession():
            _renew_session(connection, command, now)
        case CloseSession():
            _close_session(connection, command)


def _add_account(connection: sqlite3.Connection, command: AddAccount) -> None:
    refuse_if(
        ACCOUNT_NAME.fullmatch(command.name) is None,
        "an account name is a letter, then up to 31 letters a-z, digits, dots, dashes or underscores",
    )
    refuse_if(not command.password_hash.startswith("$argon2id$"), "the password hash must be argon2id")
    known = connection.execute("SELECT 1 FROM accounts WHERE name = ?", (command.name,)).fetchone()
    refuse_if(known is not None, f"account {command.name} exists already")
    connection.execute(
        "INSERT INTO accounts (name, full_name, role, password_hash) VALUES (?, ?, ?, ?)",
        (command.name, lines(command.full_name, LONGEST_NAME), command.role, command.password_hash),
    )


def _issue_login_link(connection: sqlite3.Connection, command: IssueLoginLink, now: Millis) -> None:
    _require_enabled(connection, command.account)
    connection.execute("DELETE FROM login_links WHERE expires <= ?", (now,))
    connection.execute(
        "INSERT INTO login_links (token_hash, account, expires) VALUES (?, ?, ?)",
        (command.token_hash, command.account, now + LINK_LIFE),
    )


def _open_session(connection: sqlite3.Connection, command: OpenSession, now: Millis) -> None:
    _require_enabled(connection, command.account)
    _insert_session(connection, command.account, command.token_hash, command.csrf_token, now)


def _redeem_login_link(connection: sqlite3.Connection, command: RedeemLoginLink, now: Millis) -> None:
    row = connection.execute(
        "SELECT account, expires, used FROM login_links WHERE token_hash = ?", (command.link_hash,)
    ).fetchone()
    refuse_if(row is None, "this login link is unknown or has expired; ask for a new one")
    account, expires, used = row
    refuse_if(used is not None, "this login link has been used; ask for a new one")
    refuse_if(expires <= now, "this login link has expired; ask for a new one")
    _require_enabled(connection, account)
    connection.execute("UPDATE login_links SET used = ? WHERE token_hash = ?", (now, command.link_hash))
    _insert_session(connection, account, command.token_hash, command.csrf_token, now)


def _renew_session(connection: sqlite3.Connection, command: RenewSession, now: Millis) -> None:
    renewed = connection.execute(
        "UPDATE sessions SET last_used = max(last_used, ?) WHERE token_hash = ? AND expires > ? AND last_used > ?",
        (now, command.token_hash, now, now - SESSION_IDLE),
    ).rowcount
    refuse_if(renewed == 0, "this session is over; log in again")


def _close_session(connection: sqlite3.Connection, command: CloseSession) -> None:
    closed = connection.execute("DELETE FROM sessions WHERE token_hash = ?", (command.token_hash,)).rowcount
    refuse_if(closed == 0, "this session is closed already")


def _insert_session(connection: sqlite3.Connection, account: str, token_hash: str, csrf: str, now: Millis) -> None:
    connection.execute("DELETE FROM sessions WHERE expires <= ? OR last_used <= ?", (now, now - SESSION_IDLE))
    connection.execute(
        "INSERT INTO sessions (token_hash, account, csrf_token, created, last_used, expires) VALUES (?, ?, ?, ?, ?, ?)",
        (token_hash, account, csrf, now, now, now + SESSION_LIFE),
    )


def _require_enabled(connection: sqlite3.Connection, account: str) -> None:
    row = connection.execute("SELECT disabled FROM accounts WHERE name = ?", (account,)).fetchone()
    refuse_if(row is None, f"there is no account {account}")
    refuse_if(row[0] != 0, f"account {account} is disabled")
