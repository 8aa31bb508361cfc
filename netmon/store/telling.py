"""What `state.db` says about who was told: of what, how much of late, and what ended a moment ago."""

import sqlite3

from netmon.clock import Millis
from netmon.model import Incident, NotificationKind
from netmon.oncall.book import LATELY
from netmon.oncall.policy import Address
from netmon.store import digests, notifications
from netmon.store.rows import INCIDENT

MOST_LATELY = 5_000
"""Messages that the last minute is looked for among, the latest."""
MOST_ENDED = 1_000
SENT = """
    SELECT channel, address, created FROM (SELECT * FROM notifications ORDER BY id DESC LIMIT :most)
    WHERE created > :since AND created <= :now AND kind IN ('firing', 'resolved', 'flapping', 'passed', 'digest')
    ORDER BY created, id
"""
LATEST = """
    SELECT max(subject_id) FROM {table}
    WHERE subject_id > :prefix AND subject_id < :end AND instr(substr(subject_id, length(:prefix) + 1), '/') = 0
"""


def told(connection: sqlite3.Connection, subject_id: str) -> frozenset[tuple[str, str, NotificationKind]]:
    """Return what the outbox holds or held about a subject: channel, address, and what it says."""
    return notifications.told(connection, subject_id) | digests.told(connection, subject_id)


def sent_lately(connection: sqlite3.Connection, now: Millis) -> dict[Address, tuple[Millis, ...]]:
    """Return when each address was sent something within the last minute; what failed over counts too."""
    lately: dict[Address, tuple[Millis, ...]] = {}
    asked = {"most": MOST_LATELY, "since": now - LATELY, "now": now}
    for channel, address, created in connection.execute(SENT, asked):
        lately[channel, address] = (*lately.get((channel, address), ()), Millis(created))
    return lately


def ended_since(connection: sqlite3.Connection, since: Millis) -> tuple[Incident, ...]:
    """Return the incidents that ended after a moment, in that order."""
    rows = connection.execute(
        "SELECT body FROM incidents WHERE ended > ? ORDER BY ended, id LIMIT ?", (since, MOST_ENDED)
    )
    return tuple(INCIDENT.validate_json(body) for (body,) in rows)


def latest_subject(connection: sqlite3.Connection, family: str) -> str | None:
    """Return the latest subject that anybody was told of among those called `family/…`, None if there is none."""
    asked = {"prefix": f"{family}/", "end": f"{family}{chr(ord('/') + 1)}"}
    rows = [connection.execute(LATEST.format(table=table), asked) for table in ("notifications", "digested")]
    return max((subject for row in rows for (subject,) in row if subject is not None), default=None)
