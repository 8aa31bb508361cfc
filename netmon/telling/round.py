"""Who is told what: from what was judged to the messages of the outbox, and the proof that nobody was forgotten."""

from collections.abc import Iterable
from dataclasses import dataclass

from netmon.alerting.auditor import Auditor, Picture
from netmon.alerting.drill import undrilled
from netmon.alerting.echo import echoing
from netmon.alerting.failover import Desk, detours
from netmon.alerting.reminder import reminder_messages
from netmon.clock import Clock, Millis
from netmon.commands import Actor, Command, PassOn
from netmon.judgement.flapping import Changes, of_transitions
from netmon.judgement.situation import Judgement
from netmon.model import Alert, Incident, InterfaceName, Message
from netmon.oncall.book import CallBook
from netmon.oncall.steps import Steps
from netmon.plan import Plan
from netmon.reader import Audit
from netmon.record.reminding import reminders
from netmon.settings import Settings
from netmon.store.state import Restored, StateStore
from netmon.telling.drilling import filled_in, hold_if_due
from netmon.telling.handover import handed_over
from netmon.telling.hinted import Hinted
from netmon.telling.tidings import Circumstances, compose
from netmon.telling.told import Told
from netmon.telling.unrest import Unrest
from netmon.traps.hint import Hint

MOST_SEEN = 10_000
"""Changes that wait for judgement, beyond which hints are not counted: the file takes nothing, or there is a flood."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a round wants to tell, and what is remembered once it is in the outbox."""

    messages: tuple[Message, ...]
    unrest: Unrest
    book: CallBook
    echoes: tuple[Incident, ...]
    picture: Picture


class Telling:
    """Drafts messages; believes a draft only when it has been committed."""

    def __init__(self, plan: Plan, settings: Settings, clock: Clock, state: StateStore, restored: Restored) -> None:
        self._plan = plan
        self._settings = settings
        self._clock = clock
        self._state = state
        self._hinted = Hinted(plan)
        self._seen: list[Changes] = []
        """Changes that no draft has taken in yet."""
        self._unrest = Unrest.of_kept(restored.unrest)
        self._echoes: tuple[Incident, ...] = ()
        """Incidents that ended a moment ago."""
        self._told = Told(state.told)
        self._book, self._steps = CallBook(restored.cases), Steps(clock)
        self._written = restored.cases
        self._auditor = Auditor(state, clock)
        self._picture: Picture | None = None
        """What the latest round knew about telling people."""

    @property
    def is_audited(self) -> bool:
        """Say whether an audit of late found nothing."""
        return self._auditor.is_healthy

    @property
    def last_audit(self) -> Audit | None:
        """The latest audit, None before the first."""
        return self._auditor.last

    def adopt(self, plan: Plan) -> None:
        """Tell of this plan from now on."""
        self._plan = plan
        self._hinted.adopt(plan)

    def count(self, changes: Iterable[Changes]) -> None:
        """Take in what came and went, as polls tell it."""
        self._seen += changes

    def note(self, hint: Hint, interface: InterfaceName | None) -> None:
        """Count what a device says has changed, at an interface if it names one: no poll may see it."""
        change = self._hinted.change(hint, interface)
        if change is not None and len(self._seen) < MOST_SEEN:
            self._seen.append(change)

    def draft(self, judgement: Judgement, alerts: Iterable[Alert], now: Millis) -> Draft:
        """Return what there is to tell about what was judged and what fires."""
        self._book = self._book.moved(self._steps.last())
        changes = (*of_transitions(judgement.transitions), *self._seen)
        echoes = echoing((*self._echoes, *judgement.closed), self._settings.echo, now)
        known = Circumstances(
            inventory=self._plan.inventory,
            settings=self._settings,
            now=now,
            unrest=self._unrest.stirred(changes, now, self._settings.flapping),
            book=self._book,
            echoes=echoes,
            maintenance=self._state.maintenance_in_force(now, judgement.situation),
            silences=self._state.silences(now),
            acknowledged=self._state.acknowledged(judgement.situation.incidents, now),
        )
        found = compose(judgement, alerts, known, self._told.about)
        picture = Picture(found.notices, found.suppressed, found.context, found.unrest.believed)
        return Draft(found.plan.messages, found.unrest, found.plan.book, echoes, picture)

    def is_news(self, draft: Draft) -> bool:
        """Say whether a draft has anything that must be written down."""
        return bool(draft.messages) or draft.unrest != self._unrest or draft.book.cases != self._written

    def believe(self, draft: Draft) -> None:
        """Take in a draft that is committed, or that had nothing to commit."""
        self._told.add(draft.messages)
        self._book, self._written = draft.book, draft.book.cases
        self._unrest, self._echoes, self._picture = draft.unrest, draft.echoes, draft.picture
        self._seen = []

    def detour(self, now: Millis) -> tuple[Message, ...]:
        """Queue what has to be said by another way, and what was promised and is due; raise StoreError."""
        found = detours(self._state.unsent(now), self._desk, now)
        due = reminder_messages(reminders(self._state.coming_due(now), now), self._desk)
        return self._queue(self._state.unknown((*found, *due)), now)

    def audit(self) -> None:
        """Prove that whoever is to be told is told; ask for help by every way where that fails; raise StoreError."""
        if self._picture is not None:
            self._queue(self._auditor.audit(self._picture, self._desk), self._clock.now())

    def drill(self) -> None:
        """Hold the drill if its time has come, and ask for help if the last one did not arrive; raise StoreError."""
        now = self._clock.now()
        if self._picture is not None:
            hold_if_due(self._settings.drill, self._state, self._picture, self._desk, now)
        self._queue(self._state.unknown(undrilled(self._state.last_drill(), self._desk, now)), now)

    def filled_in(self, command: Command, actor: Actor, now: Millis) -> Command:
        """Return a person's command with whatever messages it sends; raise CommandRefused."""
        drill = filled_in(command, self._picture, self._desk, now)
        return handed_over(drill, self._picture, self._desk, actor, now)

    def heard(self, command: Command) -> None:
        """Remember what a command that is carried out has put into the outbox: who got it hears of its end."""
        if isinstance(command, PassOn):
            self._told.add(command.messages)

    def _queue(self, messages: tuple[Message, ...], now: Millis) -> tuple[Message, ...]:
        if messages:
            self._state.queue(messages, now)
            self._told.add(messages)
        return messages

    @property
    def _desk(self) -> Desk:
        return Desk(self._plan.inventory, self._settings.url, self._settings.language)
