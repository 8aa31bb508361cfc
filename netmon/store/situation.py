"""What judgement remembers over a restart: tracks, ports, standings, open incidents."""

import sqlite3
from collections.abc import Iterable, Mapping
from typing import TypeVar

from netmon.clock import Millis
from netmon.judgement.situation import Situation
from netmon.model import DeviceName, EntityKind, LinkName, MunicipalityCode, Standing
from netmon.store.rows import INCIDENT, PORT, TRACK, state_of, to_json

Key = TypeVar("Key")
Value = TypeVar("Value")


def load_situation(connection: sqlite3.Connection) -> Situation:
    """Return the situation as it was committed last."""
    standings = _load_standings(connection)
    return Situation(
        tracks={
            DeviceName(device): TRACK.validate_json(body)
            for device, body in connection.execute("SELECT device, body FROM tracks")
        },
        ports={
            (DeviceName(device), interface): PORT.validate_json(body)
            for device, interface, body in connection.execute("SELECT device, interface, body FROM ports")
        },
        devices={DeviceName(name): standing for name, standing in standings[EntityKind.DEVICE].items()},
        links={LinkName(name): standing for name, standing in standings[EntityKind.LINK].items()},
        municipalities={
            MunicipalityCode(name): standing for name, standing in standings[EntityKind.MUNICIPALITY].items()
        },
        incidents=tuple(
            INCIDENT.validate_json(body)
            for (body,) in connection.execute("SELECT body FROM incidents WHERE ended IS NULL ORDER BY started, id")
        ),
    )


def last_beat(connection: sqlite3.Connection) -> Millis | None:
    """Return when netmon was last known to be alive, or None if it never was."""
    row = connection.execute("SELECT at FROM heartbeat").fetchone()
    return None if row is None else Millis(row[0])


def save_situation(connection: sqlite3.Connection, before: Situation, after: Situation) -> None:
    """Write the rows in which two situations differ; incidents are written by their own events."""
    _save_tracks(connection, before, after)
    _save_ports(connection, before, after)
    _save_standings(connection, EntityKind.DEVICE, before.devices, after.devices)
    _save_standings(connection, EntityKind.LINK, before.links, after.links)
    _save_standings(connection, EntityKind.MUNICIPALITY, before.municipalities, after.municipalities)


def _load_standings(connection: sqlite3.Connection) -> dict[str, dict[str, Standing]]:
    standings: dict[str, dict[str, Standing]] = {kind: {} for kind in EntityKind}
    for kind, name, state, since, reason in connection.execute(
        "SELECT kind, name, state, since, reason FROM standings"
    ):
        standings[kind][name] = Standing(state_of(kind, state), Millis(since), reason)
    return standings


def _save_tracks(connection: sqlite3.Connection, before: Situation, after: Situation) -> None:
    connection.executemany(
        "DELETE FROM tracks WHERE device = ?", ((device,) for device in before.tracks.keys() - after.tracks.keys())
    )
    connection.executemany(
        "REPLACE INTO tracks (device, body) VALUES (?, ?)",
        ((device, to_json(track, TRACK)) for device, track in _changed(before.tracks, after.tracks)),
    )


def _save_ports(connection: sqlite3.Connection, before: Situation, after: Situation) -> None:
    connection.executemany(
        "DELETE FROM ports WHERE device = ? AND interface = ?", before.ports.keys() - after.ports.keys()
    )
    connection.executemany(
        "REPLACE INTO ports (device, interface, body) VALUES (?, ?, ?)",
        ((*port, to_json(report, PORT)) for port, report in _changed(before.ports, after.ports)),
    )


def _save_standings(
    connection: sqlite3.Connection, kind: EntityKind, before: Mapping[Key, Standing], after: Mapping[Key, Standing]
) -> None:
    connection.executemany(
        "DELETE FROM standings WHERE kind = ? AND name = ?", ((kind, name) for name in before.keys() - after.keys())
    )
    connection.executemany(
        "REPLACE INTO standings (kind, name, state, since, reason) VALUES (?, ?, ?, ?, ?)",
        (
            (kind, name, int(standing.state), standing.since, standing.reason)
            for name, standing in _changed(before, after)
        ),
    )


def _changed(before: Mapping[Key, Value], after: Mapping[Key, Value]) -> Iterable[tuple[Key, Value]]:
    if before is after:
        return ()
    return [(key, value) for key, value in after.items() if before.get(key) != value]
