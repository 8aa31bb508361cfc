"""Which messages still have to reach somebody: the outbox toward people.

A row is claimed for a lease, sent, and marked. Whoever is killed in between leaves a lease that
ends, and the message is sent again under the same dedup key, marked as a repetition. Per subject and
address the order holds: nothing overtakes an earlier row that still waits, be it a digest that speaks of the
same. What a claimer already has in hand is named by it, so neither a slow conversation nor a clock that steps
makes it send anything twice.
"""

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from netmon.clock import MINUTE, Millis
from netmon.model import Delivery, DeliveryState, Message, NotificationKind
from netmon.store import digests, seals
from netmon.store.database import note
from netmon.store.rows import canonical

COLUMNS = """
    id, subject_id, kind, channel, address, dedup_key, payload, state, attempts, created, next_at, delivered, error, crc
"""
QUEUE = """
    INSERT INTO notifications (subject_id, kind, channel, address, dedup_key, payload, state, created, next_at)
    VALUES (?, ?, ?, ?, ?, ?, 'new', ?, ?)
    ON CONFLICT (dedup_key) DO NOTHING
"""
CLAIM = """
    UPDATE notifications SET
        state = 'sending', attempts = attempts + 1, next_at = :lease_end,
        payload = CASE state WHEN 'sending' THEN json_set(payload, '$.repeated', json('true')) ELSE payload END
    WHERE id IN (
        SELECT id FROM notifications AS candidate
        WHERE state IN ('new', 'sending') AND (next_at <= :now OR next_at > :now + :longest)
          AND NOT EXISTS (
            SELECT 1 FROM notifications AS earlier
            WHERE earlier.subject_id = candidate.subject_id
              AND earlier.channel = candidate.channel
              AND earlier.address = candidate.address
              AND earlier.id < candidate.id
              AND earlier.state IN ('new', 'sending')
          )
          AND NOT EXISTS (
            SELECT 1 FROM (
                SELECT candidate.subject_id
                UNION ALL SELECT digested.subject_id FROM digested WHERE digested.dedup_key = candidate.dedup_key
            ) AS mine
            CROSS JOIN digested AS theirs ON theirs.subject_id = mine.subject_id
            CROSS JOIN notifications AS digest ON digest.dedup_key = theirs.dedup_key
            WHERE digest.channel = candidate.channel
              AND digest.address = candidate.address
              AND digest.id < candidate.id
              AND digest.state IN ('new', 'sending')
          )
          AND NOT EXISTS (
            SELECT 1 FROM digested AS mine
            CROSS JOIN notifications AS single ON single.subject_id = mine.subject_id
            WHERE mine.dedup_key = candidate.dedup_key
              AND single.channel = candidate.channel
              AND single.address = candidate.address
              AND single.id < candidate.id
              AND single.state IN ('new', 'sending')
          )
          AND channel NOT IN (SELECT value FROM json_each(:full))
          AND NOT EXISTS (
            SELECT 1 FROM notifications AS held JOIN json_each(:held) ON held.id = value
            WHERE held.channel = candidate.channel AND held.address = candidate.address
          )
        ORDER BY json_extract(payload, '$.severity') IS NOT 'critical', next_at, id LIMIT :limit
    )
    RETURNING id
"""
MERGE = """
    UPDATE notifications SET
        state = 'sending', attempts = attempts + (state = 'new'), next_at = :lease_end, kind = :kind, payload = :payload
    WHERE id = :id
"""
ONE = f"SELECT {COLUMNS} FROM notifications WHERE id = ?"  # noqa: S608 -- COLUMNS is a constant of this module
ABOUT = f"""
    SELECT {COLUMNS} FROM notifications WHERE subject_id = :subject
    UNION
    SELECT {COLUMNS} FROM notifications
    WHERE dedup_key IN (SELECT dedup_key FROM digested WHERE digested.subject_id = :subject)
    ORDER BY id
"""  # noqa: S608 -- as above
LANE = f"""
    SELECT {COLUMNS} FROM notifications WHERE subject_id = :subject AND channel = :channel AND address = :address
    UNION
    SELECT {COLUMNS} FROM notifications
    WHERE dedup_key IN (SELECT dedup_key FROM digested WHERE digested.subject_id = :subject)
      AND channel = :channel AND address = :address
    ORDER BY id
"""  # noqa: S608 -- as above
UNDELIVERED = "state NOT IN ('sent', 'merged', 'dead')"
LONGEST_ERROR = 500
LONGEST_WAIT = Millis(5 * MINUTE)
"""Nothing is put off, or leased, for longer: a row that says so was written before the clock stepped back."""
Row = tuple[int, str, str, str, str, str, str, str, int, int, int, int | None, str, int | None]


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


