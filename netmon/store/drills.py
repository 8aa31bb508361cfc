"""Drills as the file knows them: held ones lie in the outbox, skipped ones in the audit."""

import json
import sqlite3

from netmon.clock import Millis
from netmon.commands import SkipDrill
from netmon.drill.result import PREFIX, Hindrance, Skipped, subject_of
from netmon.model import Delivery
from netmon.store.notifications import COLUMNS, delivery_of

AFTER = f"{PREFIX[:-1]}{chr(ord(PREFIX[-1]) + 1)}"
"""The first text that no longer begins with the prefix."""
HELD = f"""
    SELECT {COLUMNS} FROM notifications WHERE subject_id = (
        SELECT max(subject_id) FROM notifications WHERE subject_id >= ? AND subject_id < ?
    ) ORDER BY id
"""  # noqa: S608 -- COLUMNS is a constant
SKIPPED = """
    SELECT subject FROM (SELECT action, subject FROM audit ORDER BY id DESC LIMIT ?) WHERE action = ? LIMIT 1
"""
LATELY = 10_000
"""Audit rows that are looked through for a skipped drill: more than a week brings."""


def last_held(connection: sqlite3.Connection) -> tuple[Delivery, ...]:
    """Return the messages of the drill that was held last, none if there was none; moments have 13 digits till 2286."""
    return tuple(map(delivery_of, connection.execute(HELD, (PREFIX, AFTER))))


def last_skipped(connection: sqlite3.Connection) -> Skipped | None:
    """Return the drill that was skipped last, None if there was none of late."""
    row = connection.execute(SKIPPED, (LATELY, SkipDrill.__name__)).fetchone()
    if row is None:
        return None
    said = json.loads(row[0])
    return Skipped(Millis(said["at"]), Hindrance(said["hindrance"]), said["about"])


def is_decided(connection: sqlite3.Connection, at: Millis) -> bool:
    """Say whether the drill of a moment was held or skipped."""
    found = connection.execute("SELECT 1 FROM notifications WHERE subject_id = ? LIMIT 1", (subject_of(at),)).fetchone()
    skipped = last_skipped(connection) if found is None else None
    return found is not None or (skipped is not None and skipped.at == at)
