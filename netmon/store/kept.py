"""What `samples.db` keeps, read beside the netmon that writes it: as lines in the order of time, and as counts.

A point of InfluxDB is a series and a second. Fields of samples in the same second of the same series are one point.
"""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from netmon.clock import MINUTE, SECOND, Interval, Millis
from netmon.store.lineprotocol import Poison, encode_fields, encode_series, join_line

SAMPLES = """
    SELECT settled.series, settled.time, settled.fields
    FROM series CROSS JOIN settled ON settled.series = series.id
    WHERE settled.time >= :start AND settled.time < :end
    UNION ALL
    SELECT fresh.series, fresh.time, fresh.fields
    FROM minutes CROSS JOIN fresh ON fresh.minute = minutes.minute
    WHERE minutes.minute >= :start / :minute AND minutes.minute <= :end / :minute
      AND fresh.time >= :start AND fresh.time < :end
"""
SERIES = "SELECT name, tags FROM series WHERE id = ?"
HEAD = re.compile(r"((?:\\.|[^\\, ])+)(?:,(?:\\.|[^\\ ])*)? ")
FIELD = re.compile(r'((?:\\.|[^\\=, ])+)=(?:"(?:\\.|[^"\\])*"|[^", ]+)([, ])')
ESCAPED = re.compile(r"\\([,= ])")

Value = tuple[str, str]
"""A measurement and the name of a field."""
Counts = Counter[Value]
"""How many values there are."""


@dataclass(frozen=True, slots=True)
class Point:
    """What a line says that matters for counting."""

    measurement: str
    fields: tuple[str, ...]
    time: Millis

    @property
    def values(self) -> Iterator[Value]:
        """What it adds to the counts."""
        return ((self.measurement, name) for name in self.fields)


def slices(span: Interval, length: Millis) -> Iterator[Interval]:
    """Yield the parts of a span that whole multiples of a length cut it into."""
    start = span.start
    while start < span.end:
        end = Millis(min(span.end, start // length * length + length))
        yield Interval(start, end)
        start = end


def read_line(line: str) -> Point | None:
    """Return what a line of ours is about; None if it is none."""
    head = HEAD.match(line)
    if head is None:
        return None
    names: list[str] = []
    at = head.end()
    while (found := FIELD.match(line, at)) is not None:
        names.append(ESCAPED.sub(r"\1", found[1]))
        at = found.end()
        if found[2] == " ":
            break
    time = line[at:]
    if not names or not time.isdigit():
        return None
    return Point(ESCAPED.sub(r"\1", head[1]), tuple(names), Millis(int(time) * SECOND))


def counted(lines: Iterable[str], span: Interval, length: Millis) -> dict[Millis, Counts]:
    """Return how many values lines have in each part of a span, by its start."""
    found: dict[Millis, Counts] = {}
    for line in lines:
        point = read_line(line)
        if point is not None and point.time in span:
            start = Millis(max(span.start, point.time // length * length))
            found.setdefault(start, Counter()).update(point.values)
    return found


@dataclass(slots=True)
class Kept:
    """The samples of a file, through a connection that can only read."""

    connection: sqlite3.Connection
    _series: dict[int, tuple[str, str]] = field(default_factory=dict)
    """The name of each series that was met, and how its lines begin; there is nothing of one that is poison."""

    def counts(self, span: Interval) -> Counts:
        """Return how many values of which fields are kept of a span."""
        found: Counts = Counter()
        series, second, seen = 0, 0, frozenset[str]()
        for key, time, fields in self._samples(span):
            names = frozenset(json.loads(fields))
            if (key, time // SECOND) == (series, second):  # one point, if samples of a series follow each other
                names, seen = names - seen, names | seen
            else:
                seen = names
            series, second = key, time // SECOND
            measurement, _ = self._known(key)
            found.update((measurement, name) for name in names)
        return found

    def lines(self, span: Interval) -> Iterator[str]:
        """Yield what is kept of a span as line protocol."""
        for key, time, fields in self._samples(span):
            name, line_start = self._known(key)
            line = join_line(line_start, encode_fields(name, json.loads(fields)).text, Millis(time))
            if line is not None and line_start:
                yield line

    def _samples(self, span: Interval) -> Iterator[tuple[int, int, str]]:
        return self.connection.execute(SAMPLES, {"start": span.start, "end": span.end, "minute": MINUTE})

    def _known(self, key: int) -> tuple[str, str]:
        if key not in self._series:
            name, tags = self.connection.execute(SERIES, (key,)).fetchone()
            line_start = encode_series(name, json.loads(tags))
            self._series[key] = (name, "" if isinstance(line_start, Poison) else line_start)
        return self._series[key]
