"""How well the contracts of a period were kept: each municipality, each ORP, the region."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import czech_sort

from netmon.clock import EPOCH, Interval, Millis
from netmon.inventory.models import Inventory
from netmon.judgement.availability import (
    Availability,
    RollUp,
    SlaVerdict,
    StateInterval,
    account,
    roll_up,
    time_in,
    verdict,
)
from netmon.judgement.contract import Terms, account_under, without_brief
from netmon.judgement.correction import Past
from netmon.judgement.cover import Cover
from netmon.judgement.edges import brackets
from netmon.judgement.parts import OUTAGE, part_of
from netmon.model import Correction, MunicipalityCode, MunicipalityState, State
from netmon.report.period import Period

ALWAYS = Terms()
"""For whom nothing was promised, every second counts."""


@dataclass(frozen=True, slots=True)
class Outage:
    """What is recorded of an outage, and how long it was in the period at least and at most, as probes can tell."""

    interval: Interval
    state: State
    reason: str
    shortest: Millis
    longest: Millis


@dataclass(frozen=True, slots=True)
class Line:
    """One municipality: its partition as the contract counts it, and what stands beside it.

    `verdict` stands with a calendar month only, as contracts count.
    `degraded` is the time without the planned redundancy, all of it up. `brief` is outage time that
    the minimum of the contract leaves out, or may. `outages` are those of the period, whatever counts.
    """

    code: MunicipalityCode
    name: str
    orp: str
    population: int
    sla: str | None
    target: Fraction | None
    availability: Availability
    verdict: SlaVerdict | None
    degraded: Millis
    brief: Millis
    outages: tuple[Outage, ...]
    corrections: int

    @property
    def shortest(self) -> Millis:
        """How long all outages were at least."""
        return Millis(sum(outage.shortest for outage in self.outages))

    @property
    def longest(self) -> Millis:
        """How long all outages were at most."""
        return Millis(sum(outage.longest for outage in self.outages))


@dataclass(frozen=True, slots=True)
class Group:
    """An ORP or the region: its municipalities together, by municipality and by inhabitant."""

    code: str
    name: str
    total: RollUp
    degraded: Millis
    """Municipality-milliseconds without the planned redundancy."""
    verdicts: Mapping[SlaVerdict, int]


@dataclass(frozen=True, slots=True)
class SlaReport:
    """A period's figures; `window` is what has passed of it, and `is_final` says that this is all.

    `resolution` is how often everything is asked whether it answers, at least: no edge is known better.
    """

    period: Period
    window: Interval
    is_final: bool
    resolution: Millis
    region: Group
    orps: tuple[Group, ...]
    lines: tuple[Line, ...]
    corrections: tuple[Correction, ...]


def watched(inventory: Inventory) -> tuple[MunicipalityCode, ...]:
    """Return the municipalities that are monitored and have something to be reached at."""
    points = inventory.service_points_by_municipality()
    return tuple(code for code, town in inventory.municipalities.items() if town.monitored and points[code])


def resolution_of(inventory: Inventory, intervals: Mapping[str, Millis]) -> Millis:
    """Return how long a device may go unasked whether it answers: the longest interval of what asks that."""
    probes = {device.reachability.value for device in inventory.active_devices().values()}
    return max((intervals[probe] for probe in probes if probe in intervals), default=EPOCH)


def reach(inventory: Inventory, window: Interval, resolution: Millis = EPOCH) -> Interval:
    """Return the time to read for a window: an outage that begins or ends outside must be seen to be long."""
    longest = max((resolution, *(sla.minimum_outage for sla in inventory.sla_classes.values())))
    return Interval(Millis(window.start - longest), Millis(window.end + longest))


def compose(
    inventory: Inventory,
    period: Period,
    pasts: Mapping[MunicipalityCode, Past],
    now: Millis,
    resolution: Millis = EPOCH,
) -> SlaReport:
    """Return the report of a period; `pasts` has what is known of every municipality that is to stand in it."""
    window = period.so_far(now)
    terms = {name: Terms.of(sla, window) for name, sla in inventory.sla_classes.items()}
    sheet = _Sheet(inventory, terms, window, resolution, is_judged=period.is_month)
    by_name = sorted(pasts, key=lambda code: (czech_sort.key(inventory.municipalities[code].name), code))
    lines = tuple(sheet.line(code, pasts[code]) for code in by_name)
    return SlaReport(
        period=period,
        window=window,
        is_final=period.is_over(now),
        resolution=resolution,
        region=_group(inventory.region.code, inventory.region.name, lines),
        orps=_orps(inventory, lines),
        lines=lines,
        corrections=_corrections(pasts.values(), window),
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What every line of a report has in common."""

    inventory: Inventory
    terms: Mapping[str, Terms]
    window: Interval
    resolution: Millis
    is_judged: bool

    def line(self, code: MunicipalityCode, past: Past) -> Line:
        """Return the line of a municipality."""
        town, window = self.inventory.municipalities[code], self.window
        terms = self.terms[town.sla] if town.sla else ALWAYS
        counted = account_under(terms, window, past.states, past.excuses)
        return Line(
            code=code,
            name=town.name,
            orp=town.orp,
            population=town.population,
            sla=self.inventory.sla_classes[town.sla].title if town.sla else None,
            target=terms.target,
            availability=counted,
            verdict=verdict(counted, terms.target) if self.is_judged and terms.target is not None else None,
            degraded=time_in(MunicipalityState.DEGRADED, past.states, window),
            brief=_brief(terms, window, past),
            outages=_outages(past.states, window, self.resolution),
            corrections=sum(correction.window.intersect(window) is not None for correction in past.corrections),
        )


