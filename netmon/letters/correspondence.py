"""Writes what is due: asks the records once a minute, in a thread, and puts letters into the outbox."""

import asyncio
import json
import logging
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from typing import Protocol

from pydantic import ValidationError

from netmon.clock import DAY, MINUTE, Clock, Interval, Millis
from netmon.errors import NetmonError
from netmon.foreign import one_line
from netmon.inventory.models import Inventory
from netmon.letters.figures import Figures
from netmon.letters.letter import Letter
from netmon.letters.office import Office
from netmon.letters.post import Post
from netmon.letters.reports import Monthly, Version, readers_due, report_letters
from netmon.letters.towns import Sights, outage_letters
from netmon.letters.workdays import last_month
from netmon.letters.works import maintenance_letters
from netmon.model import EntityKind, Message, MunicipalityCode
from netmon.plan import Plan
from netmon.report.period import Period
from netmon.report.rendering import figures
from netmon.report.sla import compose, reach, resolution_of, watched
from netmon.settings import Settings
from netmon.store.database import STATE_FILE, reading
from netmon.store.letters import written
from netmon.store.publications import last_published
from netmon.store.reading import StoreReader
from netmon.store.rows import canonical
from netmon.trouble import Trouble

log = logging.getLogger(__name__)

EVERY = MINUTE
LONGEST_TROUBLE = 200
SEEN = Millis(3 * DAY)
"""How far back states are read: what lasts longer is known by the letter that told it."""
REMEMBERED = Millis(100 * DAY)
"""How far back letters are read: longer than anything is announced ahead, and than a month's figures take."""
AHEAD = Millis(60 * DAY)
"""How far ahead works are read: more than the most working days ahead of which one is announced."""


class Outbox(Protocol):
    """Where messages wait to be sent."""

    def queue(self, messages: Sequence[Message], now: Millis) -> None:
        """Add messages; one whose dedup key is known is ignored."""
        ...


class Correspondence:
    """The room's one part that acts; it remembers nothing, so a restart changes nothing."""

    def __init__(
        self, plan: Callable[[], Plan], settings: Settings, clock: Clock, outbox: Outbox, wake: Callable[[], None]
    ) -> None:
        self._plan, self._settings, self._clock = plan, settings, clock
        self._outbox, self._wake = outbox, wake
        self._towns, self._readers = Trouble("letters to municipalities"), Trouble("letters with figures")

    async def write(self) -> None:
        """Queue every letter that is due and not written yet; what goes wrong is logged, and tried again."""
        plan = self._plan()
        if self._settings.smtp is None or not is_wanted(plan.inventory):
            return
        await self._queue(partial(self._to_towns, plan), self._towns)
        await self._queue(partial(self._to_readers, plan), self._readers)

    async def _queue(self, due: Callable[[Millis], tuple[Letter, ...]], trouble: Trouble) -> None:
        """Queue what is due; figures that nobody can read keep no municipality waiting."""
        now = self._clock.now()
        try:
            letters = await asyncio.to_thread(due, now)
            self._outbox.queue([letter.message() for letter in letters], now)
        except (NetmonError, ValidationError, KeyError) as error:
            trouble.is_now(f"{type(error).__name__}: {one_line(str(error))[:LONGEST_TROUBLE]}")
            return
        trouble.is_now("")
        if letters:
            self._wake()

    def _to_towns(self, plan: Plan, now: Millis) -> tuple[Letter, ...]:
        """Return the letters to municipalities that are due; runs in a thread, with connections of its own."""
        with closing(StoreReader(self._settings.state, self._clock)) as reader:
            records = Records(self._settings, reader, plan, now)
            office, works = records.office(), reader.planned(Interval(now, Millis(now + AHEAD)))
            return (*outage_letters(office, records.sights()), *maintenance_letters(office, plan.topology, works))

    def _to_readers(self, plan: Plan, now: Millis) -> tuple[Letter, ...]:
        """Return the letters with figures that are due; runs in a thread as well."""
        with closing(StoreReader(self._settings.state, self._clock)) as reader:
            records = Records(self._settings, reader, plan, now)
            return records.reports(records.office())


class Records:
    """What the files say, as far as letters need it."""

    def __init__(self, settings: Settings, reader: StoreReader, plan: Plan, now: Millis) -> None:
        self._settings, self._reader, self._plan, self._now = settings, reader, plan, now

    def office(self) -> Office:
        """Return the desk, with what was written already."""
        with reading(self._settings.state / STATE_FILE) as connection:
            post = Post.of(written(connection, Millis(self._now - REMEMBERED)))
        return Office(self._plan.inventory, self._settings.url, post, self._now)

    def sights(self) -> Sights:
        """Return how the municipalities were of late, what was planned, and where somebody works."""
        window = Interval(Millis(self._now - SEEN), self._now)
        states = self._reader.states_of_all(EntityKind.MUNICIPALITY, window)
        taken = (each.incident.impact for each in self._reader.open_incidents() if each.acknowledged_until is not None)
        return Sights(
            states={MunicipalityCode(code): entries for code, entries in states.items()},
            excuses=self._reader.maintenance(Interval(window.start, Millis(self._now + 1))),
            in_hand=frozenset(code for impact in taken for code in impact.isolated),
        )

    def reports(self, office: Office) -> tuple[Letter, ...]:
        """Return the letters with last month's figures, which are made only if somebody is to get them."""
        readers = readers_due(office)
        return report_letters(office, readers, self._monthly()) if readers else ()

    def _monthly(self) -> Monthly:
        """Return last month's figures as they were published, else as they are."""
        month = last_month(self._now)
        with reading(self._settings.state / STATE_FILE) as connection:
            last = last_published(connection, month)
        if last is not None and last.is_intact:
            return Monthly(json.loads(last.figures), Version(last.version, last.at, last.sha256))
        if last is not None:
            log.error("published figures are damaged month=%s version=%d", last.month, last.version)
        return Monthly(self._present(Period.named(month)), None)

    def _present(self, month: Period) -> Figures:
        inventory, resolution = self._plan.inventory, resolution_of(self._plan.inventory, self._plan.horizon.intervals)
        whole = reach(inventory, month.interval, resolution)
        seen = Interval(whole.start, min(whole.end, self._now))
        report = compose(inventory, month, self._reader.pasts(watched(inventory), seen), self._now, resolution)
        present: Figures = json.loads(canonical(figures(report)))
        return present


def is_wanted(inventory: Inventory) -> bool:
    """Say whether anybody asked for letters."""
    contacts = (contact for town in inventory.municipalities.values() for contact in town.contacts)
    return bool(inventory.region.reports.recipients) or any(contact.notify for contact in contacts)
