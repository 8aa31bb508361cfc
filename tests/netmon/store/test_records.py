"""Tickets and promises: written down and audited, or refused with the reason; who has to be reminded is found."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from netmon.clock import DAY, HOUR, MINUTE, ManualClock, Millis
from netmon.commands import Actor, AddNote, Command, NoteTicket, PromiseReport
from netmon.errors import CommandRefused
from netmon.model import IncidentId, Message, NotificationKind
from netmon.record.record import Promise, Record, Ticket, record_of
from netmon.record.reminding import reminders
from netmon.store.database import STATE_FILE
from netmon.store.reading import StoreReader
from netmon.store.state import StateStore
from tests.netmon.store.nouns import T0, after, incident, opening

JANA, PETR = Actor("jana", "10.1.2.3"), Actor("petr", "cli")
KEY = IncidentId("i-1")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StateStore]:
    with StateStore(tmp_path) as opened:
        opened.commit(judgement=opening(), now=T0)
        yield opened


def record(directory: Path) -> Record:
    with closing(StoreReader(directory, ManualClock(after(HOUR)))) as reader:
        found = reader.incident(KEY)
    assert found is not None
    return record_of(found.notes)


def end(store: StateStore) -> None:
    ended = replace(opening(), opened=(), closed=(incident(ended=after(HOUR)),), transitions=())
    store.commit(judgement=ended, now=after(HOUR))


def test_the_latest_counts_and_what_was_written_before_stays_in_the_timeline(store: StateStore, tmp_path: Path) -> None:
    store.execute(NoteTicket(KEY, "EM-1"), JANA, T0)
    store.execute(NoteTicket(KEY, " EM-2\x1b[2J\n"), PETR, after(MINUTE))
    store.execute(PromiseReport(KEY, after(HOUR)), JANA, after(MINUTE))
    promise = Promise(after(HOUR), "jana", after(MINUTE))
    assert record(tmp_path) == Record(Ticket("EM-2[2J", "petr", after(MINUTE)), promise)
    with closing(sqlite3.connect(tmp_path / STATE_FILE)) as connection:
        assert connection.execute("SELECT count(*) FROM notes WHERE kind = 'ticket'").fetchone() == (2,)
        assert connection.execute("SELECT action, account, subject FROM audit ORDER BY id").fetchall() == [
            ("NoteTicket", "jana", '{"incident":"i-1","number":"EM-1"}'),
            ("NoteTicket", "petr", '{"incident":"i-1","number":" EM-2\\u001b[2J\\n"}'),
            ("PromiseReport", "jana", f'{{"incident":"i-1","report_by":{after(HOUR)}}}'),
        ]


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (NoteTicket(KEY, " \x1b "), "no number"),
        (NoteTicket(KEY, "1" * 65), "64 characters at most"),
        (NoteTicket(IncidentId("i-9"), "EM-1"), "there is no incident i-9"),
        (PromiseReport(KEY, T0), "has passed"),
        (PromiseReport(KEY, after(-HOUR)), "has passed"),
        (PromiseReport(KEY, after(7 * DAY + 1)), "7 days ahead at most"),
        (PromiseReport(IncidentId("i-9"), after(HOUR)), "there is no incident i-9"),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_nothing(
    store: StateStore, tmp_path: Path, command: Command, reason: str
) -> None:
    with pytest.raises(CommandRefused, match=reason):
        store.execute(command, JANA, T0)
    assert record(tmp_path) == Record()


def test_the_farthest_promise_is_a_week_ahead(store: StateStore, tmp_path: Path) -> None:
    store.execute(PromiseReport(KEY, after(7 * DAY)), JANA, T0)
    assert record(tmp_path).promise is not None


def test_of_an_incident_that_is_over_nothing_is_promised_but_tickets_are_noted(
    store: StateStore, tmp_path: Path
) -> None:
    end(store)
    with pytest.raises(CommandRefused, match="has ended; add a note instead"):
        store.execute(PromiseReport(KEY, after(2 * HOUR)), JANA, after(HOUR))
    store.execute(NoteTicket(KEY, "EM-1"), JANA, after(HOUR))
    assert record(tmp_path).ticket == Ticket("EM-1", "jana", after(HOUR))


def keys(store: StateStore, at: int) -> list[str]:
    return [found.incident.id for found in reminders(store.coming_due(after(at)), after(at))]


def test_a_promise_comes_due_until_a_note_a_reminder_or_the_end(store: StateStore) -> None:
    store.execute(PromiseReport(KEY, after(HOUR)), JANA, T0)
    assert (keys(store, 45 * MINUTE - 1), keys(store, 45 * MINUTE)) == ([], [KEY])
    store.execute(AddNote(KEY, "technik je na místě"), PETR, after(50 * MINUTE))
    assert keys(store, HOUR) == []
    store.execute(PromiseReport(KEY, after(3 * HOUR)), JANA, after(HOUR))
    assert (keys(store, 2 * HOUR), keys(store, 3 * HOUR)) == ([], [KEY])
    store.queue([Message(KEY, NotificationKind.REMINDER, "sms", "+420", "key", {})], after(3 * HOUR))
    assert keys(store, 3 * HOUR) == []
    store.execute(PromiseReport(KEY, after(5 * HOUR)), JANA, after(4 * HOUR))
    assert keys(store, 5 * HOUR) == [KEY]
    end(store)
    assert keys(store, 5 * HOUR) == []


def test_what_is_written_after_the_clock_stepped_back_is_the_later_all_the_same(store: StateStore) -> None:
    store.execute(PromiseReport(KEY, after(3 * HOUR)), JANA, after(2 * HOUR))
    store.execute(PromiseReport(KEY, after(HOUR)), JANA, T0)
    assert keys(store, 45 * MINUTE) == [KEY]
    store.execute(AddNote(KEY, "hotovo"), JANA, Millis(T0 - HOUR))
    assert keys(store, 4 * HOUR) == []
