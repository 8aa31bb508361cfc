"""Whether a notice may go on, stage by stage: each passes an envelope, or suppresses it and says why."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from netmon.alerting.notice import INCIDENT_RULE, Labels, Notice
from netmon.clock import EPOCH, Millis
from netmon.inventory.models import Inventory, Match, Receiver, Route
from netmon.model import (
    Entity,
    EntityKind,
    Incident,
    Maintenance,
    MunicipalityCode,
    NotificationKind,
    Severity,
)

Address = tuple[str, str]
"""A channel, `email` or `webhook`, and where in it: an e-mail address, or the reference of a URL."""
Sent = tuple[str, str, NotificationKind]
"""A row of the outbox about one subject: channel, address, and what it says."""


@dataclass(frozen=True, slots=True)
class PipelineContext:
    """What the stages may know: the plan, what is open now, and what was told already.

    `incidents` and `maintenance` are those that are open; `sent` holds every row of the outbox by
    subject, whatever became of it.
    """

    inventory: Inventory
    now: Millis
    incidents: Sequence[Incident] = ()
    maintenance: Sequence[Maintenance] = ()
    sent: Mapping[str, frozenset[Sent]] = field(default_factory=dict)
    group_wait: Millis = EPOCH

    def told(self, subject_id: str, kind: NotificationKind) -> frozenset[Address]:
        """Return the addresses that have a row of this kind about a subject."""
        rows = self.sent.get(subject_id, frozenset())
        return frozenset((channel, address) for channel, address, said in rows if said is kind)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A notice and, once it is routed, to whom it goes."""

    notice: Notice
    addresses: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A notice that goes no further, the stage that says so and why; `until` if time alone ends it."""

    notice: Notice
    stage: str
    reason: str
    until: Millis | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a stage did with what it was given."""

    passed: tuple[Envelope, ...]
    suppressed: tuple[Suppressed, ...] = ()


Stage = Callable[[Sequence[Envelope], PipelineContext], Outcome]


def route(envelopes: Sequence[Envelope], context: PipelineContext) -> Outcome:
    """Address each notice: by the routes when it begins, to whoever was told when it flaps or is over."""
    return _each(envelopes, lambda envelope: _addressed(envelope.notice, context))


def group(envelopes: Sequence[Envelope], context: PipelineContext) -> Outcome:
    """Let what is not critical wait for company; what is over never waits."""
    return _each(envelopes, lambda envelope: _waiting(envelope.notice, context) or envelope)


def inhibit(envelopes: Sequence[Envelope], context: PipelineContext) -> Outcome:
    """Suppress alerts that an open incident explains."""
    return _each(envelopes, lambda envelope: _explained(envelope.notice, context.incidents) or envelope)


def silence(envelopes: Sequence[Envelope], context: PipelineContext) -> Outcome:
    """Suppress what happens in a maintenance window; evaluation goes on, so the end of the window tells."""
    return _each(envelopes, lambda envelope: _excused(envelope.notice, context) or envelope)


def dedup(envelopes: Sequence[Envelope], context: PipelineContext) -> Outcome:
    """Leave out who was told the same already."""
    return _each(envelopes, lambda envelope: _news(envelope, context))


def _each(envelopes: Iterable[Envelope], decide: Callable[[Envelope], Envelope | Suppressed]) -> Outcome:
    decisions = [decide(envelope) for envelope in envelopes]
    return Outcome(
        passed=tuple(decision for decision in decisions if isinstance(decision, Envelope)),
        suppressed=tuple(decision for decision in decisions if isinstance(decision, Suppressed)),
    )


def _addressed(notice: Notice, context: PipelineContext) -> Envelope | Suppressed:
    if notice.kind is not NotificationKind.FIRING:
        told = sorted(context.told(notice.subject_id, NotificationKind.FIRING))
        return Envelope(notice, tuple(told)) if told else Suppressed(notice, "route", "nobody was told that it began")
    addresses = _recipients(notice, context.inventory)
    return Envelope(notice, addresses) if addresses else Suppressed(notice, "route", "no route matches")


def _recipients(notice: Notice, inventory: Inventory) -> tuple[Address, ...]:
    """Return the addresses of the first matching route, and of later ones as long as each proceeds."""
    addresses: dict[Address, None] = {}
    for candidate in inventory.routes:
        if _matches(candidate.match, notice.severity, notice.labels):
            addresses.update(dict.fromkeys(_addresses(candidate, inventory.receivers)))
            if not candidate.proceed:
                break
    return tuple(addresses)


def _matches(match: Match, severity: Severity, labels: Labels) -> bool:
    return (
        (not match.severity or severity in match.severity)
        and (not match.orp or not labels.orps.isdisjoint(match.orp))
        and (not match.rule or labels.rule in match.rule)
    )


def _addresses(candidate: Route, receivers: Mapping[str, Receiver]) -> Iterable[Address]:
    for name in candidate.receivers:
        for channel, addresses in receivers[name]:
            yield from ((channel, address) for address in addresses)


def _waiting(notice: Notice, context: PipelineContext) -> Suppressed | None:
    until = Millis(notice.since + context.group_wait)
    if _is_over(notice) or notice.severity is Severity.CRITICAL or context.now >= until:
        return None
    return Suppressed(notice, "group", "waits for company", until)


def _explained(notice: Notice, incidents: Iterable[Incident]) -> Suppressed | None:
    if _is_over(notice) or notice.labels.rule == INCIDENT_RULE:
        return None
    for incident in incidents:
        if not notice.labels.elements.isdisjoint(_reach(incident)):
            return Suppressed(notice, "inhibit", f"incident {incident.id} explains it: {incident.cause}")
    return None


def _reach(incident: Incident) -> frozenset[Entity]:
    """Return everything an incident explains."""
    impact = incident.impact
    return frozenset(
        {
            incident.cause,
            *incident.candidates,
            *(Entity(EntityKind.DEVICE, name) for name in impact.devices),
            *(Entity(EntityKind.MUNICIPALITY, code) for code in (*impact.isolated, *impact.degraded)),
        }
    )


def _excused(notice: Notice, context: PipelineContext) -> Suppressed | None:
    if _is_over(notice):
        return None
    for window in context.maintenance:
        if context.now in window.window and _covers(window, notice.labels):
            return Suppressed(notice, "silence", f"maintenance {window.id}: {window.reason}", window.window.end)
    return None


def _covers(maintenance: Maintenance, labels: Labels) -> bool:
    """Whether the window names the cause, or every municipality that is hit."""
    codes = {MunicipalityCode(entity.name) for entity in maintenance.scope if entity.kind is EntityKind.MUNICIPALITY}
    hit_only_there = bool(labels.municipalities) and labels.municipalities <= codes
    return hit_only_there or not labels.elements.isdisjoint(maintenance.scope)


def _news(envelope: Envelope, context: PipelineContext) -> Envelope | Suppressed:
    told = context.told(envelope.notice.subject_id, envelope.notice.kind)
    remaining = tuple(address for address in envelope.addresses if address not in told)
    if not remaining:
        return Suppressed(envelope.notice, "dedup", "everybody was told already")
    return replace(envelope, addresses=remaining)


def _is_over(notice: Notice) -> bool:
    return notice.kind is NotificationKind.RESOLVED
