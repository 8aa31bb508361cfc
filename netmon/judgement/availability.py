"""How available something was: an exact partition of a period, never an estimate.

Definitions and laws: the period is cut into up, down, unreachable, unknown and maintenance; the
parts add up to it to the millisecond. Shares are exact fractions; rounding is down, so 100 % is
never shown with downtime.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from operator import attrgetter

from netmon.clock import EPOCH, Interval, Millis
from netmon.judgement.cover import Cover
from netmon.judgement.parts import OUTAGE, Part, part_of
from netmon.model import Entity, Maintenance, MunicipalityCode, State

BY_START = attrgetter("interval.start")


class SlaVerdict(StrEnum):
    """Whether a contracted target was met, when unknown time is counted either way."""

    MET = "met"
    BREACHED = "breached"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class StateInterval:
    """A span in which an entity was in one state."""

    interval: Interval
    state: State
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Availability:
    """A period's exact partition, in milliseconds: its parts add up to `window.length`.

    `maintenance` is outage time inside approved windows, and only that; `outside` is the time in
    which no service was promised, whatever happened then. `base` is the period without both. For a
    municipality, down is its own equipment and unreachable is a lost path; both count against it.
    """

    window: Interval
    up: Millis
    down: Millis
    unreachable: Millis
    unknown: Millis
    maintenance: Millis
    outside: Millis = EPOCH

    @property
    def base(self) -> Millis:
        """The time that counts."""
        return Millis(self.window.length - self.outside - self.maintenance)

    @property
    def outage(self) -> Millis:
        """The time without service."""
        return Millis(self.down + self.unreachable)

    @property
    def worst(self) -> Fraction | None:
        """The share of time up if all unknown time was an outage; None for an empty base."""
        return Fraction(self.up, self.base) if self.base else None

    @property
    def best(self) -> Fraction | None:
        """The share of time up if all unknown time was up; None for an empty base."""
        return Fraction(self.up + self.unknown, self.base) if self.base else None

    @property
    def measured(self) -> Fraction | None:
        """The share of known time that was up; None when nothing was known."""
        known = self.base - self.unknown
        return Fraction(self.up, known) if known else None

    @property
    def coverage(self) -> Fraction | None:
        """The share of the counted time that was known; None for an empty base."""
        return 1 - Fraction(self.unknown, self.base) if self.base else None


@dataclass(frozen=True, slots=True)
class RollUp:
    """How available several municipalities were together.

    `mean` gives every municipality the same weight, `weighted` every inhabitant. Both are shares of
    the known time of all, pooled; `known` of `count` municipalities have any. None stands for a
    share of nothing, or of nobody. `lost` and `unknown` are sums over all of them,
    in municipality-milliseconds.
    """

    mean: Fraction | None
    weighted: Fraction | None
    lost: Millis
    unknown: Millis
    known: int
    count: int


def account(
    window: Interval,
    states: Iterable[StateInterval],
    maintenance: Iterable[Interval],
    hours: Iterable[Interval] | None = None,
) -> Availability:
    """Return the exact partition of a period.

    `states` belong to one entity, must not overlap each other, and may reach out of the period;
    where there are none, it is unknown. `maintenance` are the windows that excuse, in any order,
    overlapping as they like: they turn outages into maintenance, and nothing else. `hours` are
    those in which service was promised, in any order too; by default it always was.
    """
    counted = Cover.of([window] if hours is None else hours, window)
    excuses = Cover.of(maintenance, window).within(counted)
    spent: Counter[Part] = Counter()
    for entry in states:
        part = part_of(entry.state)
        forgiven = excuses.of_span(entry.interval) if part in OUTAGE else 0
        spent[part] += counted.of_span(entry.interval) - forgiven
        spent[Part.MAINTENANCE] += forgiven
    promised = counted.of_span(window)
    return Availability(
        window=window,
        up=Millis(spent[Part.UP]),
        down=Millis(spent[Part.DOWN]),
        unreachable=Millis(spent[Part.UNREACHABLE]),
        unknown=Millis(promised - spent.total() + spent[Part.UNKNOWN]),
        maintenance=Millis(spent[Part.MAINTENANCE]),
        outside=Millis(window.length - promised),
    )


def runs(states: Iterable[StateInterval], parts: Collection[Part]) -> list[Interval]:
    """Return when an entity was in some parts, in order: a run lasts until something else, or nothing, is known."""
    spans: list[Interval] = []
    for entry in sorted((entry for entry in states if part_of(entry.state) in parts), key=BY_START):
        if spans and spans[-1].end == entry.interval.start:
            spans[-1] = Interval(spans[-1].start, entry.interval.end)
        else:
            spans.append(entry.interval)
    return spans


def time_in(state: State, states: Iterable[StateInterval], window: Interval) -> Millis:
    """Return how much of a period an entity was in one state."""
    spans = (entry.interval.intersect(window) for entry in states if entry.state is state)
    return Millis(sum(span.length for span in spans if span is not None))


def excused(windows: Iterable[Maintenance], entity: Entity) -> tuple[Interval, ...]:
    """Return when an entity's outages are excused: by windows that name it and were approved in time.

    In time is before the window begins, or at that very moment.
    """
    return tuple(
        maintenance.window
        for maintenance in windows
        if entity in maintenance.scope and maintenance.approved <= maintenance.window.start
    )


def verdict(availability: Availability, target: Fraction) -> SlaVerdict:
    """Return whether a target was met, breached, or could be either once the unknown were known.

    `target` is a share of time, 999/1000 for 99.9 %. Where no time counts, nothing is determined:
    a period without evidence is no proof that a contract was kept.
    """
    worst, best = availability.worst, availability.best
    if worst is None or best is None:
        return SlaVerdict.UNDETERMINED
    if worst >= target:
        return SlaVerdict.MET
    return SlaVerdict.BREACHED if best < target else SlaVerdict.UNDETERMINED


def roll_up(parts: Mapping[MunicipalityCode, Availability], populations: Mapping[MunicipalityCode, int]) -> RollUp:
    """Return the availability of several municipalities in one period; `populations` has them all.

    An ORP and the region are both rolled up from municipalities, never from each other's means.
    """
    return RollUp(
        mean=_pooled((part, 1) for part in parts.values()),
        weighted=_pooled((part, populations[code]) for code, part in parts.items()),
        lost=Millis(sum(part.outage for part in parts.values())),
        unknown=Millis(sum(part.unknown for part in parts.values())),
        known=sum(part.measured is not None for part in parts.values()),
        count=len(parts),
    )


def floor_percent(share: Fraction, decimals: int) -> Decimal:
    """Return a share in per cent, rounded down to some decimals: 100 only for exactly 1."""
    return Decimal(math.floor(share * 10 ** (decimals + 2))).scaleb(-decimals)


def _pooled(parts: Iterable[tuple[Availability, int]]) -> Fraction | None:
    """Return the share of all weighted known time that was up; None if there is none.

    Pooled, because a mean of percentages would let a minute of one municipality count as much as a
    month of another.
    """
    up = known = 0
    for part, weight in parts:
        up += weight * part.up
        known += weight * (part.base - part.unknown)
    return Fraction(up, known) if known else None
