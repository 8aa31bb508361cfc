"""How much of a promise an outage uses up, and when people hear of it."""

import pytest

from netmon.clock import HOUR, MINUTE, Interval, Millis
from netmon.inventory.models import Inventory
from netmon.judgement.availability import StateInterval
from netmon.judgement.correction import Past
from netmon.model import Entity, EntityKind, FieldValue, MunicipalityCode, MunicipalityState
from netmon.rules.downtime import concerned, downtimes, promised
from tests.netmon.rules.small_region import SECTIONS, small_region

NOW = Millis(1_700_000_000_000)
AS, CHEB = MunicipalityCode("554499"), MunicipalityCode("554481")
TOWN = Entity(EntityKind.MUNICIPALITY, AS)
OPERATIONAL, ISOLATED, UNKNOWN = (
    MunicipalityState.OPERATIONAL,
    MunicipalityState.ISOLATED,
    MunicipalityState.UNKNOWN,
)


def region(**sla: object) -> Inventory:
    """Return the region with a promise to one of its municipalities."""
    municipalities = SECTIONS["municipalities"]
    assert isinstance(municipalities, dict)
    with_promise = {**municipalities, AS: {**municipalities[AS], "sla": "town"}}
    classes = {"town": {"title": "Město", "target": "99.9", **sla}}
    return small_region(municipalities=with_promise, sla_classes=classes)


def spent(past: Past, **sla: object) -> dict[str, FieldValue]:
    return dict(downtimes(region(**sla), {AS: past}, NOW)[TOWN])


def span(state: MunicipalityState, start: int, end: int) -> StateInterval:
    """Return a state from so many minutes ago until so many minutes ago."""
    return StateInterval(Interval(Millis(NOW - start * MINUTE), Millis(NOW - end * MINUTE)), state)


OUTAGES = (
    span(OPERATIONAL, 400, 120),
    span(ISOLATED, 120, 110),
    span(OPERATIONAL, 110, 30),
    span(ISOLATED, 30, 27),
    span(OPERATIONAL, 27, 0),
)


@pytest.mark.parametrize(
    ("past", "sla", "expected"),
    [
        (Past(OUTAGES), {}, {"down_1h_s": 180, "down_6h_s": 780}),
        (Past(OUTAGES), {"minimum_outage": "5m"}, {"down_1h_s": 0, "down_6h_s": 600}),
        (Past(OUTAGES, [span(ISOLATED, 29, 0).interval]), {}, {"down_1h_s": 60, "down_6h_s": 660}),
        (
            Past(OUTAGES, [span(ISOLATED, 29, 0).interval]),
            {"excludes_maintenance": "false"},
            {"down_1h_s": 180, "down_6h_s": 780},
        ),
        (Past([span(UNKNOWN, 400, 40), span(OPERATIONAL, 40, 0)]), {}, {"down_1h_s": 0}),
        (Past(), {}, {}),
    ],
)
def test_time_counts_as_the_contract_says_and_only_if_enough_is_known(
    past: Past, sla: dict[str, object], expected: dict[str, FieldValue]
) -> None:
    assert spent(past, **sla) == expected


def test_only_promises_are_looked_at_and_as_far_back_as_a_brief_outage_may_reach() -> None:
    assert promised(region()) == (AS,)
    assert promised(small_region()) == ()
    assert concerned(region(), NOW) == Interval(Millis(NOW - 6 * HOUR), NOW)
    assert concerned(region(minimum_outage="5m"), NOW) == Interval(Millis(NOW - 6 * HOUR - 5 * MINUTE), NOW)
    assert downtimes(region(), {CHEB: Past(OUTAGES)}, NOW) == {}
