"""The figures of a period, and how they leave netmon."""

import csv
import io
import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import HOUR, MINUTE, SECOND, Interval, Millis
from netmon.inventory.models import Inventory
from netmon.judgement.availability import SlaVerdict, StateInterval
from netmon.judgement.correction import Past
from netmon.model import Correction, CountsAs, MunicipalityCode, MunicipalityState
from netmon.report.period import Period, moment
from netmon.report.rendering import cell, percent, table, to_csv, to_json
from netmon.report.sla import SlaReport, compose, reach, resolution_of, watched
from tests.netmon.region import TOWNS, region

A, B, C = TOWNS.values()
M = MunicipalityState
OCTOBER = Period.named("2026-10")
NOW = Millis(OCTOBER.interval.end + HOUR)
START = OCTOBER.interval.start
FIVE = Millis(5 * SECOND)


def inventory(**sla: object) -> Inventory:
    """Return the region, towns b and c with a contract; c has ten times the inhabitants."""
    bare = region()
    towns = {code: town.model_dump() for code, town in bare.municipalities.items()}
    towns[B] |= {"sla": "office"}
    towns[C] |= {"sla": "office", "population": 1000}
    office = {"title": "Úřad", "target": "99.9", **sla}
    return Inventory.build({**bare.model_dump(), "municipalities": towns, "sla_classes": {"office": office}})


def lived(*troubles: tuple[int, int, MunicipalityState]) -> list[StateInterval]:
    """Return an October in service but for troubles, given in milliseconds from its start, in order."""
    states, at = [], Millis(START - HOUR)
    for begin, end, state in troubles:
        states.append(StateInterval(Interval(at, Millis(START + begin)), M.OPERATIONAL))
        states.append(StateInterval(Interval(Millis(START + begin), Millis(START + end)), state, "behind link x"))
        at = Millis(START + end)
    return [*states, StateInterval(Interval(at, Millis(NOW + HOUR)), M.OPERATIONAL)]


def report(*troubles: tuple[int, int, MunicipalityState], now: Millis = NOW, **sla: object) -> SlaReport:
    pasts = {A: Past(lived()), B: Past(lived(*troubles)), C: Past(lived())}
    return compose(inventory(**sla), OCTOBER, pasts, now)


def test_a_month_is_counted_municipality_by_municipality() -> None:
    made = report((HOUR, 2 * HOUR, M.ISOLATED), (3 * HOUR, 5 * HOUR, M.DEGRADED))
    quiet, hit, _ = made.lines
    assert (quiet.sla, quiet.target, quiet.verdict) == (None, None, None)
    assert (hit.name, hit.sla, hit.target, hit.verdict) == ("B", "Úřad", Fraction(999, 1000), SlaVerdict.BREACHED)
    assert hit.availability.unreachable == HOUR
    assert hit.availability.worst == Fraction(744, 745)
    assert hit.degraded == 2 * HOUR
    assert [outage.interval.length for outage in hit.outages] == [HOUR]
    assert made.is_final


def test_together_they_are_weighed_by_municipality_and_by_inhabitant() -> None:
    made = report((0, HOUR, M.ISOLATED))
    assert made.region.total.mean == 1 - Fraction(1, 3 * 745)
    assert made.region.total.weighted == 1 - Fraction(100, 1200 * 745)
    assert made.region.total.lost == HOUR
    assert made.region.verdicts == {SlaVerdict.MET: 1, SlaVerdict.BREACHED: 1, SlaVerdict.UNDETERMINED: 0}
    (only,) = made.orps
    assert (only.name, only.total) == ("Alpha", made.region.total)


def test_a_contract_may_count_working_hours_and_leave_out_brief_outages() -> None:
    office = {"days": ["mon", "tue", "wed", "thu", "fri"], "start": "07:00", "end": "17:00"}
    at_night = (2 * HOUR, 6 * HOUR, M.ISOLATED)
    brief, long = (8 * HOUR, 8 * HOUR + 4 * MINUTE, M.ISOLATED), (10 * HOUR, 10 * HOUR + 5 * MINUTE, M.ISOLATED)
    made = report(at_night, brief, long, service_hours=office, minimum_outage="5m")
    part, brief_time = made.lines[1].availability, made.lines[1].brief
    assert part.window.length - part.outside == 22 * 10 * HOUR
    assert (part.outage, brief_time) == (5 * MINUTE, 4 * MINUTE)
    assert len(made.lines[1].outages) == 3


