"""What was written to municipalities and to readers of figures: rows of the outbox whose subjects say so."""

import sqlite3

from netmon.clock import Millis
from netmon.model import Delivery
from netmon.store.notifications import delivery_of

FIRST, BEYOND = "letter/", "letter0"
"""Between these lie the subjects of all letters: `0` follows `/`."""
UNENDED = """
    letter.kind IN ('firing', 'flapping') AND NOT EXISTS (
        SELECT 1 FROM notifications AS later
        WHERE later.subject_id = letter.subject_id
          AND later.channel = letter.channel
          AND later.address = letter.address
          AND later.kind IN ('resolved', 'passed')
    )
"""
"""That a letter says that something began, and its reader was not told of the end."""
WRITTEN = f"""
    SELECT id, subject_id, kind, channel, address, dedup_key, json_remove(payload, '$.attachments'),
           state, attempts, created, next_at, delivered, error, NULL
    FROM notifications AS letter
    WHERE subject_id >= :first AND subject_id < :beyond AND (created >= :since OR ({UNENDED}))
    ORDER BY id
"""  # noqa: S608 -- a constant of this module


def written(connection: sqlite3.Connection, since: Millis) -> tuple[Delivery, ...]:
    """Return the letters since a moment, and older ones whose end is still to be told; without what is attached."""
    rows = connection.execute(WRITTEN, {"first": FIRST, "beyond": BEYOND, "since": since})
    return tuple(delivery_of(row) for row in rows)
