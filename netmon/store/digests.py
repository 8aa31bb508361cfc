"""What a digest told: a row for each subject that it spoke of, so that its end is told to the same address."""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from netmon.model import Delivery, Message, NotificationKind


def keep(connection: sqlite3.Connection, messages: Iterable[Message]) -> None:
    """Note what each digest among the messages speaks of; one that is known already stays as it is."""
    connection.executemany(
        "INSERT INTO digested (dedup_key, subject_id, kind) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        ((message.dedup_key, subject, kind) for message in messages for subject, kind in message.covers),
    )


def told(connection: sqlite3.Connection, subject_id: str) -> frozenset[tuple[str, str, NotificationKind]]:
    """Return what digests said about a subject: channel, address, and what they said of it."""
    rows = connection.execute(
        "SELECT channel, address, digested.kind FROM digested JOIN notifications USING (dedup_key)"
        " WHERE digested.subject_id = ?",
        (subject_id,),
    )
    return frozenset((channel, address, NotificationKind(kind)) for channel, address, kind in rows)


def with_covers(connection: sqlite3.Connection, deliveries: Iterable[Delivery]) -> tuple[Delivery, ...]:
    """Return deliveries, each digest among them with what it speaks of."""
    return tuple(
        replace(row, message=_with_covers(connection, row.message))
        if row.message.kind is NotificationKind.DIGEST
        else row
        for row in deliveries
    )


def _with_covers(connection: sqlite3.Connection, digest: Message) -> Message:
    rows = connection.execute("SELECT subject_id, kind FROM digested WHERE dedup_key = ?", (digest.dedup_key,))
    return replace(digest, covers=tuple((subject, NotificationKind(kind)) for subject, kind in rows))
