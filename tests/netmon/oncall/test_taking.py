"""Which incident is in somebody's hands and until when: for the time that was said, and not once it is worse."""

from dataclasses import replace

import pytest

from netmon.clock import HOUR, Interval, Millis
from netmon.model import Acknowledgement, IncidentId, Severity
from netmon.oncall.taking import acknowledged, acknowledged_until, whole
from tests.netmon.store.nouns import T0, after, incident

WARNING = replace(incident(), severity=Severity.WARNING)
CRITICAL = incident()
TAKEN = Acknowledgement(Interval(T0, after(4 * HOUR)), Severity.WARNING, "jana")


@pytest.mark.parametrize(
    ("now", "until"),
    [(T0, after(4 * HOUR)), (after(4 * HOUR - 1), after(4 * HOUR)), (after(4 * HOUR), None), (after(HOUR * 24), None)],
)
def test_it_is_taken_until_the_time_is_over(now: Millis, until: Millis | None) -> None:
    assert acknowledged_until([TAKEN], WARNING, now) == until


def test_nobody_has_what_nobody_took() -> None:
    assert acknowledged_until([], WARNING, T0) is None
    assert acknowledged([], WARNING, T0) is None


def test_becoming_worse_ends_it_early() -> None:
    assert acknowledged_until([TAKEN], CRITICAL, after(HOUR)) is None
    assert acknowledged([TAKEN], CRITICAL, after(HOUR)) == Interval(T0, after(HOUR))


def test_becoming_less_bad_ends_nothing() -> None:
    taken = replace(TAKEN, severity=Severity.CRITICAL)
    assert acknowledged_until([taken], WARNING, after(HOUR)) == after(4 * HOUR)


def test_the_last_act_counts() -> None:
    longer = Acknowledgement(Interval(after(HOUR), after(9 * HOUR)), Severity.CRITICAL, "petr")
    assert acknowledged_until([TAKEN, longer], CRITICAL, after(2 * HOUR)) == after(9 * HOUR)


def test_a_clock_that_steps_back_loses_nobody() -> None:
    assert acknowledged_until([TAKEN], WARNING, after(-HOUR)) == after(4 * HOUR)


JOINED = {IncidentId("i-3"): IncidentId("i-2"), IncidentId("i-2"): IncidentId("i-1")}


@pytest.mark.parametrize("key", ["i-3", "i-2", "i-1"])
def test_what_was_joined_to_another_is_followed_to_the_one_that_stands_by_itself(key: str) -> None:
    assert whole(IncidentId(key), JOINED.get) == "i-1"


def test_incidents_that_are_joined_in_a_circle_are_followed_for_a_while_only() -> None:
    circle = {IncidentId("i-1"): IncidentId("i-2"), IncidentId("i-2"): IncidentId("i-1")}
    assert whole(IncidentId("i-1"), circle.get) in circle
