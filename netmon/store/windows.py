"""When is planned work excused: works that a person announced, and recurring windows of the inventory.

A recurring window counts from the moment netmon first loaded it. Changing it retires the old one
and approves the new one then, so a change never excuses anything in the past; what had begun under
the old one stays as it was approved, to its end. What lies in the file and cannot be read is passed
over and told.
"""

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain

from pydantic import ValidationError

from netmon.clock import Interval, Millis
from netmon.commands import Actor
from netmon.inventory.models import Window
from netmon.inventory.models.windows import WEEK
from netmon.judgement.situation import Situation
from netmon.maintenance.calendar import occurrences
from netmon.maintenance.scope import scope_of
from netmon.maintenance.work import INVENTORY, FirstOutage, Work, earlier, excuses, first_outage_now
from netmon.model import Maintenance
from netmon.store import audit
from netmon.store.rows import WINDOW, to_json
from netmon.store.works import Unreadable, first_outage, works_between

INVENTORY_ACTOR = Actor("netmon", INVENTORY)


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


def maintenance_between(connection: sqlite3.Connection, period: Interval) -> tuple[Maintenance, ...]:
    """Return every approved window that excuses something in a period, by the event log, in order of its start."""
    return _sorted(excuses(planned_between(connection, period, []), partial(first_outage, connection), period))


def in_force(
    connection: sqlite3.Connection, now: Millis, situation: Situation, unreadable: Unreadable
) -> tuple[Maintenance, ...]:
    """Return the windows that are open at `now`, those among them that begin with what is down in a situation."""
    moment = Interval(now, Millis(now + 1))
    return _sorted(excuses(planned_between(connection, moment, unreadable), _seen(connection, situation), moment))


def planned_between(connection: sqlite3.Connection, period: Interval, unreadable: Unreadable) -> Iterator[Work]:
    """Yield every work that may be done in a period, begun or not; note what cannot be read."""
    return chain(works_between(connection, period, unreadable), _recurring(connection, period, unreadable))


def _seen(connection: sqlite3.Connection, situation: Situation) -> FirstOutage:
    """Return what asks the event log, and the situation that is not in it yet."""
    return lambda work: earlier(first_outage(connection, work), first_outage_now(work, situation))


def _sorted(windows: Iterator[Maintenance]) -> tuple[Maintenance, ...]:
    return tuple(sorted(windows, key=lambda maintenance: maintenance.window))


def _retire(connection: sqlite3.Connection, name: str, now: Millis) -> None:
    connection.execute("UPDATE recurring_windows SET retired = ? WHERE name = ? AND retired IS NULL", (now, name))
    audit.append(connection, INVENTORY_ACTOR, "RetireWindow", {"name": name}, now)


def _approve(connection: sqlite3.Connection, name: str, digest: str, body: str, now: Millis) -> None:
    connection.execute(
        "INSERT INTO recurring_windows (name, digest, body, approved) VALUES (?, ?, ?, ?)", (name, digest, body, now)
    )
    audit.append(connection, INVENTORY_ACTOR, "ApproveWindow", {"name": name, "digest": digest, "window": body}, now)


def _recurring(connection: sqlite3.Connection, period: Interval, unreadable: Unreadable) -> Iterator[Work]:
    rows = connection.execute(
        "SELECT id, name, body, approved, retired FROM recurring_windows"
        " WHERE approved < ? AND (retired IS NULL OR retired > ?) ORDER BY id",
        (period.end, period.start - WEEK),
    )
    for key, name, body, approved, retired in rows:
        try:
            window = WINDOW.validate_json(body)
        except ValidationError:
            unreadable.append(f"recurring window {name}")
            continue
        in_force = Interval(Millis(approved), period.end if retired is None else Millis(retired))
        for opened in occurrences(window, period):
            if opened.start in in_force:
                author = f"inventory: {name}"
                yield Work(key, scope_of(window), opened, author, in_force.start, window.title, INVENTORY)
