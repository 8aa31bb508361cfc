"""What a class of the contract says of a period, and what a past is made of."""

from fractions import Fraction

from netmon.clock import DAY, HOUR, MINUTE, Interval, Millis
from netmon.inventory.models import SlaClass
from netmon.judgement.availability import StateInterval
from netmon.judgement.contract import Terms
from netmon.judgement.correction import Past
from netmon.model import (
    Correction,
    CountsAs,
    Entity,
    EntityKind,
    Maintenance,
    MunicipalityCode,
    MunicipalityState,
)

START = Millis(1_790_805_600_000)
"""2026-10-01, midnight in Prague: a Thursday."""
TWO_DAYS = Interval(START, Millis(START + 2 * DAY))
CHEB, AS = MunicipalityCode("554481"), MunicipalityCode("554499")
M = MunicipalityState


def hours(first: int, last: int) -> Interval:
    return Interval(Millis(START + first * HOUR), Millis(START + last * HOUR))


def test_the_terms_of_a_class_are_exact_and_in_the_region_s_time() -> None:
    office = {"days": ["thu"], "start": "07:00", "end": "17:00"}
    sla = SlaClass.model_validate(
        {"title": "x", "target": 99.95, "service_hours": office, "excludes_maintenance": False, "minimum_outage": "5m"}
    )
    assert Terms.of(sla, TWO_DAYS) == Terms(
        target=Fraction(9995, 10_000),
        hours=(hours(7, 17),),
        excludes_maintenance=False,
        minimum_outage=Millis(5 * MINUTE),
    )


def test_a_class_that_says_nothing_more_counts_always_and_everything() -> None:
    assert Terms.of(SlaClass(title="x", target=100), TWO_DAYS) == Terms(target=Fraction(1))


def work(code: MunicipalityCode, window: Interval) -> Maintenance:
    return Maintenance(1, (Entity(EntityKind.MUNICIPALITY, code),), window, "novak", Millis(START - HOUR), "výměna")


def correction(code: MunicipalityCode, number: int, window: Interval, counts_as: CountsAs) -> Correction:
    return Correction(number, code, window, counts_as, "", "", Millis(0))


def test_a_past_takes_of_what_is_known_of_all_only_what_concerns_it() -> None:
    cut = StateInterval(hours(0, 6), M.ISOLATED, "link x")
    own = [
        correction(CHEB, 1, hours(1, 2), CountsAs.UP),
        correction(CHEB, 3, hours(4, 5), CountsAs.MAINTENANCE),
    ]
    windows = [work(AS, hours(0, 1)), work(CHEB, hours(2, 3))]
    past = Past.of(CHEB, [cut], windows, [own[0], correction(AS, 2, hours(0, 6), CountsAs.UP), own[1]])
    assert past.excuses == (hours(2, 3), hours(4, 5))
    assert past.corrections == tuple(own)
    assert [(entry.interval, entry.state) for entry in past.states if entry.state is M.OPERATIONAL] == [
        (hours(1, 2), M.OPERATIONAL)
    ]