@dataclass(frozen=True, slots=True)
class Busy:
    """What the caller of `claim` has in hand: rows, whose addresses get nothing else, and channels that are full."""

    held: Collection[int] = ()
    full: Collection[str] = ()


IDLE = Busy()


def claim(
    connection: sqlite3.Connection, now: Millis, *, limit: int, lease: Millis, busy: Busy
) -> tuple[Delivery, ...]:
    """Return messages that are due, critical ones first; they are the caller's until the lease ends."""
    asked = {
        "now": now,
        "longest": LONGEST_WAIT,
        "lease_end": now + lease,
        "limit": limit,
        "held": json.dumps(sorted(busy.held)),
        "full": json.dumps(sorted(busy.full)),
    }
    try:
        claimed = connection.execute(CLAIM, asked).fetchall()
    except sqlite3.OperationalError:  # a payload that is no JSON any more stops the whole query
        seals.check_all(connection, "notifications", UNDELIVERED)
        raise
    return tuple(found for (key,) in sorted(claimed) if (found := _sound(connection, key)) is not None)


def release(connection: sqlite3.Connection, now: Millis) -> None:
    """Make every claimed message due at once; that it was claimed, and may have arrived, stays known."""
    connection.execute("UPDATE notifications SET next_at = ? WHERE state = 'sending'", (now,))


def lane(connection: sqlite3.Connection, delivery: Delivery) -> tuple[Delivery, ...]:
    """Return everything about a message's subject that goes or went to its address, in digests too, oldest first."""
    message = delivery.message
    asked = {"subject": message.subject_id, "channel": message.channel, "address": message.address}
    return digests.with_covers(connection, map(delivery_of, connection.execute(LANE, asked).fetchall()))


def merge(
    connection: sqlite3.Connection, superseded: Collection[int], end: Delivery, lease_end: Millis
) -> Delivery | None:
    """Let one message, claimed herewith, stand for others that have not got through; None if there is none."""
    connection.executemany(
        "UPDATE notifications SET state = 'merged' WHERE id = ? AND state IN ('new', 'sending')",
        ((key,) for key in superseded),
    )
    message = end.message
    said = {"kind": message.kind, "payload": canonical(message.payload), "lease_end": lease_end, "id": end.id}
    connection.execute(MERGE, said)
    return _sound(connection, end.id)


def _sound(connection: sqlite3.Connection, key: int) -> Delivery | None:
    """Return one message, None if there is none; one that is damaged is noted, and in nobody's way."""
    try:
        seals.check_all(connection, "notifications", f"id = {key:d}")
        row = connection.execute(ONE, (key,)).fetchone()
        return None if row is None else delivery_of(row)
    except seals.BrokenSeal as error:
        note(connection, error)
        return None


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


def mark_dead(connection: sqlite3.Connection, key: int, now: Millis, error: str) -> None:
    """Note when it became clear that a message will never get through, and why."""
    connection.execute(
        "UPDATE notifications SET state = 'dead', next_at = ?, error = ? WHERE id = ? AND state = 'sending'",
        (now, error[:LONGEST_ERROR], key),
    )


def told(connection: sqlite3.Connection, subject_id: str) -> frozenset[tuple[str, str, NotificationKind]]:
    """Return every row about a subject, whatever became of it: channel, address, and what it says.

    What has passed is over: who asks whether the end was told need not know the word.
    """
    rows = connection.execute(
        """
        SELECT channel, address, CASE kind WHEN 'passed' THEN 'resolved' ELSE kind END
        FROM notifications WHERE subject_id = ?
        """,
        (subject_id,),
    )
    return frozenset((channel, address, NotificationKind(kind)) for channel, address, kind in rows)


def count_waiting(connection: sqlite3.Connection) -> Waiting:
    """Return how many messages wait and how many are dead."""
    (waiting,) = connection.execute("SELECT count(*) FROM notifications WHERE state IN ('new', 'sending')").fetchone()
    (dead,) = connection.execute("SELECT count(*) FROM notifications WHERE state = 'dead'").fetchone()
    return Waiting(waiting, dead)


def deliveries_about(connection: sqlite3.Connection, subject_id: str) -> tuple[Delivery, ...]:
    """Return what became of every message that speaks of a subject, digests among them, oldest first."""
    rows = connection.execute(ABOUT, {"subject": subject_id})
    return tuple(delivery_of(row) for row in rows)


def delivery_of(row: Row) -> Delivery:
    """Return a row of the outbox as a value; raise BrokenSeal if it is not what was written."""
    *content, crc = row
    seals.check("notifications", crc, content)
    key, subject_id, kind, channel, address, dedup_key, payload, state, attempts, created, next_at, delivered, error = (
        row[:-1]
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
