"""Who is logged in, and how one gets in: one-time links, sessions."""

import sqlite3
from dataclasses import dataclass

from netmon.clock import HOUR, MINUTE, Millis
from netmon.commands import (
    ChangePassword,
    CloseSession,
    IssueLoginLink,
    OpenSession,
    RedeemLoginLink,
    RenewSession,
)
from netmon.model import Account
from netmon.phrase import Phrase
from netmon.store.accounts import close_all, find, replace_password
from netmon.store.factors import Proof, spend
from netmon.store.refusal import refuse_if

SESSION_IDLE = Millis(30 * MINUTE)
SESSION_LIFE = Millis(12 * HOUR)
LINK_LIFE = Millis(15 * MINUTE)

LoginCommand = IssueLoginLink | OpenSession | RedeemLoginLink | RenewSession | CloseSession | ChangePassword


@dataclass(frozen=True, slots=True)
class Opening:
    """A session that begins: what it is kept by, and where it is opened from."""

    token_hash: str
    csrf: str
    source: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Whom a command let in, and what proved who it is besides the password."""

    account: Account
    proof: Proof | None = None


def apply(connection: sqlite3.Connection, command: LoginCommand, source: str, now: Millis) -> Entry | None:
    """Carry out a command about logging in and return whom it let in, if anybody; raise CommandRefused."""
    match command:
        case IssueLoginLink():
            _issue_login_link(connection, command, now)
        case OpenSession():
            return _open_session(connection, command, source, now)
        case RedeemLoginLink():
            return _redeem_login_link(connection, command, source, now)
        case RenewSession():
            _renew_session(connection, command, now)
        case CloseSession():
            _close_session(connection, command)
        case ChangePassword():
            return _change_password(connection, command, source, now)
    return None


def _issue_login_link(connection: sqlite3.Connection, command: IssueLoginLink, now: Millis) -> None:
    _enabled(connection, command.account)
    connection.execute("DELETE FROM login_links WHERE expires <= ?", (now,))
    connection.execute(
        "INSERT INTO login_links (token_hash, account, expires) VALUES (?, ?, ?)",
        (command.token_hash, command.account, now + LINK_LIFE),
    )


def _open_session(connection: sqlite3.Connection, command: OpenSession, source: str, now: Millis) -> Entry:
    account = _whose_password(connection, command.account, command.password_set)
    proof = spend(connection, command.account, command.code, now)
    _insert_session(connection, command.account, Opening(command.token_hash, command.csrf_token, source), now)
    return Entry(account, proof)


def _redeem_login_link(connection: sqlite3.Connection, command: RedeemLoginLink, source: str, now: Millis) -> Entry:
    row = connection.execute(
        "SELECT account, expires, used FROM login_links WHERE token_hash = ?", (command.link_hash,)
    ).fetchone()
    refuse_if(row is None, Phrase("this login link is unknown or has expired; ask for a new one"))
    name, expires, used = row
    refuse_if(used is not None, Phrase("this login link has been used; ask for a new one"))
    refuse_if(expires <= now, Phrase("this login link has expired; ask for a new one"))
    account = _enabled(connection, name)
    refuse_if(account.has_factor, Phrase("this account has a second factor; log in with password and code"))
    connection.execute("UPDATE login_links SET used = ? WHERE token_hash = ?", (now, command.link_hash))
    _insert_session(connection, name, Opening(command.token_hash, command.csrf_token, source), now)
    return Entry(account)


def _change_password(connection: sqlite3.Connection, command: ChangePassword, source: str, now: Millis) -> Entry:
    """Replace the password and every session; the person goes on in a new one."""
    account = _whose_password(connection, command.account, command.password_set)
    proof = spend(connection, command.account, command.code, now)
    replace_password(connection, command.account, command.password_hash, now, temporary=False)
    close_all(connection, command.account)
    _insert_session(connection, command.account, Opening(command.token_hash, command.csrf_token, source), now)
    return Entry(account, proof)


def _renew_session(connection: sqlite3.Connection, command: RenewSession, now: Millis) -> None:
    renewed = connection.execute(
        "UPDATE sessions SET last_used = max(last_used, ?) WHERE token_hash = ? AND expires > ? AND last_used > ?",
        (now, command.token_hash, now, now - SESSION_IDLE),
    ).rowcount
    refuse_if(renewed == 0, Phrase("this session is over; log in again"))


def _close_session(connection: sqlite3.Connection, command: CloseSession) -> None:
    closed = connection.execute("DELETE FROM sessions WHERE token_hash = ?", (command.token_hash,)).rowcount
    refuse_if(closed == 0, Phrase("this session is closed already"))


def _insert_session(connection: sqlite3.Connection, account: str, opening: Opening, now: Millis) -> None:
    connection.execute("DELETE FROM sessions WHERE expires <= ? OR last_used <= ?", (now, now - SESSION_IDLE))
    connection.execute(
        "INSERT INTO sessions (token_hash, account, csrf_token, created, last_used, expires, source)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (opening.token_hash, account, opening.csrf, now, now, now + SESSION_LIFE, opening.source),
    )
    connection.execute("UPDATE accounts SET last_login = ? WHERE name = ?", (now, account))


def _enabled(connection: sqlite3.Connection, name: str) -> Account:
    account = find(connection, name)
    refuse_if(account.disabled, Phrase("account {account} is disabled", account=name))
    return account


def _whose_password(connection: sqlite3.Connection, name: str, password_set: Millis) -> Account:
    """Return the account whose password was found right, unless it was replaced while that was checked."""
    account = _enabled(connection, name)
    refuse_if(
        account.password_set != password_set, Phrase("the password was changed meanwhile; log in with the new one")
    )
    return account
