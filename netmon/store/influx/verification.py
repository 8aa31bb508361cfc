"""Is everything in InfluxDB that was acknowledged: what `samples.db` keeps is counted there and here, hour by hour.

What waits in the outbox, and what InfluxDB refused for good, need not be there yet, but may be. Hours that differ are
looked at once more, as netmon goes on meanwhile. Points that only InfluxDB has are nobody's business here: netmon
forgets earlier, and others may write there too.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from netmon.clock import HOUR, SECOND, Interval, Millis
from netmon.store.backlog import dead_lines, waiting
from netmon.store.influx.asking import Server
from netmon.store.influx.querying import Database, ask, identifier
from netmon.store.kept import Counts, Kept, counted, slices

OURS = "count_"
"""How InfluxQL calls the column with the number of values of a field."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A measurement of which an hour has other points there than here, by the field that differs most."""

    measurement: str
    start: Millis
    expected: int
    found: int

    @property
    def missing(self) -> int:
        """How many are not there."""
        return max(0, self.expected - self.found)

    @property
    def surplus(self) -> int:
        """How many are there more often than they should be."""
        return max(0, self.found - self.expected)


@dataclass(frozen=True, slots=True)
class Verified:
    """What a comparison found."""

    compared: int
    """Values that were counted here."""
    waiting: int
    """Values of them that wait in the outbox."""
    refused: int
    """Values of them that InfluxDB refused for good."""
    differences: Sequence[Difference]


@dataclass(frozen=True, slots=True)
class Owed:
    """The values of a part of the span that need not be there, though they are kept here."""

    waiting: Counts
    refused: Counts


Count = Callable[[Interval, Sequence[str]], Counts]
"""Counts the values that InfluxDB has of measurements in a span."""


def differences(start: Millis, here: Counts, owed: Owed, there: Counts) -> Iterator[Difference]:
    """Yield what differs in the part of a span that starts at a moment, a measurement each."""
    worst: dict[str, Difference] = {}
    for (measurement, name), most in here.items():
        value = (measurement, name)
        least, found = most - owed.waiting[value] - owed.refused[value], there[value]
        if least <= found <= most:
            continue
        each = Difference(measurement, start, most if found > most else least, found)
        known = worst.get(measurement)
        if known is None or abs(each.expected - each.found) > abs(known.expected - known.found):
            worst[measurement] = each
    yield from (worst[measurement] for measurement in sorted(worst))


def verify(connection: sqlite3.Connection, span: Interval, count: Count, step: Callable[[], None]) -> Verified:
    """Compare a span; `step` is called after each part. Raise StoreError if InfluxDB does not answer."""
    whole = _in_seconds(span)
    parts = tuple(slices(whole, HOUR))
    first = _compare(connection, parts, whole, count, step)
    doubtful = {difference.start for difference in first.differences}
    again = _compare(connection, [part for part in parts if part.start in doubtful], whole, count, lambda: None)
    return Verified(first.compared, first.waiting, first.refused, again.differences)


def counting(server: Server, database: Database) -> Count:
    """Return what counts in a database of a server."""

    def count(span: Interval, measurements: Sequence[str]) -> Counts:
        found: Counts = Counter()
        for measurement in measurements:
            of = f"FROM {identifier(measurement)} WHERE time >= {span.start}ms AND time < {span.end}ms"
            text = f"SELECT count(*) {of}"
            for row in ask(server, text, database):
                for column, number in row.cells.items():
                    if column.startswith(OURS) and isinstance(number, int):
                        found[measurement, column.removeprefix(OURS)] += number
        return found

    return count


def _compare(
    connection: sqlite3.Connection,
    parts: Iterable[Interval],
    span: Interval,
    count: Count,
    step: Callable[[], None],
) -> Verified:
    """Compare parts of a span. What waits is read first: a line that arrives meanwhile may be there."""
    kept = Kept(connection)
    with _snapshot(connection):
        late = counted(waiting(connection), span, HOUR)
        refused = counted((dead.line for dead in dead_lines(connection)), span, HOUR)
    found: list[Difference] = []
    compared = 0
    for part in parts:
        with _snapshot(connection):
            here = kept.counts(part)
        owed = Owed(late.get(part.start, Counter()), refused.get(part.start, Counter()))
        there = count(part, sorted({measurement for measurement, _ in here}))
        found += differences(part.start, here, owed, there)
        compared += here.total()
        step()
    return Verified(compared, _total(late), _total(refused), tuple(found))


def _in_seconds(span: Interval) -> Interval:
    """Return a span that begins and ends with a second: InfluxDB has a point at the beginning of its second."""
    return Interval(Millis(span.start // SECOND * SECOND), Millis(-(-span.end // SECOND) * SECOND))


@contextmanager
def _snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """See one state of the file inside, and hold nobody up after."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


def _total(counts: Mapping[Millis, Counts]) -> int:
    return sum(each.total() for each in counts.values())
