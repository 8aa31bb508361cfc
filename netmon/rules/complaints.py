"""What `netmon check` should say about the rules of an inventory."""

from collections.abc import Iterator, Mapping

from netmon.inventory.complaint import ComplaintSeverity
from netmon.inventory.fault import Fault, subject
from netmon.inventory.models import Inventory
from netmon.judgement.sessions import planned_sessions
from netmon.model import Entity, EntityKind, Severity
from netmon.phrase import Phrase
from netmon.rules.book import CompiledRule, RuleComplaint, read_rules
from netmon.rules.identity import identities
from netmon.rules.terms import Facts

ON_DEVICES = (EntityKind.DEVICE, EntityKind.INTERFACE, EntityKind.LINK)
ON_SESSIONS = (EntityKind.SESSION,)


def rule_faults(inventory: Inventory) -> Iterator[Fault]:
    """Yield what is wrong with the texts of rules, and, as warnings, which match nothing or leave people alone."""
    _, uncompiled = read_rules(inventory)
    for complaint in examine(inventory):
        severity = ComplaintSeverity.ERROR if complaint in uncompiled else ComplaintSeverity.WARNING
        path = ("rules", complaint.rule, *complaint.path)
        about = subject(path)
        what = Phrase(
            "{subject}, character {column}: {what}", subject=about, column=complaint.column, what=complaint.what
        )
        yield Fault(path, what, complaint.cure, severity, complaint.column)


def examine(inventory: Inventory) -> tuple[RuleComplaint, ...]:
    """Return every fault: texts that cannot be compiled, rules that match nothing, pages without a runbook.

    As long as there are no devices, rules for what devices bring wait for them without complaint; so do rules for
    routing sessions as long as none is planned.
    """
    compiled, complaints = read_rules(inventory)
    known = identities(inventory)
    waits_for = {*(() if inventory.devices else ON_DEVICES), *(() if _plans_sessions(inventory) else ON_SESSIONS)}
    judged = (rule for rule in compiled.values() if rule.kind not in waits_for)
    idle = (_idle(rule) for rule in judged if not any(_may_concern(rule, known, inventory)))
    unguided = (_unguided(rule) for rule in compiled.values() if Severity.CRITICAL in rule.levels)
    return (*complaints, *idle, *(complaint for complaint in unguided if complaint))


def _plans_sessions(inventory: Inventory) -> bool:
    return any(True for _ in planned_sessions(inventory))


def _may_concern(rule: CompiledRule, known: Mapping[Entity, Facts], inventory: Inventory) -> Iterator[bool]:
    """Yield, for each entity known beforehand, whether the rule may be about it."""
    for entity, facts in known.items():
        if entity.kind is rule.kind:
            yield rule.concerns(facts) is not False
    if rule.kind is EntityKind.INTERFACE:
        yield from _may_concern_unlisted(rule, known, inventory)


def _may_concern_unlisted(rule: CompiledRule, known: Mapping[Entity, Facts], inventory: Inventory) -> Iterator[bool]:
    """Yield the same for interfaces that only the device itself can name, where `watch: all`."""
    for device in inventory.active_devices().values():
        if device.watch == "all":
            yield rule.concerns(known[Entity(EntityKind.DEVICE, device.name)]) is not False


def _unguided(rule: CompiledRule) -> RuleComplaint | None:
    """Return a complaint about a rule that may wake somebody and does not say what to do."""
    if rule.rule.runbook is not None:
        return None
    path = ("levels", Severity.CRITICAL.value)
    what, cure = Phrase("it wakes people and names no runbook"), Phrase("add runbook: where it is written what to do")
    return RuleComplaint(rule.name, path, 1, what, cure)


def _idle(rule: CompiledRule) -> RuleComplaint:
    kind = rule.rule.for_each
    if rule.rule.where is None:
        what, cure = Phrase("the inventory has no {kind} to watch", kind=kind), Phrase("drop the rule, or plan one")
        return RuleComplaint(rule.name, ("for_each",), 1, what, cure)
    cure = Phrase("mend the condition, or drop the rule")
    return RuleComplaint(rule.name, ("where",), 1, Phrase("no {kind} is like this", kind=kind), cure)
