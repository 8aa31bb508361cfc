"""How well the contracts of a period were kept: each municipality, each ORP, the region."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import czech_sort

from netmon.clock import Interval, Millis
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
from netmon.judgement.parts import OUTAGE, part_of
from netmon.model import Correction, MunicipalityCode, MunicipalityState
from netmon.report.period import Period

ALWAYS = Terms()
"""For whom nothing was promised, every second counts."""


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
    outages: tuple[StateInterval, ...]
    corrections: int


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
    """A period's figures; `window` is what has passed of it, and `is_final` says that this is all."""

    period: Period
    window: Interval
    made: Millis
    is_final: bool
    region: Group
    orps: tuple[Group, ...]
    lines: tuple[Line, ...]
    corrections: tuple[Correction, ...]


def watched(inventory: Inventory) -> tuple[MunicipalityCode, ...]:
    """Return the municipalities that are monitored and have something to be reached at."""
    points = inventory.service_points_by_municipality()
    return tuple(code for code, town in inventory.municipalities.items() if town.monitored and points[code])


def reach(inventory: Inventory, window: Interval) -> Interval:
    """Return the time to read for a window: an outage that begins or ends outside must be seen to be long."""
    longest = max((sla.minimum_outage for sla in inventory.sla_classes.values()), default=0)
    return Interval(Millis(window.start - longest), Millis(window.end + longest))


def compose(inventory: Inventory, period: Period, pasts: Mapping[MunicipalityCode, Past], now: Millis) -> SlaReport:
    """Return the report of a period; `pasts` has what is known of every municipality that is to stand in it."""
    window = period.so_far(now)
    terms = {name: Terms.of(sla, window) for name, sla in inventory.sla_classes.items()}
    by_name = sorted(pasts, key=lambda code: (czech_sort.key(inventory.municipalities[code].name), code))
    lines = tuple(
        _line(inventory, code, pasts[code], terms.get(inventory.municipalities[code].sla or "", ALWAYS), window)
        for code in by_name
    )
    if not period.is_month:
        lines = tuple(replace(line, verdict=None) for line in lines)
    return SlaReport(
        period=period,
        window=window,
        made=now,
        is_final=period.is_over(now),
        region=_group(inventory.region.code, inventory.region.name, lines),
        orps=_orps(inventory, lines),
        lines=lines,
        corrections=_corrections(pasts.values(), window),
    )


def _line(inventory: Inventory, code: MunicipalityCode, past: Past, terms: Terms, window: Interval) -> Line:
    town = inventory.municipalities[code]
    counted = account_under(terms, window, past.states, past.excuses)
    return Line(
        code=code,
        name=town.name,
        orp=town.orp,
        population=town.population,
        sla=inventory.sla_classes[town.sla].title if town.sla else None,
        target=terms.target,
        availability=counted,
        verdict=None if terms.target is None else verdict(counted, terms.target),
        degraded=time_in(MunicipalityState.DEGRADED, past.states, window),
        brief=_brief(terms, window, past),
        outages=_outages(past.states, window),
        corrections=sum(correction.window.intersect(window) is not None for correction in past.corrections),
    )


def _brief(terms: Terms, window: Interval, past: Past) -> Millis:
    """Return how much outage time only the minimum of the contract leaves out."""
    if not terms.minimum_outage:
        return Millis(0)
    every = account(window, past.states, (), terms.hours)
    long = account(window, without_brief(past.states, terms.minimum_outage), (), terms.hours)
    return Millis(every.outage - long.outage)


def _outages(states: Iterable[StateInterval], window: Interval) -> tuple[StateInterval, ...]:
    return tuple(
        StateInterval(span, entry.state, entry.reason)
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
