"""How the call book outlasts a restart: a row for each subject that people are called about."""

import sqlite3
from collections.abc import Mapping

from pydantic import TypeAdapter

from netmon.oncall.book import Case
from netmon.store.rows import to_json

CASE = TypeAdapter(Case)


def load(connection: sqlite3.Connection) -> dict[str, Case]:
    """Return the cases that were saved last, by subject."""
    rows = connection.execute("SELECT subject_id, body FROM cases ORDER BY subject_id")
    return {subject: CASE.validate_json(body) for subject, body in rows}


def save(connection: sqlite3.Connection, before: Mapping[str, Case], after: Mapping[str, Case]) -> None:
    """Write what changed; nothing is written while nobody is called."""
    over = sorted(before.keys() - after.keys())
    connection.executemany("DELETE FROM cases WHERE subject_id = ?", ((subject,) for subject in over))
    connection.executemany(
        "REPLACE INTO cases (subject_id, body) VALUES (?, ?)",
        ((subject, to_json(case, CASE)) for subject, case in after.items() if before.get(subject) != case),
    )
