"""What was told long ago and is over is forgotten: without that the outbox would only grow.

A row goes when it has arrived, was merged or given up, everything said about its subject is as old, and nobody can
speak of that any more: an incident is over for as long, no alert fires, nobody is called about it, nobody believes in
it, no letter is owed its end. Of a digest this must hold for each subject. So what derives from the outbox that
something was told, as deduplication, letters and the auditor do, never asks for a row that is gone.
"""

import json
import sqlite3

from netmon.clock import DAY, Millis
from netmon.model import episode_of
from netmon.store.letters import BEYOND, FIRST, UNENDED
from netmon.store.rows import ALERT

KEPT = Millis(500 * DAY)
"""A month can be compared with that of the year before, and the longest work, a year, was announced since."""
PART = 250
"""Rows that are looked at in one transaction: a tenth of a second at most, as nothing else is written meanwhile."""
LOOK = "SELECT id, created FROM notifications WHERE id > ? ORDER BY id LIMIT ?"
SPEAKS = "(about.state IN ('new', 'sending') OR about.created >= :before OR about.next_at >= :before)"
OVER = f"""
    WITH past AS MATERIALIZED (
        SELECT id, subject_id, dedup_key FROM notifications
        WHERE id > :after AND id <= :last
          AND state NOT IN ('new', 'sending') AND created < :before
    ),
    spoken (id, subject_id) AS MATERIALIZED (
        SELECT id, subject_id FROM past
        UNION ALL
        SELECT past.id, digested.subject_id FROM past CROSS JOIN digested ON digested.dedup_key = past.dedup_key
    ),
    subjects (name) AS MATERIALIZED (SELECT DISTINCT subject_id FROM spoken),
    present (name) AS MATERIALIZED (
        SELECT name FROM subjects
        WHERE name IN (SELECT value FROM json_each(:firing))
           OR EXISTS (SELECT 1 FROM incidents WHERE id = name AND (ended IS NULL OR ended >= :before))
           OR EXISTS (SELECT 1 FROM cases WHERE cases.subject_id = name)
           OR EXISTS (SELECT 1 FROM episodes WHERE episodes.subject_id = name)
           OR EXISTS (SELECT 1 FROM notifications AS about WHERE about.subject_id = name AND {SPEAKS})
           OR EXISTS (
               SELECT 1 FROM digested CROSS JOIN notifications AS about ON about.dedup_key = digested.dedup_key
               WHERE digested.subject_id = name AND {SPEAKS}
           )
           OR (name >= :first AND name < :beyond AND EXISTS (
               SELECT 1 FROM notifications AS letter
               WHERE letter.subject_id = name AND letter.state != 'dead' AND {UNENDED}
           ))
    )
    SELECT id, dedup_key FROM past
    WHERE id NOT IN (SELECT id FROM spoken WHERE subject_id IN (SELECT name FROM present))
"""  # noqa: S608 -- constants of this module and of store.letters


def prune(connection: sqlite3.Connection, after: int, now: Millis) -> int:
    """Forget what is over among the next rows after one; return the last that was looked at, 0 if no later one is old.

    Rows lie in the order in which they were queued. What comes from the future was queued before the clock was set
    back: it hides nothing that lies behind it.
    """
    before = Millis(now - KEPT)
    rows = connection.execute(LOOK, (after, PART)).fetchall()
    if all(before <= created <= now for _, created in rows):
        return 0
    last: int = rows[-1][0]
    asked = {
        "after": after,
        "last": last,
        "before": before,
        "firing": _firing(connection),
        "first": FIRST,
        "beyond": BEYOND,
    }
    over = connection.execute(OVER, asked).fetchall()
    connection.executemany("DELETE FROM digested WHERE dedup_key = ?", ((key,) for _, key in over))
    connection.executemany("DELETE FROM notifications WHERE id = ?", ((number,) for number, _ in over))
    return last


def _firing(connection: sqlite3.Connection) -> str:
    """Return the subjects of the alerts that there are, as JSON."""
    alerts = (ALERT.validate_json(body) for (body,) in connection.execute("SELECT body FROM alerts"))
    return json.dumps([episode_of(alert, alert.fired_at) for alert in alerts if alert.fired_at is not None])
