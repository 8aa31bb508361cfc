"""The silences that people ask for and end.

Every function that writes runs inside a transaction that also writes the audit row.
"""

import sqlite3
from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from netmon.clock import DAY, Interval, Millis
from netmon.commands import Actor, AddSilence, EndSilence
from netmon.foreign import lines
from netmon.model import SILENCEABLE, Hushed, Silence
from netmon.phrase import Phrase
from netmon.store.refusal import refuse_if
from netmon.store.rows import to_json

LONGEST_TEXT = 2_000
LONGEST_SILENCE = Millis(7 * DAY)
MOST_NAMED = 100
"""Things that one silence names."""
MOST_IN_FORCE = 100
"""Silences at a time: more are a rule that should be mended."""
MOST_LISTED = 200
HUSHED = TypeAdapter(Hushed)
SILENCES = 'SELECT id, hushed, start, "end", author, reason, ended FROM silences'
PRUNE = """
    DELETE FROM silences WHERE id IN (SELECT id FROM silences WHERE "end" < :before ORDER BY id LIMIT :most)
"""
IN_FORCE = f'{SILENCES} WHERE start <= :now AND "end" > :now AND ended IS NULL ORDER BY id LIMIT :most'


def apply(connection: sqlite3.Connection, command: AddSilence | EndSilence, actor: Actor, now: Millis) -> None:
    """Begin a silence or end one; raise CommandRefused with the reason."""
    match command:
        case AddSilence():
            _add(connection, command, actor, now)
        case EndSilence():
            _end(connection, command, now)


def in_force(connection: sqlite3.Connection, now: Millis) -> tuple[Silence, ...]:
    """Return the silences that silence now; one that cannot be read silences nothing."""
    rows = connection.execute(IN_FORCE, {"now": now, "most": MOST_IN_FORCE})
    return tuple(found for found in map(_silence, rows) if found is not None)


def prune(connection: sqlite3.Connection, before: Millis) -> None:
    """Forget the oldest of the silences that ended before a moment; the audit keeps who asked for them."""
    connection.execute(PRUNE, {"before": before, "most": MOST_LISTED})


def latest(connection: sqlite3.Connection) -> tuple[Silence, ...]:
    """Return the silences of late, the newest first."""
    rows = connection.execute(f"{SILENCES} ORDER BY id DESC LIMIT ?", (MOST_LISTED,))
    return tuple(found for found in map(_silence, rows) if found is not None)


def _silence(row: Sequence[Any]) -> Silence | None:
    key, hushed, start, end, author, reason, ended = row
    try:
        named = HUSHED.validate_json(hushed)
    except ValidationError:
        return None
    return Silence(key, named, Interval(Millis(start), Millis(end)), author, reason, ended)


def _add(connection: sqlite3.Connection, command: AddSilence, actor: Actor, now: Millis) -> None:
    reason = lines(command.reason, LONGEST_TEXT)
    _refuse(command, reason, now)
    others = connection.execute(IN_FORCE, {"now": now, "most": MOST_IN_FORCE}).fetchall()
    refuse_if(len(others) >= MOST_IN_FORCE, Phrase("{most} silences are in force; end one first", most=MOST_IN_FORCE))
    connection.execute(
        'INSERT INTO silences (hushed, start, "end", author, reason) VALUES (?, ?, ?, ?, ?)',
        (to_json(command.hushed, HUSHED), now, command.end, actor.account, reason),
    )


def _refuse(command: AddSilence, reason: str, now: Millis) -> None:
    hushed = command.hushed
    refuse_if(not reason, Phrase("a silence needs a reason"))
    refuse_if(
        hushed.is_everything, Phrase("say what is to be silent: a rule, device, link, municipality, ORP or severity")
    )
    named = (*hushed.rules, *hushed.entities, *hushed.orps, *hushed.severities)
    refuse_if(len(named) > MOST_NAMED, Phrase("name at most {most} things to be silent", most=MOST_NAMED))
    refuse_if(
        any(entity.kind not in SILENCEABLE for entity in hushed.entities),
        Phrase("devices, links and municipalities can be silenced"),
    )
    refuse_if(command.end <= now, Phrase("the silence would be over already; write an end that is to come"))
    refuse_if(
        command.end - now > LONGEST_SILENCE,
        Phrase(
            "a silence lasts {most} days at most; for planned work announce maintenance", most=LONGEST_SILENCE // DAY
        ),
    )


def _end(connection: sqlite3.Connection, command: EndSilence, now: Millis) -> None:
    key = command.silence
    row = connection.execute('SELECT "end", ended FROM silences WHERE id = ?', (key,)).fetchone()
    refuse_if(row is None, Phrase("there is no silence {key}; `netmon silence list` shows all", key=key))
    end, ended = row
    refuse_if(ended is not None or end <= now, Phrase("silence {key} is over already", key=key))
    connection.execute("UPDATE silences SET ended = ? WHERE id = ?", (now, key))
