"""The loop's own room: it takes poll results, judges, tells, keeps, and hands on what is to be shown."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from netmon.clock import DAY, EPOCH, SECOND, Clock, Interval, Millis, has_passed
from netmon.commands import Actor, Command, Done
from netmon.engine.known import Knowledge, Known
from netmon.engine.ledger import Keeping, Ledger
from netmon.engine.surroundings import Surroundings
from netmon.engine.wellbeing import Care, Pasts, Wellbeing
from netmon.errors import StoreError
from netmon.judgement.flapping import of_ports
from netmon.judgement.gap import SHORTEST_GAP, after_gap, bridged
from netmon.judgement.judge import judge
from netmon.judgement.observation import absorb, is_news
from netmon.judgement.situation import Judgement, Situation
from netmon.maintenance.edges import next_edge
from netmon.maintenance.widening import recurring, widened
from netmon.maintenance.work import earlier
from netmon.model import (
    Alert,
    AlertPhase,
    DeviceName,
    Entity,
    InterfaceName,
    LinkName,
    Maintenance,
    Message,
    PollResult,
)
from netmon.plan import Plan
from netmon.reader import Audit, Load
from netmon.report.sla import SlaReport
from netmon.rules.evaluation import evaluate
from netmon.rules.facts import Facts, measured, topology_fields
from netmon.rules.history import History
from netmon.rules.machine import disregard
from netmon.settings import Settings
from netmon.store.samples import SampleStore
from netmon.store.state import Restored, StateStore
from netmon.telling.round import Telling
from netmon.telling.unrest import counted
from netmon.traps.hint import Hint
from netmon.trouble import Trouble

log = logging.getLogger(__name__)

TICK = 0.2
"""Seconds between two looks at what came in: batching, for the price of a fifth of a second."""
ROUND = SECOND
"""How often rules and messages are looked at when nothing else gives occasion to."""

Alerts = Mapping[tuple[str, Entity], Alert]


@dataclass(frozen=True, slots=True)
class Stores:
    """The two writers, the loop's and nobody else's; what municipalities went through, as it was written.

    `care` says how the files are.
    """

    state: StateStore
    samples: SampleStore
    pasts: Pasts
    care: Care = dict


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the engine knows after a step, for whoever shows it; `changed` if states or incidents did.

    `took` is how long it had to think.
    """

    plan: Plan
    situation: Situation
    loads: Mapping[LinkName, Load]
    maintenance: tuple[Maintenance, ...]
    data_at: Millis
    now: Millis
    changed: bool
    took: Millis = EPOCH


LookCloser = Callable[[Situation, Situation], None]
"""Told of the situation before and after the latest results."""


