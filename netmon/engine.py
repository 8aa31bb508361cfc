"""The loop's own room: it takes poll results, judges, tells, keeps, and hands on what is to be shown."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from netmon.alerting.notice import Notice, notice_of_alert, notice_of_incident
from netmon.alerting.pipeline import PipelineContext, plan_messages
from netmon.alerting.stages import Sent
from netmon.clock import EPOCH, SECOND, Clock, Interval, Millis
from netmon.commands import Actor, Command, Done, PlanMaintenance
from netmon.facts import Facts, with_states
from netmon.judgement.gap import SHORTEST_GAP, after_gap
from netmon.judgement.judge import judge
from netmon.judgement.situation import Judgement, Situation, Verdict
from netmon.model import (
    AlertPhase,
    DeviceName,
    Entity,
    EntityKind,
    Maintenance,
    Measurement,
    Message,
    PollResult,
)
from netmon.observation import absorb, turned
from netmon.plan import Plan
from netmon.rules.evaluation import evaluate
from netmon.rules.identity import NETMON
from netmon.rules.machine import disregard
from netmon.schema import device_tags, event_measurement, state_measurements, unknown_measurements
from netmon.settings import Settings
from netmon.store.samples import SampleStore
from netmon.store.state import Restored, StateStore
from netmon.tally import Tally

log = logging.getLogger(__name__)

TICK = 0.2
"""Seconds between two looks at what came in: batching, for the price of a fifth of a second."""
ROUND = SECOND
"""How often rules and messages are looked at when nothing else gives occasion to."""


@dataclass(frozen=True, slots=True)
class Stores:
    """The two writers: the loop's, and nobody else's."""

    state: StateStore
    samples: SampleStore


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the engine knows after a step, for whoever shows it; `changed` if states or incidents did."""

    plan: Plan
    situation: Situation
    measured: dict[Entity, dict[str, int | float | str | bool]]
    maintenance: tuple[Maintenance, ...]
    data_at: Millis
    now: Millis
    changed: bool


