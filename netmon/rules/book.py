"""What the rules of an inventory mean: compiled once, every complaint collected."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from netmon.errors import InventoryError
from netmon.inventory.models import ForEach, Inventory, Level, Rule
from netmon.model import Entity, EntityKind, Severity
from netmon.phrase import Phrase
from netmon.rules.errors import ExpressionError, cite
from netmon.rules.expression import Condition, Value, compile_condition, compile_value
from netmon.rules.identity import identities
from netmon.rules.lookback import Lookback
from netmon.rules.machine import WORST_FIRST, Verdict
from netmon.rules.schema import vocabulary
from netmon.rules.summary import Summary, compile_summary
from netmon.rules.terms import Facts
from netmon.rules.tokens import WORDS

Compiled = TypeVar("Compiled")
WORD = re.compile(r"\w+", re.ASCII)


@dataclass(frozen=True, slots=True)
class RuleComplaint:
    """One fault of one rule: `path` leads to the text below the rule, `column` counts inside it."""

    rule: str
    path: tuple[str, ...]
    column: int
    what: Phrase
    cure: Phrase

    def __str__(self) -> str:
        path = ".".join(("rules", self.rule, *self.path))
        return Phrase(
            "{path}, column {column}: {what}; {cure}", path=path, column=self.column, what=self.what, cure=self.cure
        )


@dataclass(frozen=True, slots=True)
class CompiledLevel:
    """When a level fires and when it clears; without a clear condition, when it does not fire."""

    fire: Condition
    clear: Condition | None

    def verdict(self, facts: Facts) -> Verdict:
        """Return what the facts say to this level."""
        fire = self.fire.holds(facts)
        if self.clear is not None:
            return Verdict(fire, self.clear.holds(facts))
        return Verdict(fire, None if fire is None else not fire)


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule, ready to be evaluated; `rule` keeps its timers and its policy for missing data."""

    name: str
    rule: Rule
    where: Condition | None
    levels: Mapping[Severity, CompiledLevel]
    summary: Summary
    lookbacks: frozenset[Lookback]
    """All that has to be remembered for it."""

    @property
    def kind(self) -> EntityKind:
        """What the rule is evaluated for."""
        return EntityKind(self.rule.for_each.value)

    @property
    def mildest(self) -> Severity:
        """The least severe level: what an alert is said to be before it fires."""
        return max(self.levels, key=WORST_FIRST.index)

    def concerns(self, facts: Facts) -> bool | None:
        """Whether the rule is about the entity of these facts; None if they cannot tell."""
        return True if self.where is None else self.where.holds(facts)

    def verdicts(self, facts: Facts) -> dict[Severity, Verdict]:
        """Return what the facts say to each level."""
        return {severity: level.verdict(facts) for severity, level in self.levels.items()}


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules of an inventory, and what the inventory says of everything they are about."""

    rules: Mapping[str, CompiledRule]
    known: Mapping[Entity, Facts]


def compile_rules(inventory: Inventory) -> RuleBook:
    """Return the compiled rules; raise InventoryError with every complaint."""
    compiled, complaints = read_rules(inventory)
    if complaints:
        raise InventoryError(complaints)
    return RuleBook(compiled, identities(inventory))


def read_rules(inventory: Inventory) -> tuple[dict[str, CompiledRule], tuple[RuleComplaint, ...]]:
    """Return the rules that can be compiled, and what is wrong with the others."""
    readings = [_Reading(name, rule) for name, rule in inventory.rules.items()]
    compiled = {reading.name: rule for reading in readings if (rule := reading.compiled())}
    return compiled, tuple(complaint for reading in readings for complaint in reading.complaints)


class _Reading:
    """One rule being compiled: a fault in one text does not hide those in the others."""

    def __init__(self, name: str, rule: Rule) -> None:
        self.name = name
        self.complaints: list[RuleComplaint] = []
        self._rule = rule
        self._vocabulary = vocabulary(ForEach(rule.for_each))
        self._lets: dict[str, Value] = {}
        self._broken: set[str] = set()
        """Names whose own text is wrong: what uses them is not looked at, as it may be right."""
        self._lookbacks: set[Lookback] = set()

    def compiled(self) -> CompiledRule | None:
        for name, text in self._rule.let.items():
            self._let(name, text)
        where = self._condition(("where",), self._rule.where)
        levels = dict(self._levels())
        terms = {**self._vocabulary, **{name: value.term for name, value in self._lets.items()}}
        text = self._rule.summary
        summary = self._attempt(("summary",), text, lambda: compile_summary(text, terms))
        if self.complaints or summary is None:
            return None
        return CompiledRule(self.name, self._rule, where, levels, summary, frozenset(self._lookbacks))

    def _let(self, name: str, text: str) -> None:
        """Compile a named expression; those after it may use it."""
        path = ("let", name)
        if name in self._vocabulary or name in WORDS:
            what, cure = Phrase("{name} means something already", name=cite(name)), Phrase("choose another name")
            self.complaints.append(RuleComplaint(self.name, path, 1, what, cure))
            return
        value = self._attempt(path, text, lambda: compile_value(text, self._vocabulary, self._lets))
        if value is None:
            self._broken.add(name)
            return
        self._lets[name] = value
        self._lookbacks |= value.lookbacks

    def _levels(self) -> Iterator[tuple[Severity, CompiledLevel]]:
        for severity, level in self._rule.levels.items():
            compiled = self._level(("levels", severity.value), level)
            if compiled is not None:
                yield severity, compiled

    def _level(self, path: tuple[str, ...], level: Level) -> CompiledLevel | None:
        fire = self._condition((*path, "fire"), level.fire)
        clear = self._condition((*path, "clear"), level.clear)
        return CompiledLevel(fire, clear) if fire else None

    def _condition(self, path: tuple[str, ...], text: str | None) -> Condition | None:
        if text is None:
            return None
        condition = self._attempt(path, text, lambda: compile_condition(text, self._vocabulary, self._lets))
        if condition is not None:
            self._lookbacks |= condition.lookbacks
        return condition

    def _attempt(self, path: tuple[str, ...], text: str, compiling: Callable[[], Compiled]) -> Compiled | None:
        if self._broken.intersection(WORD.findall(text)):
            return None
        try:
            return compiling()
        except ExpressionError as error:
            self.complaints.append(RuleComplaint(self.name, path, error.column, error.what, error.cure))
            return None
