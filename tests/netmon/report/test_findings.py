"""A month's intervals add up to it to the second for a municipality, an ORP and the region, whatever the clocks do."""

from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import DAY, HOUR, MINUTE, SECOND, Interval, Millis
from netmon.inventory.models import Inventory
from netmon.judgement.availability import StateInterval
from netmon.judgement.correction import Past
from netmon.model import Entity, EntityKind, Impact, Incident, IncidentId, Maintenance, MunicipalityCode, Severity
from netmon.model import MunicipalityState as M
from netmon.report.detail import Pool, Told, Trouble, in_whole_seconds, troubles
from netmon.report.findings import Findings, intervals
from netmon.report.period import Period, moment
from netmon.report.sla import Line, compose
from tests.netmon.region import TOWNS, region

HOURS: Mapping[str, int] = {"2026-03": 743, "2026-10": 745}
"""Hours of the months in which the clocks go forward, and back."""
CHANGE: Mapping[str, str] = {"2026-03": "2026-03-29T01:30", "2026-10": "2026-10-25T01:30"}
CONTRACTS = {
    "always": {"title": "Vše", "target": "99.9"},
    "office": {
        "title": "Úřad",
        "target": "99.9",
        "service_hours": {"days": ["mon", "sun"], "start": "00:00", "end": "17:00"},
        "minimum_outage": "5m",
    },
}


def inventory() -> Inventory:
    """Return the region: one town without a contract, one for always, one for office hours."""
    bare = region()
    towns = {code: town.model_dump() for code, town in bare.municipalities.items()}
    for code, sla in zip(TOWNS.values(), (None, *CONTRACTS), strict=True):
        towns[code] |= {"sla": sla}
    return Inventory.build({**bare.model_dump(), "municipalities": towns, "sla_classes": CONTRACTS})


def found(name: str, lives: Iterable[Past], told: Told = Told()) -> Findings:  # noqa: B008 -- it is frozen
    month, known = Period.named(name), inventory()
    pasts = dict(zip(TOWNS.values(), lives, strict=True))
    report = compose(known, month, pasts, Millis(month.interval.end + DAY))
    return Findings(known, report, troubles(known, report, pasts, told), None)


@st.composite
def lives(draw: st.DrawFn, name: str) -> Past:
    """Return a life around the change of the clocks, to the millisecond, with works in it."""
    at = Millis(moment(CHANGE[name]) - 40 * HOUR)
    states = [StateInterval(Interval(Millis(at - 60 * DAY), at), M.OPERATIONAL)]
    for state in draw(st.lists(st.sampled_from(M), max_size=12)):
        until = Millis(at + draw(st.integers(1, 8 * HOUR)))
        if draw(st.booleans()):
            states.append(StateInterval(Interval(at, until), state))
        at = until
    states.append(StateInterval(Interval(at, Millis(at + 60 * DAY)), M.OPERATIONAL))
    begin = Millis(moment(CHANGE[name]) + draw(st.integers(-20 * HOUR, 20 * HOUR)))
    return Past(states, [Interval(begin, Millis(begin + draw(st.integers(1, 6 * HOUR))))])


def counted(line: Line, parts: Iterable[Trouble]) -> int:
    """Return the time of a municipality: that of its troubles that is neither up nor outside, and all that is."""
    troubled = sum(each.counted.outage + each.counted.maintenance + each.counted.unknown for each in parts)
    return troubled + line.availability.up + line.availability.outside


@pytest.mark.parametrize("name", HOURS)
@given(data=st.data())
def test_the_time_of_a_municipality_an_orp_and_the_region_adds_up_to_the_month(name: str, data: st.DataObject) -> None:
    made = found(name, data.draw(st.lists(lives(name), min_size=3, max_size=3)))
    month, report = HOURS[name] * HOUR, made.report
    assert report.window.length == month
    for line in report.lines:
        assert counted(line, made.troubles[line.code]) == month
        part = line.availability
        shown = in_whole_seconds((part.up, part.outage, part.maintenance, part.unknown, part.outside))
        assert sum(shown) == month
    groups = [*([line for line in report.lines if line.orp == orp.code] for orp in report.orps), report.lines]
    for lines in groups:
        pool = Pool.of(lines)
        assert pool.up + pool.outage + pool.maintenance + pool.unknown + pool.outside == month * len(lines)
    assert sum(map(len, groups[:-1])) == len(report.lines)


@pytest.mark.parametrize("name", HOURS)
def test_intervals_tell_what_of_an_outage_counts_and_what_broke(name: str) -> None:
    """The night of the change: an hour of the outage is excused, five minutes later nobody measures."""
    begin = moment(CHANGE[name])
    end = Millis(begin + 3 * HOUR)
    blind = Interval(end, Millis(end + 5 * MINUTE))
    cut = StateInterval(Interval(begin, end), M.ISOLATED, "cut")
    past = Past(
        [
            StateInterval(Interval(Millis(begin - 60 * DAY), begin), M.OPERATIONAL),
            cut,
            StateInterval(blind, M.UNKNOWN),
            StateInterval(Interval(blind.end, Millis(end + 60 * DAY)), M.OPERATIONAL),
        ],
        [Interval(begin, Millis(begin + HOUR))],
    )
    code = MunicipalityCode(TOWNS["b"])
    town = Entity(EntityKind.MUNICIPALITY, code)
    link = Entity(EntityKind.LINK, "a-b")
    told = Told(
        [Incident(IncidentId("INC-1"), link, (link,), Severity.CRITICAL, Impact(isolated=(code,)), begin, begin)],
        [Maintenance(1, (town,), Interval(begin, Millis(begin + HOUR)), "novak", Millis(begin - DAY), "spojka")],
    )
    quiet = Past([StateInterval(Interval(Millis(begin - 60 * DAY), Millis(end + 60 * DAY)), M.OPERATIONAL)])
    made = found(name, (quiet, past, quiet), told)
    outage, unknown = intervals(made, lambda _: True)
    assert outage["municipality"] == code
    assert (outage["outage_ms"], outage["excused_ms"], outage["unknown_ms"]) == (2 * HOUR, HOUR, 0)
    assert (outage["incident"], outage["cause"]) == ("INC-1", {"kind": "link", "name": "a-b"})
    assert outage["excused_by"] == [{"approved": begin - DAY, "reason": "spojka", "author": "novak"}]
    assert (unknown["unknown_ms"], unknown["incident"], unknown["cause"]) == (5 * MINUTE, None, None)
    withheld, _ = intervals(made, lambda _: False)
    assert (withheld["incident"], withheld["cause"]) == ("INC-1", None)
    assert (end - begin) % SECOND == 0