class Engine:
    """Owns the situation; what it decides is a pure function of what it holds and `now`."""

    def __init__(self, plan: Plan, settings: Settings, clock: Clock, stores: Stores, restored: Restored) -> None:
        self._plan = plan
        self._settings = settings
        self._clock = clock
        self._stores = stores
        self._situation = restored.situation
        self._alerts = {(alert.rule, alert.entity): alert for alert in restored.alerts}
        self._facts = Facts()
        self._tally = Tally()
        self._results: list[PollResult] = []
        self._told: dict[str, frozenset[Sent]] = {}
        self._next_at: Millis | None = EPOCH
        self._round_at = EPOCH
        self._states_at = EPOCH
        self._touched = True

    @property
    def plan(self) -> Plan:
        """What is watched."""
        return self._plan

    def adopt(self, plan: Plan) -> None:
        """Watch this from now on."""
        self._plan = plan
        self._stores.state.adopt_windows(plan.inventory.windows, self._clock.now())
        self._next_at, self._touched = EPOCH, True

    def mind_gap(self, last_beat: Millis | None) -> None:
        """Mark the time in which netmon did not run as unknown, in the states and in the samples."""
        now = self._clock.now()
        if last_beat is None or now - last_beat <= SHORTEST_GAP:
            return
        log.warning("gap from=%d to=%d", last_beat, now)
        judgement = after_gap(self._situation, last_beat, now)
        self._stores.state.commit(judgement=judgement, now=now)
        self._situation = judgement.situation
        gap = Interval(last_beat, now)
        self._alerts = {key: disregard(alert, gap.length) for key, alert in self._alerts.items()}
        unknown = unknown_measurements(self._plan.inventory, gap, self._settings.state_every)
        self._stores.samples.write(unknown, now=now)

    def take(self, result: PollResult) -> None:
        """Take a poll result; it is looked at within a tick."""
        self._results.append(result)

    def execute(self, command: Command, actor: Actor) -> Done:
        """Carry out what a person asked for; raise CommandRefused."""
        done = self._stores.state.execute(self._widened(command), actor, self._clock.now())
        self._touched = True
        return done

    def beat(self) -> None:
        """Note that netmon is alive, together with what the probes say by now."""
        now = self._clock.now()
        self._stores.state.commit(judgement=Judgement(self._situation), now=now)
        self._stores.state.beat(now)

    async def run(
        self, show: Callable[[Outlook], None], hasten: Callable[[Iterable[DeviceName]], None], wake: Callable[[], None]
    ) -> None:
        """Step for ever: show outlooks, hasten neighbours of who fell silent or came back, wake the couriers."""
        while True:
            outlook = self.step(hasten, wake)
            if outlook is not None:
                show(outlook)
            await asyncio.sleep(TICK)

    def step(self, hasten: Callable[[Iterable[DeviceName]], None], wake: Callable[[], None]) -> Outlook | None:
        """Absorb what came in, keep it, decide; return the outlook if there is anything new to see."""
        now = self._clock.now()
        results, self._results = self._results, []
        hasten(self._observe(results))
        self._keep(results, now)
        is_due = self._touched or now - self._round_at >= ROUND or (self._next_at is not None and now >= self._next_at)
        if not results and not is_due:
            return None
        changed, self._touched = self._touched, False
        judgement = judge(self._plan.topology, self._situation, self._settings.detection, now)
        messages = self._decide(judgement, now, is_round=is_due)
        if messages:
            wake()
        return self._outlook(now, changed=changed or bool(judgement.transitions or judgement.updated))

    def _observe(self, results: Sequence[PollResult]) -> frozenset[DeviceName]:
        """Take in what the results say; return the devices that fell silent or came back."""
        self._tally.add(results)
        self._facts.absorb(results, self._plan.horizon)
        before = self._situation
        self._situation = absorb(before, results, self._plan.inventory.devices, self._plan.horizon)
        return turned(before, self._situation)

    def _keep(self, results: Sequence[PollResult], now: Millis) -> None:
        """Write what was measured and, once a cycle, the states."""
        measurements = [measurement for result in results for measurement in result.measurements]
        slot = Millis(now // self._settings.state_every * self._settings.state_every)
        if slot > self._states_at and self._situation.devices:
            self._states_at = slot
            measurements += self._cycle(slot, now)
        if measurements:
            self._stores.samples.write(measurements, now=now)

    def _cycle(self, slot: Millis, now: Millis) -> list[Measurement]:
        depth = self._stores.samples.depth()
        maintained = frozenset(entity for window in self._maintenance(now) for entity in window.scope)
        return [
            *state_measurements(self._plan.inventory, self._situation, maintained, slot),
            *self._tally.take(slot, depth.lines, depth.age_s(now)),
        ]

    def _decide(self, judgement: Judgement, now: Millis, *, is_round: bool) -> tuple[Message, ...]:
        """Commit what the judgement, the rules and the pipeline decided, in one transaction."""
        self._situation, self._next_at = judgement.situation, judgement.next_at
        has_news = bool(judgement.transitions or judgement.opened or judgement.updated or judgement.closed)
        if not has_news and not is_round:
            return ()
        self._round_at = now
        alerts = evaluate(self._plan.rules, self._known(now), self._alerts, now)
        self._alerts |= {(alert.rule, alert.entity): alert for alert in alerts}
        messages = self._messages(judgement, now)
        if has_news or alerts or messages:
            self._stores.state.commit(judgement=judgement, alerts=alerts, messages=messages, now=now)
            self._remember(messages)
            self._log(judgement)
            self._stores.samples.write(self._events(judgement), now=now)
        self._alerts = {key: alert for key, alert in self._alerts.items() if alert.phase is not AlertPhase.OK}
        return messages

    def _messages(self, judgement: Judgement, now: Millis) -> tuple[Message, ...]:
        notices = self._notices(judgement)
        self._told = {notice.subject_id: self._rows(notice.subject_id) for notice in notices}
        context = PipelineContext(
            inventory=self._plan.inventory,
            now=now,
            incidents=judgement.situation.incidents,
            maintenance=self._maintenance(now),
            sent=self._told,
            group_wait=self._settings.group_wait,
        )
        return plan_messages(notices, context).messages

    def _notices(self, judgement: Judgement) -> list[Notice]:
        """Return everything that fires, or is over since this evaluation."""
        inventory, url = self._plan.inventory, self._settings.url
        incidents = (*judgement.situation.incidents, *judgement.closed)
        of_alerts = (notice_of_alert(alert, inventory, url) for alert in self._alerts.values())
        return [
            *(notice_of_incident(incident, inventory, url, self._settings.language) for incident in incidents),
            *(notice for notice in of_alerts if notice is not None),
        ]

    def _rows(self, subject_id: str) -> frozenset[Sent]:
        known = self._told.get(subject_id)
        return self._stores.state.told(subject_id) if known is None else known

    def _remember(self, messages: Sequence[Message]) -> None:
        for message in messages:
            row: Sent = (message.channel, message.address, message.kind)
            self._told[message.subject_id] = self._told.get(message.subject_id, frozenset()) | {row}

    def _known(self, now: Millis) -> dict[Entity, dict[str, int | float | str | bool]]:
        known = with_states(self._facts.at(now), self._plan.inventory, self._situation)
        depth = self._stores.samples.depth()
        known[NETMON] = {
            "polled": len(self._plan.inventory.active_devices()),
            "answered": sum(track.verdict is Verdict.UP for track in self._situation.tracks.values()),
            "cycle_ms": int(self._tally.longest),
            "outbox_rows": depth.lines,
            "outbox_oldest_s": depth.age_s(now),
        }
        return known

    def _maintenance(self, now: Millis) -> tuple[Maintenance, ...]:
        return self._stores.state.maintenance(Interval(now, Millis(now + 1)))

    def _events(self, judgement: Judgement) -> list[Measurement]:
        inventory = self._plan.inventory
        return [
            event_measurement(transition, device_tags(inventory, inventory.devices[DeviceName(transition.entity.name)]))
            for transition in judgement.transitions
            if transition.entity.kind is EntityKind.DEVICE and transition.old is not None
        ]

    def _widened(self, command: Command) -> Command:
        """Return maintenance with the municipalities that its scope cuts off alone: they are excused too."""
        if not isinstance(command, PlanMaintenance):
            return command
        vertices = {vertex for vertex in command.scope if vertex in self._plan.topology.network.neighbours}
        towns = self._plan.topology.network.cut_off_by(vertices)
        extra = [Entity(EntityKind.MUNICIPALITY, code) for code in sorted(towns)]
        return replace(command, scope=tuple(dict.fromkeys([*command.scope, *extra])))

    def _log(self, judgement: Judgement) -> None:
        for incident in judgement.opened:
            log.warning(
                "incident opened id=%s cause=%s isolated=%d",
                incident.id,
                incident.cause.name,
                len(incident.impact.isolated),
            )
        for incident in judgement.closed:
            log.warning("incident closed id=%s cause=%s", incident.id, incident.cause.name)

    def _outlook(self, now: Millis, *, changed: bool) -> Outlook:
        return Outlook(
            plan=self._plan,
            situation=self._situation,
            measured=self._facts.at(now),
            maintenance=self._maintenance(now),
            data_at=self._tally.data_at,
            now=now,
            changed=changed,
        )
