"""When the loop has to look again because a window begins or ends."""

import pytest

from netmon.clock import HOUR, Interval
from netmon.maintenance.edges import next_edge
from netmon.maintenance.work import excuses
from tests.netmon.maintenance.given import FRAME, after, work


@pytest.mark.parametrize(
    ("now", "edge"),
    [(-HOUR, 0), (0, 2 * HOUR), (2 * HOUR - 1, 2 * HOUR), (2 * HOUR, 6 * HOUR), (6 * HOUR, None)],
)
def test_starts_and_ends_are_edges_also_of_a_flexible_work_that_has_begun(now: int, edge: int | None) -> None:
    flexible = work(length=2 * HOUR)
    begun = tuple(excuses([flexible], lambda _: FRAME.start, FRAME))
    assert next_edge(begun, [flexible], after(now)) == (None if edge is None else after(edge))


def test_a_work_that_is_called_off_ends_then() -> None:
    assert next_edge((), [work(cancelled=after(HOUR))], FRAME.start) == after(HOUR)


def test_without_works_there_is_no_edge() -> None:
    assert next_edge((), (), FRAME.start) is None
    assert next_edge((), [work(frame=Interval(after(-2), after(-1)))], FRAME.start) is None
