"""When each thing is due: every cadence of netmon is registered here.

Two clocks drive it. `Rounds` is the fast cadence: a heap on the monotonic clock in which each
(device, collector) keeps a fixed phase, hashed from its name, so that the load is spread the same
way every day. `Calendar` is the slow one and the door to APScheduler: what follows the wall clock,
under a guard, because APScheduler 3 stops after a backward step of the clock.
"""

import asyncio
import heapq
import logging
import zlib
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from netmon.clock import SECOND, Clock, Millis, to_datetime

log = logging.getLogger(__name__)

STEP_TOLERANCE = Millis(2 * SECOND)
"""A wall clock that moved this much against the monotonic one has been stepped."""


@dataclass(frozen=True, slots=True, order=True)
class Visit:
    """One device's turn with one collector."""

    device: str
    collector: str


@dataclass(frozen=True, slots=True)
class Due:
    """A visit that is due, and the wall time its measurements carry.

    One that is `pressing` follows a poll under way; a regular one is left out then.
    """

    visit: Visit
    slot: Millis
    pressing: bool = False


def phase_of(name: str, interval: Millis) -> Millis:
    """Return where in the interval the turns of a device, or of a job, stand: the same at every start of netmon.

    Of two intervals of which one divides the other, the turns of a device coincide: it is asked for both at once.
    """
    return Millis(zlib.crc32(name.encode()) % interval)


def slot_of(now: Millis, interval: Millis, phase: Millis) -> Millis:
    """Return the multiple of the interval whose visit, `phase` later, is nearest to `now`."""
    return Millis(round((now - phase) / interval) * interval)


class Rounds:
    """Which visits are due, on the monotonic clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._intervals: dict[Visit, Millis] = {}
        self._heap: list[tuple[Millis, Visit, bool]] = []
        self._changed = asyncio.Event()

    def replace(self, intervals: dict[Visit, Millis]) -> None:
        """Make these the visits: new ones join at their phase, missing ones are dropped."""
        self._heap = [turn for turn in self._heap if turn[1] in intervals]
        heapq.heapify(self._heap)
        for visit in intervals.keys() - self._intervals.keys():
            interval = intervals[visit]
            now = self._clock.now()
            wait = (phase_of(visit.device, interval) - now) % interval
            self._push(Millis(self._clock.monotonic() + wait), visit, regular=True)
        self._intervals = dict(intervals)
        self._changed.set()

    def hasten(self, visit: Visit, at: Millis | None = None) -> None:
        """Make a visit due now, or at a moment of the monotonic clock, beside its regular turn."""
        if visit in self._intervals:
            self._push(self._clock.monotonic() if at is None else at, visit, regular=False)
            self._changed.set()

    def take_due(self) -> list[Due]:
        """Return what is due and put the regular visits back a whole number of intervals later."""
        due: dict[Visit, Due] = {}
        now = self._clock.monotonic()
        while self._heap and self._heap[0][0] <= now:
            at, visit, regular = heapq.heappop(self._heap)
            interval = self._intervals.get(visit)
            if interval is None:
                continue
            slot = slot_of(self._clock.now(), interval, phase_of(visit.device, interval))
            is_pressing = not regular or (visit in due and due[visit].pressing)
            due[visit] = Due(visit, slot, is_pressing)
            if regular:
                missed = (now - at) // interval
                self._push(Millis(at + (missed + 1) * interval), visit, regular=True)
        return list(due.values())

    def wait(self) -> Millis:
        """Return how long until the next visit is due, at most a second."""
        if not self._heap:
            return SECOND
        return Millis(min(SECOND, max(0, self._heap[0][0] - self._clock.monotonic())))

    async def run(self, begin: Callable[[Sequence[Due]], None]) -> None:
        """Call `begin` with everything that falls due at once, for ever."""
        while True:
            if due := self.take_due():
                begin(due)
            self._changed.clear()
            with suppress(TimeoutError):
                # Not asyncio.wait_for: before Python 3.12 it loses a cancellation that comes together with the event.
                async with asyncio.timeout(self.wait() / SECOND):
                    await self._changed.wait()

    def _push(self, at: Millis, visit: Visit, *, regular: bool) -> None:
        heapq.heappush(self._heap, (at, visit, regular))


class Calendar:
    """What runs on the wall clock, or slowly: the door to APScheduler, and its guard."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._offset = self._wall_ahead()

    def every(self, interval: Millis, name: str, job: Callable[[], Awaitable[None]]) -> None:
        """Run `job` each `interval`, first at a phase hashed from its name; replace one so named."""
        first = self._clock.now() + phase_of(name, interval)
        self._scheduler.add_job(
            job,
            IntervalTrigger(seconds=interval / SECOND, start_date=to_datetime(Millis(first)), timezone="UTC"),
            id=name,
            name=name,
            replace_existing=True,
        )

    def keep_only(self, names: set[str], prefix: str) -> None:
        """Drop the jobs under a prefix that are not named any more."""
        for job in self._scheduler.get_jobs():
            if job.id.startswith(prefix) and job.id not in names:
                job.remove()

    async def run(self) -> None:
        """Start, then watch the wall clock once a second, for ever."""
        self._scheduler.start()
        try:
            while True:
                await asyncio.sleep(1)
                self.watch_clock()
        finally:
            self._scheduler.shutdown(wait=False)

    def watch_clock(self) -> bool:
        """Reschedule every job if the wall clock was stepped; say whether it was."""
        offset = self._wall_ahead()
        step = offset - self._offset
        self._offset = offset
        if abs(step) <= STEP_TOLERANCE:
            return False
        log.warning("clock stepped by_ms=%d jobs=%d", step, len(self._scheduler.get_jobs()))
        for job in self._scheduler.get_jobs():
            job.reschedule(job.trigger.__class__(seconds=job.trigger.interval_length, timezone="UTC"))
        self._scheduler.wakeup()
        return True

    def next_run(self, name: str) -> datetime | None:
        """Return when a job runs next."""
        job = self._scheduler.get_job(name)
        return job.next_run_time if job else None

    def _wall_ahead(self) -> Millis:
        return Millis(self._clock.now() - self._clock.monotonic())
