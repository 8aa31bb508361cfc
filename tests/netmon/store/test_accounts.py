"""What becomes of accounts and their passwords, and what of it the audit keeps."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import pytest

from netmon.clock import DAY, MINUTE, ManualClock, SystemClock
from netmon.commands import (
    Actor,
    AddAccount,
    ChangePassword,
    Command,
    DisableAccount,
    EnableAccount,
    IssueLoginLink,
    OpenSession,
    RedeemLoginLink,
    ResetPassword,
)
from netmon.errors import CommandRefused
from netmon.model import Account, MunicipalityCode, Role
from netmon.people.passwords import REMEMBERED
from netmon.store.audit import first_broken_row
from netmon.store.database import STATE_FILE
from netmon.store.reading import StoreReader
from netmon.store.state import StateStore
from tests.netmon.store.nouns import T0, after

ROOT, NOVAK = Actor("root", "cli"), Actor("novak", "10.1.2.3")


def argon(word: str) -> str:
    """Return what looks like a hash; the store never checks a password."""
    return f"$argon2id${word}"


ADDED = (
    AddAccount("novak", "Jan Novák", Role.OPERATOR, argon("first")),
    AddAccount("vedouci", "Eva Malá", Role.ADMINISTRATOR, argon("boss")),
    AddAccount("obalka", "Obálka", Role.ADMINISTRATOR, argon("seal"), break_glass=True),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StateStore]:
    with StateStore(tmp_path) as opened:
        for command in ADDED:
            opened.execute(command, ROOT, T0)
        yield opened


@pytest.fixture
def reader(tmp_path: Path, store: StateStore) -> Iterator[StoreReader]:
    assert store
    opened = StoreReader(tmp_path, ManualClock(after(5 * MINUTE)))
    yield opened
    opened.close()


def known(reader: StoreReader, name: str) -> Account:
    account = reader.account(name)
    assert account is not None
    return account


def of_towns(*codes: str, role: Role = Role.MUNICIPALITY) -> AddAccount:
    """Return the account of somebody who speaks for towns."""
    return AddAccount("asak", "Aška Ašská", role, argon("x"), municipalities=tuple(map(MunicipalityCode, codes)))


def audit_of(directory: Path) -> list[tuple[str, str, str, str]]:
    with closing(sqlite3.connect(directory / STATE_FILE)) as connection:
        assert first_broken_row(connection) is None
        return connection.execute("SELECT account, source, action, subject FROM audit ORDER BY id").fetchall()


@pytest.mark.parametrize("command", [DisableAccount("novak"), ResetPassword("novak", argon("x"), temporary=True)])
def test_disabling_and_resetting_end_what_is_open_at_once(
    store: StateStore, reader: StoreReader, command: Command
) -> None:
    store.execute(OpenSession("novak", T0, "t1", "csrf"), NOVAK, after(1))
    store.execute(IssueLoginLink("novak", "link"), ROOT, after(1))
    store.execute(command, ROOT, after(2))
    assert reader.session("t1") is None
    with pytest.raises(CommandRefused, match="unknown"):
        store.execute(RedeemLoginLink("link", "t2", "csrf"), NOVAK, after(3))


def test_a_disabled_account_opens_nothing_until_it_is_enabled(store: StateStore, reader: StoreReader) -> None:
    store.execute(DisableAccount("novak"), ROOT, after(1))
    assert known(reader, "novak").disabled
    for command in (OpenSession("novak", T0, "t1", "c"), IssueLoginLink("novak", "link")):
        with pytest.raises(CommandRefused, match="novak is disabled"):
            store.execute(command, NOVAK, after(2))
    store.execute(EnableAccount("novak"), ROOT, after(3))
    store.execute(OpenSession("novak", T0, "t1", "c"), NOVAK, after(4))
    assert reader.session("t1") is not None


def test_a_password_found_right_before_it_was_replaced_opens_nothing(store: StateStore, reader: StoreReader) -> None:
    store.execute(ResetPassword("novak", argon("second"), temporary=False), ROOT, after(1))
    for command in (OpenSession("novak", T0, "t1", "c"), ChangePassword("novak", T0, argon("thief"), "t1", "c")):
        with pytest.raises(CommandRefused, match="changed meanwhile"):
            store.execute(command, NOVAK, after(2))
    assert known(reader, "novak").password_hash == argon("second")
    assert reader.session("t1") is None


def test_who_changes_the_own_password_goes_on_in_the_only_session(store: StateStore, reader: StoreReader) -> None:
    store.execute(ResetPassword("novak", argon("second"), temporary=True), ROOT, after(1))
    store.execute(OpenSession("novak", after(1), "t1", "c"), NOVAK, after(2))
    store.execute(ChangePassword("novak", after(1), argon("third"), "t2", "c"), NOVAK, after(3))
    account = known(reader, "novak")
    assert (account.password_hash, account.password_set, account.is_temporary) == (argon("third"), after(3), False)
    assert account.last_login == after(3)
    assert reader.session("t1") is None
    assert reader.session("t2") is not None


def test_the_last_passwords_are_remembered_and_older_ones_forgotten(store: StateStore, reader: StoreReader) -> None:
    for turn in range(REMEMBERED + 3):
        store.execute(ResetPassword("novak", argon(str(turn)), temporary=False), ROOT, after(turn))
        store.execute(ResetPassword("vedouci", argon(f"other {turn}"), temporary=False), ROOT, after(turn))
    account = known(reader, "novak")
    assert {account.password_hash, *account.former_hashes} == {argon(str(turn)) for turn in range(3, REMEMBERED + 3)}


REFUSALS: list[tuple[Command, str]] = [
    (DisableAccount("nobody"), "there is no account nobody"),
    (EnableAccount("nobody"), "there is no account nobody"),
    (EnableAccount("novak"), "enabled already"),
    (ResetPassword("nobody", argon("x"), temporary=True), "there is no account nobody"),
    (ResetPassword("novak", "sha1:abc", temporary=True), "must be argon2id"),
    (ChangePassword("nobody", T0, argon("x"), "t", "c"), "there is no account nobody"),
    (AddAccount("svoboda", " \x1b\u200b", Role.OPERATOR, argon("x")), "needs the person's full name"),
    (of_towns(), "needs its six-digit code"),
    (of_towns("554499", "5544"), "5544 is no code of a municipality"),
    (of_towns("５５４４９９"), "is no code of a municipality"),
    (of_towns(*(f"{code:06}" for code in range(201))), "at most 200 municipalities"),
    (of_towns("554499", role=Role.ADMINISTRATOR), "only an account of the role municipality is bound to codes"),
]


def test_an_account_of_a_municipality_speaks_for_its_own(
    store: StateStore, reader: StoreReader, tmp_path: Path
) -> None:
    store.execute(of_towns("554499", "554481", "554499"), ROOT, after(1))
    assert known(reader, "asak").role is Role.MUNICIPALITY
    assert known(reader, "asak").municipalities == ("554481", "554499")
    assert {account.municipalities for account in reader.accounts() if account.name != "asak"} == {()}
    assert "554481" in audit_of(tmp_path)[-1][3]


@pytest.mark.parametrize(("command", "reason"), REFUSALS)
def test_what_cannot_be_done_is_refused_with_the_reason(store: StateStore, command: Command, reason: str) -> None:
    with pytest.raises(CommandRefused, match=reason):
        store.execute(command, ROOT, after(1))


def test_the_last_administrator_stays(store: StateStore) -> None:
    store.execute(DisableAccount("vedouci"), ROOT, after(1))
    with pytest.raises(CommandRefused, match="disabled already"):
        store.execute(DisableAccount("vedouci"), ROOT, after(2))
    with pytest.raises(CommandRefused, match="obalka is the last administrator"):
        store.execute(DisableAccount("obalka"), ROOT, after(2))
    store.execute(EnableAccount("vedouci"), ROOT, after(3))
    store.execute(DisableAccount("obalka"), ROOT, after(4))


def test_who_breaks_the_glass_is_warned_of_and_has_a_row_of_its_own(
    store: StateStore, reader: StoreReader, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        store.execute(OpenSession("novak", T0, "t1", "c"), NOVAK, after(1))
        assert caplog.messages == []
        store.execute(OpenSession("obalka", T0, "t2", "c"), Actor("obalka", "10.9.9.9"), after(2))
        store.execute(IssueLoginLink("obalka", "link"), ROOT, after(3))
        store.execute(RedeemLoginLink("link", "t3", "c"), Actor("", "10.9.9.8"), after(4))
    assert caplog.messages == [
        "event=break_glass_login account=obalka source=10.9.9.9",
        "event=break_glass_login account=obalka source=10.9.9.8",
    ]
    rows = [row[:3] for row in audit_of(tmp_path) if row[2] == "BreakGlassLogin"]
    assert rows == [("obalka", "10.9.9.9", "BreakGlassLogin"), ("obalka", "10.9.9.8", "BreakGlassLogin")]
    assert known(reader, "obalka").last_login == after(4)


def test_the_audit_names_who_came_by_a_link(store: StateStore, tmp_path: Path) -> None:
    store.execute(IssueLoginLink("novak", "link"), ROOT, after(1))
    store.execute(RedeemLoginLink("link", "t1", "c"), Actor("", "10.1.2.3"), after(2))
    assert audit_of(tmp_path)[-1] == ("novak", "10.1.2.3", "RedeemLoginLink", '{"account":"novak"}')


def test_everything_about_accounts_is_audited_without_secrets(store: StateStore, tmp_path: Path) -> None:
    store.execute(ResetPassword("novak", argon("SECRET"), temporary=True), ROOT, after(1))
    store.execute(ChangePassword("novak", after(1), argon("SECRET"), "SECRET", "SECRET"), NOVAK, after(2))
    store.execute(DisableAccount("novak"), ROOT, after(3))
    store.execute(EnableAccount("novak"), ROOT, after(4))
    rows = audit_of(tmp_path)
    assert [row[2] for row in rows[3:]] == ["ResetPassword", "ChangePassword", "DisableAccount", "EnableAccount"]
    assert rows[3] == ("root", "cli", "ResetPassword", '{"account":"novak","temporary":true}')
    assert "SECRET" not in str(rows)
    assert "argon2" not in str(rows)


def test_accounts_are_listed_by_name(reader: StoreReader) -> None:
    assert [account.name for account in reader.accounts()] == ["novak", "obalka", "vedouci"]


def test_an_older_file_keeps_its_accounts_and_counts_their_passwords_from_now(tmp_path: Path) -> None:
    before = SystemClock().now()
    with closing(sqlite3.connect(tmp_path / STATE_FILE)) as old:
        old.executescript((files("netmon.store") / "schema" / "state-1.sql").read_text(encoding="utf-8"))
        old.executescript(f"""
            INSERT INTO accounts VALUES ('novak', 'Jan Novák', 'operator', '{argon("first")}', 0);
            INSERT INTO accounts VALUES ('byvaly', 'Bývalý', 'administrator', '{argon("gone")}', 1);
            INSERT INTO audit VALUES (1, 77, 'novak', '10.1.2.3', 'OpenSession', '', '', '');
            INSERT INTO sessions VALUES ('t1', 'novak', 'csrf', {T0}, {T0}, {after(DAY)});
            PRAGMA user_version = 1;
        """)  # noqa: S608 -- constants of this test
    with StateStore(tmp_path), closing(StoreReader(tmp_path, ManualClock(T0))) as reader:
        novak, former = known(reader, "novak"), known(reader, "byvaly")
        assert reader.session("t1") is not None
    assert (novak.password_hash, novak.role, novak.disabled) == (argon("first"), Role.OPERATOR, False)
    assert (novak.is_temporary, novak.is_break_glass, novak.former_hashes) == (False, False, ())
    assert before - 1_000 <= novak.password_set <= SystemClock().now()
    assert (novak.last_login, former.last_login, former.disabled) == (77, None, True)
