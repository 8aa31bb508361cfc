"""What becomes of an alert: OK → PENDING → FIRING → CLEARING → OK, each level by itself.

A level fires once its condition has held for `for`, and clears once its clear condition has held
for `keep`; both need evidence, so missing data never resolves an alert. The alert is as its worst
level is: when that clears, a lower one takes over if it has not cleared too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from netmon.clock import Millis
from netmon.inventory.models import Level, Missing, Rule
from netmon.model import Alert, AlertLevel, AlertPhase, Entity, Severity

WORST_FIRST = (Severity.CRITICAL, Severity.WARNING, Severity.INFO)
ACTIVE = frozenset({AlertPhase.FIRING, AlertPhase.CLEARING})
URGENCY = {AlertPhase.FIRING: 0, AlertPhase.CLEARING: 0, AlertPhase.PENDING: 1, AlertPhase.OK: 2}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the facts say to one level: whether it fires and whether it clears; None if they cannot tell."""

    fire: bool | None
    clear: bool | None


def quiet(rule: str, entity: Entity, severity: Severity, now: Millis) -> Alert:
    """Return an alert that has nothing to say."""
    return Alert(rule, entity, AlertPhase.OK, now, severity, summary="")


def is_active(alert: Alert) -> bool:
    """Whether people should know of the alert: it fires, or has not cleared yet."""
    return alert.phase in ACTIVE


def is_calm(verdicts: Mapping[Severity, Verdict], missing: Missing) -> bool:
    """Say whether an alert that has nothing to say would go on to say nothing."""
    return not any(_settle(verdict, missing).fire for verdict in verdicts.values())


def step(alert: Alert, rule: Rule, verdicts: Mapping[Severity, Verdict], now: Millis) -> Alert:
    """Return the alert after one look at the facts; the summary is left as it is."""
    levels = tuple(
        _advance(level, rule.levels[level.severity], _settle(verdicts[level.severity], rule.missing), rule.missing, now)
        for level in _levels(alert, rule, now)
    )
    if is_active(alert) and not any(level.phase in ACTIVE for level in levels):
        levels = tuple(_promote(level, now) for level in levels)
    return _headline(alert, levels, now)


def withdraw(alert: Alert, now: Millis) -> Alert:
    """Return the alert resolved because nobody asks for it any more: its rule or its entity is gone."""
    return replace(alert, phase=AlertPhase.OK, since=now, levels=())


def disregard(alert: Alert, gap: Millis) -> Alert:
    """Return the alert with its running timers put off: time in which netmon did not look is no evidence."""
    levels = tuple(_put_off(level, gap) for level in alert.levels)
    return replace(alert, levels=levels)


def _levels(alert: Alert, rule: Rule, now: Millis) -> tuple[AlertLevel, ...]:
    """Return the rule's levels, the worst first, as the alert remembers them."""
    remembered = {level.severity: level for level in alert.levels}
    return tuple(
        remembered.get(severity, AlertLevel(severity, AlertPhase.OK, now))
        for severity in WORST_FIRST
        if severity in rule.levels
    )


def _settle(verdict: Verdict, missing: Missing) -> Verdict:
    """Return the verdict with the policy for missing data in it; firing outweighs clearing."""
    fire = True if verdict.fire is None and missing is Missing.FIRE else verdict.fire
    return Verdict(fire, False if fire else verdict.clear)


def _advance(level: AlertLevel, timing: Level, verdict: Verdict, missing: Missing, now: Millis) -> AlertLevel:
    return _ripen(_enter(level, _following(level.phase, verdict, missing), now), timing, verdict, now)


def _following(phase: AlertPhase, verdict: Verdict, missing: Missing) -> AlertPhase:
    """Return where the evidence leads, before any timer is asked; without evidence `hold` waits on."""
    starts_over = missing is not Missing.HOLD
    match phase:
        case AlertPhase.OK if verdict.fire:
            return AlertPhase.PENDING
        case AlertPhase.PENDING if not verdict.fire and (verdict.fire is False or starts_over):
            return AlertPhase.OK
        case AlertPhase.FIRING if verdict.clear:
            return AlertPhase.CLEARING
        case AlertPhase.CLEARING if not verdict.clear and (verdict.clear is False or starts_over):
            return AlertPhase.FIRING
    return phase


def _ripen(level: AlertLevel, timing: Level, verdict: Verdict, now: Millis) -> AlertLevel:
    """Return the level past its timer, if that has run out and the evidence still stands."""
    waited = now - level.since
    if level.phase is AlertPhase.PENDING and verdict.fire and waited >= timing.hold:
        return _enter(level, AlertPhase.FIRING, now)
    if level.phase is AlertPhase.CLEARING and verdict.clear and waited >= timing.keep:
        return _enter(level, AlertPhase.OK, now)
    return level


def _enter(level: AlertLevel, phase: AlertPhase, now: Millis) -> AlertLevel:
    return level if level.phase is phase else replace(level, phase=phase, since=now)


def _promote(level: AlertLevel, now: Millis) -> AlertLevel:
    """Let a lower level that was still pending take over: the alert is known already."""
    return _enter(level, AlertPhase.FIRING, now) if level.phase is AlertPhase.PENDING else level


def _put_off(level: AlertLevel, gap: Millis) -> AlertLevel:
    running = level.phase in {AlertPhase.PENDING, AlertPhase.CLEARING}
    return replace(level, since=Millis(level.since + gap)) if running else level


def _headline(alert: Alert, levels: tuple[AlertLevel, ...], now: Millis) -> Alert:
    head = min(levels, key=lambda level: URGENCY[level.phase])
    if head.phase is AlertPhase.OK:
        since = alert.since if alert.phase is AlertPhase.OK else now
        return replace(alert, phase=AlertPhase.OK, since=since, levels=levels)
    return replace(
        alert,
        phase=head.phase,
        since=head.since,
        severity=head.severity,
        levels=levels,
        fired_at=_fired_at(alert, head, now),
    )


def _fired_at(alert: Alert, head: AlertLevel, now: Millis) -> Millis | None:
    if head.phase is AlertPhase.PENDING:
        return None
    return alert.fired_at if is_active(alert) else now
