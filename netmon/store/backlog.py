"""What still has to reach InfluxDB: the outbox of points, as compressed chunks of line protocol.

A chunk is written in the transaction of its samples and deleted after InfluxDB has confirmed it.
The newest goes first, so that live panels recover at once after an outage. Over its size the
backlog drops its oldest counters; states and events are never dropped.
"""

import json
import logging
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from netmon.clock import SECOND, Millis

log = logging.getLogger(__name__)

LINES_PER_CHUNK = 5_000
CHUNKS_PER_BATCH = 500
DEAD_LINES_KEPT = 1_000
LONGEST_REASON = 500
REMARK = "#"
"""How a refused line begins that is none, but tells of a whole chunk."""
EXPENDABLE = ("net_if,", "netmon_self,")
"""How lines begin that only count; all others say what state something was in."""
REFUSED = """
    SELECT max(
        coalesce((SELECT max(id) FROM dead_lines), 0),
        coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'dead_lines'), 0)
    )
"""
POLICIES = ("", "5m", "1h")
"""Where chunks go, in the order in which they are sent: samples before what they are rolled up to."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a chunk stands in the backlog, and since when."""

    id: int | None
    """None for the end."""
    created: Millis


@dataclass(frozen=True, slots=True)
class Batch:
    """Lines to send at once, and the chunks they came from."""

    chunks: tuple[int, ...]
    lines: tuple[str, ...]
    places: Mapping[bool, Place]
    """Where what is left of the batch goes, counters (True) and states (False): to the oldest of its chunks."""
    policy: str = ""
    """The retention policy that all of them go to, empty for that of samples."""


@dataclass(frozen=True, slots=True)
class DeadLine:
    """A line that InfluxDB refuses for ever, and why."""

    line: str
    reason: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A refused line with its number, and since when it lies there."""

    id: int
    at: Millis
    dead: DeadLine


@dataclass(frozen=True, slots=True)
class Depth:
    """How much waits for InfluxDB, and how much never got there.

    `dropped` counts the lines that found no room or were damaged here, `refused` those that InfluxDB does not take.
    """

    lines: int
    size: int
    oldest: Millis | None
    dropped: int
    refused: int

    def age_s(self, now: Millis) -> int:
        """Return for how many seconds the oldest line has been waiting."""
        return 0 if self.oldest is None else max(0, now - self.oldest) // SECOND


def add(connection: sqlite3.Connection, lines: Sequence[str], *, limit: int, now: Millis, policy: str = "") -> None:
    """Queue lines; while the backlog is larger than `limit` bytes, drop its oldest counters."""
    _add_chunks(connection, lines, {}, now, policy)
    while _size(connection) > limit and _drop_oldest_counters(connection):
        pass


def newest(connection: sqlite3.Connection, policies: Sequence[str] = POLICIES) -> Batch | None:
    """Return the newest chunks that fit into one request, or None if nothing waits; set apart what is damaged.

    Nothing of a policy goes while anything of one before it waits.
    """
    batches = (_newest(connection, policy) for policy in policies)
    return next((batch for batch in batches if batch is not None), None)


def _newest(connection: sqlite3.Connection, policy: str) -> Batch | None:
    chunks: list[int] = []
    lines: list[str] = []
    places: dict[bool, Place] = {}
    sizes = connection.execute(
        "SELECT id, lines, created, expendable FROM chunks WHERE policy = ? ORDER BY id DESC LIMIT ?",
        (policy, CHUNKS_PER_BATCH),
    ).fetchall()
    for key, count, created, expendable in sizes:
        if chunks and len(lines) + count > LINES_PER_CHUNK:
            break
        (body,) = connection.execute("SELECT body FROM chunks WHERE id = ?", (key,)).fetchone()
        try:
            found = unpacked(body)
        except (zlib.error, UnicodeDecodeError) as error:
            dead = DeadLine(f"{REMARK} chunk {key}, lines: {count}", f"damaged: {error}")
            _set_apart(connection, key, count, dead, created)
        else:
            chunks.append(key)
            lines.extend(found)
            places[bool(expendable)] = Place(key, created)
    return Batch(tuple(chunks), tuple(lines), places, policy) if chunks else None


def settle(
    connection: sqlite3.Connection, batch: Batch, rest: Sequence[str], dead: Sequence[DeadLine], now: Millis
) -> None:
    """Forget the chunks of a batch; put its rest in their place, and apart the lines of it that InfluxDB refuses."""
    connection.executemany("DELETE FROM chunks WHERE id = ?", ((key,) for key in batch.chunks))
    _add_chunks(connection, rest, batch.places, now, batch.policy)
    _bury(connection, [_of_policy(line, batch.policy) for line in dead], now)


def depth(connection: sqlite3.Connection) -> Depth:
    """Return how much waits."""
    lines, size, dropped = connection.execute("SELECT lines, bytes, dropped FROM backlog").fetchone()
    first = connection.execute("SELECT created FROM chunks ORDER BY id LIMIT 1").fetchone()
    return Depth(lines, size, None if first is None else Millis(first[0]), dropped, _refused(connection))


def dead_lines(connection: sqlite3.Connection) -> tuple[DeadLine, ...]:
    """Return the lines that were refused for good, the oldest first."""
    return tuple(DeadLine(*row) for row in connection.execute("SELECT line, reason FROM dead_lines ORDER BY id"))


def waiting(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the samples that wait for InfluxDB, the oldest chunk first; what is damaged is left out."""
    for (body,) in connection.execute("SELECT body FROM chunks WHERE policy = '' ORDER BY id"):
        with suppress(zlib.error, UnicodeDecodeError):
            yield from unpacked(body)


