"""How works stand."""

import pytest

from netmon.clock import DAY, HOUR, Interval, Millis
from netmon.maintenance.listing import WorkState, listed
from netmon.maintenance.work import INVENTORY
from tests.netmon.maintenance.given import FRAME, after, work


@pytest.mark.parametrize(
    ("length", "cancelled", "begun", "now", "state"),
    [
        (None, None, None, -1, WorkState.PLANNED),
        (None, None, None, 0, WorkState.OPEN),
        (None, None, None, 6 * HOUR, WorkState.OVER),
        (None, HOUR, None, HOUR, WorkState.CANCELLED),
        (None, HOUR, None, 0, WorkState.OPEN),
        (HOUR, None, None, 0, WorkState.WAITING),
        (HOUR, None, None, 6 * HOUR, WorkState.OVER),
        (HOUR, None, 0, HOUR - 1, WorkState.OPEN),
        (HOUR, None, 0, HOUR, WorkState.OVER),
    ],
)
def test_a_work_stands_as_its_time_says(
    length: int | None, cancelled: int | None, begun: int | None, now: int, state: WorkState
) -> None:
    stated = work(length=length, cancelled=None if cancelled is None else after(cancelled))
    (found,) = listed([stated], lambda _: None if begun is None else after(begun), after(now))
    assert found.state is state


def test_of_a_recurring_window_only_the_next_time_is_listed() -> None:
    later = Interval(Millis(FRAME.start + DAY), Millis(FRAME.end + DAY))
    nights = [work(source=INVENTORY), work(source=INVENTORY, frame=later), work(frame=later)]
    found = [each.work for each in listed(nights, lambda _: None, after(-1))]
    assert found == [nights[0], nights[2]]


def test_each_recurring_window_is_listed_once_however_many_there_are() -> None:
    later = Interval(Millis(FRAME.start + DAY), Millis(FRAME.end + DAY))
    first, second = work(source=INVENTORY), work(source=INVENTORY, id=2)
    nights = [first, second, work(source=INVENTORY, frame=later), work(source=INVENTORY, frame=later, id=2)]
    assert [each.work for each in listed(nights, lambda _: None, after(-1))] == [first, second]
