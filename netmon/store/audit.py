"""Who did what, when and from where: an append-only chain of hashes.

Each row's hash covers the row and the hash before it, so a row that was changed, removed or slipped
in later breaks the chain from there on.
"""

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence

from netmon.clock import Millis
from netmon.commands import Actor
from netmon.model import Deed
from netmon.reader import Sought
from netmon.store.rows import canonical
from netmon.store.seals import BrokenSeal

ORIGIN = "0" * 64
"""What stands for the hash before the first row."""
TABLE = "audit"
COLUMNS = ("id", "at", "account", "source", "action", "subject", "previous", "hash")
ROWS = f"SELECT {', '.join(COLUMNS)} FROM {TABLE} ORDER BY id"  # noqa: S608 -- constants
FOUND = """
    SELECT id, at, account, source, action, subject FROM audit
    WHERE (:before IS NULL OR id < :before)
      AND (:account = '' OR account = :account OR subject ->> 'account' = :account OR subject ->> 'name' = :account)
      AND (:action = '' OR action = :action)
    ORDER BY id DESC LIMIT :limit
"""
ACTIONS = "SELECT DISTINCT action FROM audit ORDER BY action"


def append(
    connection: sqlite3.Connection, actor: Actor, action: str, subject: Mapping[str, object], now: Millis
) -> int:
    """Add a row and return its id; `subject` must hold no secret."""
    last = connection.execute("SELECT hash FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    previous = last[0] if last else ORIGIN
    content = (now, actor.account, actor.source, action, canonical(subject))
    row = connection.execute(
        "INSERT INTO audit (at, account, source, action, subject, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " RETURNING id",
        (*content, previous, _chain(previous, content)),
    ).fetchone()
    key: int = row[0]
    return key


def first_broken_row(connection: sqlite3.Connection) -> int | None:
    """Return the id of the first row that does not continue the chain, or None if all do."""
    expected = ORIGIN
    for key, *content, previous, digest in connection.execute(ROWS):
        if previous != expected or digest != _chain(previous, content):
            broken: int = key
            return broken
        expected = digest
    return None


def check_all(connection: sqlite3.Connection) -> None:
    """Raise BrokenSeal over the first row that is not what was written, whatever came before it."""
    for row in connection.execute(ROWS):
        check(row)


def check(row: Sequence[object]) -> None:
    """Raise BrokenSeal if the columns of a row are not what was written, whatever came before it."""
    key, *content, previous, digest = row
    if digest != _chain(previous, content):
        raise BrokenSeal(TABLE, key)


def find(connection: sqlite3.Connection, sought: Sought, before: int | None, limit: int) -> tuple[Deed, ...]:
    """Return rows by whom or about whom, and of what kind, the newest first."""
    asked = {"before": before, "account": sought.account, "action": sought.action, "limit": limit}
    return tuple(Deed(*row) for row in connection.execute(FOUND, asked))


def known_actions(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return every kind of thing that was ever done."""
    return tuple(action for (action,) in connection.execute(ACTIONS))


def _chain(previous: object, content: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps([previous, *content]).encode()).hexdigest()
