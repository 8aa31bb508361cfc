"""Which messages still have to reach somebody: the outbox toward people.

A row is claimed for a lease, sent, and marked. Whoever is killed in between leaves a lease that
ends, and the message is sent again under the same dedup key. Per subject and address the order
holds: nothing overtakes an earlier row that still waits.
"""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from netmon.clock import Millis
from netmon.model import Delivery, DeliveryState, Message, NotificationKind
from netmon.store.rows import canonical

COLUMNS = """
    id, subject_id, kind, channel, address, dedup_key, payload, state, attempts, created, next_at, delivered, error
"""
QUEUE = """
    INSERT INTO notifications (subject_id, kind, channel, address, dedup_key, payload, state, created, next_at)
    VALUES (?, ?, ?, ?, ?, ?, 'new', ?, ?)
    ON CONFLICT (dedup_key) DO NOTHING
"""
CLAIM = f"""
    UPDATE notifications SET state = 'sending', attempts = attempts + 1, next_at = :lease_end
    WHERE id IN (
        SELECT id FROM notifications AS candidate
        WHERE state IN ('new', 'sending') AND next_at <= :now AND NOT EXISTS (
            SELECT 1 FROM notifications AS earlier
            WHERE earlier.subject_id = candidate.subject_id
              AND earlier.channel = candidate.channel
              AND earlier.address = candidate.address
              AND earlier.id < candidate.id
              AND earlier.state IN ('new', 'sending')
        )
        ORDER BY next_at, id LIMIT :limit
    )
    RETURNING {COLUMNS}
"""  # noqa: S608 -- COLUMNS is a constant of this module
LONGEST_ERROR = 500
Row = tuple[int, str, str, str, str, str, str, str, int, int, int, int | None, str]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many messages wait to be sent, and how many were given up."""

    waiting: int
    dead: int


def queue(connection: sqlite3.Connection, messages: Sequence[Message], now: Millis) -> None:
    """Add messages; one whose dedup key is known already is ignored."""
    connection.executemany(
        QUEUE,
        (
            (
                message.subject_id,
                message.kind,
                message.channel,
                message.address,
                message.dedup_key,
                canonical(message.payload),
                now,
                now,
            )
            for message in messages
        ),
    )


def claim(connection: sqlite3.Connection, now: Millis, *, limit: int, lease: Millis) -> tuple[Delivery, ...]:
    """Return messages that are due, oldest first; they are the caller's until the lease ends."""
    rows = connection.execute(CLAIM, {"now": now, "lease_end": now + lease, "limit": limit}).fetchall()
    return tuple(sorted((_delivery(row) for row in rows), key=lambda delivery: delivery.id))


def release(connection: sqlite3.Connection, now: Millis) -> None:
    """Make every claimed message due at once."""
    connection.execute("UPDATE notifications SET state = 'new', next_at = ? WHERE state = 'sending'", (now,))


def mark_delivered(connection: sqlite3.Connection, key: int, now: Millis) -> None:
    """Note that a message has arrived."""
    connection.execute(
        "UPDATE notifications SET state = 'sent', delivered = ?, error = '' WHERE id = ? AND state != 'sent'",
        (now, key),
    )


def mark_postponed(connection: sqlite3.Connection, key: int, next_at: Millis, error: str) -> None:
    """Note why a message did not get through, and when to try again."""
    connection.execute(
        "UPDATE notifications SET state = 'new', next_at = ?, error = ? WHERE id = ? AND state = 'sending'",
        (next_at, error[:LONGEST_ERROR], key),
    )


def mark_dead(connection: sqlite3.Connection, key: int, error: str) -> None:
    """Note why a message will never get through."""
    connection.execute(
        "UPDATE notifications SET state = 'dead', error = ? WHERE id = ? AND state = 'sending'",
        (error[:LONGEST_ERROR], key),
    )


def told(connection: sqlite3.Connection, subject_id: str) -> frozenset[tuple[str, str, NotificationKind]]:
    """Return every row about a subject, whatever became of it: channel, address, and what it says."""
    rows = connection.execute("SELECT channel, address, kind FROM notifications WHERE subject_id = ?", (subject_id,))
    return frozenset((channel, address, NotificationKind(kind)) for channel, address, kind in rows)


def count_waiting(connection: sqlite3.Connection) -> Waiting:
    """Return how many messages wait and how many are dead."""
    (waiting,) = connection.execute("SELECT count(*) FROM notifications WHERE state IN ('new', 'sending')").fetchone()
    (dead,) = connection.execute("SELECT count(*) FROM notifications WHERE state = 'dead'").fetchone()
    return Waiting(waiting, dead)


def deliveries_about(connection: sqlite3.Connection, subject_id: str) -> tuple[Delivery, ...]:
    """Return what became of every message about a subject, oldest first."""
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM notifications WHERE subject_id = ? ORDER BY id",  # noqa: S608 -- a constant
        (subject_id,),
    )
    return tuple(_delivery(row) for row in rows)


def _delivery(row: Row) -> Delivery:
    key, subject_id, kind, channel, address, dedup_key, payload, state, attempts, created, next_at, delivered, error = (
        row
    )
    return Delivery(
        id=key,
        message=Message(subject_id, NotificationKind(kind), channel, address, dedup_key, json.loads(payload)),
        state=DeliveryState(state),
        attempts=attempts,
        created=Millis(created),
        next_at=Millis(next_at),
        delivered=None if delivered is None else Millis(delivered),
        error=error,
    )
