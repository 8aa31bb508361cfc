"""What `netmon check` should say about the rules of an inventory."""

from collections.abc import Iterator, Mapping

from netmon.inventory.models import Inventory
from netmon.model import Entity, EntityKind
from netmon.rules.book import CompiledRule, RuleComplaint, read_rules
from netmon.rules.identity import identities
from netmon.rules.terms import Facts


def examine(inventory: Inventory) -> tuple[RuleComplaint, ...]:
    """Return every fault: texts that cannot be compiled, and rules that match nothing."""
    compiled, complaints = read_rules(inventory)
    known = identities(inventory)
    idle = (_idle(rule) for rule in compiled.values() if not any(_may_concern(rule, known, inventory)))
    return (*complaints, *idle)


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


def _idle(rule: CompiledRule) -> RuleComplaint:
    kind, where = rule.rule.for_each, rule.rule.where
    if where is None:
        return RuleComplaint(
            rule.name, ("for_each",), 1, f"the inventory has no {kind} to watch", "drop the rule, or plan one"
        )
    return RuleComplaint(rule.name, ("where",), 1, f"no {kind} is like this", "mend the condition, or drop the rule")
