"""Works that are proposed together are previewed beside each other."""

from netmon.clock import HOUR, Interval
from netmon.maintenance.proposal import previews, span_of
from tests.netmon.maintenance.given import T0, after, down, plan, topology, work
from tests.netmon.region import link

ONE, OTHER = plan(link("hub-mid")), plan(link("mid-far"))


def test_a_work_collides_with_those_proposed_before_it() -> None:
    first, second = previews(topology(), down(), (ONE, OTHER), (), T0)
    assert first.collisions == ()
    (collision,) = second.collisions
    assert collision.work is not None
    assert collision.work.scope == first.scope
    assert collision.isolated


def test_a_work_collides_with_those_that_are_known() -> None:
    (seen,) = previews(topology(), down(), (ONE,), iter([work(link("mid-far"))]), T0)
    assert len(seen.collisions) == 1


def test_works_span_from_the_first_start_to_the_last_end() -> None:
    later = plan(link("hub-mid"), window=Interval(after(HOUR), after(9 * HOUR)))
    assert span_of((later, ONE)) == Interval(T0, after(9 * HOUR))
