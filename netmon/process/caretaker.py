"""Who looks after the files while netmon runs: what is damaged is set aside, and said until somebody has looked.

Each hour the state is copied in a thread, and the copy is examined. Where the state turns out to be damaged, netmon
begins again on what can be restored: `StateDamaged` ends its present life. Where the disk is full, the ballast makes
room for states and messages.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from sqlite3 import Error

from netmon.clock import HOUR, MINUTE, SECOND, Clock, Millis
from netmon.errors import StoreError
from netmon.model import FieldValue
from netmon.phrase import Phrase
from netmon.store.aside import kept_aside
from netmon.store.ballast import Ballast, Step
from netmon.store.copies import copy_state
from netmon.store.damage import is_damage, is_shortage
from netmon.store.database import STATE_FILE
from netmon.store.samples import SampleStore
from netmon.store.state import StateStore
from netmon.trouble import Trouble

log = logging.getLogger(__name__)

EVERY = Millis(5 * SECOND)
COPY_EVERY = HOUR
LOOK_AGAIN = MINUTE
"""How long after a copy the state is examined again if nothing can be written into it; and the first time."""


class StateDamaged(StoreError):
    """`state.db` turned out to be damaged while netmon was at work."""

    def __init__(self, reason: object) -> None:
        super().__init__(Phrase("{file} is damaged or cannot be used: {reason}", file=STATE_FILE, reason=reason))


class Caretaker:
    """Looks at the files every few seconds; rules and pages ask it how they are."""

    def __init__(
        self, directory: Path, state: StateStore, samples: SampleStore, clock: Clock, ballast: Ballast
    ) -> None:
        self._directory = directory
        self._ballast = ballast
        self._fill_at = Millis(clock.monotonic() + LOOK_AGAIN)
        """When the ballast is taken first: whoever lives for seconds needs none."""
        self.met_by_readers: Callable[[], Error | None] = lambda: None
        """Asked for damage to the state that pages and reports have met."""
        self._is_full = False
        """Whether the disk is full, or was and the ballast is not whole again."""
        self._filling = Trouble("the disk")
        self._state = state
        self._samples = samples
        self._clock = clock
        self._copied_at = Millis(clock.monotonic() - COPY_EVERY + LOOK_AGAIN)
        self._aside = kept_aside(directory)
        self._trouble = Trouble("a damaged samples.db that cannot be replaced")
        self._copying = Trouble("the copy of state.db")

    def fields(self) -> Mapping[str, FieldValue]:
        """Return what rules may ask about the files."""
        return {"damaged_files": len(self._aside), "disk_full": self._is_full}

    def storage(self) -> str:
        """Return `ok`, or what somebody has to look at."""
        full = [str(Phrase("the disk is full"))] if self._is_full else []
        return ", ".join([*full, *(path.name for path in self._aside)]) or "ok"

    async def run(self, is_stuck: Callable[[], bool]) -> None:
        """Look for ever; raise StateDamaged when the state is. `is_stuck` says that nothing can be written into it."""
        while True:
            await asyncio.sleep(EVERY / SECOND)
            self.look()
            self.make_room()
            if not self._is_full and is_copy_due(self._clock.monotonic(), self._copied_at, in_doubt=is_stuck()):
                await self.copy()

    def look(self) -> None:
        """Begin anew what turned out to be damaged; see what lies aside. Raise StateDamaged."""
        for met in (self._state.failure, self.met_by_readers()):
            if is_damage(met):
                raise StateDamaged(met)
        try:
            aside = self._samples.mend(self._clock.now())
        except (StoreError, OSError) as error:
            self._trouble.is_now(str(error))
        else:
            self._trouble.is_now("")
            if aside is not None:
                log.error("samples begun anew, what was measured is lost kept_as=%s", aside)
        self._aside = kept_aside(self._directory)

    def make_room(self) -> None:
        """Give up ballast where the disk is full, take it back where it is not any more."""
        refused = is_shortage(self._state.failure) or is_shortage(self._samples.failure)
        try:
            room = self._ballast.room(is_refused=refused)
            match room.step:
                case Step.RELEASE:
                    self._ballast.release()
                case Step.REFILL if self._is_full or self._clock.monotonic() >= self._fill_at:
                    self._ballast.refill()
        except OSError as error:
            self._filling.is_now(str(error))
            return
        if room.step is Step.RELEASE:  # who finds no room after that says so again
            self._state.forgive()
            self._samples.forgive()
        self._is_full = room.is_full or (self._is_full and room.is_short)
        self._samples.is_held = self._is_full
        self._filling.is_now("no room is left, samples are not kept" if self._is_full else "")

    async def copy(self) -> None:
        """Copy the state, and by that examine it; raise StateDamaged."""
        self._copied_at = self._clock.monotonic()
        try:
            complaint = await asyncio.to_thread(copy_state, self._directory)
        except StoreError as error:
            self._copying.is_now(str(error))
            return
        self._copying.is_now("")
        if complaint:
            raise StateDamaged(complaint)


def is_copy_due(now: Millis, copied_at: Millis, *, in_doubt: bool) -> bool:
    """Say whether the state is to be copied, and examined, again."""
    return now - copied_at >= (LOOK_AGAIN if in_doubt else COPY_EVERY)


def means_damage(error: BaseException) -> bool:
    """Say whether what ended netmon's life is damage that a new life mends."""
    return isinstance(error, StateDamaged) or is_damage(error) or is_damage(error.__cause__)
