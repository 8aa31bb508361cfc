"""How points get from the backlog to InfluxDB without ever making the loop wait.

The files are touched on the loop, where their one connection lives; only the request itself runs in
a thread of its own. A batch is forgotten after InfluxDB has confirmed it, so a kill at any moment
repeats points and loses none; a repeated point replaces itself.
"""

import asyncio
import logging
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from netmon.clock import MINUTE, SECOND, Clock, Millis
from netmon.errors import StoreError
from netmon.store.backlog import POLICIES, DeadLine
from netmon.store.influx.verdict import Outcome, Verdict, decide
from netmon.store.influx.writer import Writer
from netmon.store.samples import SampleStore

log = logging.getLogger(__name__)

IDLE = SECOND
SHORTEST_PAUSE = SECOND
LONGEST_PAUSE = MINUTE
SOUND_LINE = "netmon_self,collector=probe probed=1i"
DROPPED = re.compile(r"dropped=([0-9]{1,9})")
"""How a server says of how many points of a request it took none."""
REQUESTS_PER_BATCH = 64
"""Requests spent on one batch while looking for its bad lines; the rest of it waits for the next turn."""


@dataclass(slots=True)
class Turn:
    """What becomes of a batch: parts that still wait, lines refused for good, and what stopped us.

    `takes` says whether the server has taken anything in this turn. Until then what it refuses may be sound: a server
    that is not InfluxDB, or is spoken to in the wrong protocol, answers 400 to everything.
    """

    parts: list[tuple[str, ...]]
    dead: list[DeadLine] = field(default_factory=list)
    takes: bool = False
    stopped: Outcome | None = None

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to send, or no use in sending it now."""
        return not self.parts or self.stopped is not None

    @property
    def rest(self) -> tuple[str, ...]:
        """The lines that still wait."""
        return tuple(line for part in self.parts for line in part)

    def doubts(self, outcome: Outcome) -> bool:
        """Say whether lines are refused of which nobody knows yet whether they or the server are at fault."""
        return not self.takes and decide(outcome.status) in (Verdict.HALVE, Verdict.PARTIAL)

    def note(self, part: tuple[str, ...], outcome: Outcome) -> None:
        """Draw the conclusion from what came back for a part."""
        match decide(outcome.status):
            case Verdict.CONFIRMED:
                self.takes = True
            case Verdict.HALVE | Verdict.PARTIAL if self.takes and (len(part) == 1 or _drops_all(part, outcome)):
                self.dead += _buried(part, outcome)
            case Verdict.HALVE | Verdict.PARTIAL if self.takes:
                self.parts += [part[len(part) // 2 :], part[: len(part) // 2]]
            case _:
                self.parts.append(part)
                self.stopped = outcome


class Forwarder:
    """Empties the backlog of a `SampleStore` into InfluxDB."""

    def __init__(self, samples: SampleStore, writer: Writer, clock: Clock) -> None:
        self._samples = samples
        self._writer = writer
        self._clock = clock
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="influx")
        self._pause = SHORTEST_PAUSE
        self._troubles: dict[str, str] = {}
        """What keeps the points of a policy from InfluxDB."""
        self._waiting_until: dict[str, Millis] = {}
        """When policies of roll-ups are tried again, on the monotonic clock: samples never wait for them."""

    @property
    def trouble(self) -> str:
        """What keeps points from InfluxDB, in words; empty while all is well."""
        return next((self._troubles[policy] for policy in POLICIES if policy in self._troubles), "")

    async def run(self) -> None:
        """Forward for ever, pausing when there is nothing to send or nobody to take it."""
        while True:
            pause = await self.forward()
            await asyncio.sleep(pause / SECOND)

    async def forward(self) -> Millis:
        """Send one batch; return how long to wait before the next."""
        try:
            batch = self._samples.next_batch(self._open_policies())
            if batch is None:
                return IDLE
            turn = await self._send(batch.lines, batch.policy)
            if len(turn.rest) < len(batch.lines):
                self._samples.settle(batch, rest=turn.rest, dead=turn.dead, now=self._clock.now())
        except StoreError as error:
            return self._trouble(f"the store is in the way: {error}", LONGEST_PAUSE)
        return self._next_pause(turn, batch.policy)

    def close(self) -> None:
        """Stop; a request that is under way ends by itself within its timeout."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _open_policies(self) -> list[str]:
        now = self._clock.monotonic()
        return [policy for policy in POLICIES if self._waiting_until.get(policy, now) <= now]

    async def _send(self, lines: tuple[str, ...], policy: str) -> Turn:
        """Send lines, halving what is refused until the bad ones stand alone."""
        turn = Turn([lines])
        for _ in range(REQUESTS_PER_BATCH):
            part = turn.parts.pop()
            outcome = await self._write("\n".join(part), policy)
            if turn.doubts(outcome):
                turn.takes = await self._takes_a_sound_line(policy)
            turn.note(part, outcome)
            if turn.is_over:
                break
        return turn

    async def _write(self, lines: str, policy: str) -> Outcome:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._writer.write, lines, policy)

    async def _takes_a_sound_line(self, policy: str) -> bool:
        """Say whether the server takes a line that nothing can be wrong with."""
        outcome = await self._write(f"{SOUND_LINE} {self._clock.now() // SECOND}", policy)
        return decide(outcome.status) is Verdict.CONFIRMED

    def _next_pause(self, turn: Turn, policy: str) -> Millis:
        stopped = turn.stopped
        if stopped is None:
            self._relief(policy)
            return Millis(0)
        said = f"{stopped.status or 'no answer'} {stopped.text}".strip()
        if decide(stopped.status) is not Verdict.LATER:
            return self._trouble(said, LONGEST_PAUSE, policy)
        pause = self._pause if stopped.retry_after is None else stopped.retry_after
        self._pause = Millis(min(2 * self._pause, LONGEST_PAUSE))
        return self._trouble(said, pause, policy)

    def _trouble(self, text: str, pause: Millis, policy: str = "") -> Millis:
        """Note what is the matter; return for how long everything waits, which it does not for roll-ups."""
        if text != self._troubles.get(policy):
            log.warning("influxdb takes no points policy=%r reason=%r", policy, text)
        self._troubles[policy] = text
        if not policy:
            return pause
        self._waiting_until[policy] = Millis(self._clock.monotonic() + pause)
        return Millis(0)

    def _relief(self, policy: str) -> None:
        if self._troubles.pop(policy, None):
            log.info("influxdb takes points again policy=%r", policy)
        self._pause = SHORTEST_PAUSE


def _drops_all(part: tuple[str, ...], outcome: Outcome) -> bool:
    """Say whether a server that takes what is sound says that it took nothing, such as beyond its retention."""
    told = DROPPED.search(outcome.text)
    return told is not None and int(told[1]) >= len(part)


def _buried(part: tuple[str, ...], outcome: Outcome) -> Iterator[DeadLine]:
    reason = f"{outcome.status} {outcome.text}"
    log.warning("influxdb refuses for good lines=%d reason=%r", len(part), reason)
    return (DeadLine(line, reason) for line in part)
