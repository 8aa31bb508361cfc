"""How InfluxDB gets once more what `samples.db` keeps: in the order of time, by bounded batches, never by the outbox.

A point that is there already replaces itself, so whoever stops half-way begins again where it stopped, or anywhere
before. What netmon measures meanwhile goes first: while more than a batch waits in the outbox, nothing is sent.
"""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from netmon.clock import EPOCH, MINUTE, SECOND, Clock, Interval, Millis
from netmon.errors import StoreError
from netmon.phrase import Phrase
from netmon.store.backlog import LINES_PER_CHUNK, depth
from netmon.store.forwarding import LONGEST_PAUSE, REQUESTS_PER_BATCH, SHORTEST_PAUSE, SOUND_LINE, Turn
from netmon.store.influx.verdict import Outcome, Verdict, decide
from netmon.store.influx.writer import Writer
from netmon.store.kept import Kept, slices

SLICE = Millis(5 * MINUTE)
"""Time of which the lines are held at once."""
PATIENCE = Millis(10 * MINUTE)
"""How long InfluxDB, or what netmon measures meanwhile, may stand in the way before somebody has to look."""
LOOK_AGAIN = SECOND


@dataclass(slots=True)
class Backfill:
    """Sends what a file keeps; `reached` is where to begin again if it is stopped."""

    connection: sqlite3.Connection
    writer: Writer
    clock: Clock
    sleep: Callable[[float], None]
    rate: int
    """Lines a second at most."""
    sent: int = 0
    refused: int = 0
    """Lines that InfluxDB does not take."""
    reason: str = ""
    """Why it did not take the last of them."""
    reached: Millis = EPOCH
    _free_at: Millis = field(default=EPOCH, init=False)

    def run(self, span: Interval) -> Iterator[Interval]:
        """Send a span, yielding each part of it that is there now; raise StoreError if something stands in the way."""
        kept, self.reached = Kept(self.connection), span.start
        for part in slices(span, SLICE):
            for batch in _batches(kept.lines(part)):
                self._let_live_data_pass()
                self._deliver(batch)
                self._keep_pace(len(batch))
            self.reached = part.end
            yield part

    def _deliver(self, lines: tuple[str, ...]) -> None:
        """Send lines until each is there or refused."""
        pause, since = SHORTEST_PAUSE, self.clock.monotonic()
        while lines:
            turn = _take_turn(self.writer, lines, self.clock.now())
            self._note(lines, turn)
            if len(turn.rest) < len(lines):
                pause, since = SHORTEST_PAUSE, self.clock.monotonic()
            lines = turn.rest
            if turn.stopped is not None:
                wait = pause if turn.stopped.retry_after is None else turn.stopped.retry_after
                self._require_patience(turn.stopped, Millis(self.clock.monotonic() + wait - since))
                self.sleep(wait / SECOND)
                pause = Millis(min(2 * pause, LONGEST_PAUSE))

    def _note(self, lines: tuple[str, ...], turn: Turn) -> None:
        self.sent += len(lines) - len(turn.rest) - len(turn.dead)
        self.refused += len(turn.dead)
        if turn.dead:
            self.reason = turn.dead[-1].reason

    def _require_patience(self, stopped: Outcome, waited: Millis) -> None:
        if decide(stopped.status) is not Verdict.LATER or waited > PATIENCE:
            said = f"{stopped.status or ''} {stopped.text}".strip()
            raise StoreError(Phrase("InfluxDB takes no points: {reason}", reason=said))

    def _let_live_data_pass(self) -> None:
        """Wait while the outbox of a netmon that runs is not drained."""
        since = self.clock.monotonic()
        while depth(self.connection).lines > LINES_PER_CHUNK:
            if self.clock.monotonic() - since > PATIENCE:
                raise StoreError(Phrase("what netmon measured of late still waits for InfluxDB, and goes first"))
            self.sleep(LOOK_AGAIN / SECOND)

    def _keep_pace(self, lines: int) -> None:
        now = self.clock.monotonic()
        self._free_at = Millis(max(now, self._free_at) + lines * SECOND // self.rate)
        if self._free_at > now + LOOK_AGAIN:
            self.sleep((self._free_at - now - LOOK_AGAIN) / SECOND)


def _batches(lines: Iterator[str]) -> Iterator[tuple[str, ...]]:
    """Yield the lines in batches; all are read first, so that nobody reads while it waits."""
    held = iter(tuple(lines))
    while batch := tuple(islice(held, LINES_PER_CHUNK)):
        yield batch


def _take_turn(writer: Writer, lines: tuple[str, ...], now: Millis) -> Turn:
    """Send lines, halving what is refused until the bad ones stand alone."""
    turn = Turn([lines])
    for _ in range(REQUESTS_PER_BATCH):
        part = turn.parts.pop()
        outcome = writer.write("\n".join(part))
        if turn.doubts(outcome):
            turn.takes = decide(writer.write(f"{SOUND_LINE} {now // SECOND}").status) is Verdict.CONFIRMED
        turn.note(part, outcome)
        if turn.is_over:
            break
    return turn
