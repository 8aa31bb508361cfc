"""Brings messages from the outbox to people: claim with a lease, send, mark.

At least once: whoever is killed between sending and marking sends again, under the same dedup key.
A channel that hangs keeps a few couriers and no more, a receiver that hangs keeps one.
"""

import asyncio
import logging
import random
import traceback
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from netmon.alerting.merging import marked, merger
from netmon.alerting.notify import Channel
from netmon.alerting.retry import next_attempt
from netmon.clock import MINUTE, Clock, Millis
from netmon.errors import DeliveryError, StoreError
from netmon.language import Language
from netmon.model import Delivery, Message
from netmon.store.notifications import Busy

log = logging.getLogger(__name__)

COURIERS = 12
MOST_IN_A_CHANNEL = 2
"""Couriers that one channel keeps at a time: six may hang before the next one waits."""
LEASE = Millis(2 * MINUTE)
"""Longer than the longest conversation of a channel, so that nobody else sends meanwhile."""
PAUSE = 1.0
"""Seconds until an idle courier looks again, unless woken."""


class Outbox(Protocol):
    """The messages that wait. Per subject and address, nothing is handed out before what precedes it."""

    def claim(self, now: Millis, *, limit: int, lease: Millis, busy: Busy) -> tuple[Delivery, ...]:
        """Return messages that are due; they are the caller's until the lease ends."""
        ...

    def lane(self, delivery: Delivery) -> tuple[Delivery, ...]:
        """Return everything about a message's subject that goes or went to its address, oldest first."""
        ...

    def merge(self, superseded: Collection[int], end: Delivery, lease_end: Millis) -> Delivery | None:
        """Let one message, claimed herewith, stand for others that have not got through."""
        ...

    def delivered(self, key: int, now: Millis) -> None:
        """Note that a message has arrived."""
        ...

    def postponed(self, key: int, next_at: Millis, error: str) -> None:
        """Note why a message did not get through, and when to try again."""
        ...

    def dead(self, key: int, now: Millis, error: str) -> None:
        """Note why a message will never get through."""
        ...


class Notifier:
    """A few couriers; each carries one message at a time, in a thread, so one deaf receiver stops no other."""

    def __init__(
        self,
        outbox: Outbox,
        channels: Iterable[Channel],
        clock: Clock,
        language: Language = Language.CS,
        draw: Callable[[], float] = random.random,
    ) -> None:
        self._outbox = outbox
        self._channels = {channel.name: channel for channel in channels}
        self._clock = clock
        self._language = language
        self._draw = draw
        self._in_hand: dict[int, str] = {}
        """What is being carried, and by which channel."""
        self._news = asyncio.Event()
        self._trouble = ""

    async def run(self) -> None:
        """Carry messages for ever."""
        with _threads() as threads:
            async with asyncio.TaskGroup() as couriers:
                for _ in range(COURIERS):
                    couriers.create_task(self._carry_on(threads))

    async def drain_once(self) -> None:
        """Carry everything that is due now, then return."""
        with _threads() as threads:
            await asyncio.gather(*(self._empty(threads) for _ in range(COURIERS)))

    def wake(self) -> None:
        """Say that the outbox has news."""
        self._news.set()

    async def _carry_on(self, threads: ThreadPoolExecutor) -> None:
        while True:
            try:
                await self._empty(threads)
            except StoreError as error:
                self._report(str(error))
            else:
                self._report("")
            await self._pause()

    def _report(self, trouble: str) -> None:
        """Log when the outbox stops answering and when it answers again, and not in between."""
        if trouble and not self._trouble:
            log.error("outbox does not answer error=%s", trouble)
        elif self._trouble and not trouble:
            log.info("outbox answers again")
        self._trouble = trouble

    async def _pause(self) -> None:
        try:
            # Not asyncio.wait_for: before Python 3.12 it loses a cancellation that comes together with the event.
            async with asyncio.timeout(PAUSE):
                await self._news.wait()
        except TimeoutError:
            return
        self._news.clear()

    async def _empty(self, threads: ThreadPoolExecutor) -> None:
        while claimed := self._outbox.claim(self._clock.now(), limit=1, lease=LEASE, busy=self._busy()):
            for delivery in claimed:
                await self._carry(self._merged(delivery), threads)

    def _busy(self) -> Busy:
        """Return what is in hand: neither its receivers get anything else meanwhile, nor channels that are full."""
        count = Counter(self._in_hand.values())
        return Busy(tuple(self._in_hand), [channel for channel, kept in count.items() if kept >= MOST_IN_A_CHANNEL])

    def _merged(self, delivery: Delivery) -> Delivery:
        """Return what goes out instead of a claimed message, if its end waits already."""
        merging = merger(self._outbox.lane(delivery), self._language)
        if merging is None:
            return delivery
        lease_end = Millis(self._clock.now() + LEASE)
        return self._outbox.merge(merging.superseded, merging.end, lease_end) or delivery

    async def _carry(self, delivery: Delivery, threads: ThreadPoolExecutor) -> None:
        message = marked(delivery.message, self._language)
        self._in_hand[delivery.id] = message.channel
        try:
            error = await asyncio.get_running_loop().run_in_executor(threads, self._attempt, message)
            self._mark(delivery, error, self._clock.now())
        finally:
            del self._in_hand[delivery.id]

    def _attempt(self, message: Message) -> DeliveryError | None:
        """Send a message; return what went wrong. Runs in a thread."""
        channel = self._channels.get(message.channel)
        if channel is None:
            return DeliveryError(f"no channel {message.channel!r} is set up")
        try:
            channel.send(message)
        except DeliveryError as error:
            return error
        except Exception as error:  # noqa: BLE001 -- the courier's outermost loop: a fault of ours may not silence it
            # The text of an error nobody foresaw may quote a URL; its kind and place do not.
            log.error("channel failed channel=%s error=%s at=%s", message.channel, type(error).__name__, _place(error))  # noqa: TRY400 -- so no text
            return DeliveryError(f"internal: {type(error).__name__}")
        return None

    def _mark(self, delivery: Delivery, error: DeliveryError | None, now: Millis) -> None:
        if error is None:
            self._outbox.delivered(delivery.id, now)
            log.info("delivered subject=%s kind=%s channel=%s", *_facts(delivery.message))
            return
        next_at = None if error.permanent else next_attempt(delivery.attempts, delivery.created, now, self._draw())
        if next_at is None:
            self._outbox.dead(delivery.id, now, str(error))
            log.error("given up subject=%s kind=%s channel=%s error=%s", *_facts(delivery.message), error)
        else:
            self._outbox.postponed(delivery.id, next_at, str(error))
            if delivery.attempts <= 1:
                log.warning("not delivered subject=%s kind=%s channel=%s error=%s", *_facts(delivery.message), error)


@contextmanager
def _threads() -> Iterator[ThreadPoolExecutor]:
    """Yield the couriers' threads; at the end nobody waits for them: a conversation has its own deadline."""
    threads = ThreadPoolExecutor(COURIERS, thread_name_prefix="courier")
    try:
        yield threads
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


def _facts(message: Message) -> tuple[str, str, str]:
    return message.subject_id, message.kind, message.channel


def _place(error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(frame.filename).name}:{frame.lineno}"
