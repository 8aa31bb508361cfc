"""What stands beside the figures adds up to them, to the millisecond, whatever the clocks do in the month."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import DAY, HOUR, MINUTE, SECOND, Interval, Millis
from netmon.inventory.models import Inventory
from netmon.judgement.availability import StateInterval
from netmon.judgement.correction import Past
from netmon.model import (
    Entity,
    EntityKind,
    Impact,
    Incident,
    IncidentId,
    Maintenance,
    MunicipalityCode,
    MunicipalityState,
    Severity,
)
from netmon.report.detail import Pool, Told, Trouble, in_whole_seconds, troubles
from netmon.report.period import Period, moment
from netmon.report.sla import SlaReport, compose
from tests.netmon.region import TOWNS, region

A, B, _ = TOWNS.values()
M = MunicipalityState
MONTHS: Mapping[str, int] = {"2026-03": 743, "2026-10": 745, "2026-11": 720}
"""Hours of the months in which the clocks go forward, back, and not at all."""
OFFICE: Mapping[str, object] = {
    "title": "Úřad",
    "target": "99.9",
    "service_hours": {"days": ["mon", "sun"], "start": "00:00", "end": "17:00"},
    "minimum_outage": "5m",
}
STRICT: Mapping[str, object] = {"title": "Vše", "target": "99.9", "minimum_outage": "5m"}


def inventory(contract: Mapping[str, object]) -> Inventory:
    bare = region()
    towns = {code: town.model_dump() for code, town in bare.municipalities.items()}
    towns[B] |= {"sla": "x"}
    return Inventory.build({**bare.model_dump(), "municipalities": towns, "sla_classes": {"x": contract}})


def beside(
    name: str, states: Sequence[StateInterval], excuses: Sequence[Interval], told: Told, contract: Mapping[str, object]
) -> tuple[SlaReport, tuple[Trouble, ...]]:
    """Return a report about one municipality, and what stands beside it."""
    month = Period.named(name)
    pasts, known = {B: Past(states, excuses)}, inventory(contract)
    report = compose(known, month, pasts, Millis(month.interval.end + DAY))
    return report, troubles(known, report, pasts, told)[B]


@st.composite
def lives(draw: st.DrawFn, name: str) -> list[StateInterval]:
    """Return states in order around a month, with gaps that nobody recorded."""
    window = Period.named(name).interval
    at, states = Millis(window.start - 6 * HOUR), []
    for _ in range(draw(st.integers(0, 25))):
        begin = Millis(at + draw(st.sampled_from((0, 0, 0, 1, 7 * MINUTE))))
        end = Millis(begin + draw(st.integers(1, 3 * DAY) | st.integers(1, 10 * MINUTE)))
        states.append(StateInterval(Interval(begin, end), draw(st.sampled_from(M)), "x"))
        at = end
    return states


@st.composite
def spans(draw: st.DrawFn, name: str) -> list[Interval]:
    window = Period.named(name).interval
    starts = draw(st.lists(st.integers(window.start - DAY, window.end), max_size=5))
    return [Interval(Millis(start), Millis(start + draw(st.integers(1, 2 * DAY)))) for start in starts]


@pytest.mark.parametrize("contract", [OFFICE, STRICT, {**STRICT, "excludes_maintenance": False}])
@pytest.mark.parametrize("name", MONTHS)
@given(data=st.data())
def test_the_intervals_of_a_municipality_add_up_to_its_figures(
    name: str, contract: Mapping[str, object], data: st.DataObject
) -> None:
    report, found = beside(name, data.draw(lives(name)), data.draw(spans(name)), Told(), contract)
    (line,), window = report.lines, report.window
    assert window.length == MONTHS[name] * HOUR
    part = line.availability
    counted = [trouble.counted for trouble in found]
    assert sum(each.outage for each in counted) == part.outage
    assert sum(each.maintenance for each in counted) == part.maintenance
    assert sum(each.unknown for each in counted) == part.unknown
    up_between = window.length - sum(trouble.interval.length for trouble in found)
    brief, outside = sum(each.up for each in counted), sum(each.outside for each in counted)
    assert up_between + brief + outside == part.up + part.outside
    assert tuple(trouble.outage for trouble in found if trouble.outage) == line.outages
    for trouble in found:
        each = trouble.counted
        parts = each.up, each.down, each.unreachable, each.unknown, each.maintenance, each.outside
        assert sum(parts) == trouble.interval.length == each.window.length
    starts = [trouble.interval.start for trouble in found]
    assert starts == sorted(starts)


@pytest.mark.parametrize("name", ["2026-03", "2026-10"])
def test_an_outage_over_the_change_of_the_clocks_is_as_long_as_it_was(name: str) -> None:
    window = Period.named(name).interval
    night = {"2026-03": ("2026-03-29T01:30", "2026-03-29T03:30"), "2026-10": ("2026-10-25T01:30", "2026-10-25T03:30")}
    out = Interval(moment(night[name][0]), moment(night[name][1]))
    states = [
        StateInterval(Interval(window.start, out.start), M.OPERATIONAL),
        StateInterval(out, M.ISOLATED, "cut"),
        StateInterval(Interval(out.end, window.end), M.OPERATIONAL),
    ]
    report, (only,) = beside(name, states, (), Told(), OFFICE)
    assert only.counted.outage == report.lines[0].availability.outage == {"2026-03": 1, "2026-10": 3}[name] * HOUR


@given(st.lists(st.integers(0, 10**10), min_size=1, max_size=6))
def test_whole_seconds_add_up_and_none_is_a_second_off(parts: list[int]) -> None:
    rounded = in_whole_seconds(parts)
    assert sum(rounded) == sum(parts) // SECOND * SECOND
    assert all(each % SECOND == 0 and abs(each - part) < SECOND for each, part in zip(rounded, parts, strict=True))


def test_the_cause_is_the_incident_that_shares_most_of_the_outage() -> None:
    out = Interval(moment("2026-11-03T10:00"), moment("2026-11-03T11:00"))

    def incident(name: str, start: str, end: str | None, code: MunicipalityCode = B, whole: str = "") -> Incident:
        cause = Entity(EntityKind.LINK, name)
        at = moment(f"2026-11-03T{start}")
        return Incident(
            IncidentId(name), cause, (cause,), Severity.CRITICAL, Impact((code,)), at, at,
            ended=None if end is None else moment(f"2026-11-03T{end}"),
            merged_into=IncidentId(whole) if whole else None,
        )  # fmt: skip

    told = Told((
        incident("brushes", "09:00", "10:01"), incident("right", "10:05", None), incident("before", "08:00", "09:00"),
        incident("elsewhere", "10:00", None, A), incident("joined", "10:00", None, whole="right"),
    ))  # fmt: skip
    _, found = beside("2026-11", [StateInterval(out, M.ISOLATED)], (), told, STRICT)
    assert [trouble.incident and trouble.incident.id for trouble in found] == [None, "right", None]
    assert [trouble.state.state for trouble in found] == [M.UNKNOWN, M.ISOLATED, M.UNKNOWN]


def test_a_work_stands_with_the_outage_that_it_excuses_and_only_if_it_was_approved_in_time() -> None:
    out = Interval(moment("2026-11-03T10:00"), moment("2026-11-03T11:00"))
    window = Interval(Millis(out.start + 20 * MINUTE), out.end)
    work = Maintenance(1, (Entity(EntityKind.MUNICIPALITY, B),), window, "novakova", window.start, "spojka")
    late = replace(work, id=2, approved=Millis(window.start + 1))
    foreign = replace(work, id=3, scope=(Entity(EntityKind.MUNICIPALITY, A),))
    states = [StateInterval(out, M.ISOLATED)]
    _, (_, found, _) = beside("2026-11", states, (window,), Told(works=(work, late, foreign)), STRICT)
    assert found.works == (work,)
    assert (found.counted.maintenance, found.counted.outage) == (40 * MINUTE, 20 * MINUTE)
    hard = {**STRICT, "excludes_maintenance": False}
    _, (_, found, _) = beside("2026-11", states, (window,), Told(works=(work,)), hard)
    assert (found.works, found.counted.maintenance, found.counted.outage) == ((), 0, out.length)


def test_the_pool_of_one_municipality_has_its_shares_and_of_none_has_none() -> None:
    states = [StateInterval(Period.named("2026-11").interval, M.OPERATIONAL)]
    report, _ = beside("2026-11", [replace(states[0], state=M.OPERATIONAL)], (), Told(), OFFICE)
    pool, part = Pool.of(report.lines), report.lines[0].availability
    assert (pool.worst, pool.best, pool.coverage) == (part.worst, part.best, part.coverage)
    empty = Pool.of(())
    assert (empty.worst, empty.best, empty.coverage) == (None, None, None)
