"""What came of a drill, by what lies in the outbox and what was written down."""

from collections.abc import Sequence

import pytest

from netmon.clock import DAY, HOUR, MINUTE, SECOND, Millis
from netmon.drill.result import (
    Fate,
    Hindrance,
    Skipped,
    Verdict,
    moment_of,
    overdue,
    reached_nobody,
    result_of,
    subject_of,
)
from netmon.inventory.models import Weekday
from netmon.model import Delivery, DeliveryState, Message, NotificationKind
from netmon.settings import Drill
from tests.netmon.oncall.plans import at

SIRENS = Drill(day=Weekday.WED)
DUE = at("2026-11-25T12:00")
NEW, SENDING, SENT, DEAD = DeliveryState.NEW, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.DEAD
LATE = Millis(10 * MINUTE + 1)


def row(state: DeliveryState, *, after: int = SECOND, error: str = "", due: Millis = DUE) -> Delivery:
    """Return a message of the drill, to which this came so long after it was queued."""
    message = Message(subject_of(due), NotificationKind.TEST, "sms", "+420600000001", f"key-{state}", {})
    moment = Millis(due + after)
    return Delivery(1, message, state, 1, due, moment, moment if state is SENT else None, error)


def verdict(rows: Sequence[Delivery], late: int) -> Verdict | None:
    result = result_of(rows, None, SIRENS, Millis(DUE + late))
    return None if result is None else result.verdict


@pytest.mark.parametrize(
    ("rows", "late", "expected"),
    [
        ([row(SENT), row(SENT, after=10 * MINUTE)], HOUR, Verdict.PASSED),
        ([row(SENT), row(SENT, after=LATE)], HOUR, Verdict.FAILED),
        ([row(SENT), row(NEW)], 10 * MINUTE, Verdict.UNDER_WAY),
        ([row(SENT), row(SENDING)], SECOND, Verdict.UNDER_WAY),
        ([row(SENT), row(NEW)], LATE, Verdict.FAILED),
        ([row(SENT), row(DEAD)], 2 * SECOND, Verdict.FAILED),
    ],
)
def test_a_drill_passes_if_every_way_carried_it_in_time(rows: Sequence[Delivery], late: int, expected: Verdict) -> None:
    assert verdict(rows, late) is expected


def test_each_way_tells_its_fate_its_time_and_its_last_failure() -> None:
    rows = [row(SENT, after=900, error="old"), row(DEAD, after=1200, error="550"), row(NEW, error="503")]
    result = result_of(rows, None, None, Millis(DUE + MINUTE))
    assert result is not None
    assert [(way.fate, way.after, way.error) for way in result.ways] == [
        (Fate.DELIVERED, 900, ""),
        (Fate.GIVEN_UP, 1200, "550"),
        (Fate.WAITING, MINUTE, "503"),
    ]


def test_without_a_drill_there_is_no_result_and_none_was_missed() -> None:
    assert result_of([], None, SIRENS, Millis(DUE + DAY)) is None


def test_a_skipped_drill_says_what_hindered_it() -> None:
    skipped = Skipped(DUE, Hindrance.CRITICAL, "Cheb – Aš")
    result = result_of([row(SENT, due=at("2026-11-18T12:00"))], skipped, SIRENS, Millis(DUE + DAY))
    assert result is not None
    assert (result.at, result.verdict, result.skipped) == (DUE, Verdict.SKIPPED, skipped)


@pytest.mark.parametrize(
    ("late", "expected"), [(HOUR - 1, Verdict.PASSED), (HOUR, Verdict.MISSED), (6 * DAY, Verdict.MISSED)]
)
def test_a_drill_that_nobody_held_in_time_was_missed(late: int, expected: Verdict) -> None:
    before = at("2026-11-18T12:00")
    result = result_of([row(SENT, due=before)], None, SIRENS, Millis(DUE + late))
    assert result is not None
    assert (result.at, result.verdict) == (DUE if expected is Verdict.MISSED else before, expected)


def test_a_drill_by_hand_after_the_moment_counts_as_the_last() -> None:
    by_hand = Millis(DUE + 2 * HOUR)
    result = result_of([row(SENT, due=by_hand)], None, SIRENS, Millis(DUE + DAY))
    assert result is not None
    assert (result.at, result.verdict) == (by_hand, Verdict.PASSED)


@pytest.mark.parametrize(("late", "count"), [(10 * MINUTE, 0), (LATE, 2), (DAY - 1, 2), (DAY, 0)])
def test_what_did_not_arrive_matters_from_when_it_should_have_for_a_day(late: int, count: int) -> None:
    assert len(overdue([row(SENT), row(NEW), row(DEAD)], Millis(DUE + late))) == count


def test_a_drill_reached_nobody_only_if_nothing_arrived() -> None:
    late = Millis(DUE + LATE)
    assert reached_nobody([row(NEW), row(DEAD)], late)
    assert not reached_nobody([row(SENT), row(DEAD)], late)
    assert not reached_nobody([], late)


def test_a_subject_names_its_moment() -> None:
    assert moment_of(subject_of(DUE)) == DUE
