"""How points get from the backlog to InfluxDB without ever making the loop wait.

The files are touched on the loop, where their one connection lives; only the request itself runs in
a thread of its own. A batch is forgotten after InfluxDB has confirmed it, so a kill at any moment
repeats points and loses none; a repeated point replaces itself.
"""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from netmon.clock import MINUTE, SECOND, Clock, Millis
from netmon.errors import StoreError
from netmon.store.backlog import DeadLine
from netmon.store.influx.verdict import Outcome, Verdict, decide
from netmon.store.influx.writer import Writer
from netmon.store.samples import SampleStore

log = logging.getLogger(__name__)

IDLE = SECOND
SHORTEST_PAUSE = SECOND
LONGEST_PAUSE = MINUTE
REQUESTS_PER_BATCH = 64
"""Requests spent on one batch while looking for its bad lines; the rest of it waits for the next turn."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a batch: lines that still wait, lines refused for good, and what stopped us."""

    rest: tuple[str, ...]
    dead: tuple[DeadLine, ...]
    stopped: Outcome | None


class Forwarder:
    """Empties the backlog of a `SampleStore` into InfluxDB."""

    def __init__(self, samples: SampleStore, writer: Writer, clock: Clock) -> None:
        self._samples = samples
        self._writer = writer
        self._clock = clock
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="influx")
        self._pause = SHORTEST_PAUSE
        self.trouble = ""
        """What keeps points from InfluxDB, in words; empty while all is well."""

    async def run(self) -> None:
        """Forward for ever, pausing when there is nothing to send or nobody to take it."""
        while True:
            pause = await self.forward()
            await asyncio.sleep(pause / SECOND)

    async def forward(self) -> Millis:
        """Send one batch; return how long to wait before the next."""
        try:
            batch = self._samples.next_batch()
            if batch is None:
                return IDLE
            sent = await self._send(batch.lines)
            if len(sent.rest) < len(batch.lines):
                self._samples.settle(batch, rest=sent.rest, dead=sent.dead, now=self._clock.now())
        except StoreError as error:
            return self._trouble(f"the store is in the way: {error}", LONGEST_PAUSE)
        return self._next_pause(sent)

    def close(self) -> None:
        """Stop; a request that is under way ends by itself within its timeout."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _send(self, lines: tuple[str, ...]) -> Sent:
        """Send lines, halving what is refused until the bad ones stand alone."""
        loop = asyncio.get_running_loop()
        parts, dead = [lines], list[DeadLine]()
        stopped: Outcome | None = None
        for _ in range(REQUESTS_PER_BATCH):
            part = parts.pop()
            outcome = await loop.run_in_executor(self._thread, self._writer.write, "\n".join(part))
            verdict = decide(outcome.status)
            if verdict in (Verdict.LATER, Verdict.REFUSED):
                parts.append(part)
                stopped = outcome
                break
            if verdict is Verdict.HALVE and len(part) > 1:
                parts += [part[len(part) // 2 :], part[: len(part) // 2]]
            elif verdict is not Verdict.CONFIRMED:
                dead += _buried(part, outcome)
            if not parts:
                break
        return Sent(tuple(line for part in parts for line in part), tuple(dead), stopped)

    def _next_pause(self, sent: Sent) -> Millis:
        if sent.stopped is None:
            self._relief()
            return Millis(0)
        said = f"{sent.stopped.status or 'no answer'} {sent.stopped.text}".strip()
        if decide(sent.stopped.status) is Verdict.REFUSED:
            return self._trouble(said, LONGEST_PAUSE)
        pause = self._pause if sent.stopped.retry_after is None else sent.stopped.retry_after
        self._pause = Millis(min(2 * self._pause, LONGEST_PAUSE))
        return self._trouble(said, pause)

    def _trouble(self, text: str, pause: Millis) -> Millis:
        if text != self.trouble:
            log.warning("influxdb takes no points reason=%r", text)
        self.trouble = text
        return pause

    def _relief(self) -> None:
        if self.trouble:
            log.info("influxdb takes points again")
        self.trouble = ""
        self._pause = SHORTEST_PAUSE


def _buried(part: tuple[str, ...], outcome: Outcome) -> list[DeadLine]:
    """Return a lone refused line; of a part that was taken in part, the server only says how many are missing."""
    reason = f"{outcome.status} {outcome.text}"
    if len(part) == 1:
        log.warning("influxdb refuses a line for good reason=%r", reason)
        return [DeadLine(part[0], reason)]
    log.warning("influxdb took only a part lines=%d reason=%r", len(part), reason)
    return []