def unpacked(body: bytes) -> list[str]:
    """Return the lines of a chunk; its checksum (Adler-32) tells a damaged one."""
    return zlib.decompress(body).decode().split("\n")


def letters(connection: sqlite3.Connection) -> tuple[Letter, ...]:
    """Return the lines that were refused for good and are still kept, the oldest first."""
    rows = connection.execute("SELECT id, at, line, reason FROM dead_lines ORDER BY id")
    return tuple(Letter(key, Millis(at), DeadLine(line, reason)) for key, at, line, reason in rows)


def exhume(connection: sqlite3.Connection, keys: Sequence[int]) -> tuple[str, ...]:
    """Forget refused lines, all if none is named; return those that could be sent again."""
    of_interest = "(SELECT value FROM json_each(?))" if keys else "(SELECT id FROM dead_lines WHERE ? IS NOT NULL)"
    gone = connection.execute(
        f"DELETE FROM dead_lines WHERE id IN {of_interest} RETURNING id, line",  # noqa: S608 -- constants
        (json.dumps(keys),),
    )
    return tuple(line for _, line in sorted(gone) if not line.startswith(REMARK))


def _add_chunks(
    connection: sqlite3.Connection, lines: Sequence[str], places: Mapping[bool, Place], now: Millis, policy: str
) -> None:
    """Queue counters and states apart, each at its place; without one, and for more than one chunk, at the end."""
    for expendable in (True, False):
        alike = [line for line in lines if line.startswith(EXPENDABLE) is expendable]
        place = places.get(expendable, Place(None, now))
        for start in range(0, len(alike), LINES_PER_CHUNK):
            part = alike[start : start + LINES_PER_CHUNK]
            connection.execute(
                "INSERT INTO chunks (id, expendable, lines, created, body, policy) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    None if start else place.id,
                    expendable,
                    len(part),
                    place.created,
                    zlib.compress("\n".join(part).encode(), 1),
                    policy,
                ),
            )


def _set_apart(connection: sqlite3.Connection, key: int, lines: int, dead: DeadLine, created: Millis) -> None:
    """Give a chunk up that cannot be read, so that it does not stand in the way of the others."""
    log.error("outbox chunk given up chunk=%d lines=%d reason=%r", key, lines, dead.reason)
    connection.execute("DELETE FROM chunks WHERE id = ?", (key,))
    connection.execute("UPDATE backlog SET dropped = dropped + ?", (lines,))
    _bury(connection, [dead], created)


def _of_policy(dead: DeadLine, policy: str) -> DeadLine:
    """Return a refused roll-up as a remark: it must never be sent again as a sample."""
    return replace(dead, line=f"{REMARK} {policy}: {dead.line.removeprefix(REMARK).lstrip()}") if policy else dead


def _bury(connection: sqlite3.Connection, dead: Sequence[DeadLine], at: Millis) -> None:
    connection.executemany(
        "INSERT INTO dead_lines (at, line, reason) VALUES (?, ?, ?)",
        ((at, line.line, line.reason[:LONGEST_REASON]) for line in dead),
    )
    connection.execute("DELETE FROM dead_lines WHERE id <= (SELECT max(id) FROM dead_lines) - ?", (DEAD_LINES_KEPT,))


def _refused(connection: sqlite3.Connection) -> int:
    """Return how many lines were buried, ever: they are deleted in time, their numbers are not used again."""
    count: int = connection.execute(REFUSED).fetchone()[0]
    return count


def _size(connection: sqlite3.Connection) -> int:
    size: int = connection.execute("SELECT bytes FROM backlog").fetchone()[0]
    return size


def _drop_oldest_counters(connection: sqlite3.Connection) -> bool:
    row = connection.execute(
        "DELETE FROM chunks WHERE id = (SELECT min(id) FROM chunks WHERE expendable = 1) RETURNING lines"
    ).fetchone()
    if row is None:
        return False
    connection.execute("UPDATE backlog SET dropped = dropped + ?", row)
    return True
