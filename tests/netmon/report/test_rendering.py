"""What programs read of a report: every name and figure, as they may rely on it."""

import json
from dataclasses import replace

from netmon.clock import HOUR, MINUTE, Interval, Millis
from netmon.inventory.models import Inventory
from netmon.model import Correction, CountsAs, MunicipalityCode
from netmon.report.answer import to_json as answer_in_json
from netmon.report.explanation import Known, explain
from netmon.report.rendering import to_json
from tests.netmon.region import TOWNS, region
from tests.netmon.report.test_explanation import KNOWN, NOW, explained
from tests.netmon.report.test_sla import OCTOBER, B, M, report

WHOLE = 745 * HOUR
NO_TIME = {"down_ms": 0, "unknown_ms": 0, "maintenance_ms": 0, "outside_ms": 0}


def test_a_municipality_and_a_group_have_these_figures() -> None:
    made = report((HOUR, 2 * HOUR, M.ISOLATED), (3 * HOUR, 5 * HOUR, M.DEGRADED))
    body = json.loads(to_json(made, {}))
    quiet, hit, _ = body["municipalities"]
    del hit["outages"]
    assert hit == {
        "code": B,
        "name": "B",
        "orp": "1",
        "population": 100,
        "sla": "Úřad",
        "target_percent": 99.9,
        "verdict": "breached",
        "worst_percent": 99.86577,
        "measured_percent": 99.86577,
        "best_percent": 99.86577,
        "coverage_percent": 100.0,
        "up_ms": WHOLE - HOUR,
        "unreachable_ms": HOUR,
        **NO_TIME,
        "degraded_ms": 2 * HOUR,
        "brief_ms": 0,
        "shortest_ms": HOUR,
        "longest_ms": HOUR,
        "corrections": 0,
    }
    assert (quiet["target_percent"], quiet["verdict"], quiet["worst_percent"]) == (None, None, 100.0)
    del body["region"]["verdicts"]
    assert body["region"] == {
        "code": "CZ000",
        "name": "Testland",
        "measured_percent": 99.95525,
        "weighted_percent": 99.98881,
        "lost_ms": HOUR,
        "unknown_ms": 0,
        "known": 3,
        "municipalities": 3,
        "degraded_ms": 2 * HOUR,
    }


def test_a_report_says_of_when_it_is_and_what_stands_beside_it() -> None:
    made = report()
    text = to_json(made, {"published": None})
    assert text.startswith('{\n  "period": "2026-10",\n')
    assert "Úřad" in text
    body = json.loads(text)
    assert (body["start"], body["end"]) == (OCTOBER.interval.start, OCTOBER.interval.end)
    assert ("made" in body, body["published"], body["corrections"]) == (False, None, [])
    assert body["resolution_ms"] == made.resolution


def test_an_explanation_says_what_somebody_corrected() -> None:
    code = explained().code
    window = Interval(Millis(NOW - MINUTE), Millis(NOW + MINUTE))
    said = Correction(1, code, window, CountsAs.UP, "sonda\n", "novak", NOW)
    known = Known(KNOWN.municipalities, KNOWN.elements, corrections=(said,))
    text = answer_in_json(explained(known))
    assert text.startswith('{\n  "code": ')
    assert json.loads(text)["correction"] == {"counts_as": "up", "reason": "sonda", "author": "novak", "at": NOW}


def test_a_municipality_without_any_device_has_no_way() -> None:
    bare = region()
    code = MunicipalityCode("500009")
    lonely = {**bare.municipalities[TOWNS["a"]].model_dump(), "name": "Samota"}
    towns = {**{key: town.model_dump() for key, town in bare.municipalities.items()}, code: lonely}
    made = explain(Inventory.build({**bare.model_dump(), "municipalities": towns}), code, Known(), NOW)
    assert (made.path, made.standing, made.incidents) == ((), None, ())


def test_a_correction_in_a_report_says_whose_when_and_why() -> None:
    window = Interval(OCTOBER.interval.start, Millis(OCTOBER.interval.start + HOUR))
    said = Correction(1, B, window, CountsAs.UP, "sonda\n", "novak\x1b", NOW)
    (body,) = json.loads(to_json(replace(report(), corrections=(said,)), {}))["corrections"]
    assert body == {
        "municipality": B,
        "start": window.start,
        "end": window.end,
        "counts_as": "up",
        "reason": "sonda",
        "author": "novak",
        "at": NOW,
    }