@pytest.mark.parametrize(("excludes", "excused"), [(True, HOUR), (False, 0)])
def test_a_contract_may_not_care_about_maintenance(*, excludes: bool, excused: int) -> None:
    work = Interval(START, Millis(START + 2 * HOUR))
    pasts = {B: Past(lived((HOUR, 2 * HOUR, M.DISCONNECTED)), [work])}
    (line,) = compose(inventory(excludes_maintenance=excludes), OCTOBER, pasts, NOW).lines
    assert (line.availability.maintenance, line.availability.down) == (excused, HOUR - excused)


def test_an_outage_across_the_end_of_a_month_is_read_as_far_as_the_contract_needs() -> None:
    window = OCTOBER.interval
    assert reach(inventory(minimum_outage="5m"), window) == Interval(
        Millis(window.start - 5 * MINUTE), Millis(window.end + 5 * MINUTE)
    )
    assert reach(region(), window) == window
    assert reach(region(), window, FIVE) == Interval(Millis(window.start - FIVE), Millis(window.end + FIVE))


def test_a_month_that_goes_on_is_counted_so_far() -> None:
    made = report((HOUR, 2 * HOUR, M.ISOLATED), now=Millis(START + 10 * HOUR))
    assert (made.window.end, made.is_final) == (START + 10 * HOUR, False)
    assert made.lines[1].availability.worst == Fraction(9, 10)


def test_an_outage_is_bracketed_by_probes_inside_the_period_only() -> None:
    before, inside = (-MINUTE, MINUTE, M.ISOLATED), (HOUR, HOUR + 2 * SECOND, M.DISCONNECTED)
    states = [StateInterval(Interval(Millis(START - HOUR), Millis(START - MINUTE)), M.OPERATIONAL)]
    states += [entry for entry in lived(before, inside) if entry.interval.start >= START - MINUTE]
    (line,) = compose(inventory(), OCTOBER, {B: Past(states)}, NOW, FIVE).lines
    bounds = [(outage.interval.length, outage.shortest, outage.longest) for outage in line.outages]
    assert bounds == [(MINUTE, 55 * SECOND, MINUTE), (2 * SECOND, 0, 7 * SECOND)]
    assert (line.shortest, line.longest) == (55 * SECOND, 67 * SECOND)


def test_the_states_of_one_outage_share_its_bounds() -> None:
    troubles = (HOUR, HOUR + MINUTE, M.DISCONNECTED), (HOUR + MINUTE, HOUR + MINUTE + 2 * SECOND, M.ISOLATED)
    states = [entry for entry in lived(*troubles) if entry.interval.length]
    (line,) = compose(inventory(), OCTOBER, {B: Past(states)}, NOW, FIVE).lines
    assert [(outage.shortest, outage.longest) for outage in line.outages] == [
        (57 * SECOND, 65 * SECOND),
        (0, 2 * SECOND),
    ]
    assert line.longest - line.shortest == 10 * SECOND


def test_nothing_is_known_better_than_the_slowest_probe_asks() -> None:
    assert resolution_of(region(), {"snmp": FIVE, "icmp": Millis(1), "interfaces": MINUTE}) == FIVE
    assert resolution_of(region(), {"icmp": FIVE}) == 0


def test_contracts_are_judged_by_the_calendar_month_alone() -> None:
    day = Period.named("2026-10-01")
    (line,) = compose(inventory(), day, {B: Past(lived((0, HOUR, M.ISOLATED)))}, NOW).lines
    assert (line.target, line.verdict) == (Fraction(999, 1000), None)


