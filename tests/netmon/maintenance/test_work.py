"""In which time a work excuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import HOUR, MINUTE, Interval, Millis
from netmon.judgement.availability import StateInterval, account, excused
from netmon.maintenance.work import earlier, excuses, first_outage_now
from netmon.model import DeviceState, Entity, EntityKind, MunicipalityCode
from tests.netmon.maintenance.given import FRAME, after, down, work
from tests.netmon.region import FAR, HUB, SPUR, TOWNS, device, link, municipality

MOMENTS = st.integers(-10 * HOUR, 10 * HOUR).map(after)


def test_a_fixed_work_excuses_in_its_frame() -> None:
    assert work().window(None) == FRAME


def test_a_flexible_work_excuses_nothing_until_something_fails() -> None:
    assert work(length=HOUR).window(None) is None


def test_a_flexible_work_lasts_its_length_from_the_first_outage_and_no_longer_than_its_frame() -> None:
    flexible = work(length=2 * HOUR)
    assert flexible.window(after(HOUR)) == Interval(after(HOUR), after(3 * HOUR))
    assert flexible.window(after(5 * HOUR)) == Interval(after(5 * HOUR), FRAME.end)


@pytest.mark.parametrize(("cancelled", "end"), [(-HOUR, None), (0, None), (HOUR, HOUR), (9 * HOUR, 6 * HOUR)])
@pytest.mark.parametrize("length", [None, 6 * HOUR])
def test_what_is_called_off_excuses_no_longer(length: int | None, cancelled: int, end: int | None) -> None:
    found = work(length=length, cancelled=after(cancelled)).window(after(0))
    assert found == (None if end is None else Interval(after(0), after(end)))


@given(begun=MOMENTS, approved=MOMENTS, cancelled=st.none() | MOMENTS, length=st.integers(1, 6 * HOUR))
def test_a_flexible_work_excuses_at_most_its_length_inside_its_frame_and_nothing_from_before_its_approval(
    begun: Millis, approved: Millis, cancelled: Millis | None, length: int
) -> None:
    found = work(length=length, approved=approved, cancelled=cancelled).window(begun)
    if found is not None:
        assert 0 < found.length <= length
        assert max(FRAME.start, approved) <= found.start
        assert found.end <= min(FRAME.end, FRAME.end if cancelled is None else cancelled)


@pytest.mark.parametrize(
    ("since", "begins"),
    [(-1, False), (0, True), (HOUR, True), (6 * HOUR - 1, True), (6 * HOUR, False)],
)
@pytest.mark.parametrize(
    "element", [device(FAR), link(SPUR), municipality(TOWNS["c"])], ids=lambda entity: str(entity.kind)
)
def test_an_outage_of_anything_in_the_scope_begins_it_if_it_is_inside_the_frame(
    element: Entity, since: int, *, begins: bool
) -> None:
    at = after(since)
    seen = down(
        devices={FAR: at} if element.kind is EntityKind.DEVICE else {},
        links={SPUR: at} if element.kind is EntityKind.LINK else {},
        towns={TOWNS["c"]: at} if element.kind is EntityKind.MUNICIPALITY else {},
    )
    assert first_outage_now(work(element, length=HOUR), seen) == (at if begins else None)


def test_other_outages_and_what_is_up_do_not_begin_it() -> None:
    seen = down(devices={HUB: after(1)}, towns={MunicipalityCode("500001"): after(1)})
    netmon = Entity(EntityKind.NETMON, "netmon")
    assert first_outage_now(work(device(FAR), link(SPUR), netmon, length=HOUR), seen) is None


def test_a_flexible_work_that_was_announced_late_waits_for_an_outage_after_that() -> None:
    late = work(device(FAR), device(HUB), length=HOUR, approved=after(HOUR))
    assert first_outage_now(late, down(devices={FAR: after(MINUTE)})) is None
    seen = down(devices={FAR: after(MINUTE), HUB: after(2 * HOUR)})
    assert first_outage_now(late, seen) == after(2 * HOUR)
    (window,) = excuses([late], lambda each: first_outage_now(each, seen), FRAME)
    assert excused([window], device(FAR)) == (Interval(after(2 * HOUR), after(3 * HOUR)),)


def test_only_what_overlaps_the_period_is_returned() -> None:
    flexible = work(length=HOUR)
    assert list(excuses([flexible], lambda _: after(0), Interval(after(HOUR), after(2 * HOUR)))) == []
    (found,) = excuses([flexible], lambda _: after(0), Interval(after(HOUR - 1), after(2 * HOUR)))
    assert (found.id, found.author, found.window) == (1, "novak", Interval(after(0), after(HOUR)))


def test_the_earlier_of_two_moments_is_the_one_that_is_known() -> None:
    assert earlier(None, None) is None
    assert earlier(None, after(1), after(0)) == after(0)


def test_maintenance_is_taken_from_outage_time_in_the_window_and_the_scope_only() -> None:
    states = [
        StateInterval(Interval(after(-HOUR), after(HOUR)), DeviceState.DOWN),
        StateInterval(Interval(after(HOUR), after(4 * HOUR)), DeviceState.UP),
        StateInterval(Interval(after(4 * HOUR), after(8 * HOUR)), DeviceState.DOWN),
    ]
    whole = Interval(after(-HOUR), after(8 * HOUR))
    windows = list(excuses([work(device(FAR))], lambda _: None, whole))
    told = account(whole, states, excused(windows, device(FAR)))
    assert (told.up, told.down, told.maintenance) == (3 * HOUR, 3 * HOUR, 3 * HOUR)
    assert account(whole, states, excused(windows, device(HUB))).maintenance == 0
