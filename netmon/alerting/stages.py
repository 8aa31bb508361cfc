"""Whether a notice may go on, stage by stage: each passes an envelope, or suppresses it and says why."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from netmon.alerting.notice import Labels, Notice
from netmon.alerting.silencing import reason_of, silence_over
from netmon.clock import EPOCH, Interval, Millis
from netmon.foreign import one_line
from netmon.inventory.models import INCIDENT_RULE, Inventory, Match, Route
from netmon.language import Language
from netmon.model import (
    Entity,
    EntityKind,
    Incident,
    Maintenance,
    MunicipalityCode,
    NotificationKind,
    Severity,
    Silence,
)
from netmon.oncall.book import Call, CallBook, Case
from netmon.oncall.policy import Address, Policy, ways_of
from netmon.phrase import Phrase

UNTOLD = Phrase("nobody was told that it began")
UNROUTED = Phrase("no route matches")
Sent = tuple[str, str, NotificationKind]
"""A row of the outbox about one subject: channel, address, and what it says."""


@dataclass(frozen=True, slots=True)
class PipelineContext:
    """What the stages may know: the plan, what is open now, and what was told already.

    `incidents` and `maintenance` are those that are open; `sent` holds every row of the outbox by
    subject, whatever became of it; `burst` is how many messages a reader gets in a minute; `book` is who
    was called under which plan. `acknowledged` says from when until when somebody has taken a subject.
    """

    inventory: Inventory
    now: Millis
    incidents: Sequence[Incident] = ()
    maintenance: Sequence[Maintenance] = ()
    silences: Sequence[Silence] = ()
    sent: Mapping[str, frozenset[Sent]] = field(default_factory=dict)
    group_wait: Millis = EPOCH
    burst: int = 5
    book: CallBook = field(default_factory=CallBook)
    acknowledged: Mapping[str, Interval] = field(default_factory=dict)
    language: Language = Language.CS

    def told(self, subject_id: str, kind: NotificationKind) -> frozenset[Address]:
        """Return the addresses that have a row of this kind about a subject."""
        rows = self.sent.get(subject_id, frozenset())
        return frozenset((channel, address) for channel, address, said in rows if said is kind)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A notice and, once it is routed, to whom it goes.

    `case` is there if people are called one after another; `rounds` says how often each address has been
    called before. What is `together` goes out in one message with whatever bears the same mark.
    """

    notice: Notice
    addresses: tuple[Address, ...] = ()
    case: Case | None = None
    rounds: Mapping[Address, int] = field(default_factory=dict)
    together: Mapping[Address, str] = field(default_factory=dict)

    def only(self, addresses: Iterable[Address]) -> "Envelope":
        """Return the envelope to some of its addresses."""
        return replace(self, addresses=tuple(addresses))


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A notice that goes no further, the stage that says so and why; `until` if time alone ends it.

    `spared` is there if it is kept back for the sake of those it would go to.
    """

    notice: Notice
    stage: str
    reason: str
    until: Millis | None = None
    spared: Envelope | None = None


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
    """Suppress what is maintained or silenced; evaluation goes on, so the end of the window or silence tells."""
    return _each(envelopes, lambda envelope: _excused(envelope.notice, context) or envelope)


def acknowledge(envelopes: Sequence[Envelope], context: PipelineContext) -> Outcome:
    """Call nobody about what somebody has taken, until the time for it is over or it becomes worse."""
    return _each(envelopes, lambda envelope: _taken(envelope, context) or envelope)


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
    if notice.kind is NotificationKind.PASSED:
        case = context.book.cases[notice.subject_id]
        return Envelope(notice, tuple(sorted(case.spared)), case)
    if notice.kind is not NotificationKind.FIRING:
        told = sorted(context.told(notice.subject_id, NotificationKind.FIRING))
        return Envelope(notice, tuple(told)) if told else Suppressed(notice, "route", UNTOLD)
    return _first_addressed(notice, context)


def _first_addressed(notice: Notice, context: PipelineContext) -> Envelope | Suppressed:
    """Return to whom a notice goes that begins, or goes on."""
    taking = tuple(_routes(notice, context.inventory))
    known = context.book.called(notice.subject_id) or _let_go(notice, taking, context)
    if known is None and not any(each.escalation for each in taking):
        receivers = (context.inventory.receivers[name] for each in taking for name in each.receivers)
        addresses = dict.fromkeys(address for receiver in receivers for address in ways_of(receiver))
        return Envelope(notice, tuple(addresses)) if addresses else Suppressed(notice, "route", UNROUTED)
    case = _case(known, notice, taking, context)
    rounds = case.due(context.now)
    if not rounds:
        return Suppressed(notice, "route", Phrase("the escalation reaches nobody"))
    return Envelope(notice, tuple(rounds), case, rounds)


def _let_go(notice: Notice, taking: Sequence[Route], context: PipelineContext) -> Case | None:
    """Return the case of what somebody took and has let the time for it run out: whoever was told is told again."""
    if not taking or not _is_let_go(context.acknowledged.get(notice.subject_id), context.now):
        return None
    return Case(Policy.of(taking, context.inventory), notice.severity, notice.since, notice.since)


def _is_let_go(taken: Interval | None, now: Millis) -> bool:
    return taken is not None and taken.end <= now


def _case(known: Case | None, notice: Notice, taking: Sequence[Route], context: PipelineContext) -> Case:
    """Return the case of a notice as it stands: a new one, the one that is known, or that one begun anew."""
    now, severity = context.now, notice.severity
    if known is None:
        return Case(Policy.of(taking, context.inventory), severity, now, now)
    if not known.begins_anew(severity, context.acknowledged.get(notice.subject_id), now):
        return known
    is_same = severity is known.severity or not taking
    return known.anew(known.policy if is_same else Policy.of(taking, context.inventory), severity, now)


def _routes(notice: Notice, inventory: Inventory) -> Iterable[Route]:
    """Yield the first matching route, and later ones as long as each proceeds."""
    for candidate in inventory.routes:
        if _matches(candidate.match, notice.severity, notice.labels):
            yield candidate
            if not candidate.proceed:
                return


def _matches(match: Match, severity: Severity, labels: Labels) -> bool:
    return (
        (not match.severity or severity in match.severity)
        and (not match.orp or not labels.orps.isdisjoint(match.orp))
        and (not match.rule or labels.rule in match.rule)
    )


def _waiting(notice: Notice, context: PipelineContext) -> Suppressed | None:
    until = Millis(notice.since + context.group_wait)
    is_young = notice.since <= context.now < until  # what lies ahead of now began before the clock was set back
    if _is_over(notice) or notice.severity is Severity.CRITICAL or not is_young:
        return None
    return Suppressed(notice, "group", Phrase("waits for company"), until)


def _explained(notice: Notice, incidents: Iterable[Incident]) -> Suppressed | None:
    if _is_over(notice) or notice.labels.rule == INCIDENT_RULE:
        return None
    for incident in incidents:
        if not notice.labels.elements.isdisjoint(_reach(incident)):
            reason = Phrase("incident {id} explains it: {cause}", id=incident.id, cause=str(incident.cause))
            return Suppressed(notice, "inhibit", reason)
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
            reason = Phrase("maintenance {id}: {reason}", id=window.id, reason=one_line(window.reason))
            return Suppressed(notice, "silence", reason, window.window.end)
    found = silence_over(notice, context.silences, context.now)
    return None if found is None else Suppressed(notice, "silence", reason_of(found, context.now), found.until)


def _covers(maintenance: Maintenance, labels: Labels) -> bool:
    """Whether the window names the cause, or every municipality that is hit."""
    codes = {MunicipalityCode(entity.name) for entity in maintenance.scope if entity.kind is EntityKind.MUNICIPALITY}
    hit_only_there = bool(labels.municipalities) and labels.municipalities <= codes
    return hit_only_there or not labels.elements.isdisjoint(maintenance.scope)


def _taken(envelope: Envelope, context: PipelineContext) -> Suppressed | None:
    notice, case = envelope.notice, envelope.case
    taken = context.acknowledged.get(notice.subject_id)
    if case is None or taken is None or notice.kind is not NotificationKind.FIRING:
        return None
    is_told = context.book.called(notice.subject_id) is not None
    if case.is_taken(taken, context.now) or (not is_told and context.now in taken):
        return Suppressed(notice, "acknowledge", Phrase("somebody has taken it"), taken.end)
    return None


def _news(envelope: Envelope, context: PipelineContext) -> Envelope | Suppressed:
    notice, case = envelope.notice, envelope.case
    told = context.told(notice.subject_id, notice.kind)
    again = frozenset() if case is None else case.called
    remaining = [
        address for address in envelope.addresses if not _is_told(address, envelope.rounds.get(address, 0), told, again)
    ]
    if not remaining:
        until = None if case is None else case.next_at(context.now)
        return Suppressed(notice, "dedup", Phrase("everybody was told already"), until)
    return envelope.only(remaining)


def _is_told(address: Address, number: int, told: frozenset[Address], again: frozenset[Call]) -> bool:
    """Say whether an address was told, in the round it is called in."""
    return address in told if number == 0 else (number, *address) in again


def _is_over(notice: Notice) -> bool:
    return notice.kind in {NotificationKind.RESOLVED, NotificationKind.PASSED}
