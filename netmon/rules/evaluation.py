"""Which alerts change now, given what is known."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import chain

from netmon.clock import Millis
from netmon.model import Alert, AlertPhase, Entity, EntityKind
from netmon.rules.book import CompiledRule, RuleBook, compile_rules
from netmon.rules.identity import identity
from netmon.rules.machine import is_calm, quiet, step, withdraw
from netmon.rules.terms import Facts

__all__ = ["RuleBook", "compile_rules", "evaluate"]

AlertKey = tuple[str, Entity]


def evaluate(
    book: RuleBook,
    facts: Mapping[Entity, Facts],
    alerts: Mapping[AlertKey, Alert],
    now: Millis,
    stirred: Collection[Entity] | None = None,
) -> tuple[Alert, ...]:
    """Return the alerts that changed.

    `facts` hold what was measured and is still valid, for each entity; what the inventory says is
    added from the book. An alert whose rule or entity has left the inventory is withdrawn; an
    entity without facts is missing data, not a departure.

    Time changes only alerts that there are. Of all else nothing is looked at but the `stirred`: what is known of them
    is not what it was when this was asked last. None stands for everything. What rules look back upon
    are facts too: a history's layer.
    """
    changed = [withdraw(alert, now) for key, alert in alerts.items() if _is_orphan(key, alert, book)]
    subjects = _subjects(book, facts, alerts, chain(book.known, facts) if stirred is None else stirred)
    for rule in book.rules.values():
        for entity, known in subjects[rule.kind].items():
            successor = _examine(rule, entity, alerts.get((rule.name, entity)), known, now)
            if successor is not None:
                changed.append(successor)
    return tuple(changed)


def _is_orphan(key: AlertKey, alert: Alert, book: RuleBook) -> bool:
    rule, entity = key
    return alert.phase is not AlertPhase.OK and (rule not in book.rules or identity(entity, book.known) is None)


def _subjects(
    book: RuleBook, facts: Mapping[Entity, Facts], alerts: Mapping[AlertKey, Alert], stirred: Iterable[Entity]
) -> dict[EntityKind, dict[Entity, Facts]]:
    """Return everything stirred or already alerted about, by kind, with all that is known of it."""
    subjects: dict[EntityKind, dict[Entity, Facts]] = {rule.kind: {} for rule in book.rules.values()}
    alerted = (entity for _, entity in alerts)
    concerned = (entity for entity in chain(stirred, alerted) if entity.kind in subjects)
    for entity in dict.fromkeys(concerned):
        if (planned := identity(entity, book.known)) is not None:
            subjects[entity.kind][entity] = {**planned, **facts.get(entity, {})}
    return subjects


def _examine(rule: CompiledRule, entity: Entity, alert: Alert | None, facts: Facts, now: Millis) -> Alert | None:
    """Return the alert as it is now, or None if nothing changed."""
    is_concerned = rule.concerns(facts)
    if is_concerned is False:
        return withdraw(alert, now) if alert is not None and alert.phase is not AlertPhase.OK else None
    if is_concerned is None and alert is None:
        return None
    verdicts = rule.verdicts(facts)
    if alert is None and is_calm(verdicts, rule.rule.missing):
        return None
    former = alert or quiet(rule.name, entity, rule.mildest, now)
    return _changed(former, step(former, rule.rule, verdicts, now), rule, facts)


def _changed(former: Alert, successor: Alert, rule: CompiledRule, facts: Facts) -> Alert | None:
    """Return the successor, worded anew if its phase or severity is new; None if all is as it was."""
    if (former.phase, former.severity) != (successor.phase, successor.severity):
        worded = successor.phase in {AlertPhase.PENDING, AlertPhase.FIRING}
        return replace(successor, summary=rule.summary.fill(facts)) if worded else successor
    is_quiet = former.phase is successor.phase is AlertPhase.OK
    return None if is_quiet or former == successor else successor
