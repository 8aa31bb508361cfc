"""Which interface is which, and what was found to be called otherwise: kept over restarts."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from netmon.clock import Millis
from netmon.identity.device import Change, Memory, Replacement
from netmon.identity.known import Move
from netmon.model import DeviceName, InterfaceName
from netmon.store.rows import MEMORY, to_json

MOST_MOVES = 10_000
"""Moves kept; the oldest go first."""
DEVICE_ITSELF = ""
"""The interface of a replaced device's row."""
ADD_MOVE = "INSERT INTO moves (at, device, interface, previous, present, reason) VALUES (?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Moved:
    """A change that was found at a device, and when."""

    at: Millis
    device: DeviceName
    change: Change


def load(connection: sqlite3.Connection) -> dict[DeviceName, Memory]:
    """Return what is known of every device."""
    rows = connection.execute("SELECT device, body FROM identities")
    return {DeviceName(device): MEMORY.validate_json(body) for device, body in rows}


def keep(
    connection: sqlite3.Connection, device: DeviceName, memory: Memory, changes: Sequence[Change], now: Millis
) -> None:
    """Write what is known of a device, and what has changed."""
    connection.execute("REPLACE INTO identities (device, body) VALUES (?, ?)", (device, to_json(memory, MEMORY)))
    if changes:
        connection.executemany(ADD_MOVE, (_row(device, change, now) for change in changes))
        connection.execute("DELETE FROM moves WHERE id <= (SELECT max(id) FROM moves) - ?", (MOST_MOVES,))


def forget(connection: sqlite3.Connection, devices: Sequence[DeviceName]) -> None:
    """Drop what is known of devices; what has happened stays."""
    connection.executemany("DELETE FROM identities WHERE device = ?", ((device,) for device in devices))


def moves(connection: sqlite3.Connection, device: DeviceName | None, limit: int) -> tuple[Moved, ...]:
    """Return what was found last at a device, or at any, the newest first."""
    rows = connection.execute(
        "SELECT at, device, interface, previous, present, reason FROM moves"
        " WHERE ?1 IS NULL OR device = ?1 ORDER BY id DESC LIMIT ?2",
        (device, limit),
    )
    return tuple(Moved(Millis(at), DeviceName(name), _change(*change)) for at, name, *change in rows)


def _row(device: DeviceName, change: Change, now: Millis) -> tuple[int | str, ...]:
    interface = DEVICE_ITSELF if isinstance(change, Replacement) else change.interface
    return now, device, interface, change.previous, change.present, change.reason


def _change(interface: str, previous: str, present: str, reason: str) -> Change:
    if interface == DEVICE_ITSELF:
        return Replacement(reason, previous, present)
    return Move(InterfaceName(interface), InterfaceName(previous), InterfaceName(present), reason)
