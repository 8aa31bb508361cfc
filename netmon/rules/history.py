"""What rules remember of the past: the latest samples of the fields they look back upon, and of no others.

Nothing of it outlives the process: after a restart a window has no value until enough is known of it.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from netmon.clock import Millis
from netmon.model import Entity, FieldValue
from netmon.rules.book import CompiledRule, RuleBook
from netmon.rules.identity import identity
from netmon.rules.lookback import Nature
from netmon.rules.series import Need, Series
from netmon.rules.terms import Facts

MOST_SERIES = 1_000_000
"""Fields of entities remembered at once; more come only from devices that invent interfaces."""
LARGEST = 1 << 64
"""No measured number is larger."""

Needs = Mapping[str, Need]
"""By the name of the field."""
NOTHING: Needs = MappingProxyType({})


class Windows(Mapping[Entity, Facts]):
    """What windows come to, as far as enough is known, by their names in rules; worked out when it is asked for."""

    def __init__(self, series: Mapping[Entity, Mapping[str, Series]], now: Millis) -> None:
        self._series = series
        self._now = now

    def __getitem__(self, entity: Entity) -> Facts:
        return {
            name: value
            for series in self._series[entity].values()
            for name in series.need.lookbacks
            if (value := series.value(name, self._now)) is not None
        }

    def __contains__(self, entity: object) -> bool:
        return entity in self._series

    def __iter__(self) -> Iterator[Entity]:
        return iter(self._series)

    def __len__(self) -> int:
        return len(self._series)


class History:
    """Remembers what the rules of a book look back upon; `now` is always an argument."""

    def __init__(self, book: RuleBook) -> None:
        self._series: dict[Entity, dict[str, Series]] = {}
        self._count = 0
        self._fresh: set[Entity] = set()
        """Of these a sample came since the rules were asked last."""
        self._needs: dict[Entity, Needs] = {}
        self.adopt(book)

    def __len__(self) -> int:
        """Return how many samples are kept."""
        return sum(len(series) for fields in self._series.values() for series in fields.values())

    def adopt(self, book: RuleBook) -> None:
        """Remember what these rules need from now on, and forget what they do not."""
        self._book = book
        self._alike: dict[tuple[str, ...], Needs] = {}
        """What the same rules ask for is kept once."""
        self._needs.clear()
        self._judged = tuple(entity for entity in book.known if any(_judged(self._needs_of(entity))))
        held, self._series, self._count = self._series, {}, 0
        self._restless: set[Entity] = set()
        """Of these something is new by time alone."""
        for entity, fields in held.items():
            self._readopt(entity, fields)

    def absorb(self, entity: Entity, fields: Facts, at: Millis) -> None:
        """Take what a visit measured of an entity."""
        for need in self._needs_of(entity).values():
            if need.field.name in fields and not need.field.is_judged:
                self._add(entity, need, fields[need.field.name], at)

    def note(self, known: Mapping[Entity, Facts], now: Millis) -> None:
        """Take what netmon itself came to by now: states, the loads of links, its own figures."""
        for entity in self._judged:
            fields = known.get(entity, {})
            for need in _judged(self._needs[entity]):
                if need.field.name in fields:
                    self._add(entity, need, fields[need.field.name], now)

    def at(self, now: Millis) -> "Windows":
        """Return what all windows come to at a moment, as a layer of facts."""
        return Windows(self._series, now)

    def stirred(self) -> set[Entity]:
        """Return of whom something may be new since `settle`: a sample came, the newest is older, a window has slid."""
        return self._fresh | self._restless

    def settle(self) -> None:
        """Note that the rules have been asked, and that what they said is kept."""
        self._fresh.clear()

    def _needs_of(self, entity: Entity) -> Needs:
        """Return what is asked of an entity: by the rules that are not told by the inventory to leave it alone."""
        if entity in self._needs:
            return self._needs[entity]
        planned = identity(entity, self._book.known)
        if planned is None:
            return NOTHING
        rules = tuple(rule for rule in self._book.rules.values() if _may_ask(rule, entity, planned))
        names = tuple(rule.name for rule in rules)
        if names not in self._alike:
            self._alike[names] = _needs_for(rules)
        if len(self._needs) < MOST_SERIES:
            self._needs[entity] = self._alike[names]
        return self._alike[names]

    def _add(self, entity: Entity, need: Need, value: FieldValue, at: Millis) -> None:
        if not _is_believable(need.field.nature, value):
            return
        held = self._series.get(entity, {})
        series = held.get(need.field.name)
        if series is None:
            if self._count >= MOST_SERIES:
                return
            series = self._series.setdefault(entity, held)[need.field.name] = Series(need)
            self._count += 1
            if need.is_restless:
                self._restless.add(entity)
        series.add(value, at)
        self._fresh.add(entity)

    def _readopt(self, entity: Entity, fields: dict[str, Series]) -> None:
        """Keep the series of an entity that are needed as they were."""
        needs = self._needs_of(entity)
        kept = {name: series for name, series in fields.items() if name in needs}
        for name, series in kept.items():
            series.need = needs[name]
        if kept:
            self._series[entity] = kept
            self._count += len(kept)
        if any(series.need.is_restless for series in kept.values()):
            self._restless.add(entity)


def _needs_for(rules: Iterable[CompiledRule]) -> Needs:
    """Return what all of some rules look back upon, by field."""
    lookbacks = frozenset(lookback for rule in rules for lookback in rule.lookbacks)
    fields = {lookback.field for lookback in lookbacks}
    return {field.name: Need.of(field, (each for each in lookbacks if each.field == field)) for field in fields}


def _may_ask(rule: CompiledRule, entity: Entity, planned: Facts) -> bool:
    return bool(rule.lookbacks) and rule.kind is entity.kind and rule.concerns(planned) is not False


def _judged(needs: Mapping[str, Need]) -> Iterator[Need]:
    return (need for need in needs.values() if need.field.is_judged)


def _is_believable(nature: Nature, value: FieldValue) -> bool:
    """Say whether a value is of the kind that the field has."""
    if nature is Nature.WORD:
        return not isinstance(value, float)
    return not isinstance(value, bool | str) and abs(value) <= LARGEST
