"""The figures that the accounting of availability gives, and how they are judged, rolled up and shown."""

from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import DAY, EPOCH, MINUTE, SECOND, Interval, Millis
from netmon.judgement.availability import (
    Availability,
    RollUp,
    SlaVerdict,
    StateInterval,
    account,
    excused,
    floor_percent,
    roll_up,
    time_in,
    verdict,
)
from netmon.judgement.parts import Part, part_of
from netmon.model import (
    Entity,
    EntityKind,
    Maintenance,
    MunicipalityCode,
    State,
)
from tests.netmon.judgement.histories import KINDS, MEANT, M, of, parts, span

TARGET = Fraction(999, 1000)
CHEB, ASCH, LOKET = MunicipalityCode("554481"), MunicipalityCode("554499"), MunicipalityCode("560537")


@pytest.mark.parametrize(("state", "part"), MEANT, ids=[repr(state) for state, _ in MEANT])
def test_a_state_counts_by_its_kind_and_not_by_its_number(state: State, part: Part) -> None:
    assert part_of(state) is part


def test_every_state_of_every_kind_counts_as_something() -> None:
    assert {(type(state), state) for state, _ in MEANT} == {(kind, state) for kind in KINDS for state in kind}


def test_overlapping_windows_excuse_an_outage_once() -> None:
    lost = [StateInterval(span(0, 30), M.ISOLATED), StateInterval(span(30, 100), M.DISCONNECTED)]
    windows = [span(10, 50), span(20, 25), span(49, 60), span(60, 70)]
    assert account(span(0, 100), lost, windows) == of(down=30, unreachable=10, maintenance=60)


def test_a_period_without_records_is_unknown() -> None:
    assert account(span(0, DAY), [], [span(0, DAY)]) == of(unknown=DAY)


def test_an_empty_period_has_no_shares() -> None:
    nothing = account(span(5, 5), [StateInterval(span(0, 10), M.OPERATIONAL)], [span(0, 10)])
    assert parts(nothing).total() == 0
    assert (nothing.worst, nothing.best, nothing.measured, nothing.coverage) == (None, None, None, None)


def test_three_shares_tell_what_the_unknown_time_may_hide() -> None:
    availability = of(up=90, down=3, unreachable=2, unknown=5, maintenance=20)
    assert availability.base == 100
    assert (availability.worst, availability.best) == (Fraction(90, 100), Fraction(95, 100))
    assert (availability.measured, availability.coverage) == (Fraction(90, 95), Fraction(95, 100))


def maintenance_of(scope: Entity, approved: int, window: Interval) -> Maintenance:
    return Maintenance(1, (scope,), window, "novak", Millis(approved), "výměna zdroje")


@pytest.mark.parametrize(("approved", "counts"), [(99, True), (100, True), (101, False)])
def test_a_window_excuses_only_if_it_was_approved_before_it_began(approved: int, *, counts: bool) -> None:
    cheb = Entity(EntityKind.MUNICIPALITY, CHEB)
    window = span(100, 200)
    assert excused([maintenance_of(cheb, approved, window)], cheb) == ((window,) if counts else ())


def test_a_window_excuses_only_what_it_names() -> None:
    cheb = Entity(EntityKind.MUNICIPALITY, CHEB)
    namesake = Entity(EntityKind.DEVICE, CHEB)
    windows = [maintenance_of(namesake, 0, span(1, 2)), maintenance_of(cheb, 0, span(3, 4))]
    assert excused(windows, cheb) == (span(3, 4),)


