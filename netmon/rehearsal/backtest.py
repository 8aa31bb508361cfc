"""How often rules would have called somebody: what is kept of the past, replayed through them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from netmon.clock import MINUTE, Interval, Millis, to_datetime
from netmon.errors import CommandRefused
from netmon.inventory.complaint import quote
from netmon.inventory.likeness import did_you_mean
from netmon.judgement.calendar import PRAGUE
from netmon.model import Entity, FieldValue, NotificationKind
from netmon.phrase import Phrase
from netmon.rehearsal.kept import Kept
from netmon.rehearsal.recording import Sampled
from netmon.rehearsal.virtual import Premises, Rehearsal, Subject
from netmon.rules.book import CompiledRule
from netmon.rules.identity import identity

MOST_REPLAYED = 5_000_000
"""Samples of all rules together."""
MOST_OF_ONE = 200_000
"""Samples of one thing."""
EVENING, MORNING = 22, 6
"""The hours between which it is night."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What one rule would have told: of how many things and samples it is known, and when somebody was told."""

    rule: str
    things: int
    samples: int
    told: tuple[Millis, ...]
    missing: tuple[str, ...]
    """Fields it asks for that are not kept."""
    is_whole: bool
    """Whether all samples of the period were replayed."""

    @property
    def nights(self) -> int:
        """How many of them at night."""
        return sum(is_night(at) for at in self.told)


def is_night(at: Millis) -> bool:
    """Say whether people sleep."""
    hour = to_datetime(at).astimezone(PRAGUE).hour
    return hour >= EVENING or hour < MORNING


def chosen(premises: Premises, names: Sequence[str]) -> tuple[CompiledRule, ...]:
    """Return the rules of these names, all without any; raise CommandRefused for one that there is not."""
    rules = premises.book.rules
    for name in names:
        if name not in rules:
            cure = did_you_mean(name, rules, otherwise=Phrase("look into the inventory"))
            raise CommandRefused(Phrase("there is no rule {name}; {cure}", name=quote(name), cure=cure))
    return tuple(rule for name, rule in rules.items() if not names or name in names)


def backtest(rules: Iterable[CompiledRule], premises: Premises, kept: Kept, window: Interval) -> Iterator[Replayed]:
    """Yield what each rule would have told in a period."""
    left = MOST_REPLAYED
    for rule in rules:
        replayed = _replay(rule, premises, kept, window, left)
        left -= replayed.samples
        yield replayed


def _replay(rule: CompiledRule, premises: Premises, kept: Kept, window: Interval, limit: int) -> Replayed:
    found: set[str] = set()
    result = Replayed(rule.name, 0, 0, (), (), is_whole=True)
    for entity in kept.things(rule.kind):
        if not _is_concerned(rule, entity, premises):
            continue
        most = min(MOST_OF_ONE, limit - result.samples)
        samples = kept.samples(entity, window, most)
        if not samples:
            result = replace(result, is_whole=result.is_whole and most > 0)
            continue
        found.update(name for sample in samples for name in sample.fields)
        told = tuple(_told(Subject.of(rule, entity, premises), samples))
        result = replace(
            result,
            things=result.things + 1,
            samples=result.samples + len(samples),
            told=(*result.told, *told),
            is_whole=result.is_whole and len(samples) < most,
        )
    return replace(result, told=tuple(sorted(result.told)), missing=tuple(_missing(rule, premises, found)))


def _is_concerned(rule: CompiledRule, entity: Entity, premises: Premises) -> bool:
    planned = identity(entity, premises.book.known)
    return planned is not None and rule.concerns(planned) is not False


def _told(subject: Subject, samples: Sequence[Sampled]) -> Iterator[Millis]:
    """Yield when somebody would have been told that it began; looked at is each sample, and what follows it at once."""
    rehearsal, settings = Rehearsal(subject), subject.settings
    every = spacing([sample.at for sample in samples])
    validity = int(every * settings.detection.validity)
    for sample, next_at in zip(samples, [*(each.at for each in samples[1:]), None], strict=True):
        rehearsal.hear(sample.fields, sample.at, Millis(sample.at + validity))
        moments = [sample.at, Millis(sample.at + settings.group_wait), Millis(sample.at + validity)]
        for at in moments:
            if next_at is not None and at >= next_at:
                break
            if rehearsal.is_due(at):
                firing = (each.kind for each in rehearsal.look(at).messages)
                if NotificationKind.FIRING in firing:
                    yield at


def spacing(times: Sequence[Millis]) -> Millis:
    """Return how far samples are usually apart: half of the gaps are as long or shorter."""
    gaps = sorted(later - earlier for earlier, later in pairwise(times))
    return Millis(gaps[len(gaps) // 2]) if gaps else MINUTE


def _missing(rule: CompiledRule, premises: Premises, kept: set[str]) -> list[str]:
    """Return what a rule asks for that is neither kept nor planned."""
    planned = {name for entity, facts in _of_kind(rule, premises) for name in facts}
    windows = {lookback.name for lookback in rule.lookbacks}
    return sorted(names_of(rule) - kept - planned - windows)


def _of_kind(rule: CompiledRule, premises: Premises) -> Iterator[tuple[Entity, Mapping[str, FieldValue]]]:
    yield from ((entity, facts) for entity, facts in premises.book.known.items() if entity.kind is rule.kind)


def names_of(rule: CompiledRule) -> frozenset[str]:
    """Return the fields that decide about a rule."""
    conditions = [level.fire for level in rule.levels.values()]
    conditions += [level.clear for level in rule.levels.values() if level.clear is not None]
    conditions += [rule.where] if rule.where is not None else []
    return frozenset(name for condition in conditions for name in condition.names)
