"""Tokens that programs ask with: in whose name, for what, until when."""

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from netmon.clock import DAY, Millis
from netmon.commands.admission import LONGEST_LABEL, AddToken, NoteTokenUse, RevokeToken
from netmon.foreign import one_line
from netmon.model import ApiToken, Scope
from netmon.phrase import Phrase
from netmon.store.accounts import find
from netmon.store.refusal import refuse_if

LONGEST_LIFE = Millis(366 * DAY)
MOST_GOOD = 20
"""Tokens of an account that are good at a time."""
MOST_LISTED = 500
HASH_LENGTH = 64
TOKENS = "SELECT id, account, label, scopes, created, expires, last_used, revoked FROM api_tokens"

TokenCommand = AddToken | RevokeToken | NoteTokenUse


def apply(connection: sqlite3.Connection, command: TokenCommand, now: Millis) -> None:
    """Carry out a command about a token; raise CommandRefused."""
    match command:
        case AddToken():
            _add(connection, command, now)
        case RevokeToken():
            _revoke(connection, command, now)
        case NoteTokenUse(token):
            connection.execute(
                "UPDATE api_tokens SET last_used = max(coalesce(last_used, 0), ?) WHERE id = ?", (now, token)
            )


def token_of(row: Sequence[Any]) -> ApiToken:
    """Return the token of a row of `TOKENS`."""
    key, account, label, scopes, created, expires, last_used, revoked = row
    known = set(map(str, Scope))
    return ApiToken(
        key,
        account,
        label,
        frozenset(Scope(scope) for scope in json.loads(scopes) if scope in known),
        created,
        expires,
        last_used,
        revoked,
    )


def with_hash(connection: sqlite3.Connection, token_hash: str) -> ApiToken | None:
    """Return a token by its SHA-256, good or not."""
    row = connection.execute(f"{TOKENS} WHERE token_hash = ?", (token_hash,)).fetchone()
    return token_of(row) if row else None


def listed(connection: sqlite3.Connection, account: str | None) -> tuple[ApiToken, ...]:
    """Return the tokens of an account, or of all, the newest first."""
    rows = connection.execute(
        f"{TOKENS} WHERE ?1 IS NULL OR account = ?1 ORDER BY id DESC LIMIT ?2", (account, MOST_LISTED)
    )
    return tuple(map(token_of, rows))


def prune(connection: sqlite3.Connection, before: Millis) -> None:
    """Forget tokens that were over before a moment; the audit keeps who made and revoked them."""
    connection.execute(
        "DELETE FROM api_tokens WHERE id IN (SELECT id FROM api_tokens WHERE coalesce(revoked, expires) < ? LIMIT ?)",
        (before, MOST_LISTED),
    )


def _add(connection: sqlite3.Connection, command: AddToken, now: Millis) -> None:
    account = find(connection, command.account)
    label = one_line(command.label).strip()[:LONGEST_LABEL]
    refuse_if(account.disabled, Phrase("account {account} is disabled", account=command.account))
    refuse_if(not label, Phrase("a token needs a label that says which program has it"))
    refuse_if(not command.scopes, Phrase("a token needs a scope; without one it opens nothing"))
    refuse_if(
        not now < command.expires <= now + LONGEST_LIFE,
        Phrase("a token is good for at least a moment and at most {days} days", days=LONGEST_LIFE // DAY),
    )
    refuse_if(len(command.token_hash) != HASH_LENGTH, Phrase("this is not the hash of a token"))
    good = sum(token.is_good(now) for token in listed(connection, command.account))
    refuse_if(
        good >= MOST_GOOD,
        Phrase(
            "account {account} has {most} tokens; revoke one that is not needed",
            account=command.account,
            most=MOST_GOOD,
        ),
    )
    connection.execute(
        "INSERT INTO api_tokens (token_hash, account, label, scopes, created, expires) VALUES (?, ?, ?, ?, ?, ?)",
        (command.token_hash, command.account, label, json.dumps(sorted(set(command.scopes))), now, command.expires),
    )


def _revoke(connection: sqlite3.Connection, command: RevokeToken, now: Millis) -> None:
    """Void a token; one of somebody else is no more there than one that never was."""
    row = connection.execute(
        "SELECT revoked FROM api_tokens WHERE id = ?1 AND ?2 IN ('', account)", (command.token, command.account)
    ).fetchone()
    refuse_if(row is None, Phrase("there is no token {token}", token=str(command.token)))
    refuse_if(row[0] is not None, Phrase("token {token} is revoked already", token=str(command.token)))
    connection.execute("UPDATE api_tokens SET revoked = ? WHERE id = ?", (now, command.token))