class Engine:
    """Owns the situation; what it decides is a pure function of what it holds and `now`."""

    def __init__(self, plan: Plan, settings: Settings, clock: Clock, stores: Stores, restored: Restored) -> None:
        self._plan = plan
        self._ends = _ends(plan)
        self._settings = settings
        self._clock = clock
        self._stores = stores
        self._situation = restored.situation
        self._alerts = {(alert.rule, alert.entity): alert for alert in restored.alerts}
        self._facts, self._knowledge = Facts(), Knowledge(plan.inventory)
        self._surroundings = Surroundings(plan)
        self._ledger = Ledger(stores.samples, settings.state_every, clock.now())
        self._wellbeing = Wellbeing(plan, self._ledger, stores.state, stores.pasts, stores.care)
        self._history = History(plan.rules)
        self._results: list[PollResult] = []
        self._telling = Telling(plan, settings, clock, stores.state, restored)
        self._trouble = Trouble("state.db")
        self._next_at: Millis | None = EPOCH
        self._round_at = EPOCH
        self._touched = True

    @property
    def plan(self) -> Plan:
        """What is watched."""
        return self._plan

    @property
    def data_at(self) -> Millis:
        """When the newest answer came; before the first one, when the newest sample was taken, or netmon started."""
        return self._ledger.tally.data_at

    def keeping(self) -> Keeping:
        """Return how the keeping of samples goes."""
        return self._ledger.keeping()

    @property
    def is_stuck(self) -> bool:
        """Say whether what was decided last could not be written down."""
        return self._trouble.lasts

    def adopt(self, plan: Plan) -> None:
        """Watch this from now on."""
        self._plan, self._ends = plan, _ends(plan)
        self._knowledge = Knowledge(plan.inventory)
        self._surroundings.adopt(plan)
        self._telling.adopt(plan)
        self._wellbeing.adopt(plan)
        self._history.adopt(plan.rules)
        self._stores.state.adopt_windows(recurring(plan), self._clock.now())
        self._next_at, self._touched = EPOCH, True

    def mind_gap(self, last_beat: Millis | None) -> None:
        """Mark the time in which netmon did not run as unknown, in states and samples; bridge a mere restart."""
        now = self._clock.now()
        if last_beat is None:
            return
        if now - last_beat <= SHORTEST_GAP:
            self._situation = bridged(self._situation, last_beat, now)
            return
        log.warning("gap from=%d to=%d", last_beat, now)
        judgement = after_gap(self._situation, last_beat, now)
        self._stores.state.commit(judgement=judgement, now=now)
        self._situation = judgement.situation
        gap = Interval(last_beat, now)
        self._alerts = {key: disregard(alert, gap.length) for key, alert in self._alerts.items()}
        self._ledger.keep_gap(self._plan.inventory, gap, now)

    def take(self, result: PollResult) -> None:
        """Take a poll result; it is looked at within a tick."""
        self._results.append(result)

    def note(self, hint: Hint, interface: InterfaceName | None) -> None:
        """Count what a device says has changed, at an interface if it names one: no poll may see it."""
        self._telling.note(hint, interface)

    def execute(self, command: Command, actor: Actor) -> Done:
        """Carry out what a person asked for; raise CommandRefused."""
        now = self._clock.now()
        wanted = self._telling.filled_in(widened(command, self._plan), actor, now)
        done = self._stores.state.execute(wanted, actor, now)
        self._stores.samples.carry_out(wanted, now)
        self._telling.heard(wanted)
        self._touched = True
        return done

    def keep_promises(self, report: SlaReport) -> None:
        """Keep what the month says so far of what was promised."""
        self._ledger.keep_promises(self._plan.inventory, report, self._clock.now())

    def beat(self) -> None:
        """Note that netmon is alive, together with what the probes say by now."""
        now = self._clock.now()
        try:
            self._stores.state.commit(judgement=Judgement(self._situation), now=now)
            self._stores.state.beat(now)
        except StoreError as error:
            self._trouble.is_now(str(error))
        else:
            self._trouble.is_now("")

    def audit(self) -> None:
        """Prove that whoever is to be told is told; ask for help by every way where that fails."""
        try:
            self._telling.audit()
        except StoreError as error:
            self._trouble.is_now(str(error))

    def drill(self) -> None:
        """Hold the drill if its time has come."""
        try:
            self._telling.drill()
        except StoreError as error:
            self._trouble.is_now(str(error))

    @property
    def is_audited(self) -> bool:
        """Say whether an audit of late found nothing."""
        return self._telling.is_audited

    @property
    def last_audit(self) -> Audit | None:
        """The latest audit, None before the first."""
        return self._telling.last_audit

    async def run(self, show: Callable[[Outlook], None], look_closer: LookCloser, wake: Callable[[], None]) -> None:
        """Step for ever: show outlooks, look closer where something changed, wake the couriers."""
        while True:
            outlook = self.step(look_closer, wake)
            if outlook is not None:
                show(outlook)
            await asyncio.sleep(TICK)

    def step(self, look_closer: LookCloser, wake: Callable[[], None]) -> Outlook | None:
        """Absorb what came in, keep it, decide; return the outlook if there is anything new to see."""
        began, now, before = self._clock.monotonic(), self._clock.now(), self._situation
        results, self._results = self._results, []
        if results:
            self._observe(results)
            look_closer(before, self._situation)
            self._ledger.keep(results, self._plan.horizon.intervals, now)
        self._surroundings.compare(now)
        if self._situation.devices and self._ledger.is_new_cycle(now):
            self._keep_states(now)
        has_turned = is_news(before, self._situation)
        if not (has_turned or self._is_due(now)):
            return None
        judgement = judge(self._surroundings.topology, self._situation, self._settings.detection, now)
        try:
            messages = (*self._decide(judgement, now, has_turned=has_turned), *self._telling.detour(now))
        except StoreError as error:
            # Nothing was written, so nothing is believed: the next round judges the same again.
            self._trouble.is_now(str(error))
            return None
        if messages:
            wake()
        changed, self._touched = self._touched, False
        took = Millis(self._clock.monotonic() - began)
        return self._outlook(now, took, changed=changed or _has_news(judgement))

    def _observe(self, results: Sequence[PollResult]) -> None:
        """Take in what the results say."""
        now, before = self._clock.now(), self._situation
        self._telling.count(counted(results, self._facts.at(now), now))
        self._facts.absorb(results, self._plan.horizon)
        for entity, fields, at in measured(results):
            self._history.absorb(entity, fields, at)
        self._surroundings.absorb(results)
        self._situation = absorb(
            before,
            results,
            self._plan.inventory.devices,
            self._plan.horizon,
            ports_of_interest=self._ends,
        )
        self._telling.count(of_ports(before, self._situation, self._plan.topology.network.ends))

    def _is_due(self, now: Millis) -> bool:
        """Say whether there is occasion to judge although nothing new was heard."""
        is_over = self._next_at is not None and now >= self._next_at
        return self._touched or is_over or has_passed(ROUND, self._round_at, now)

    def _keep_states(self, now: Millis) -> None:
        maintained = frozenset(entity for window in self._maintenance(now) for entity in window.scope)
        self._ledger.keep_states(self._plan.inventory, self._situation, maintained, now)
        self._ledger.keep_alerts(self._plan.rules, self._alerts.values(), now)

    def _decide(self, judgement: Judgement, now: Millis, *, has_turned: bool) -> tuple[Message, ...]:
        """Commit what judgement, rules and pipeline decided, in one transaction, and only then believe it."""
        self._round_at = now
        changed = self._evaluate(judgement, now)
        alerts = {**self._alerts, **{(alert.rule, alert.entity): alert for alert in changed}}
        draft = self._telling.draft(judgement, alerts.values(), now)
        if has_turned or _has_news(judgement) or changed or self._telling.is_news(draft):
            self._stores.state.commit(
                judgement=judgement,
                alerts=changed,
                messages=draft.messages,
                kept=draft.unrest.to_keep(),
                called=draft.book.cases,
                now=now,
            )
            self._trouble.is_now("")
        self._telling.believe(draft)
        self._knowledge.settle()
        self._history.settle()
        self._alerts = {key: alert for key, alert in alerts.items() if alert.phase is not AlertPhase.OK}
        self._situation = judgement.situation
        self._next_at = earlier(judgement.next_at, self._next_edge(now))
        _log(judgement)
        self._ledger.keep_events(self._plan.inventory, judgement, now)
        return draft.messages

    def _evaluate(self, judgement: Judgement, now: Millis) -> tuple[Alert, ...]:
        """Ask the rules about whoever is known otherwise than before, now or in what they look back upon."""
        known = self._known(judgement, now)
        self._history.note(known, now)
        stirred = self._knowledge.stirred
        if stirred is not None:
            stirred = stirred | self._history.stirred()
        return evaluate(self._plan.rules, known.over(self._history.at(now)), self._alerts, now, stirred)

    def _known(self, judgement: Judgement, now: Millis) -> Known:
        others = {
            **topology_fields(self._surroundings.drift.findings, judgement.strandings),
            **self._wellbeing.fields(judgement.situation, now),
        }
        return self._knowledge.take(self._facts.at(now), self._facts.news(), judgement.situation, others)

    def _next_edge(self, now: Millis) -> Millis | None:
        """Return when the next window begins or ends, within the next day: it is asked again in every round."""
        works = self._stores.state.works(Interval(now, Millis(now + DAY)))
        return next_edge(self._maintenance(now), works, now)

    def _maintenance(self, now: Millis) -> tuple[Maintenance, ...]:
        return self._stores.state.maintenance_in_force(now, self._situation)

    def _outlook(self, now: Millis, took: Millis, *, changed: bool) -> Outlook:
        return Outlook(
            plan=self._plan,
            situation=self._situation,
            loads=dict(self._knowledge.loads),
            maintenance=self._maintenance(now),
            data_at=self.data_at,
            now=now,
            changed=changed,
            took=took,
        )


def _ends(plan: Plan) -> frozenset[tuple[DeviceName, str]]:
    """Return the interfaces that links end at: what they say is evidence."""
    return frozenset(end for ends in plan.topology.network.ends.values() for end in ends)


def _has_news(judgement: Judgement) -> bool:
    return bool(judgement.transitions or judgement.opened or judgement.updated or judgement.closed)


def _log(judgement: Judgement) -> None:
    for incident in judgement.opened:
        impact = len(incident.impact.isolated)
        log.warning("incident opened id=%s cause=%s isolated=%d", incident.id, incident.cause.name, impact)
    for incident in judgement.closed:
        log.warning("incident closed id=%s cause=%s", incident.id, incident.cause.name)
