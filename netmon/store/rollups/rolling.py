"""How samples settle and are rolled up, in parts: each hour once it is over, and again what got a late sample."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from netmon.clock import DAY, HOUR, MINUTE, Interval, Millis
from netmon.store.rollups.reckoning import FIVE_MINUTES, RollUp, Sample, roll_up

SERIES_AT_ONCE = 50
LATE_AT_ONCE = 500
SAMPLES_AT_ONCE = 2_500
"""After so many samples a part ends: some 30 ms, as nothing else happens meanwhile."""
DUE = "SELECT id, rolled FROM series WHERE rolled < ? ORDER BY rolled LIMIT ?"
LATE = "SELECT series, time FROM late WHERE time < ? LIMIT ?"
SETTLE = """
    INSERT INTO settled (series, time, fields)
    SELECT fresh.series, fresh.time, fresh.fields
    FROM minutes CROSS JOIN fresh ON fresh.minute = minutes.minute AND fresh.series = :series
    WHERE minutes.minute >= :start / :minute AND minutes.minute < :end / :minute
    ON CONFLICT (series, time) DO UPDATE SET fields = json_patch(fields, excluded.fields)
"""
FORGET = """
    DELETE FROM fresh WHERE series = :series AND minute IN (
        SELECT minute FROM minutes WHERE minute >= :start / :minute AND minute < :end / :minute
    )
"""
FORGET_MINUTES = """
    DELETE FROM minutes WHERE NOT EXISTS (SELECT 1 FROM fresh WHERE fresh.minute = minutes.minute)
"""
SAMPLES = "SELECT time, fields FROM settled WHERE series = ? AND time >= ? AND time < ?"
NEXT = """
    SELECT min(time) FROM (
        SELECT min(time) AS time FROM settled WHERE series = :series AND time >= :end
        UNION ALL SELECT min(time) FROM freshest WHERE series = :series AND time >= :end
    )
"""
KEEP = """
    INSERT INTO rollups (series, width, time, n, known_s, up_s, fields) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (series, width, time) DO UPDATE
    SET n = excluded.n, known_s = excluded.known_s, up_s = excluded.up_s, fields = excluded.fields
    WHERE excluded.n >= n AND (excluded.n, excluded.known_s, excluded.up_s, excluded.fields)
        IS NOT (n, known_s, up_s, fields)
"""
"""One of fewer samples than the one that is there was reckoned after some of them had been forgotten."""
OLDEST = """
    SELECT min((SELECT min(time) FROM rollups WHERE series = series.id AND width = ?)) FROM series
"""
PRUNE = """
    DELETE FROM rollups WHERE (series, width, time) IN (
        SELECT series.id, rollups.width, rollups.time
        FROM series CROSS JOIN rollups ON rollups.series = series.id AND rollups.width = :width
        WHERE rollups.time < :before LIMIT :limit
    )
"""


@dataclass(slots=True)
class Part:
    """What one part of the work has done: how far series are rolled up now, and what is new or has changed."""

    samples: int = 0
    reached: dict[int, Millis] = field(default_factory=dict)
    mended: int = 0
    """Hours with late samples that were rolled up again."""
    changed: list[tuple[int, RollUp]] = field(default_factory=list)

    @property
    def units(self) -> int:
        """How much was done: 0 means that nothing is left to do."""
        return len(self.reached) + self.mended


def roll_next(connection: sqlite3.Connection, until: Millis) -> Part:
    """Settle and roll up the next part of what lies before a whole hour, what is late first."""
    part = Part()
    for series, hour, late in _late_hours(connection, until):
        _roll(connection, series, Interval(hour, Millis(hour + HOUR)), part, frozenset(late))
        connection.executemany("DELETE FROM late WHERE series = ? AND time = ?", ((series, time) for time in late))
        part.mended += 1
    for series, start in connection.execute(DUE, (until, SERIES_AT_ONCE)).fetchall():
        if part.samples >= SAMPLES_AT_ONCE:
            break
        end = _roll_on(connection, series, start, until, part)
        connection.execute("UPDATE series SET rolled = ? WHERE id = ?", (end, series))
        part.reached[series] = end
    connection.execute(FORGET_MINUTES)
    return part


def mark_late(connection: sqlite3.Connection, late: set[tuple[int, Millis]]) -> None:
    """Remember five minutes of series that are to be rolled up again."""
    connection.executemany("INSERT OR IGNORE INTO late (series, time) VALUES (?, ?)", sorted(late))


def span_of(time: Millis) -> Millis:
    """Return the beginning of the five minutes that a moment lies in."""
    return Millis(time // FIVE_MINUTES * FIVE_MINUTES)


def oldest(connection: sqlite3.Connection, width: Millis) -> Millis | None:
    """Return the beginning of the oldest roll-up of a width."""
    found: Millis | None = connection.execute(OLDEST, (width,)).fetchone()[0]
    return found


def prune(connection: sqlite3.Connection, width: Millis, before: Millis, limit: int) -> int:
    """Delete up to `limit` roll-ups of a width that begin before a moment; return how many."""
    return connection.execute(PRUNE, {"width": width, "before": before, "limit": limit}).rowcount


def _roll_on(connection: sqlite3.Connection, series: int, start: Millis, until: Millis, part: Part) -> Millis:
    """Roll up a day of a series at most; return how far it is now: where nothing lies, to the next sample."""
    end = Millis(min(until, start + DAY))
    if _roll(connection, series, Interval(start, end), part):
        return end
    (following,) = connection.execute(NEXT, {"series": series, "end": end}).fetchone()
    return until if following is None else Millis(min(until, following // HOUR * HOUR))


def _roll(
    connection: sqlite3.Connection, series: int, span: Interval, part: Part, touched: frozenset[Millis] | None = None
) -> int:
    """Settle and roll up whole hours of a series; return how many samples they have."""
    where = {"series": series, "start": span.start, "end": span.end, "minute": MINUTE}
    connection.execute(SETTLE, where)
    connection.execute(FORGET, where)
    samples = _samples(connection, series, span)
    part.changed += [(series, each) for each in roll_up(samples, touched) if _keep(connection, series, each)]
    part.samples += len(samples)
    return len(samples)


def _samples(connection: sqlite3.Connection, series: int, span: Interval) -> Sequence[Sample]:
    rows = connection.execute(SAMPLES, (series, span.start, span.end)).fetchall()
    return [(Millis(time), json.loads(fields)) for time, fields in rows]


def _keep(connection: sqlite3.Connection, series: int, each: RollUp) -> bool:
    """Write a roll-up; return whether it is new, or another than the one that was there."""
    row = (series, each.width, each.start, each.n, each.known_s, each.up_s, each.body)
    return connection.execute(KEEP, row).rowcount > 0


def _late_hours(connection: sqlite3.Connection, until: Millis) -> Iterator[tuple[int, Millis, list[Millis]]]:
    """Yield series, hour, and the five minutes in it that got samples late."""
    rows = connection.execute(LATE, (until, LATE_AT_ONCE)).fetchall()
    for (series, hour), marks in groupby(rows, lambda row: (row[0], row[1] // HOUR)):
        yield series, Millis(hour * HOUR), [Millis(time) for _, time in marks]
