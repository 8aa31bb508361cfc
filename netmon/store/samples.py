"""What was measured, and what still has to reach InfluxDB: `samples.db`, owned by the loop.

The samples of a call and their line protocol are one transaction: what is kept here will arrive
there. Losing this file loses numbers, never a state or a message. Samples are `fresh`, ordered by minute, until
their hour is rolled up and they settle, ordered by series: who writes and who reads both touch few pages. Roll-ups
stay when samples go.
"""

import logging
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from netmon.clock import HOUR, MINUTE, Millis
from netmon.commands import Command, DropRefused, ResendRefused
from netmon.errors import StoreError
from netmon.model import Measurement
from netmon.phrase import Phrase
from netmon.settings import LARGEST_BACKLOG
from netmon.store import backlog
from netmon.store.aside import set_aside
from netmon.store.backlog import POLICIES, Batch, DeadLine, Depth
from netmon.store.cardinality import BY_DEVICES, MOST_NAMES, Census
from netmon.store.damage import is_damage
from netmon.store.database import SAMPLES_FILE, Connection, Durability, open_writer, questioning, transaction
from netmon.store.lineprotocol import Poison, encode_fields, encode_series, join_line
from netmon.store.rollups import rolling
from netmon.store.rollups.lines import lines_by_policy
from netmon.store.rollups.rolling import mark_late, roll_next, span_of
from netmon.store.rows import canonical
from netmon.store.upkeep.pages import release

log = logging.getLogger(__name__)

FORGOTTEN_AT_ONCE = Millis(6 * HOUR)
"""How far beyond the oldest sample one housekeeping forgets, whatever the clock says."""
POISON_REMEMBERED = 1_000
KEPT_ASIDE = 1
"""Damaged files that are kept: they are large."""
WRITE_SAMPLE = """
    INSERT INTO fresh (minute, series, time, fields) VALUES (?, ?, ?, ?)
    ON CONFLICT (minute, series, time) DO UPDATE SET fields = json_patch(fields, excluded.fields)
"""
PRUNE = """
    DELETE FROM settled WHERE (series, time) IN (
        SELECT settled.series, settled.time FROM series CROSS JOIN settled ON settled.series = series.id
        WHERE settled.time < ? LIMIT ?
    )
"""
FORGET_SERIES = """
    DELETE FROM series WHERE id IN (
        SELECT id FROM series
        WHERE NOT EXISTS (SELECT 1 FROM settled WHERE settled.series = id)
          AND NOT EXISTS (SELECT 1 FROM rollups WHERE rollups.series = id)
          AND NOT EXISTS (SELECT 1 FROM late WHERE late.series = id)
          AND NOT EXISTS (SELECT 1 FROM freshest WHERE freshest.series = id)
    )
"""
OLDEST = """
    SELECT min((SELECT min(time) FROM settled WHERE series = series.id)) FROM series
"""
NEWEST = """
    SELECT max(time) FROM (
        SELECT max((SELECT max(time) FROM settled WHERE series = series.id)) AS time FROM series
        UNION ALL SELECT max(time) FROM fresh WHERE minute = (SELECT max(minute) FROM minutes)
    )
"""


@dataclass(slots=True)
class Series:
    """A known series: its row, how its lines begin, and how far its hours are rolled up."""

    id: int
    line_start: str
    rolled: Millis


Row = tuple[int, int, Millis, str]
"""Minute, series, time and fields of a fresh sample."""
Late = set[tuple[int, Millis]]
"""Series, and beginnings of five minutes that got a sample after they had been rolled up."""
SeriesKey = tuple[str, ...]
"""The measurement, the tags' keys, and their values: flat, as there is one for each series."""


