"""When is planned work excused: windows that a person approved, and recurring ones of the inventory.

A recurring window counts from the moment netmon first loaded it. Changing it retires the old one
and approves the new one then, so a change never excuses anything in the past.
"""

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from netmon.clock import Interval, Millis, from_datetime, to_datetime
from netmon.commands import Actor
from netmon.inventory.models import Weekday, Window
from netmon.model import Entity, EntityKind, Maintenance
from netmon.store import audit
from netmon.store.rows import SCOPE, WINDOW, to_json

CALENDAR = ZoneInfo("Europe/Prague")
INVENTORY = Actor("netmon", "inventory")
DAYS = tuple(Weekday)


def adopt(connection: sqlite3.Connection, windows: Mapping[str, Window], now: Millis) -> None:
    """Approve the recurring windows that are new or changed, retire those that are gone; audit both."""
    in_force = dict(connection.execute("SELECT name, digest FROM recurring_windows WHERE retired IS NULL"))
    bodies = {name: to_json(window, WINDOW) for name, window in windows.items()}
    digests = {name: hashlib.sha256(body.encode()).hexdigest() for name, body in bodies.items()}
    for name, digest in in_force.items():
        if digests.get(name) != digest:
            _retire(connection, name, now)
    for name, digest in digests.items():
        if in_force.get(name) != digest:
            _approve(connection, name, digest, bodies[name], now)


def maintenance_between(connection: sqlite3.Connection, window: Interval) -> tuple[Maintenance, ...]:
    """Return every approved window that overlaps a period, in order of its start."""
    found = [*_planned(connection, window), *_recurring(connection, window)]
    return tuple(sorted(found, key=lambda maintenance: maintenance.window))


def occurrences(window: Window, period: Interval) -> Iterator[Interval]:
    """Yield when a recurring window is open in a period, by the calendar of Europe/Prague.

    The start is wall time; the length is real time, also in the nights of 23 and 25 hours.
    """
    first = to_datetime(Millis(period.start - window.length)).astimezone(CALENDAR).date() - timedelta(days=1)
    last = to_datetime(period.end).astimezone(CALENDAR).date()
    opens = time.fromisoformat(window.start)
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        if DAYS[day.weekday()] in window.days:
            interval = _opened(day, opens, window.length)
            if interval.intersect(period) is not None:
                yield interval


def _opened(day: date, opens: time, length: Millis) -> Interval:
    start = from_datetime(datetime.combine(day, opens, tzinfo=CALENDAR).astimezone(UTC))
    return Interval(start, Millis(start + length))


def _retire(connection: sqlite3.Connection, name: str, now: Millis) -> None:
    connection.execute("UPDATE recurring_windows SET retired = ? WHERE name = ? AND retired IS NULL", (now, name))
    audit.append(connection, INVENTORY, "RetireWindow", {"name": name}, now)


def _approve(connection: sqlite3.Connection, name: str, digest: str, body: str, now: Millis) -> None:
    connection.execute(
        "INSERT INTO recurring_windows (name, digest, body, approved) VALUES (?, ?, ?, ?)", (name, digest, body, now)
    )
    audit.append(connection, INVENTORY, "ApproveWindow", {"name": name, "digest": digest, "window": body}, now)


def _planned(connection: sqlite3.Connection, window: Interval) -> Iterator[Maintenance]:
    rows = connection.execute(
        'SELECT id, scope, start, "end", author, approved, reason FROM maintenance WHERE "end" > ? AND start < ?',
        (window.start, window.end),
    )
    for key, scope, start, end, author, approved, reason in rows:
        opened = Interval(Millis(start), Millis(end))
        yield Maintenance(key, SCOPE.validate_json(scope), opened, author, Millis(approved), reason)


def _recurring(connection: sqlite3.Connection, period: Interval) -> Iterator[Maintenance]:
    rows = connection.execute(
        "SELECT id, name, body, approved, retired FROM recurring_windows"
        " WHERE approved < ? AND (retired IS NULL OR retired > ?)",
        (period.end, period.start),
    )
    for key, name, body, approved, retired in rows:
        window = WINDOW.validate_json(body)
        in_force = Interval(Millis(approved), period.end if retired is None else Millis(retired))
        for opened in occurrences(window, period):
            if opened.start in in_force:
                yield Maintenance(
                    key, _scope(window), opened, f"inventory: {name}", in_force.start, window.title, "inventory"
                )


def _scope(window: Window) -> tuple[Entity, ...]:
    return (
        *(Entity(EntityKind.DEVICE, name) for name in window.devices),
        *(Entity(EntityKind.LINK, name) for name in window.links),
        *(Entity(EntityKind.MUNICIPALITY, code) for code in window.municipalities),
    )
