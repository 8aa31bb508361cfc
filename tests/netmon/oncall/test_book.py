"""What the call book remembers, and that a clock which is set moves what is waited for."""

import pytest

from netmon.clock import EPOCH, HOUR, MINUTE, SECOND, Interval, ManualClock, Millis
from netmon.model import Severity
from netmon.oncall.book import CallBook, Case
from netmon.oncall.policy import Policy
from netmon.oncall.steps import Steps
from tests.netmon.oncall.plans import at, staffed

NOW = at("2026-01-06T12:00")
PLAN = staffed()
CASE = Case(Policy.of(PLAN.routes, PLAN), Severity.WARNING, NOW, NOW)
ADDRESS = ("email", "ada@kraj.example")


def test_a_clock_that_is_set_moves_what_is_waited_for_and_not_what_is_on_record() -> None:
    moved = CallBook({"i-1": CASE}, {ADDRESS: (NOW,)}).moved(Millis(-HOUR))
    assert (moved.cases["i-1"].since, moved.cases["i-1"].opened) == (NOW - HOUR, NOW)
    assert moved.sent_lately(ADDRESS, Millis(NOW - HOUR + SECOND)) == (NOW - HOUR,)


def test_what_was_sent_is_forgotten_after_a_minute() -> None:
    book = CallBook().after({}, [ADDRESS, ADDRESS], NOW)
    assert book.sent_lately(ADDRESS, Millis(NOW + MINUTE - 1)) == (NOW, NOW)
    assert book.sent_lately(ADDRESS, Millis(NOW + MINUTE)) == ()
    assert book.after({}, [], Millis(NOW + MINUTE)).lately == {}


@pytest.mark.parametrize(
    ("start", "end", "taken", "anew"),
    [(0, 60, True, False), (0, 10, False, True), (-1, 60, False, False), (-1, 10, False, False)],
)
def test_an_acknowledgement_counts_from_the_case_on_and_until_it_runs_out(
    start: int, end: int, *, taken: bool, anew: bool
) -> None:
    acknowledged = Interval(Millis(NOW + start), Millis(NOW + end * MINUTE))
    later = Millis(NOW + 10 * MINUTE)
    assert CASE.is_taken(acknowledged, later) is taken
    assert CASE.begins_anew(Severity.WARNING, acknowledged, later) is anew


def test_a_case_begins_anew_when_it_becomes_worse_and_not_when_it_becomes_better() -> None:
    assert CASE.begins_anew(Severity.CRITICAL, None, NOW)
    assert not CASE.begins_anew(Severity.INFO, None, NOW)
    again = CASE.with_calls([(2, *ADDRESS)]).anew(CASE.policy, Severity.CRITICAL, NOW)
    assert again.due(NOW)[ADDRESS] == 3


@pytest.mark.parametrize("step", [-2 * HOUR, 2 * HOUR])
def test_a_step_of_the_wall_clock_is_seen_once(step: int) -> None:
    clock = ManualClock(NOW)
    steps = Steps(clock)
    clock.advance(HOUR)
    assert steps.last() == EPOCH
    clock.wall = Millis(clock.wall + step)
    assert steps.last() == step
    assert steps.last() == EPOCH