class SampleStore:
    """The one writer of `samples.db` in a state directory."""

    def __init__(
        self, directory: Path, *, forwarding: bool = False, backlog_limit: int = LARGEST_BACKLOG, rollups: bool = True
    ) -> None:
        """Open the file, creating or migrating it; with `forwarding` points are queued for InfluxDB, and `rollups`."""
        self._path = directory / SAMPLES_FILE
        self._connection = self._open()
        self._forwarding = forwarding
        self._backlog_limit = backlog_limit
        self._rollups = rollups
        self._series: dict[SeriesKey, Series] = {}
        self._census = Census(self._connection)
        self._minutes: set[int] = set()
        """Those that are known to be in `minutes`."""
        self._poison: set[Poison] = set()
        self.poisoned = 0
        """How many fields and measurements were left out since this was opened."""
        self.is_held = False
        """Whether samples are left out, as the room that is left is needed for more important things."""
        self._lent: Batch | None = None
        """The batch that was handed out last."""
        self._foreign: Batch | None = None
        """The one that was handed out of a file that lies aside: what it names there is not here."""
        with questioning(self._connection):
            self.newest: Millis | None = self._connection.execute(NEWEST).fetchone()[0]
        """The time of the newest sample."""

    @property
    def failure(self) -> sqlite3.Error | None:
        """Why the last work failed, None if it did not."""
        return self._connection.failure

    def forgive(self) -> None:
        """Forget what failed last, unless it was damage: there is room again."""
        self._connection.note(None)

    def mend(self, now: Millis) -> Path | None:
        """Begin anew if damage was met; return where the damaged file lies, None if there is none. Raise StoreError."""
        if not is_damage(self.failure):
            return None
        self._connection.close()
        aside, self._foreign = set_aside(self._path, now, keep=KEPT_ASIDE), self._lent
        self._series.clear()
        self._minutes.clear()
        self._connection = self._open()
        self._census = Census(self._connection)
        return aside

    def write(self, measurements: Iterable[Measurement], *, now: Millis) -> int:
        """Keep measurements and queue them for InfluxDB; return how many were kept.

        Writing the same series and time again adds the fields to those that are there. What
        InfluxDB would refuse is left out and logged once.
        """
        if self.is_held:
            raise StoreError(Phrase("nothing was written: {reason}", reason=Phrase("the disk is full")))
        rows: list[Row] = []
        lines: list[str] = []
        late: Late = set()
        try:
            with transaction(self._connection):
                for measurement in measurements:
                    self._take(measurement, rows, lines, late, now)
                self._note_minutes({row[0] for row in rows})
                self._connection.executemany(WRITE_SAMPLE, rows)
                mark_late(self._connection, late)
                if self._forwarding:
                    backlog.add(self._connection, lines, limit=self._backlog_limit, now=now)
        except BaseException:
            self._series.clear()
            self._census.forget()
            self._minutes.clear()
            raise
        newest = max((time for _, _, time, _ in rows), default=None)
        if newest is not None and (self.newest is None or newest > self.newest):
            self.newest = newest
        return len(rows)

    def roll_up(self, now: Millis) -> int:
        """Settle and roll up the next part of the hours that are over; return how much it was: 0 if nothing is left."""
        with transaction(self._connection):
            part = roll_next(self._connection, Millis(now // HOUR * HOUR))
            if self._forwarding and self._rollups:
                for policy, lines in lines_by_policy(self._connection, part.changed, now).items():
                    backlog.add(self._connection, lines, limit=self._backlog_limit, now=now, policy=policy)
        self._minutes.clear()
        for known in self._series.values():
            known.rolled = part.reached.get(known.id, known.rolled)
        return part.units

    def horizon(self, before: Millis, width: Millis | None = None) -> Millis:
        """Return up to when one housekeeping may forget that wants to forget everything before a moment.

        What is meant are samples, or roll-ups of a width. A clock that is a year ahead makes everything old; it costs
        the oldest six hours an hour until somebody sets it.
        """
        with questioning(self._connection):
            if width is None:
                (oldest,) = self._connection.execute(OLDEST).fetchone()
            else:
                oldest = rolling.oldest(self._connection, width)
        return before if oldest is None else Millis(min(before, oldest + FORGOTTEN_AT_ONCE))

    def prune(self, before: Millis, width: Millis | None = None, *, limit: int = 10_000) -> int:
        """Delete up to `limit` settled samples, or roll-ups of a width, older than a moment; return how many.

        0 means that none is left.
        """
        with transaction(self._connection):
            if width is None:
                return self._connection.execute(PRUNE, (before, limit)).rowcount
            return rolling.prune(self._connection, width, before, limit)

    def forget_series(self) -> int:
        """Delete the series of which nothing is left; return how many there were."""
        with transaction(self._connection):
            count = self._connection.execute(FORGET_SERIES).rowcount
        if count:
            self._series.clear()
        return count

    def shrink(self) -> int:
        """Give some unused pages back to the disk if there are more than are soon used again; return how many."""
        with questioning(self._connection):
            return release(self._connection)

    def count(self) -> int:
        """Return how many samples are kept; this reads the whole index."""
        with questioning(self._connection):
            count: int = self._connection.execute("SELECT count(*) FROM samples").fetchone()[0]
        return count

    def next_batch(self, policies: Sequence[str] = POLICIES) -> Batch | None:
        """Return the newest points that wait for one of the policies, as one request's worth; raise StoreError."""
        with transaction(self._connection):
            self._lent = backlog.newest(self._connection, policies)
        return self._lent

    def settle(self, batch: Batch, *, rest: Sequence[str] = (), dead: Sequence[DeadLine] = (), now: Millis) -> None:
        """Note what became of a batch: all of it arrived but `rest`, which waits, and `dead`, which is refused."""
        here = replace(batch, chunks=(), places={}) if batch is self._foreign else batch
        with transaction(self._connection):
            backlog.settle(self._connection, here, rest, dead, now)

    def depth(self) -> Depth:
        """Return how much waits for InfluxDB; raise StoreError."""
        with questioning(self._connection):
            return backlog.depth(self._connection)

    def dead_lines(self) -> tuple[DeadLine, ...]:
        """Return the lines that were given up, the oldest first, the last 1,000 of them; raise StoreError."""
        with questioning(self._connection):
            return backlog.dead_lines(self._connection)

    def carry_out(self, command: Command, now: Millis) -> None:
        """Do what a person's command means for these files, if anything; raise StoreError."""
        if isinstance(command, ResendRefused | DropRefused):
            with transaction(self._connection):
                taken = backlog.exhume(self._connection, command.letters)
                if isinstance(command, ResendRefused):
                    backlog.add(self._connection, taken, limit=self._backlog_limit, now=now)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _open(self) -> Connection:
        return open_writer(self._path, "samples", Durability.NORMAL)

    def _take(self, measurement: Measurement, rows: list[Row], lines: list[str], late: Late, now: Millis) -> None:
        series = self._series_of(measurement)
        if isinstance(series, Poison):
            self._report((series,))
            return
        fields = encode_fields(measurement.name, measurement.fields)
        if fields.poison:
            self._report(fields.poison)
        line = join_line(series.line_start, fields.text, measurement.time)
        if line is None:
            self._report((Poison(measurement.name, "line", "has no field, or is longer than 64 kB"),))
            return
        rows.append((measurement.time // MINUTE, series.id, measurement.time, fields.json))
        lines.append(line)
        if measurement.time < series.rolled:
            self._note_late(series, measurement.time, now, late)

    def _note_minutes(self, minutes: set[int]) -> None:
        """Write down of which minutes there are fresh samples."""
        new = minutes - self._minutes
        self._connection.executemany("INSERT OR IGNORE INTO minutes (minute) VALUES (?)", [(minute,) for minute in new])
        self._minutes |= new

    def _series_of(self, measurement: Measurement) -> Series | Poison:
        key = (measurement.name, *measurement.tags, *measurement.tags.values())
        known = self._series.get(key)
        if known is not None:
            return known
        line_start = encode_series(measurement.name, measurement.tags)
        if isinstance(line_start, Poison):
            return line_start
        found = self._find_or_add(measurement, line_start)
        if isinstance(found, Series):
            self._series[key] = found
        return found

    def _find_or_add(self, measurement: Measurement, line_start: str) -> Series | Poison:
        name, tags = measurement.name, canonical(measurement.tags)
        row = self._connection.execute(
            "SELECT id, rolled FROM series WHERE name = ? AND tags = ?", (name, tags)
        ).fetchone()
        if row is None and not self._census.admits(measurement):
            where = f"tag {BY_DEVICES!r} of {measurement.tags.get('device')}"
            return Poison(name, where, f"has over {MOST_NAMES} values already")
        if row is None:
            row = self._connection.execute(
                "INSERT INTO series (name, tags, rolled) VALUES (?, ?, ?) RETURNING id, rolled",
                (name, tags, measurement.time // HOUR * HOUR),
            ).fetchone()
        return Series(row[0], line_start, Millis(row[1]))

    def _note_late(self, series: Series, time: Millis, now: Millis, late: Late) -> None:
        """Have what a late sample touches rolled up again; whoever was rolled up by a clock ahead begins from there."""
        if series.rolled <= now:
            late.add((series.id, span_of(time)))
            return
        series.rolled = Millis(time // HOUR * HOUR)
        self._connection.execute("UPDATE series SET rolled = ? WHERE id = ?", (series.rolled, series.id))

    def _report(self, poison: Iterable[Poison]) -> None:
        for found in poison:
            self.poisoned += 1
            if found not in self._poison and len(self._poison) < POISON_REMEMBERED:
                self._poison.add(found)
                log.warning("poison left out measurement=%s part=%s reason=%r", *_words(found))


def _words(poison: Poison) -> tuple[str, str, str]:
    return poison.measurement.encode("ascii", "backslashreplace").decode(), poison.part, poison.reason
