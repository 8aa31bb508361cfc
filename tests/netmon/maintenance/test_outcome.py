"""What a work has excused: of whom, from when, until when."""

import pytest

from netmon.clock import EPOCH, HOUR, Interval, Millis
from netmon.judgement.availability import StateInterval
from netmon.judgement.correction import Past
from netmon.maintenance.listing import Listed, WorkState
from netmon.maintenance.outcome import excused_so_far, forgiven, municipalities_of
from netmon.model import MunicipalityState
from tests.netmon.maintenance.given import FRAME, after, work
from tests.netmon.region import TOWNS, link, municipality

A, B, C = TOWNS.values()


def opened(window: Interval | None = FRAME, *, approved: Millis = EPOCH) -> Listed:
    scope = link("mid-far"), municipality(C), municipality(B)
    return Listed(work(*scope, approved=approved), WorkState.OPEN, window)


@pytest.mark.parametrize(("now", "hours"), [(-1, None), (0, None), (1, 1), (6, 6), (9, 6)])
def test_a_work_excuses_from_its_start_until_now_or_its_end(now: int, hours: int | None) -> None:
    found = excused_so_far(opened(), after(now * HOUR))
    assert found == (None if hours is None else Interval(FRAME.start, after(hours * HOUR)))


def test_what_has_not_begun_or_was_approved_too_late_excuses_nothing() -> None:
    assert excused_so_far(opened(None), after(HOUR)) is None
    assert excused_so_far(opened(approved=after(1)), after(HOUR)) is None


def test_a_work_covers_the_municipalities_of_its_scope() -> None:
    assert municipalities_of(opened()) == (C, B)


def test_forgiven_is_outage_inside_the_time_and_nothing_else() -> None:
    cut = StateInterval(Interval(after(-HOUR), after(2 * HOUR)), MunicipalityState.ISOLATED)
    dark = StateInterval(Interval(after(0), after(6 * HOUR)), MunicipalityState.UNKNOWN)
    up = StateInterval(Interval(after(2 * HOUR), after(6 * HOUR)), MunicipalityState.OPERATIONAL)
    pasts = {A: Past([cut, up]), B: Past([dark]), C: Past([up])}
    assert forgiven(pasts, Interval(after(HOUR), after(4 * HOUR))) == {A: HOUR}
