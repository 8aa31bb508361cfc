"""What incidents, alerts, the region and its promises look like as measurements."""

from dataclasses import replace

import pytest

from netmon.clock import DAY, HOUR, MINUTE, Interval, Millis
from netmon.engine.happenings import (
    alert_measurements,
    incident_measurements,
    promise_measurements,
    region_measurement,
)
from netmon.inventory.models import Inventory
from netmon.judgement.availability import StateInterval
from netmon.judgement.correction import Past
from netmon.judgement.situation import Judgement, Situation
from netmon.model import Alert, AlertLevel, AlertPhase, MunicipalityCode, MunicipalityState, Severity, Standing
from netmon.report.period import Period
from netmon.report.sla import compose
from netmon.rules.book import compile_rules
from tests.netmon.region import HUB, TOWNS, device, region
from tests.netmon.store.nouns import T0, after, incident

OCTOBER = Period.named("2026-10")
TOWN = MunicipalityCode(TOWNS["c"])
LEVELS = {"warning": {"fire": "loss_pct > 50"}, "critical": {"fire": "loss_pct > 90"}}
RULES = {name: {"for_each": "device", "levels": LEVELS, "summary": "ztráty"} for name in ("loss", "calm")}


def promised(sla: dict[str, object]) -> Inventory:
    """Return the region with a contract for one town."""
    plain = region()
    town = plain.municipalities[TOWN].model_copy(update={"sla": "gold"})
    classes = region(sla_classes={"gold": sla}).sla_classes
    return plain.model_copy(update={"municipalities": {**plain.municipalities, TOWN: town}, "sla_classes": classes})


def past(down: Interval) -> Past:
    """Return a month that was all well but for one outage."""
    whole = OCTOBER.interval
    states = (
        StateInterval(Interval(Millis(whole.start - DAY), down.start), MunicipalityState.OPERATIONAL),
        StateInterval(down, MunicipalityState.ISOLATED),
        StateInterval(Interval(down.end, Millis(whole.end + DAY)), MunicipalityState.OPERATIONAL),
    )
    return Past.of(TOWN, states, (), ())


def test_an_incident_is_told_when_it_was_found_and_when_it_was_over() -> None:
    opened, closed = incident("i-1"), incident("i-2", ended=after(HOUR))
    begun, over = incident_measurements(Judgement(Situation(), opened=(opened,), closed=(closed,)), after(DAY))
    assert (begun.time, over.time) == (opened.detected, after(HOUR))
    assert begun.tags == {"cause": "cheb-as", "cause_kind": "link", "kind": "opened", "severity": "critical"}
    assert begun.fields == {"id": "i-1", "isolated": 1, "inhabitants": 13_000, "devices": 1}
    assert over.fields == {"id": "i-2", "isolated": 1, "inhabitants": 13_000, "devices": 1, "lasted_s": 3_600}


def test_an_incident_that_ended_at_no_known_time_ends_now() -> None:
    (over,) = incident_measurements(Judgement(Situation(), closed=(incident(),)), after(MINUTE))
    assert (over.time, over.fields["lasted_s"]) == (after(MINUTE), 60)


@pytest.mark.parametrize(
    ("phase", "fields"),
    [
        (AlertPhase.PENDING, {"firing": 0, "pending": 1}),
        (AlertPhase.FIRING, {"firing": 1, "pending": 0}),
        (AlertPhase.CLEARING, {"firing": 1, "pending": 0}),
        (AlertPhase.OK, {"firing": 0, "pending": 0}),
    ],
)
def test_each_level_of_each_rule_is_counted_and_one_that_is_calm_is_nought(
    phase: AlertPhase, fields: dict[str, int]
) -> None:
    level = AlertLevel(Severity.CRITICAL, phase, T0)
    alert = Alert("loss", device(HUB), phase, T0, Severity.CRITICAL, "", levels=(level,))
    found = list(alert_measurements(compile_rules(region(rules=RULES)), (alert,), T0))
    told = {(each.tags["rule"], each.tags["severity"]): each.fields for each in found}
    nothing = {"firing": 0, "pending": 0}
    assert told == {
        ("loss", "warning"): nothing,
        ("loss", "critical"): fields,
        ("calm", "warning"): nothing,
        ("calm", "critical"): nothing,
    }


def test_in_the_region_what_is_unknown_is_neither_connected_nor_cut() -> None:
    states = dict(
        zip(
            map(MunicipalityCode, TOWNS.values()),
            (MunicipalityState.DEGRADED, MunicipalityState.UNKNOWN, MunicipalityState.ISOLATED),
            strict=True,
        )
    )
    municipalities = {code: Standing(state, T0) for code, state in states.items()}
    told = region_measurement(region(), Situation(municipalities=municipalities, incidents=(incident(),)), T0)
    assert told.tags == {"region": "CZ000"}
    assert told.fields == {
        "municipalities": 3,
        "connected": 1,
        "cut": 1,
        "unknown": 1,
        "inhabitants_cut": 100,
        "incidents": 1,
    }


def test_a_promise_is_told_with_what_is_left_of_its_reserve() -> None:
    inventory, start = promised({"title": "Zlatá", "target": "99.9"}), OCTOBER.interval.start
    now = Millis(start + 10 * DAY)
    down = Interval(Millis(start + DAY), Millis(start + DAY + 30 * MINUTE))
    (told,) = promise_measurements(inventory, compose(inventory, OCTOBER, {TOWN: past(down)}, now), now)
    assert told.tags == {"municipality": TOWN, "orp": "1", "sla": "gold"}
    allowed = OCTOBER.interval.length // 1_000 // 1_000
    assert told.fields["reserve_s"] == allowed - 1_800
    assert (told.fields["outage_s"], told.fields["unknown_s"], told.fields["target_pct"]) == (1_800, 0, 99.9)
    assert told.fields["available_pct"] == pytest.approx(100 * (1 - 30 / (10 * 24 * 60)), rel=1e-12)


def test_a_broken_promise_is_below_nothing_and_nothing_known_is_no_availability() -> None:
    inventory, start = promised({"title": "Zlatá", "target": "99.9"}), OCTOBER.interval.start
    now = Millis(start + 2 * DAY)
    (told,) = promise_measurements(inventory, compose(inventory, OCTOBER, {TOWN: past(Interval(start, now))}, now), now)
    assert told.fields["reserve_s"] == OCTOBER.interval.length // 1_000_000 - 2 * DAY // 1_000
    nothing = replace(past(Interval(start, now)), states=())
    (told,) = promise_measurements(inventory, compose(inventory, OCTOBER, {TOWN: nothing}, now), now)
    assert "available_pct" not in told.fields
    assert told.fields["unknown_s"] == 2 * DAY // 1_000


def test_where_nothing_was_promised_nothing_is_told() -> None:
    now = Millis(OCTOBER.interval.start + DAY)
    down = Interval(OCTOBER.interval.start, now)
    report = compose(region(), OCTOBER, {TOWN: past(down)}, now)
    assert list(promise_measurements(region(), report, now)) == []