def _brief(terms: Terms, window: Interval, past: Past) -> Millis:
    """Return how much outage time only the minimum of the contract leaves out."""
    if not terms.minimum_outage:
        return Millis(0)
    every = account(window, past.states, (), terms.hours)
    long = account(window, without_brief(past.states, terms.minimum_outage), (), terms.hours)
    return Millis(every.outage - long.outage)


def _outages(states: Sequence[StateInterval], window: Interval, resolution: Millis) -> tuple[Outage, ...]:
    found = brackets(states, resolution)
    surely = Cover.of((bracket.surely for bracket in found), window)
    ahead = {bracket.began.end: bracket.began.intersect(window) for bracket in found}
    return tuple(
        Outage(
            interval=span,
            state=entry.state,
            reason=entry.reason,
            shortest=Millis(surely.of_span(span)),
            longest=Millis(span.length + (lead.length if (lead := ahead.get(span.start)) else 0)),
        )
        for entry in states
        if part_of(entry.state) in OUTAGE and (span := entry.interval.intersect(window)) is not None
    )


def _orps(inventory: Inventory, lines: Sequence[Line]) -> tuple[Group, ...]:
    by_name = sorted(inventory.orps.items(), key=lambda entry: czech_sort.key(entry[1].name))
    members = {code: [line for line in lines if line.orp == code] for code in inventory.orps}
    return tuple(_group(code, orp.name, members[code]) for code, orp in by_name if members[code])


def _group(code: str, name: str, lines: Sequence[Line]) -> Group:
    parts = {line.code: line.availability for line in lines}
    return Group(
        code=code,
        name=name,
        total=roll_up(parts, {line.code: line.population for line in lines}),
        degraded=Millis(sum(line.degraded for line in lines)),
        verdicts={each: sum(line.verdict is each for line in lines) for each in SlaVerdict},
    )


def _corrections(pasts: Iterable[Past], window: Interval) -> tuple[Correction, ...]:
    found = (correction for past in pasts for correction in past.corrections)
    inside = (correction for correction in found if correction.window.intersect(window) is not None)
    return tuple(sorted(inside, key=lambda correction: correction.id))
