"""Which cases of each level no test shows: that it fires, that it does not, and that there is no data."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from netmon.model import Severity
from netmon.rehearsal.checking import Tried
from netmon.rehearsal.virtual import Look
from netmon.rules.book import RuleBook
from netmon.rules.machine import ACTIVE


class Showing(StrEnum):
    """What a test may show of a level, at a moment that it asks about."""

    FIRING = "firing"
    NOT_FIRING = "not firing"
    MISSING = "missing data"


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A level, and what no test shows of it."""

    rule: str
    level: Severity
    lacks: tuple[Showing, ...]


def uncovered(book: RuleBook, tried: Iterable[Tried]) -> tuple[Uncovered, ...]:
    """Return what no test shows, in the order of the rules."""
    shown = set(_shown(tried))
    return tuple(
        Uncovered(name, severity, lacks)
        for name, rule in book.rules.items()
        for severity in rule.levels
        if (lacks := tuple(each for each in Showing if (name, severity, each) not in shown))
    )


def _shown(tried: Iterable[Tried]) -> Iterator[tuple[str, Severity, Showing]]:
    for each in tried:
        for look in each.played.looks.values() if each.played is not None else ():
            yield from ((each.written.test.rule, severity, showing) for severity, showing in _of_look(look))


def _of_look(look: Look) -> Iterator[tuple[Severity, Showing]]:
    levels = () if look.alert is None else look.alert.levels
    yield from ((level.severity, Showing.FIRING) for level in levels if level.phase in ACTIVE)
    for severity, verdict in look.verdicts.items():
        if verdict.fire is not True:
            yield severity, Showing.MISSING if verdict.fire is None else Showing.NOT_FIRING
