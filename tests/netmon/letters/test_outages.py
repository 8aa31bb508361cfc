"""What counts as one outage: a moment of connection does not end it, and what nobody saw says nothing."""

import pytest

from netmon.clock import MINUTE, Millis
from netmon.letters.outages import last_outage, outage_since
from netmon.model import MunicipalityState
from tests.netmon.letters.given import BROKEN, CUT, NOON, UNKNOWN, UP, spans

SETTLED = Millis(5 * MINUTE)


def before(minutes: float) -> Millis:
    return Millis(NOON - round(minutes * MINUTE))


@pytest.mark.parametrize(
    ("parts", "since", "until", "down"),
    [
        ([(60, UP), (7, CUT)], 7, None, 7),
        ([(60, UP), (3, CUT), (4, UP), (3, CUT)], 10, None, 6),
        ([(60, UP), (3, CUT), (5, UP), (2, CUT)], 2, None, 2),
        ([(60, UP), (3, CUT), (90, UNKNOWN), (2, CUT)], 95, None, 5),
        ([(60, UP), (9, CUT), (4, UP)], 13, 4, 9),
        ([(60, UP), (9, CUT), (2, UP), (30, UNKNOWN), (2, UP)], 43, 34, 9),
        ([(60, UP), (9, CUT), (4, BROKEN)], 13, None, 13),
    ],
)
def test_the_last_outage(
    parts: list[tuple[float, MunicipalityState]], since: float, until: float | None, down: float
) -> None:
    outage = last_outage(spans(*parts), SETTLED)
    assert outage is not None
    assert outage.since == before(since)
    assert outage.until == (None if until is None else before(until))
    assert outage.down == down * MINUTE


def test_who_was_never_cut_off_had_no_outage() -> None:
    assert last_outage(spans((60, UP), (60, UNKNOWN)), SETTLED) is None


def test_an_outage_that_was_told_ends_once_and_the_next_is_another() -> None:
    states = spans((60, UP), (9, CUT), (6, UP), (8, CUT))
    told = outage_since(before(23), states, SETTLED)
    assert (told.until, told.is_over(SETTLED)) == (before(14), True)


def test_an_outage_that_the_records_moved_does_not_end_before_it_began() -> None:
    told = outage_since(before(20), spans((60, UP)), SETTLED)
    assert (told.until, told.is_over(SETTLED)) == (before(20), True)


def test_whose_own_equipment_is_silent_is_told_apart() -> None:
    local, remote = (last_outage(spans((60, UP), (9, state)), SETTLED) for state in (BROKEN, CUT))
    assert local is not None
    assert remote is not None
    assert (local.is_local, remote.is_local) == (True, False)
