"""Who may log in: accounts, their passwords, and what ends when they do."""

import json
import re
import sqlite3
from collections.abc import Sequence
from typing import Any

from netmon.clock import Millis
from netmon.commands import AddAccount, DisableAccount, EnableAccount, ResetPassword
from netmon.commands.admission import AssignRole, EndSessions
from netmon.foreign import one_line
from netmon.model import Account, MunicipalityCode, Role
from netmon.people.passwords import REMEMBERED
from netmon.phrase import Phrase
from netmon.store.refusal import refuse_if

LONGEST_NAME = 100
ACCOUNT_NAME = re.compile(r"[a-z][a-z0-9._-]{0,31}")
MUNICIPALITY = re.compile(r"[0-9]{6}")
MOST_MUNICIPALITIES = 200
ACCOUNTS = """
    SELECT name, full_name, role, password_hash, password_set, disabled, temporary, break_glass, last_login,
      EXISTS (SELECT 1 FROM second_factors WHERE account = accounts.name),
      (SELECT json_group_array(password_hash) FROM former_passwords WHERE account = accounts.name),
      (SELECT json_group_array(municipality) FROM account_municipalities WHERE account = accounts.name)
    FROM accounts
"""

AccountCommand = AddAccount | DisableAccount | EnableAccount | ResetPassword | AssignRole | EndSessions


def apply(connection: sqlite3.Connection, command: AccountCommand, now: Millis) -> None:
    """Carry out a command about an account; raise CommandRefused."""
    match command:
        case AddAccount():
            _add(connection, command, now)
        case DisableAccount():
            _disable(connection, command.account, now)
        case EnableAccount():
            _enable(connection, command.account)
        case ResetPassword():
            find(connection, command.account)
            replace_password(connection, command.account, command.password_hash, now, temporary=command.temporary)
            close_all(connection, command.account)
            _revoke_tokens(connection, command.account, now)
        case AssignRole():
            _assign(connection, command, now)
        case EndSessions():
            _end_sessions(connection, command)


def find(connection: sqlite3.Connection, name: str) -> Account:
    """Return an account; raise CommandRefused if there is none."""
    row = connection.execute(f"{ACCOUNTS} WHERE name = ?", (name,)).fetchone()
    refuse_if(row is None, Phrase("there is no account {account}", account=name))
    return account_of(row)


def account_of(row: Sequence[Any]) -> Account:
    """Return the account of a row of `ACCOUNTS`."""
    name, full_name, role, password_hash, password_set, disabled, temporary, break_glass, last_login, factor, *lists = (
        row
    )
    former, municipalities = map(json.loads, lists)
    return Account(
        name,
        full_name,
        Role(role),
        password_hash,
        password_set,
        disabled=bool(disabled),
        is_temporary=bool(temporary),
        is_break_glass=bool(break_glass),
        last_login=last_login,
        former_hashes=tuple(former),
        municipalities=tuple(sorted(map(MunicipalityCode, municipalities))),
        has_factor=bool(factor),
    )


def replace_password(
    connection: sqlite3.Connection, account: str, password_hash: str, now: Millis, *, temporary: bool
) -> None:
    """Give an account another password and remember the one before."""
    _require_argon2id(password_hash)
    connection.execute(
        "INSERT INTO former_passwords (account, password_hash) SELECT name, password_hash FROM accounts WHERE name = ?",
        (account,),
    )
    connection.execute(
        "DELETE FROM former_passwords WHERE account = ?1 AND id NOT IN"
        " (SELECT id FROM former_passwords WHERE account = ?1 ORDER BY id DESC LIMIT ?2)",
        (account, REMEMBERED - 1),
    )
    connection.execute(
        "UPDATE accounts SET password_hash = ?, password_set = ?, temporary = ? WHERE name = ?",
        (password_hash, now, temporary, account),
    )


def close_all(connection: sqlite3.Connection, account: str) -> None:
    """Close every session of an account and make its login links worthless."""
    connection.execute("DELETE FROM sessions WHERE account = ?", (account,))
    connection.execute("DELETE FROM login_links WHERE account = ?", (account,))


def _add(connection: sqlite3.Connection, command: AddAccount, now: Millis) -> None:
    full_name = one_line(command.full_name)[:LONGEST_NAME]
    refuse_if(
        ACCOUNT_NAME.fullmatch(command.name) is None,
        Phrase("an account name is a letter, then up to 31 letters a-z, digits, dots, dashes or underscores"),
    )
    refuse_if(not full_name, Phrase("an account needs the person's full name, as colleagues read it"))
    _require_argon2id(command.password_hash)
    _require_scope(command.role, command.municipalities)
    known = connection.execute("SELECT 1 FROM accounts WHERE name = ?", (command.name,)).fetchone()
    refuse_if(known is not None, Phrase("account {account} exists already", account=command.name))
    connection.execute(
        "INSERT INTO accounts (name, full_name, role, password_hash, password_set, temporary, break_glass)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (command.name, full_name, command.role, command.password_hash, now, command.temporary, command.break_glass),
    )
    _bind(connection, command.name, command.municipalities)


