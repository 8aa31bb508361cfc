"""The works that people announce and call off.

Every function that writes runs inside a transaction that also writes the audit row. What lies in
the file and cannot be read any more is passed over and told: it excuses nothing, and stops nobody.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from netmon.clock import DAY, Interval, Millis
from netmon.commands import Actor, CancelMaintenance, PlanMaintenance, PlanWorks
from netmon.foreign import lines
from netmon.maintenance.work import Work, earlier
from netmon.model import EntityKind
from netmon.phrase import Phrase
from netmon.store.refusal import refuse_if
from netmon.store.rows import SCOPE, to_json

LONGEST_TEXT = 2_000
LONGEST_WORK = Millis(366 * DAY)
LARGEST_SCOPE = 10_000
"""Things that a work covers, with all that it cuts off."""
MOST_WORKS = 100
"""Works announced together."""
MAINTAINABLE = frozenset({EntityKind.DEVICE, EntityKind.LINK, EntityKind.SHARED_RISK, EntityKind.MUNICIPALITY})
WORKS = 'SELECT id, scope, start, "end", author, approved, reason, length, cancelled FROM maintenance'
FIRST_OUTAGE = """
    SELECT min(transitions.at)
    FROM json_each(:scope) AS each
    JOIN entities ON entities.kind = each.value ->> 'kind' AND entities.name = each.value ->> 'name'
    JOIN transitions ON transitions.entity = entities.id
    WHERE transitions.superseded = 0 AND transitions.at >= :start AND transitions.at < :end
      AND (transitions.new = 0 OR (entities.kind = 'device' AND transitions.new = 2)
           OR (entities.kind = 'municipality' AND transitions.new = 3))
"""
"""The numbers are `DeviceState`, `LinkState` and `MunicipalityState`."""

Unreadable = list[str]
"""Which rows could not be read."""


def apply(
    connection: sqlite3.Connection, command: PlanMaintenance | PlanWorks | CancelMaintenance, actor: Actor, now: Millis
) -> None:
    """Announce works or call one off; raise CommandRefused with the reason."""
    match command:
        case PlanMaintenance():
            _announce(connection, command, actor, now)
        case PlanWorks(works=works):
            refuse_if(not 0 < len(works) <= MOST_WORKS, Phrase("name between 1 and {most} works", most=MOST_WORKS))
            for work in works:
                _announce(connection, work, actor, now)
        case CancelMaintenance():
            _cancel(connection, command, now)


def works_between(connection: sqlite3.Connection, period: Interval, unreadable: Unreadable) -> Iterator[Work]:
    """Yield the works whose frame overlaps a period, in order of their start; note what cannot be read."""
    rows = connection.execute(f'{WORKS} WHERE "end" > ? AND start < ? ORDER BY start, id', (period.start, period.end))
    for row in rows:
        work = _work(row, unreadable)
        if work is not None:
            yield work


def first_outage(connection: sqlite3.Connection, work: Work) -> Millis | None:
    """Return when an element of a work's scope first went down while the work waited, as the event log has it."""
    span = {"start": work.waiting.start, "end": work.waiting.end}
    row = connection.execute(FIRST_OUTAGE, {"scope": to_json(work.scope, SCOPE), **span}).fetchone()
    return earlier(row[0])


def _work(row: Sequence[Any], unreadable: Unreadable) -> Work | None:
    key, scope, start, end, author, approved, reason, length, cancelled = row
    try:
        entities = SCOPE.validate_json(scope)
    except ValidationError:
        unreadable.append(f"maintenance {key}")
        return None
    frame = Interval(Millis(start), Millis(end))
    return Work(key, entities, frame, author, Millis(approved), reason, length=length, cancelled=cancelled)


def _announce(connection: sqlite3.Connection, work: PlanMaintenance, actor: Actor, now: Millis) -> None:
    reason = lines(work.reason, LONGEST_TEXT)
    _refuse(work, reason, now)
    connection.execute(
        'INSERT INTO maintenance (scope, start, "end", author, approved, reason, length) VALUES (?, ?, ?, ?, ?, ?, ?)',
        (to_json(work.scope, SCOPE), work.window.start, work.window.end, actor.account, now, reason, work.length),
    )


def _refuse(work: PlanMaintenance, reason: str, now: Millis) -> None:
    refuse_if(not reason, Phrase("maintenance needs a reason"))
    refuse_if(
        not 0 < len(work.scope) <= LARGEST_SCOPE,
        Phrase("name between 1 and {most} things to work on", most=LARGEST_SCOPE),
    )
    refuse_if(
        any(entity.kind not in MAINTAINABLE for entity in work.scope),
        Phrase("maintenance is planned for devices, links and municipalities"),
    )
    refuse_if(work.window.length == 0, Phrase("the window ends before it begins"))
    refuse_if(work.window.length > LONGEST_WORK, Phrase("the window is longer than a year"))
    refuse_if(work.window.end <= now, Phrase("the window is over already"))
    refuse_if(
        work.length is not None and not 0 < work.length <= work.window.length,
        Phrase("the length must be more than nothing and fit between the earliest start and the latest end"),
    )


def _cancel(connection: sqlite3.Connection, command: CancelMaintenance, now: Millis) -> None:
    key = command.maintenance
    refuse_if(not lines(command.reason, LONGEST_TEXT), Phrase("say why the work is called off"))
    row = connection.execute('SELECT "end", cancelled FROM maintenance WHERE id = ?', (key,)).fetchone()
    refuse_if(row is None, Phrase("there is no maintenance {key}; `netmon maintenance list` shows all", key=key))
    end, cancelled = row
    refuse_if(cancelled is not None, Phrase("maintenance {key} was called off already", key=key))
    refuse_if(end <= now, Phrase("maintenance {key} is over already", key=key))
    connection.execute("UPDATE maintenance SET cancelled = ? WHERE id = ?", (now, key))
