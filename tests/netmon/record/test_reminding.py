"""When a promise is remembered: a quarter of an hour before, unless something was written since, and once."""

from dataclasses import replace

import pytest

from netmon.clock import HOUR, MINUTE, SECOND, Millis
from netmon.model import Delivery, DeliveryState, IncidentRecord, Message, Note, NoteKind, NotificationKind
from netmon.record.record import Promise, Record, Ticket, record_of
from netmon.record.reminding import reminders
from tests.netmon.store.nouns import after, incident

BEGAN = Note(after(0), NoteKind.STARTED, "")


def wrote(kind: NoteKind, text: str, at: int = 0, author: str = "jana") -> Note:
    return Note(after(at), kind, text, author)


def promised(by: int, at: int = 0) -> Note:
    return wrote(NoteKind.PROMISED, str(after(by)), at)


def reminder(at: int) -> Delivery:
    message = Message("i-1", NotificationKind.REMINDER, "sms", "+420", str(at), {})
    return Delivery(1, message, DeliveryState.SENT, 1, after(at), after(at))


def due(*notes: Note, at: int, **more: object) -> bool:
    record = replace(IncidentRecord(incident(), (BEGAN, *notes)), **more)  # type: ignore[arg-type]
    return bool(reminders([record], after(at)))


def test_the_latest_ticket_and_promise_count_each_with_who_wrote_it() -> None:
    notes = (BEGAN, wrote(NoteKind.TICKET, "EM-1"), promised(HOUR), wrote(NoteKind.TICKET, "EM-2", author="petr"))
    assert record_of(notes) == Record(Ticket("EM-2", "petr", after(0)), Promise(after(HOUR), "jana", after(0)))
    assert record_of((*notes, promised(2 * HOUR))).promise == Promise(after(2 * HOUR), "jana", after(0))
    assert record_of((BEGAN,)) == Record()


@pytest.mark.parametrize("text", ["", "soon", "-5", "²", "9" * 16])
def test_a_promise_that_cannot_be_read_is_none(text: str) -> None:
    assert record_of([wrote(NoteKind.PROMISED, text)]).promise is None


def test_a_promise_is_remembered_a_quarter_of_an_hour_before_and_for_as_long_as_it_waits() -> None:
    assert not due(promised(HOUR), at=45 * MINUTE - 1)
    assert due(promised(HOUR), at=45 * MINUTE)
    assert due(promised(HOUR), at=9 * HOUR)


def test_a_short_promise_is_remembered_when_half_of_it_is_over() -> None:
    assert not due(promised(10 * MINUTE), at=5 * MINUTE - SECOND)
    assert due(promised(10 * MINUTE), at=5 * MINUTE)


def test_who_has_written_since_needs_no_reminder() -> None:
    assert not due(promised(HOUR), wrote(NoteKind.NOTE, "technik jede", MINUTE), at=HOUR)
    assert due(wrote(NoteKind.NOTE, "technik jede"), promised(HOUR, MINUTE), at=HOUR)


@pytest.mark.parametrize("kind", [NoteKind.TICKET, NoteKind.ACKNOWLEDGED, NoteKind.IMPACT])
def test_other_lines_of_the_timeline_are_no_report(kind: NoteKind) -> None:
    assert due(promised(HOUR), wrote(kind, "x", MINUTE), at=HOUR)


def test_a_later_promise_takes_the_place_of_an_earlier_one_even_of_a_longer_one() -> None:
    assert not due(promised(HOUR), promised(3 * HOUR, MINUTE), at=HOUR)
    assert due(promised(3 * HOUR), promised(HOUR, MINUTE), at=HOUR)


def test_an_incident_that_is_over_needs_no_report() -> None:
    assert not due(promised(HOUR), at=HOUR, incident=incident(ended=after(30 * MINUTE)))


def test_each_promise_is_remembered_once() -> None:
    assert not due(promised(HOUR), at=HOUR, deliveries=(reminder(45 * MINUTE),))
    again = promised(2 * HOUR, 50 * MINUTE)
    assert due(promised(HOUR), again, at=Millis(2 * HOUR), deliveries=(reminder(45 * MINUTE),))