def test_corrections_of_the_period_are_listed() -> None:
    inside = Correction(2, B, Interval(START, Millis(START + HOUR)), CountsAs.UP, "sonda", "novak", NOW)
    before = replace(inside, id=1, window=Interval(Millis(START - HOUR), START))
    made = compose(inventory(), OCTOBER, {B: Past(lived(), (), (before, inside))}, NOW)
    assert made.corrections == (inside,)
    assert made.lines[0].corrections == 1


def test_only_what_can_be_reached_is_watched() -> None:
    bare = region()
    silent = {code: town.model_dump() | {"monitored": code != B} for code, town in bare.municipalities.items()}
    assert watched(Inventory.build({**bare.model_dump(), "municipalities": silent})) == (A, C)


def test_json_has_every_figure_as_a_whole_number_of_milliseconds() -> None:
    correction = Correction(1, B, Interval(START, Millis(START + HOUR)), CountsAs.UP, "x\u202e", "novak", NOW)
    made = replace(report((HOUR, 2 * HOUR, M.ISOLATED)), corrections=(correction,))
    body = json.loads(to_json(made, {"published": None}))
    hit = body["municipalities"][1]
    assert (body["period"], body["end"] - body["start"], body["final"]) == ("2026-10", 745 * HOUR, True)
    assert (hit["unreachable_ms"], hit["worst_percent"], hit["verdict"]) == (HOUR, 99.86577, "breached")
    assert hit["outages"] == [
        {
            "start": START + HOUR,
            "end": START + 2 * HOUR,
            "state": "isolated",
            "reason": "behind link x",
            "shortest_ms": HOUR,
            "longest_ms": HOUR,
        }
    ]
    assert (hit["shortest_ms"], hit["longest_ms"], body["published"]) == (HOUR, HOUR, None)
    assert body["region"]["verdicts"] == {"met": 1, "breached": 1, "undetermined": 0}
    assert (body["corrections"][0]["reason"], body["corrections"][0]["author"]) == ("x", "novak")


def test_csv_has_a_row_for_the_region_each_orp_and_each_municipality() -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(report((HOUR, 2 * HOUR, M.ISOLATED))))))
    assert [(row["scope"], row["name"]) for row in rows] == [
        ("region", "Testland"),
        ("orp", "Alpha"),
        *(("municipality", name) for name in "ABC"),
    ]
    assert {row["period"] for row in rows} == {"2026-10"}
    assert (rows[0]["lost_ms"], rows[0]["breached"], rows[3]["unreachable_ms"]) == (str(HOUR), "1", str(HOUR))
    assert rows[3]["outages"] == "1"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r\n=1", "＝1", "\u200b=1"])
def test_text_that_a_spreadsheet_would_calculate_is_text(text: str) -> None:
    assert cell(text).startswith("'")


@pytest.mark.parametrize(("value", "shown"), [("Aš", "Aš"), (-5, "-5"), (None, ""), (1.5, "1.5"), ("", "")])
def test_figures_and_plain_text_stay_as_they_are(value: str | float | None, shown: str) -> None:
    assert cell(value) == shown


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_no_text_breaks_out_of_its_cell(texts: list[str]) -> None:
    rows = [{str(number): text for number, text in enumerate(texts)}]
    (read,) = csv.DictReader(io.StringIO(table(rows, {})))
    assert [value[:1] in "=+-@" and value != "" for value in read.values()] == [False] * len(texts)


def test_a_share_is_never_rounded_up() -> None:
    assert percent(Fraction(745 * HOUR - 1, 745 * HOUR)) == 99.99999
    assert percent(None) is None


def test_the_period_of_a_report_ends_at_prague_s_midnight() -> None:
    assert report().window.end == moment("2026-11-01T00:00")


def test_municipalities_stand_in_the_order_of_the_czech_alphabet() -> None:
    bare = region()
    names = dict(zip((A, B, C), ("Chodov", "Cheb", "Citice"), strict=True))
    towns = {code: town.model_dump() | {"name": names[code]} for code, town in bare.municipalities.items()}
    renamed = Inventory.build({**bare.model_dump(), "municipalities": towns})
    pasts = {MunicipalityCode(code): Past(lived()) for code in names}
    assert [line.name for line in compose(renamed, OCTOBER, pasts, NOW).lines] == ["Citice", "Cheb", "Chodov"]
