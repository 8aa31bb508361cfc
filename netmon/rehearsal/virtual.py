"""One rule about one thing in virtual time: the engine's own evaluation, damping and pipeline, without the engine.

What the thing is said to measure is put in, what became of the alert and whom it would have called comes out. No
file is opened and nothing is sent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

from netmon.alerting.echo import echoing
from netmon.alerting.stages import Sent, Suppressed
from netmon.clock import EPOCH, Interval, Millis
from netmon.engine.known import Fields, Knowledge, Known
from netmon.inventory.models import Inventory
from netmon.judgement.gap import SHORTEST_GAP
from netmon.judgement.situation import Judgement, Situation
from netmon.model import Alert, AlertPhase, Entity, FieldValue, Incident, Maintenance, Message, Severity
from netmon.oncall.book import CallBook
from netmon.rules.book import CompiledRule, RuleBook, compile_rules
from netmon.rules.evaluation import evaluate
from netmon.rules.history import History
from netmon.rules.identity import identity
from netmon.rules.machine import Verdict, disregard
from netmon.settings import Settings
from netmon.telling.tidings import Circumstances, compose
from netmon.telling.unrest import Unrest

NOTHING = Judgement(Situation())
NO_FACTS: Fields = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Premises:
    """What every rehearsal rests on: an inventory, its rules, and the settings."""

    inventory: Inventory
    book: RuleBook
    settings: Settings

    @classmethod
    def of(cls, inventory: Inventory, settings: Settings) -> Self:
        """Return the premises; raise InventoryError for rules that cannot be compiled."""
        return cls(inventory, compile_rules(inventory), settings)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is rehearsed: a rule, the thing it is about, and what the inventory says of that."""

    rule: CompiledRule
    entity: Entity
    planned: Fields
    inventory: Inventory
    settings: Settings

    @classmethod
    def of(cls, rule: CompiledRule, entity: Entity, premises: Premises, facts: Fields = NO_FACTS) -> Self:
        """Return the subject; `facts` stand over what the inventory says of the thing."""
        planned = identity(entity, premises.book.known) or {}
        return cls(rule, entity, {**planned, **facts}, premises.inventory, premises.settings)

    @property
    def book(self) -> RuleBook:
        """The rule alone, and the thing alone."""
        return RuleBook({self.rule.name: self.rule}, {self.entity: self.planned})

    def is_about(self, subject_id: str) -> bool:
        """Say whether a message's subject is a firing of this alert."""
        return subject_id.startswith(f"{self.rule.name}/{self.entity.kind}/{self.entity.name}/")


@dataclass(frozen=True, slots=True)
class Look:
    """What one evaluation came to: the alert if there is one, what the rule said, and what became of its message."""

    at: Millis
    alert: Alert | None
    facts: Fields
    verdicts: Mapping[Severity, Verdict]
    messages: tuple[Message, ...]
    suppressed: tuple[Suppressed, ...]


class Rehearsal:
    """Holds what an engine holds, of one alert; `now` is always an argument."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._book = subject.book
        self._alerts: dict[tuple[str, Entity], Alert] = {}
        self._sent: dict[str, frozenset[Sent]] = {}
        self._unrest = Unrest()
        self._calls = CallBook()
        self._echoes: tuple[Incident, ...] = ()
        self._works: list[Maintenance] = []
        self._next_at: Millis | None = EPOCH
        self._begin()

    def _begin(self) -> None:
        """Know nothing yet, as an engine that starts."""
        self._measured: dict[str, tuple[FieldValue, Millis]] = {}
        self._history = History(self._book)
        self._knowledge = Knowledge(self._subject.inventory)
        self._is_news = True

    def hear(self, fields: Fields, at: Millis, until: Millis) -> None:
        """Take what a visit brought, and until when it may be believed."""
        self._measured |= {name: (value, until) for name, value in fields.items()}
        self._history.absorb(self._subject.entity, fields, at)
        self._is_news = True

    def lose(self, fields: Iterable[str]) -> None:
        """Know nothing of these fields from now on."""
        for field in fields:
            self._measured.pop(field, None)
        self._is_news = True

    def restart(self, gap: Interval) -> None:
        """Forget what a process forgets, as if netmon had not run for a while."""
        if gap.length > SHORTEST_GAP:
            self._alerts = {key: disregard(alert, gap.length) for key, alert in self._alerts.items()}
        self._begin()

    def plan_work(self, window: Interval) -> None:
        """Announce work at what the alert is about."""
        number = len(self._works) + 1
        work = Maintenance(number, (self._subject.entity,), window, "rehearsal", window.start, "rehearsed")
        self._works.append(work)
        self._is_news = True

    def is_due(self, now: Millis) -> bool:
        """Say whether a look could show anything that the last did not."""
        is_over = any(until <= now for _, until in self._measured.values())
        is_due = self._next_at is not None and self._next_at <= now
        is_busy = bool(self._alerts or self._unrest.episodes or self._history.stirred())
        return self._is_news or is_over or is_due or is_busy

    def look(self, now: Millis, judgement: Judgement = NOTHING) -> Look:
        """Evaluate the rule, and run what holds through the pipeline."""
        facts = self._known(judgement, now)
        changed = evaluate(self._book, facts, self._alerts, now, {self._subject.entity})
        alerts = {**self._alerts, **{(alert.rule, alert.entity): alert for alert in changed}}
        messages, suppressed = self._tell(judgement, alerts.values(), now)
        self._alerts = {key: alert for key, alert in alerts.items() if alert.phase is not AlertPhase.OK}
        self._knowledge.settle()
        self._history.settle()
        self._is_news = False
        known = {**self._subject.planned, **facts.get(self._subject.entity, {})}
        return Look(
            at=now,
            alert=next(iter(self._alerts.values()), None),
            facts=known,
            verdicts=self._subject.rule.verdicts(known),
            messages=tuple(each for each in messages if self._is_ours(each)),
            suppressed=tuple(each for each in suppressed if self._subject.is_about(each.notice.subject_id)),
        )

    def _known(self, judgement: Judgement, now: Millis) -> Known:
        """Return what is valid by now, what judgement says, and what windows come to."""
        entity = self._subject.entity
        self._measured = {name: heard for name, heard in self._measured.items() if heard[1] > now}
        measured = {entity: {name: value for name, (value, _) in self._measured.items()}}
        known = self._knowledge.take(measured, {entity}, judgement.situation, {})
        self._history.note(known, now)
        return known.over(self._history.at(now))

    def _tell(
        self, judgement: Judgement, alerts: Iterable[Alert], now: Millis
    ) -> tuple[tuple[Message, ...], tuple[Suppressed, ...]]:
        settings = self._subject.settings
        self._echoes = echoing((*self._echoes, *judgement.closed), settings.echo, now)
        known = Circumstances(
            inventory=self._subject.inventory,
            settings=settings,
            now=now,
            unrest=self._unrest.stirred((), now, settings.flapping),
            book=self._calls,
            echoes=self._echoes,
            maintenance=self._works,
        )
        found = compose(judgement, alerts, known, lambda _: self._sent)
        self._note_sent(found.plan.messages)
        self._unrest, self._calls, self._next_at = found.unrest, found.plan.book, found.plan.next_at
        return found.plan.messages, found.suppressed

    def _note_sent(self, messages: Iterable[Message]) -> None:
        for message in messages:
            for subject, kind in message.says:
                row: Sent = (message.channel, message.address, kind)
                self._sent[subject] = self._sent.get(subject, frozenset()) | {row}

    def _is_ours(self, message: Message) -> bool:
        return any(self._subject.is_about(subject) for subject, _ in message.says)
