"""What people ask for: done and audited, or refused with the reason."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from netmon.clock import DAY, HOUR, MINUTE, Interval, ManualClock
from netmon.commands import (
    Acknowledge,
    Actor,
    AddAccount,
    AddNote,
    CloseSession,
    Command,
    IssueLoginLink,
    OpenSession,
    PlanMaintenance,
    RecordFailedLogin,
    RedeemLoginLink,
    RenewSession,
)
from netmon.errors import CommandRefused
from netmon.judgement.situation import Judgement, Situation
from netmon.model import Entity, EntityKind, IncidentId, NoteKind, Role
from netmon.store.audit import first_broken_row
from netmon.store.database import STATE_FILE
from netmon.store.reading import StoreReader
from netmon.store.state import StateStore
from tests.netmon.store.nouns import AS_ENTITY, T0, after, incident, opening

NOVAK = Actor("novak", "10.1.2.3")
HASH = "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA"
ADD_NOVAK = AddAccount("novak", "Jan Novák", Role.OPERATOR, HASH)
INCIDENT = IncidentId("i-1")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StateStore]:
    with StateStore(tmp_path) as opened:
        opened.commit(judgement=opening(), now=T0)
        opened.execute(ADD_NOVAK, Actor("root", "cli"), T0)
        yield opened


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(T0)


@pytest.fixture
def reader(tmp_path: Path, store: StateStore, clock: ManualClock) -> Iterator[StoreReader]:
    assert store
    opened = StoreReader(tmp_path, clock)
    yield opened
    opened.close()


def test_an_acknowledgement_names_who_took_the_incident(store: StateStore, reader: StoreReader) -> None:
    store.execute(Acknowledge(INCIDENT, "jedu tam\x1b[2J\u202e"), NOVAK, after(60_000))
    record = reader.incident(INCIDENT)
    assert record is not None
    assert record.acknowledged_by == "novak"
    assert record.notes[-1].text == "jedu tam[2J"


def test_a_note_is_kept_with_its_author(store: StateStore, reader: StoreReader) -> None:
    store.execute(AddNote(INCIDENT, "volal jsem dodavateli\nEM-4711"), NOVAK, after(60_000))
    record = reader.incident(INCIDENT)
    assert record is not None
    note = record.notes[-1]
    assert (note.kind, note.text, note.author) == (NoteKind.NOTE, "volal jsem dodavateli\nEM-4711", "novak")


def test_maintenance_is_approved_when_netmon_receives_it(store: StateStore) -> None:
    window = Interval(after(HOUR), after(2 * HOUR))
    store.execute(PlanMaintenance((AS_ENTITY,), window, "výměna routeru"), NOVAK, after(5))
    (planned,) = store.maintenance(Interval(T0, after(DAY)))
    assert (planned.scope, planned.window, planned.author, planned.approved) == (
        (AS_ENTITY,),
        window,
        "novak",
        after(5),
    )
    assert store.maintenance(Interval(after(2 * HOUR), after(DAY))) == ()


def test_a_session_ends_after_half_an_hour_unused_or_twelve_hours(
    store: StateStore, reader: StoreReader, clock: ManualClock
) -> None:
    store.execute(OpenSession("novak", T0, "t1", "csrf"), NOVAK, T0)
    session = reader.session("t1")
    assert session is not None
    assert (session.account, session.expires) == ("novak", after(12 * HOUR))
    clock.advance(30 * MINUTE - 1)
    assert reader.session("t1") is not None
    clock.advance(1)
    assert reader.session("t1") is None


def test_a_session_in_use_stays_open_without_filling_the_audit(
    store: StateStore, reader: StoreReader, clock: ManualClock, tmp_path: Path
) -> None:
    store.execute(OpenSession("novak", T0, "t1", "csrf"), NOVAK, T0)
    audited = len(audit_rows(tmp_path))
    for _ in range(30):
        clock.advance(25 * MINUTE)
        if reader.session("t1") is None:
            break
        assert store.execute(RenewSession("t1"), NOVAK, clock.now()).audit_id is None
    assert clock.now() == after(29 * 25 * MINUTE), "twelve hours after its beginning it ends all the same"
    assert len(audit_rows(tmp_path)) == audited
    with pytest.raises(CommandRefused, match="log in again"):
        store.execute(RenewSession("t1"), NOVAK, clock.now())


def test_a_closed_session_is_gone(store: StateStore, reader: StoreReader) -> None:
    store.execute(OpenSession("novak", T0, "t1", "csrf"), NOVAK, T0)
    store.execute(CloseSession("t1"), NOVAK, after(1))
    assert reader.session("t1") is None


def test_a_login_link_works_once(store: StateStore, reader: StoreReader) -> None:
    store.execute(IssueLoginLink("novak", "link"), Actor("root", "cli"), T0)
    store.execute(RedeemLoginLink("link", "t1", "csrf"), NOVAK, after(MINUTE))
    assert reader.session("t1") is not None
    with pytest.raises(CommandRefused, match="has been used"):
        store.execute(RedeemLoginLink("link", "t2", "csrf"), NOVAK, after(2 * MINUTE))
    assert reader.session("t2") is None


def test_an_account_is_found_by_its_name(reader: StoreReader) -> None:
    account = reader.account("novak")
    assert account is not None
    assert (account.full_name, account.role, account.disabled) == ("Jan Novák", Role.OPERATOR, False)
    assert reader.account("nobody") is None


REFUSALS: list[tuple[Command, str]] = [
    (Acknowledge(IncidentId("i-9")), "there is no incident i-9"),
    (Acknowledge(IncidentId("over")), "has ended"),
    (AddNote(IncidentId("i-9"), "x"), "there is no incident i-9"),
    (AddNote(INCIDENT, " \x00\u200b"), "the note is empty"),
    (ADD_NOVAK, "account novak exists already"),
    (AddAccount("No Vak", "x", Role.OPERATOR, HASH), "an account name is"),
    (AddAccount("svoboda", "x", Role.OPERATOR, "sha1:abc"), "must be argon2id"),
    (IssueLoginLink("nobody", "h"), "there is no account nobody"),
    (OpenSession("nobody", T0, "h", "c"), "there is no account nobody"),
    (RedeemLoginLink("never", "h", "c"), "unknown or has expired"),
    (CloseSession("never"), "closed already"),
    (PlanMaintenance((), Interval(T0, after(DAY)), "x"), "between 1 and 1000"),
    (PlanMaintenance((AS_ENTITY,), Interval(T0, T0), "x"), "ends before it begins"),
    (PlanMaintenance((AS_ENTITY,), Interval(after(-DAY), T0), "x"), "is over already"),
    (PlanMaintenance((AS_ENTITY,), Interval(T0, after(367 * DAY)), "x"), "longer than a year"),
    (PlanMaintenance((AS_ENTITY,), Interval(T0, after(DAY)), ""), "needs a reason"),
    (PlanMaintenance((Entity(EntityKind.NETMON, "x"),), Interval(T0, after(DAY)), "x"), "devices, links and"),
]


@pytest.mark.parametrize(("command", "reason"), REFUSALS)
def test_what_cannot_be_done_is_refused_with_the_reason_and_changes_nothing(
    store: StateStore, tmp_path: Path, command: Command, reason: str
) -> None:
    over = incident("over", ended=after(5))
    store.commit(judgement=Judgement(Situation(), closed=(over,)), now=after(5))
    before = dump(tmp_path)
    with pytest.raises(CommandRefused, match=reason):
        store.execute(command, NOVAK, after(10))
    assert dump(tmp_path) == before


def test_an_expired_link_is_refused(store: StateStore) -> None:
    store.execute(IssueLoginLink("novak", "link"), Actor("root", "cli"), T0)
    with pytest.raises(CommandRefused, match="expired"):
        store.execute(RedeemLoginLink("link", "t1", "csrf"), NOVAK, after(15 * MINUTE))


def test_everything_that_is_done_is_audited_without_secrets(store: StateStore, tmp_path: Path) -> None:
    store.execute(IssueLoginLink("novak", "SECRET-1"), Actor("root", "cli"), T0)
    store.execute(RedeemLoginLink("SECRET-1", "SECRET-2", "SECRET-3"), NOVAK, after(1))
    done = store.execute(RecordFailedLogin("novak"), NOVAK, after(2))
    rows = audit_rows(tmp_path)
    assert [row["action"] for row in rows] == ["AddAccount", "IssueLoginLink", "RedeemLoginLink", "RecordFailedLogin"]
    assert rows[-1]["id"] == done.audit_id
    assert rows[-1]["subject"] == '{"account":"novak"}'
    assert all("SECRET" not in str(tuple(row)) and HASH not in str(tuple(row)) for row in rows)


def test_the_audit_cannot_be_changed_and_a_forgery_breaks_its_chain(store: StateStore, tmp_path: Path) -> None:
    for turn in range(5):
        store.execute(RecordFailedLogin("novak"), NOVAK, after(turn))
    connection = sqlite3.connect(tmp_path / STATE_FILE)
    assert first_broken_row(connection) is None
    for forgery in ("UPDATE audit SET account = 'x' WHERE id = 3", "DELETE FROM audit WHERE id = 3"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(forgery)
    connection.execute("DROP TRIGGER audit_is_never_changed")
    connection.execute("UPDATE audit SET account = 'svoboda' WHERE id = 3")
    assert first_broken_row(connection) == 3
    connection.close()


def dump(directory: Path) -> list[str]:
    connection = sqlite3.connect(directory / STATE_FILE)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def audit_rows(directory: Path) -> list[sqlite3.Row]:
    connection = sqlite3.connect(directory / STATE_FILE)
    connection.row_factory = sqlite3.Row
    try:
        return connection.execute("SELECT * FROM audit ORDER BY id").fetchall()
    finally:
        connection.close()
