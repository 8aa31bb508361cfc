"""What one message says instead of several: by table."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from netmon.alerting.merging import merger, passed
from netmon.language import Language
from netmon.model import Delivery, DeliveryState, NotificationKind
from tests.netmon.alerting.occasions import CHEB_CORE, T0, message, resolved

FIRING, RESOLVED = NotificationKind.FIRING, NotificationKind.RESOLVED
FLAPPING, PASSED = NotificationKind.FLAPPING, NotificationKind.PASSED
NEW, SENDING, SENT = DeliveryState.NEW, DeliveryState.SENDING, DeliveryState.SENT
DEAD = DeliveryState.DEAD
DIGEST = NotificationKind.DIGEST
Row = tuple[NotificationKind, DeliveryState]


def lane(rows: Sequence[Row]) -> list[Delivery]:
    return [Delivery(number, message(kind), state, 1, T0, T0) for number, (kind, state) in enumerate(rows, 1)]


@pytest.mark.parametrize(
    ("rows", "superseded", "said"),
    [
        ([(FIRING, SENDING)], None, None),
        ([(FIRING, SENDING), (FLAPPING, NEW)], None, None),
        ([(FIRING, SENT), (RESOLVED, SENDING)], None, None),
        ([(FIRING, SENDING), (RESOLVED, NEW)], (1,), PASSED),
        ([(FIRING, SENDING), (FLAPPING, NEW), (RESOLVED, NEW)], (1, 2), PASSED),
        ([(FIRING, SENT), (FLAPPING, SENDING), (RESOLVED, NEW)], (2,), RESOLVED),
        ([(FIRING, DEAD), (RESOLVED, SENDING)], (), PASSED),
        ([(FIRING, DeliveryState.MERGED), (PASSED, SENDING)], None, None),
        ([(FIRING, SENT), (RESOLVED, SENT)], None, None),
    ],
)
def test_what_waits_behind_its_end_is_not_sent_any_more(
    rows: Sequence[Row], superseded: tuple[int, ...] | None, said: NotificationKind | None
) -> None:
    merging = merger(lane(rows), Language.CS)
    assert (merging and merging.superseded, merging and merging.end.message.kind) == (superseded, said)


def digest(state: DeliveryState, *said: tuple[str, NotificationKind]) -> Delivery:
    return Delivery(9, replace(message(DIGEST), covers=said), state, 1, T0, T0)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (digest(SENT, ("i-1", FIRING), ("i-2", FIRING)), None),
        (digest(SENT, ("i-1", RESOLVED), ("i-2", FIRING)), PASSED),
        (digest(DEAD, ("i-1", FIRING), ("i-2", FIRING)), PASSED),
    ],
    ids=["arrived", "told something else", "was given up"],
)
def test_that_it_began_was_told_if_a_digest_with_it_arrived(told: Delivery, said: NotificationKind | None) -> None:
    (end,) = lane([(RESOLVED, SENDING)])
    merging = merger([told, end], Language.CS)
    assert (merging and merging.end.message.kind) == said


def test_what_repeats_what_a_digest_told_goes_with_the_end_which_stays_an_end() -> None:
    _, again, end = lane([(FIRING, SENT), (FLAPPING, SENDING), (RESOLVED, NEW)])
    merging = merger([digest(SENT, ("i-1", FIRING)), again, end], Language.CS)
    assert (merging and merging.superseded, merging and merging.end.message.kind) == ((again.id,), RESOLVED)


def test_nothing_is_merged_past_a_digest_that_waits() -> None:
    first, end = lane([(FIRING, SENDING), (RESOLVED, NEW)])
    assert merger([first, digest(NEW, ("i-1", FIRING), ("i-2", FIRING)), end], Language.CS) is None


def test_what_may_have_arrived_is_sent_again_and_ended_as_what_arrived() -> None:
    first, end = lane([(FIRING, SENDING), (RESOLVED, NEW)])
    doubtful = replace(first, message=replace(first.message, payload={**first.message.payload, "repeated": True}))
    assert merger([doubtful, end], Language.CS) is None


def test_the_key_stays_that_of_the_end_so_nobody_queues_another() -> None:
    assert passed(message(RESOLVED), Language.CS).dedup_key == message(RESOLVED).dedup_key


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.CS, "✔ bylo mimo 12 min (od 10:03): Cheb – Aš"),
        (Language.EN, "✔ was down 12 min (since 10:03): Cheb – Aš"),
    ],
)
def test_it_says_since_when_and_how_long(language: Language, said: str) -> None:
    assert passed(message(RESOLVED), language).payload["summary"] == said


def test_an_alert_that_is_over_keeps_its_name_and_a_merged_incident_its_words() -> None:
    end = replace(message(RESOLVED), payload=resolved(CHEB_CORE).payload)
    assert "cheb-core-1" in str(passed(end, Language.CS).payload["summary"])
    joined = replace(message(RESOLVED), payload={**message(RESOLVED).payload, "merged_into": "i-2"})
    assert passed(joined, Language.CS).payload["summary"] == joined.payload["summary"]
