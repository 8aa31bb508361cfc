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
from netmon.store.rows import canonical

ORIGIN = "0" * 64
"""What stands for the hash before the first row."""


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
    rows = connection.execute("SELECT id, at, account, source, action, subject, previous, hash FROM audit ORDER BY id")
    for key, *content, previous, digest in rows:
        if previous != expected or digest != _chain(previous, content):
            broken: int = key
            return broken
        expected = digest
    return None


def _chain(previous: str, content: Sequence[int | str]) -> str:
    return hashlib.sha256(json.dumps([previous, *content]).encode()).hexdigest()