def _bind(connection: sqlite3.Connection, account: str, codes: Sequence[MunicipalityCode]) -> None:
    """Let an account speak for these municipalities and no others."""
    connection.execute("DELETE FROM account_municipalities WHERE account = ?", (account,))
    connection.executemany(
        "INSERT INTO account_municipalities (account, municipality) VALUES (?, ?)",
        [(account, code) for code in dict.fromkeys(codes)],
    )


def _assign(connection: sqlite3.Connection, command: AssignRole, now: Millis) -> None:
    account = find(connection, command.account)
    _require_scope(command.role, command.municipalities)
    is_administrator = account.role is Role.ADMINISTRATOR
    if command.role is not Role.ADMINISTRATOR and is_administrator:
        _require_other_administrator(connection, command.account)
        refuse_if(account.is_break_glass, Phrase("a break-glass account stays an administrator's"))
    refuse_if(
        command.role is Role.ADMINISTRATOR and not is_administrator and not command.password_hash,
        Phrase("who becomes an administrator needs another password: theirs are longer"),
    )
    connection.execute("UPDATE accounts SET role = ? WHERE name = ?", (command.role, command.account))
    _bind(connection, command.account, command.municipalities)
    if command.password_hash:
        replace_password(connection, command.account, command.password_hash, now, temporary=True)
    close_all(connection, command.account)


def _end_sessions(connection: sqlite3.Connection, command: EndSessions) -> None:
    find(connection, command.account)
    ended = connection.execute(
        "DELETE FROM sessions WHERE account = ?1 AND ?2 IN ('', token_hash) AND token_hash <> ?3",
        (command.account, command.only, command.but),
    ).rowcount
    refuse_if(ended == 0, Phrase("no such session is open"))


def _revoke_tokens(connection: sqlite3.Connection, account: str, now: Millis) -> None:
    connection.execute("UPDATE api_tokens SET revoked = ? WHERE account = ? AND revoked IS NULL", (now, account))


def _disable(connection: sqlite3.Connection, name: str, now: Millis) -> None:
    account = find(connection, name)
    refuse_if(account.disabled, Phrase("account {account} is disabled already", account=name))
    if account.role is Role.ADMINISTRATOR:
        _require_other_administrator(connection, name)
    connection.execute("UPDATE accounts SET disabled = 1 WHERE name = ?", (name,))
    close_all(connection, name)
    _revoke_tokens(connection, name, now)


def _enable(connection: sqlite3.Connection, name: str) -> None:
    refuse_if(not find(connection, name).disabled, Phrase("account {account} is enabled already", account=name))
    connection.execute("UPDATE accounts SET disabled = 0 WHERE name = ?", (name,))


def _require_other_administrator(connection: sqlite3.Connection, name: str) -> None:
    """Refuse where nobody else may administer; who breaks the glass counts."""
    row = connection.execute(
        "SELECT 1 FROM accounts WHERE role = ? AND disabled = 0 AND name <> ?", (Role.ADMINISTRATOR, name)
    ).fetchone()
    refuse_if(
        row is None,
        Phrase("{account} is the last administrator who may log in; add or enable another one first", account=name),
    )


def _require_scope(role: Role, codes: Sequence[MunicipalityCode]) -> None:
    """Refuse an account of a municipality that speaks for none or too many, and of operators, who have all."""
    if role is Role.MUNICIPALITY:
        refuse_if(not codes, Phrase("an account of a municipality needs its six-digit code (--code)"))
    else:
        refuse_if(bool(codes), Phrase("only an account of the role municipality is bound to codes"))
    strange = next((code for code in codes if MUNICIPALITY.fullmatch(code) is None), "")
    refuse_if(bool(strange), Phrase("{code} is no code of a municipality; it has six digits", code=strange))
    refuse_if(
        len(codes) > MOST_MUNICIPALITIES,
        Phrase("an account speaks for at most {most} municipalities", most=MOST_MUNICIPALITIES),
    )


def _require_argon2id(password_hash: str) -> None:
    refuse_if(not password_hash.startswith("$argon2id$"), Phrase("the password hash must be argon2id"))
