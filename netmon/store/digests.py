"""What a digest told: a row for each subject that it spoke of, so that its end is told to the same address."""

import sqlite3
from collections.abc import Iterable

from netmon.model import Message, NotificationKind


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
