"""What stands beside a report's figures: each interval that they are made of, how it counts, and what caused it.

It is no part of what is published: figures stay as they were given away.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from netmon.clock import SECOND, Interval, Millis
from netmon.inventory.models import Inventory
from netmon.judgement.availability import BY_START, Availability, StateInterval, account
from netmon.judgement.contract import Terms, without_brief
from netmon.judgement.correction import Past
from netmon.judgement.parts import Part, part_of
from netmon.model import EntityKind, Incident, Maintenance, MunicipalityCode, MunicipalityState
from netmon.report.sla import ALWAYS, Line, Outage, SlaReport


@dataclass(frozen=True, slots=True)
class Told:
    """What was recorded beside the states: incidents, and the works that excuse."""

    incidents: Sequence[Incident] = ()
    works: Sequence[Maintenance] = ()


@dataclass(frozen=True, slots=True)
class Trouble:
    """An interval of a period in which a municipality was not up, or nobody knows.

    `counted` is its exact partition as the contract counts it: what is up there was too brief to count.
    `outage` is None for time that is unknown, `incident` where none is known, and `works` excuse a part of it.
    """

    state: StateInterval
    counted: Availability
    outage: Outage | None = None
    incident: Incident | None = None
    works: tuple[Maintenance, ...] = ()

    @property
    def interval(self) -> Interval:
        """When it was, within the period."""
        return self.state.interval


@dataclass(frozen=True, slots=True)
class Pool:
    """The time of several municipalities together, in municipality-milliseconds: its parts add up to all of it."""

    up: int
    outage: int
    maintenance: int
    unknown: int
    outside: int

    @classmethod
    def of(cls, lines: Iterable[Line]) -> "Pool":
        """Return the time of all lines."""
        parts = [line.availability for line in lines]
        return cls(
            sum(part.up for part in parts),
            sum(part.outage for part in parts),
            sum(part.maintenance for part in parts),
            sum(part.unknown for part in parts),
            sum(part.outside for part in parts),
        )

    @property
    def base(self) -> int:
        """The time that counts."""
        return self.up + self.outage + self.unknown

    @property
    def worst(self) -> Fraction | None:
        """The share that was up if all unknown time was an outage."""
        return Fraction(self.up, self.base) if self.base else None

    @property
    def best(self) -> Fraction | None:
        """The share that was up if all unknown time was up."""
        return Fraction(self.up + self.unknown, self.base) if self.base else None

    @property
    def coverage(self) -> Fraction | None:
        """The share that was known."""
        return Fraction(self.base - self.unknown, self.base) if self.base else None


def troubles(
    inventory: Inventory, report: SlaReport, pasts: Mapping[MunicipalityCode, Past], told: Told
) -> Mapping[MunicipalityCode, tuple[Trouble, ...]]:
    """Return what kept each municipality from being up all the time, in order."""
    hits, works = _hits(told.incidents), _works(told.works)
    return {
        line.code: tuple(
            replace(each, incident=_cause(each, hits[line.code]), works=_excuses(each, works[line.code]))
            if each.outage
            else each
            for each in _troubles(inventory, report, line, pasts[line.code])
        )
        for line in report.lines
    }


def in_whole_seconds(parts: Sequence[int]) -> tuple[Millis, ...]:
    """Return parts in whole seconds that add up to the whole seconds of their sum; each is less than one off."""
    missing = sum(parts) // SECOND - sum(part // SECOND for part in parts)
    largest = sorted(range(len(parts)), key=lambda place: -(parts[place] % SECOND))[:missing]
    return tuple(Millis((part // SECOND + (place in largest)) * SECOND) for place, part in enumerate(parts))


def _troubles(inventory: Inventory, report: SlaReport, line: Line, past: Past) -> Iterator[Trouble]:
    sla = inventory.municipalities[line.code].sla
    terms = Terms.of(inventory.sla_classes[sla], report.window) if sla else ALWAYS
    excuses = past.excuses if terms.excludes_maintenance else ()
    outages = {outage.interval: outage for outage in line.outages}
    for state, counts_as in _pieces(past.states, report.window, terms):
        counted = account(state.interval, (counts_as,), excuses, terms.hours)
        yield Trouble(state, counted, outages.get(state.interval))


def _pieces(
    states: Sequence[StateInterval], window: Interval, terms: Terms
) -> Iterator[tuple[StateInterval, StateInterval]]:
    """Yield what was not up in a window, in order, as it is recorded and as it counts; unrecorded time is unknown."""
    at = window.start
    long = sorted(without_brief(states, terms.minimum_outage), key=BY_START)
    for entry, counted in zip(sorted(states, key=BY_START), long, strict=True):
        span = entry.interval.intersect(window)
        if span is None:
            continue
        if at < span.start:
            yield _unrecorded(at, span.start)
        if part_of(entry.state) is not Part.UP:
            yield replace(entry, interval=span), counted
        at = span.end
    if at < window.end:
        yield _unrecorded(at, window.end)


def _unrecorded(start: Millis, end: Millis) -> tuple[StateInterval, StateInterval]:
    unknown = StateInterval(Interval(start, end), MunicipalityState.UNKNOWN)
    return unknown, unknown


def _hits(incidents: Iterable[Incident]) -> Mapping[str, list[Incident]]:
    """Return the incidents that hit each municipality; of joined ones the whole is known, so they are left out."""
    hits: defaultdict[str, list[Incident]] = defaultdict(list)
    for incident in incidents:
        if incident.merged_into is None:
            for code in {*incident.impact.isolated, *incident.impact.degraded}:
                hits[code].append(incident)
    return hits


def _cause(trouble: Trouble, incidents: Sequence[Incident]) -> Incident | None:
    """Return the incident that an outage shares most time with, the first of several."""
    shared = [(_shared(trouble.interval, each), each) for each in incidents]
    longest, cause = max(shared, key=lambda pair: pair[0], default=(0, None))
    return cause if longest else None


def _shared(span: Interval, incident: Incident) -> int:
    end = span.end if incident.ended is None else incident.ended
    both = span.intersect(Interval(incident.started, end))
    return 0 if both is None else both.length


def _works(works: Iterable[Maintenance]) -> Mapping[str, list[Maintenance]]:
    """Return the works that excuse each municipality: those that name it and were approved in time."""
    found: defaultdict[str, list[Maintenance]] = defaultdict(list)
    for work in works:
        if work.approved <= work.window.start:
            for code in {each.name for each in work.scope if each.kind is EntityKind.MUNICIPALITY}:
                found[code].append(work)
    return found


def _excuses(trouble: Trouble, works: Sequence[Maintenance]) -> tuple[Maintenance, ...]:
    if not trouble.counted.maintenance:
        return ()
    return tuple(work for work in works if work.window.intersect(trouble.interval) is not None)
