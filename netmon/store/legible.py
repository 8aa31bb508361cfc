"""Whether what lies in `state.db` can be read as what netmon wrote: by row, and on the whole."""

import json
import sqlite3
from collections.abc import Callable, Mapping

from netmon.model import DeliveryState, EntityKind, NoteKind, NotificationKind
from netmon.store import audit, cases, identities, seals, unrest
from netmon.store.cases import CASE
from netmon.store.database import newest_version, version_of
from netmon.store.notifications import UNDELIVERED
from netmon.store.rows import (
    ALERT,
    INCIDENT,
    LINK_STATES,
    MEANT,
    MEMORY,
    PORT,
    SCOPE,
    TRACK,
    WINDOW,
    state_of,
)
from netmon.store.shape import misshapen
from netmon.store.situation import last_beat, load_situation
from netmon.store.unrest import PENALTY

Row = Mapping[str, str]
"""A row by column, all of them as text: whether they have their types is SQLite's matter."""
STATES = """
    SELECT DISTINCT entities.kind, transitions.new FROM entities JOIN transitions ON transitions.entity = entities.id
"""
WAITING = f"SELECT kind, payload, state FROM notifications WHERE {UNDELIVERED}"  # noqa: S608 -- a constant
KNOWN_STATES = frozenset(LINK_STATES).union(*MEANT.values())


def illegible(connection: sqlite3.Connection) -> str:
    """Return how a state is not what its version says; raise ValueError or KeyError over what a start would trip on."""
    complaint = misshapen(connection, "state")
    if complaint or version_of(connection) != newest_version("state"):
        return complaint
    load_situation(connection)
    unrest.load(connection)
    cases.load(connection)
    identities.load(connection)
    last_beat(connection)
    for (body,) in connection.execute("SELECT body FROM alerts"):
        ALERT.validate_json(body)
    for kind, number in connection.execute(STATES):
        state_of(kind, number)
    for kind, payload, state in connection.execute(WAITING):
        _read_notification({"kind": kind, "payload": payload, "state": state})
    seals.check_all(connection, "notifications", UNDELIVERED)
    return ""


def check_seals(connection: sqlite3.Connection) -> str:
    """Raise BrokenSeal if a row of the present version is not what was written; return that nothing else is wrong."""
    if version_of(connection) == newest_version("state"):
        for table in seals.SEALED:
            seals.check_all(connection, table)
        audit.check_all(connection)
    return ""


def is_legible(table: str, row: Mapping[str, object]) -> bool:
    """Say whether a row of a table can be read again, and is what was written."""
    try:
        _check_seal(table, row)
        READERS.get(table, _read_anything)({name: str(value) for name, value in row.items()})
    except (ValueError, KeyError, seals.BrokenSeal):
        return False
    return True


def _check_seal(table: str, row: Mapping[str, object]) -> None:
    if table in seals.SEALED and isinstance(crc := row.get("crc"), int):
        seals.check(table, crc, [row[name] for name in seals.SEALED[table]])
    if table == audit.TABLE:
        audit.check([row[name] for name in audit.COLUMNS])


def _read_anything(row: Row) -> None:
    """Read nothing: whatever stands in it is somebody's text or number."""


def _read_standing(row: Row) -> None:
    EntityKind(row["kind"])
    state_of(row["kind"], int(row["state"]))


def _read_transition(row: Row) -> None:
    if int(row["new"]) not in KNOWN_STATES:
        raise KeyError(row["new"])


def _read_penalty(row: Row) -> None:
    EntityKind(row["kind"])
    PENALTY.validate_json(row["body"])


def _read_notification(row: Row) -> None:
    NotificationKind(row["kind"])
    DeliveryState(row["state"])
    json.loads(row["payload"])


READERS: Mapping[str, Callable[[Row], object]] = {
    "alerts": lambda row: ALERT.validate_json(row["body"]),
    "cases": lambda row: CASE.validate_json(row["body"]),
    "entities": lambda row: EntityKind(row["kind"]),
    "episodes": lambda row: json.loads(row["body"]),
    "identities": lambda row: MEMORY.validate_json(row["body"]),
    "incidents": lambda row: INCIDENT.validate_json(row["body"]),
    "maintenance": lambda row: SCOPE.validate_json(row["scope"]),
    "notes": lambda row: NoteKind(row["kind"]),
    "notifications": _read_notification,
    "penalties": _read_penalty,
    "ports": lambda row: PORT.validate_json(row["body"]),
    "recurring_windows": lambda row: WINDOW.validate_json(row["body"]),
    "standings": _read_standing,
    "tracks": lambda row: TRACK.validate_json(row["body"]),
    "transitions": _read_transition,
}
