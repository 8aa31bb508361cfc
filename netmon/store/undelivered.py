"""What has not got through, and to whom something is still owed: what fail-over, the auditor and people look at."""

import json
import sqlite3
from collections.abc import Sequence

from netmon.clock import DAY, Interval, Millis
from netmon.model import Delivery, Message
from netmon.store import digests
from netmon.store.notifications import COLUMNS, delivery_of

UNSENT = f"""
    SELECT * FROM (
        SELECT {COLUMNS} FROM notifications
        WHERE state IN ('new', 'sending') AND json_extract(payload, '$.severity') = 'critical'
        ORDER BY id LIMIT :most
    ) UNION ALL SELECT * FROM (
        SELECT {COLUMNS} FROM notifications WHERE state = 'dead' AND next_at > :since
        ORDER BY next_at DESC LIMIT :most
    ) ORDER BY id
"""  # noqa: S608 -- COLUMNS is a constant
UNENDED = """
    SELECT DISTINCT told.subject_id FROM incidents JOIN notifications AS told ON told.subject_id = incidents.id
    WHERE incidents.ended BETWEEN ? AND ? AND told.kind = 'firing' AND told.state != 'dead' AND NOT EXISTS (
        SELECT 1 FROM notifications AS later
        WHERE later.subject_id = told.subject_id
          AND later.channel = told.channel
          AND later.address = told.address
          AND later.kind IN ('resolved', 'passed')
    ) AND NOT EXISTS (
        SELECT 1 FROM digested JOIN notifications AS digest USING (dedup_key)
        WHERE digested.subject_id = told.subject_id
          AND digested.kind = 'resolved'
          AND digest.channel = told.channel
          AND digest.address = told.address
    )
"""
MOST_UNSENT = 500
"""Messages of each kind that are looked at in one go; others have their turn when these are through."""
REMEMBERED = DAY
"""How long a message that was given up is still a reason to do something."""


def unsent(connection: sqlite3.Connection, now: Millis) -> tuple[Delivery, ...]:
    """Return the messages that have not got through, oldest first: critical ones, and what was given up of late."""
    asked = {"since": now - REMEMBERED, "most": MOST_UNSENT}
    return digests.with_covers(connection, map(delivery_of, connection.execute(UNSENT, asked).fetchall()))


def given_up(connection: sqlite3.Connection, since: Millis, *, limit: int) -> tuple[Delivery, ...]:
    """Return messages that were given up since a moment, the newest first."""
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM notifications WHERE state = 'dead' AND next_at >= ? ORDER BY next_at DESC LIMIT ?",  # noqa: S608 -- a constant
        (since, limit),
    )
    return tuple(delivery_of(row) for row in rows)


def unknown(connection: sqlite3.Connection, messages: Sequence[Message]) -> tuple[Message, ...]:
    """Return those of some messages that were never queued."""
    keys = json.dumps([message.dedup_key for message in messages])
    found = connection.execute(
        "SELECT dedup_key FROM notifications WHERE dedup_key IN (SELECT value FROM json_each(?))", (keys,)
    )
    known = {key for (key,) in found}
    return tuple(message for message in messages if message.dedup_key not in known)


def unended(connection: sqlite3.Connection, ended: Interval) -> frozenset[str]:
    """Return the incidents that ended in a period and whose end was not queued for everybody told that they began."""
    return frozenset(subject for (subject,) in connection.execute(UNENDED, (ended.start, ended.end)))
