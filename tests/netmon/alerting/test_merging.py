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