@pytest.mark.parametrize(
    ("availability", "expected"),
    [
        (of(up=999, down=1), SlaVerdict.MET),
        (of(up=999, unknown=1), SlaVerdict.MET),
        (of(up=998, unknown=2), SlaVerdict.UNDETERMINED),
        (of(up=998, down=1, unknown=1), SlaVerdict.UNDETERMINED),
        (of(up=998, down=2), SlaVerdict.BREACHED),
        (of(up=998, unreachable=2), SlaVerdict.BREACHED),
        (of(up=999, down=1, maintenance=10**6), SlaVerdict.MET),
        (of(unknown=1000), SlaVerdict.UNDETERMINED),
        (of(maintenance=1000), SlaVerdict.UNDETERMINED),
        (of(), SlaVerdict.UNDETERMINED),
    ],
)
def test_a_verdict_stands_only_if_the_unknown_time_cannot_change_it(
    availability: Availability, expected: SlaVerdict
) -> None:
    assert verdict(availability, TARGET) is expected


def test_a_month_at_three_nines_may_lose_43_minutes_and_12_seconds() -> None:
    budget = 43 * MINUTE + 12 * SECOND
    assert verdict(of(up=30 * DAY - budget, down=budget), TARGET) is SlaVerdict.MET
    assert verdict(of(up=30 * DAY - budget - 1, down=budget + 1), TARGET) is SlaVerdict.BREACHED


def test_a_roll_up_weighs_municipalities_alike_and_inhabitants_alike() -> None:
    rolled = roll_up({CHEB: of(up=6), ASCH: of(up=1, down=1, unknown=7)}, {CHEB: 30_000, ASCH: 10_000})
    assert rolled == RollUp(Fraction(7, 8), Fraction(19, 20), lost=Millis(1), unknown=Millis(7), known=2, count=2)


def test_a_municipality_of_which_nothing_is_known_is_in_the_sums_and_not_in_the_means() -> None:
    rolled = roll_up({CHEB: of(up=1, unreachable=1), LOKET: of(unknown=9)}, {CHEB: 10, LOKET: 90})
    assert rolled == RollUp(Fraction(1, 2), Fraction(1, 2), lost=Millis(1), unknown=Millis(9), known=1, count=2)


def test_a_roll_up_of_nothing_has_no_mean() -> None:
    assert roll_up({}, {}) == RollUp(None, None, lost=EPOCH, unknown=EPOCH, known=0, count=0)


def test_a_roll_up_of_places_where_nobody_lives_has_no_mean_of_inhabitants() -> None:
    rolled = roll_up({CHEB: of(up=1)}, {CHEB: 0})
    assert rolled.mean == 1
    assert rolled.weighted is None


@pytest.mark.parametrize(
    ("share", "decimals", "shown"),
    [
        (Fraction(999_996, 10**6), 3, "99.999"),
        (Fraction(30 * DAY - 1, 30 * DAY), 2, "99.99"),
        (Fraction(1), 2, "100.00"),
        (Fraction(1), 0, "100"),
        (Fraction(0), 2, "0.00"),
        (Fraction(2, 3), 1, "66.6"),
    ],
)
def test_a_share_is_shown_rounded_down(share: Fraction, decimals: int, shown: str) -> None:
    assert str(floor_percent(share, decimals)) == shown


@given(st.integers(1, 366 * DAY), st.integers(1, 366 * DAY), st.integers(0, 9))
def test_a_hundred_per_cent_is_never_shown_with_downtime(up: int, down: int, decimals: int) -> None:
    share = of(up=up, down=down).measured
    assert share is not None
    shown = floor_percent(share, decimals)
    assert shown < 100
    assert 0 <= share * 100 - Fraction(shown) < Fraction(1, 10**decimals)
    assert shown == shown.quantize(Decimal(1).scaleb(-decimals), ROUND_FLOOR)


def test_time_in_a_state_is_counted_inside_the_period_only() -> None:
    states = [
        StateInterval(span(0, 10), M.DEGRADED),
        StateInterval(span(10, 20), M.OPERATIONAL),
        StateInterval(span(20, 30), M.DEGRADED),
        StateInterval(span(40, 50), M.DEGRADED),
    ]
    assert time_in(M.DEGRADED, states, span(5, 23)) == 8
    assert time_in(M.ISOLATED, states, span(5, 23)) == 0
