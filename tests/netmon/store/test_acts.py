"""Who has taken what until when, and what is silent: done and audited once, or refused with the reason."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from netmon.clock import DAY, HOUR, MINUTE, Interval, ManualClock, Millis
from netmon.commands import AcceptInvitation, Acknowledge, Actor, AddSilence, Command, EndSilence, RecordRefusedLink
from netmon.errors import CommandRefused
from netmon.model import Entity, EntityKind, Hushed, IncidentId, Severity
from netmon.store.audit import first_broken_row
from netmon.store.database import STATE_FILE
from netmon.store.reading import StoreReader
from netmon.store.state import StateStore
from tests.netmon.store.nouns import T0, after, incident, joining, opening

JANA, PETR = Actor("jana", "10.1.2.3"), Actor("petr", "10.1.2.4")
KEY = IncidentId("i-1")
LINK = AcceptInvitation(KEY, "jana@kraj.example", after(DAY))
HUSHED = Hushed(("loss",), (Entity(EntityKind.LINK, "cheb-as"),), ("as",), (Severity.WARNING,))
SILENCE = AddSilence(HUSHED, after(4 * HOUR), "výměna\x1b[2J zdroje")


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


def audited(directory: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(directory / STATE_FILE)) as connection:
        assert first_broken_row(connection) is None
        return list(connection.execute("SELECT action, account FROM audit ORDER BY id"))


def test_an_incident_is_taken_for_four_hours_or_as_long_as_one_says(store: StateStore) -> None:
    store.execute(Acknowledge(KEY), JANA, after(MINUTE))
    assert store.acknowledged([incident()], after(HOUR)) == {KEY: Interval(after(MINUTE), after(MINUTE + 4 * HOUR))}
    store.execute(Acknowledge(KEY, hold=HOUR), PETR, after(2 * MINUTE))
    assert store.acknowledged([incident()], after(HOUR)) == {KEY: Interval(after(2 * MINUTE), after(2 * MINUTE + HOUR))}
    assert store.acknowledged([incident("i-2")], after(HOUR)) == {}


def test_pages_say_who_has_it_until_when_and_nobody_once_that_is_over(
    store: StateStore, reader: StoreReader, clock: ManualClock
) -> None:
    store.execute(Acknowledge(KEY, hold=HOUR), JANA, T0)
    clock.advance(HOUR - 1)
    record = reader.incident(KEY)
    assert record is not None
    assert (record.acknowledged_by, record.acknowledged_until) == ("jana", after(HOUR))
    clock.advance(1)
    record = reader.incident(KEY)
    assert record is not None
    assert (record.acknowledged_by, record.acknowledged_until) == (None, None)
    ended = replace(opening(), opened=(), closed=(incident(ended=after(2 * HOUR)),), transitions=())
    store.commit(judgement=ended, now=after(2 * HOUR))
    record = reader.incident(KEY)
    assert record is not None
    assert record.acknowledged_by == "jana"


def test_a_link_takes_an_incident_once_and_for_ever_only_once(store: StateStore, tmp_path: Path) -> None:
    store.execute(LINK, JANA, T0)
    for span in (0, HOUR, DAY - 1):
        with pytest.raises(CommandRefused, match="used already"):
            store.execute(LINK, JANA, after(span))
    with pytest.raises(CommandRefused, match="expired"):
        store.execute(LINK, JANA, after(DAY))
    store.execute(RecordRefusedLink(KEY, "used"), Actor("", "10.9.9.9"), T0)
    assert audited(tmp_path) == [("AcceptInvitation", "jana"), ("RecordRefusedLink", "")]


def test_a_link_takes_the_incident_that_another_was_joined_to(store: StateStore, tmp_path: Path) -> None:
    store.commit(judgement=joining("i-2", "i-1"), now=T0)
    store.execute(replace(LINK, incident=IncidentId("i-2")), JANA, T0)
    assert store.acknowledged([incident()], T0) == {KEY: Interval(T0, after(4 * HOUR))}
    with closing(sqlite3.connect(tmp_path / STATE_FILE)) as connection:
        assert first_broken_row(connection) is None
        (subject,) = connection.execute("SELECT subject FROM audit WHERE action = 'AcceptInvitation'").fetchone()
    assert (json.loads(subject)["incident"], json.loads(subject)["taken"]) == ("i-2", "i-1")
    with pytest.raises(CommandRefused, match="used already"):
        store.execute(replace(LINK, incident=IncidentId("i-2")), JANA, T0)
    store.execute(LINK, JANA, T0)


def test_a_link_into_incidents_that_were_joined_in_a_circle_is_refused(store: StateStore) -> None:
    for part, whole in (("i-2", "i-3"), ("i-3", "i-2")):
        store.commit(judgement=joining(part, whole), now=T0)
    with pytest.raises(CommandRefused, match="has ended"):
        store.execute(replace(LINK, incident=IncidentId("i-2")), JANA, T0)


def test_whoever_takes_an_incident_by_name_means_that_one(store: StateStore) -> None:
    store.commit(judgement=joining("i-2", "i-1"), now=T0)
    with pytest.raises(CommandRefused, match="incident i-2 has ended"):
        store.execute(Acknowledge(IncidentId("i-2")), JANA, T0)


def test_links_to_other_addresses_and_of_other_minutes_work_each(store: StateStore) -> None:
    store.execute(LINK, JANA, T0)
    store.execute(replace(LINK, address="petr@kraj.example"), PETR, T0)
    store.execute(replace(LINK, expires=Millis(LINK.expires + MINUTE)), JANA, T0)


def test_a_link_that_was_refused_for_another_reason_is_not_used_up(store: StateStore) -> None:
    with pytest.raises(CommandRefused, match="hours at most"):
        store.execute(replace(LINK, hold=Millis(0)), JANA, T0)
    store.execute(LINK, JANA, T0)


def test_used_links_are_forgotten_once_they_have_expired(store: StateStore, tmp_path: Path) -> None:
    store.execute(LINK, JANA, T0)
    later = after(2 * DAY)
    store.execute(replace(LINK, expires=Millis(later + 1)), JANA, later)
    with closing(sqlite3.connect(tmp_path / STATE_FILE)) as connection:
        assert connection.execute("SELECT count(*) FROM used_links").fetchone() == (1,)


def test_a_clock_that_is_set_back_revives_no_used_link(store: StateStore) -> None:
    store.execute(LINK, JANA, T0)
    store.execute(replace(LINK, address="petr@kraj.example", expires=after(2 * DAY)), PETR, after(DAY + HOUR))
    with pytest.raises(CommandRefused, match="used already"):
        store.execute(LINK, JANA, after(DAY - HOUR))


def test_a_silence_holds_from_now_until_its_end(store: StateStore, reader: StoreReader) -> None:
    store.execute(SILENCE, JANA, T0)
    (found,) = store.silences(T0)
    assert (found.id, found.hushed, found.author, found.reason) == (1, HUSHED, "jana", "výměna[2J zdroje")
    assert found.span == Interval(T0, after(4 * HOUR))
    assert [len(store.silences(after(span))) for span in (-1, 4 * HOUR - 1, 4 * HOUR)] == [0, 1, 0]
    assert reader.silences() == (found,)


def test_a_silence_that_is_ended_is_over_at_once_and_stays_on_record(store: StateStore, reader: StoreReader) -> None:
    store.execute(SILENCE, JANA, T0)
    store.execute(EndSilence(1), PETR, after(HOUR))
    assert store.silences(after(HOUR)) == ()
    (found,) = reader.silences()
    assert found.until == after(HOUR)


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (Acknowledge(IncidentId("i-9")), "there is no incident i-9"),
        (Acknowledge(KEY, hold=Millis(3 * DAY + 1)), "72 hours at most"),
        (replace(SILENCE, reason=" \n"), "needs a reason"),
        (replace(SILENCE, hushed=Hushed()), "say what is to be silent"),
        (replace(SILENCE, hushed=Hushed(entities=(Entity(EntityKind.NETMON, "netmon"),))), "can be silenced"),
        (replace(SILENCE, hushed=Hushed(tuple(f"r{number}" for number in range(101)))), "at most 100"),
        (replace(SILENCE, end=T0), "over already"),
        (replace(SILENCE, end=after(7 * DAY + 1)), "7 days at most"),
        (EndSilence(7), "there is no silence 7"),
    ],
)
def test_what_cannot_be_done_is_refused_and_leaves_no_trace(
    store: StateStore, tmp_path: Path, command: Command, reason: str
) -> None:
    with pytest.raises(CommandRefused, match=reason):
        store.execute(command, JANA, T0)
    assert audited(tmp_path) == []


def test_what_is_over_is_not_ended_twice(store: StateStore) -> None:
    store.execute(SILENCE, JANA, T0)
    with pytest.raises(CommandRefused, match="over already"):
        store.execute(EndSilence(1), JANA, after(4 * HOUR))


def test_a_hundred_silences_are_enough(store: StateStore) -> None:
    for _ in range(100):
        store.execute(SILENCE, JANA, T0)
    with pytest.raises(CommandRefused, match="end one first"):
        store.execute(SILENCE, JANA, T0)
    assert len(store.silences(T0)) == 100


def test_a_silence_that_cannot_be_read_silences_nothing(store: StateStore, tmp_path: Path) -> None:
    store.execute(SILENCE, JANA, T0)
    with closing(sqlite3.connect(tmp_path / STATE_FILE, isolation_level=None)) as connection:
        connection.execute("UPDATE silences SET hushed = '{\"rules\": 7}'")
    assert store.silences(T0) == ()
