"""An answer by SMS takes an incident once; whoever guesses is not listened to, and fills no audit."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from netmon.clock import DAY, HOUR, MINUTE, Interval, ManualClock, Millis
from netmon.commands import AcceptReply, Actor, RecordRefusedReply
from netmon.errors import CommandRefused
from netmon.model import IncidentId, Message, NotificationKind
from netmon.oncall.reply import LIFE, MOST_REFUSED
from netmon.store.audit import first_broken_row
from netmon.store.database import STATE_FILE
from netmon.store.reading import StoreReader
from netmon.store.replies import CALLS
from netmon.store.state import StateStore
from tests.netmon.store.nouns import T0, after, incident, joining, message, opening

NUMBER, OTHER = "+420777123456", "+420777654321"
KEY = IncidentId("i-1")
JANA = Actor("jana", "sms")
REPLY = AcceptReply(KEY, NUMBER, after(LIFE))
WRONG = RecordRefusedReply(NUMBER, "wrong")
NOBODY = Actor("", "sms")


def sms(
    number: str = NUMBER, kind: NotificationKind = NotificationKind.FIRING, key: str = "key", subject: str = "i-1"
) -> Message:
    return replace(message(kind, subject, number), channel="sms", dedup_key=key)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StateStore]:
    with StateStore(tmp_path) as opened:
        opened.commit(judgement=opening(), now=T0)
        yield opened


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(T0)


@pytest.fixture
def reader(tmp_path: Path, store: StateStore, clock: ManualClock) -> Iterator[StoreReader]:
    assert store
    with closing(StoreReader(tmp_path, clock)) as opened:
        yield opened


def send(store: StateStore, *messages: Message, now: Millis = T0) -> None:
    """Queue messages and let a courier deliver each."""
    store.queue(messages, now)
    for _ in messages:
        for delivery in store.claim(now, limit=1, lease=MINUTE):
            store.delivered(delivery.id, now)


def audited(directory: Path, action: str = "RecordRefusedReply") -> int:
    with closing(sqlite3.connect(directory / STATE_FILE)) as connection:
        assert first_broken_row(connection) is None
        (count,) = connection.execute("SELECT count(*) FROM audit WHERE action = ?", (action,)).fetchone()
        return int(count)


def rows(directory: Path, query: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(directory / STATE_FILE)) as connection:
        assert first_broken_row(connection) is None
        return list(connection.execute(query))


def refuse(store: StateStore, command: RecordRefusedReply, now: Millis, times: int) -> int:
    """Return how many of some refusals the audit keeps."""
    kept = 0
    for _ in range(times):
        try:
            store.execute(command, NOBODY, now)
            kept += 1
        except CommandRefused:
            continue
    return kept


def test_an_answer_takes_the_incident_in_the_name_of_whose_number_it_is(store: StateStore, reader: StoreReader) -> None:
    store.execute(replace(REPLY, hold=Millis(2 * HOUR)), JANA, after(MINUTE))
    assert store.acknowledged([incident()], T0) == {KEY: Interval(after(MINUTE), after(MINUTE + 2 * HOUR))}
    record = reader.incident(KEY)
    assert record is not None
    assert record.acknowledged_by == "jana"
    assert (record.notes[-1].author, record.notes[-1].text) == ("jana", "SMS")


def test_each_sms_takes_it_once_and_the_next_one_again(store: StateStore) -> None:
    store.execute(REPLY, JANA, T0)
    with pytest.raises(CommandRefused, match="used already"):
        store.execute(REPLY, JANA, after(HOUR))
    with pytest.raises(CommandRefused, match="expired"):
        store.execute(REPLY, JANA, after(LIFE))
    store.execute(replace(REPLY, expires=after(LIFE + HOUR)), JANA, after(HOUR))
    store.execute(replace(REPLY, number=OTHER), Actor("petr", "sms"), after(HOUR))


def test_an_incident_that_has_ended_is_not_taken_nor_one_for_too_long(store: StateStore) -> None:
    with pytest.raises(CommandRefused, match="72 hours at most"):
        store.execute(replace(REPLY, hold=Millis(99 * HOUR)), JANA, T0)
    ended = replace(opening(), opened=(), closed=(incident(ended=after(HOUR)),), transitions=())
    store.commit(judgement=ended, now=after(HOUR))
    with pytest.raises(CommandRefused, match="has ended"):
        store.execute(REPLY, JANA, after(HOUR))


def test_an_answer_takes_the_incident_that_another_was_joined_to(
    store: StateStore, reader: StoreReader, tmp_path: Path
) -> None:
    store.commit(judgement=joining("i-2", "i-1"), now=T0)
    store.execute(replace(REPLY, incident=IncidentId("i-2")), JANA, after(MINUTE))
    assert store.acknowledged([incident()], T0) == {KEY: Interval(after(MINUTE), after(MINUTE + 4 * HOUR))}
    record = reader.incident(KEY)
    assert record is not None
    assert (record.notes[-1].author, record.notes[-1].text) == ("jana", "SMS, i-2")
    ((incident_called, taken),) = rows(
        tmp_path, "SELECT subject ->> 'incident', subject ->> 'taken' FROM audit WHERE action = 'AcceptReply'"
    )
    assert (incident_called, taken) == ("i-2", "i-1")
    with pytest.raises(CommandRefused, match="used already"):
        store.execute(replace(REPLY, incident=IncidentId("i-2")), JANA, after(HOUR))


def test_an_incident_that_was_joined_to_one_that_is_over_is_refused_as_ended(store: StateStore, tmp_path: Path) -> None:
    store.commit(judgement=joining("i-2", "i-1"), now=T0)
    ended = replace(opening(), opened=(), closed=(incident(ended=after(HOUR)),), transitions=())
    store.commit(judgement=ended, now=after(HOUR))
    with pytest.raises(CommandRefused, match="incident i-1 has ended"):
        store.execute(replace(REPLY, incident=IncidentId("i-2")), JANA, after(HOUR))
    assert audited(tmp_path, "AcceptReply") == 0


def test_after_too_many_refusals_a_number_is_not_heard_until_the_hour_is_over(
    store: StateStore, tmp_path: Path
) -> None:
    assert refuse(store, WRONG, T0, 1_000) == MOST_REFUSED
    assert audited(tmp_path) == MOST_REFUSED
    with pytest.raises(CommandRefused, match="not listened to"):
        store.execute(REPLY, JANA, after(HOUR - 1))
    store.execute(replace(REPLY, number=OTHER), Actor("petr", "sms"), after(MINUTE))
    store.execute(REPLY, JANA, after(HOUR))
    assert refuse(store, WRONG, after(HOUR), 1_000) == MOST_REFUSED


def test_a_number_was_called_by_what_was_sent_to_it_of_late_about_an_incident(
    store: StateStore, reader: StoreReader, clock: ManualClock
) -> None:
    send(store, sms(key="first"), sms(OTHER, key="other"), sms(key="alert", subject="loss/device/x"))
    send(store, sms(kind=NotificationKind.FLAPPING, key="flaps"), replace(sms(key="mail"), channel="email"))
    clock.advance(HOUR)
    send(store, sms(key="second"), now=after(HOUR))
    assert [each.key for each in reader.calls_to(NUMBER)] == ["second", "first"]
    assert [each.invitation.expires for each in reader.calls_to(NUMBER)] == [after(HOUR + LIFE), after(LIFE)]
    assert {each.invitation.incident for each in reader.calls_to(NUMBER)} == {KEY}
    clock.advance(2 * DAY - HOUR)
    assert [each.key for each in reader.calls_to(NUMBER)] == ["second"]


def test_what_still_waits_in_the_outbox_has_called_nobody(store: StateStore, reader: StoreReader) -> None:
    store.queue([sms()], T0)
    assert list(reader.calls_to(NUMBER)) == []


def test_calls_to_an_incident_that_has_just_ended_are_known_so_that_the_refusal_says_why(
    store: StateStore, reader: StoreReader
) -> None:
    send(store, sms())
    ended = replace(opening(), opened=(), closed=(incident(ended=after(HOUR)),), transitions=())
    store.commit(judgement=ended, now=after(HOUR))
    assert [each.key for each in reader.calls_to(NUMBER)] == ["key"]


def test_calls_are_sought_by_the_incidents_however_many_messages_there_ever_were(
    store: StateStore, tmp_path: Path
) -> None:
    assert store
    with closing(sqlite3.connect(tmp_path / STATE_FILE)) as connection:
        steps = connection.execute(f"EXPLAIN QUERY PLAN {CALLS}", {"number": NUMBER, "since": 0, "most": 1}).fetchall()
    scanned = {step for *_, step in steps if step.startswith("SCAN")}
    assert scanned <= {"SCAN called", "SCAN incidents USING INDEX incidents_open"}
