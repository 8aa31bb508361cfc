"""How commands reach the loop: from threads, over the socket, and into a store that nobody else has."""

import asyncio
import json
import logging
import socket
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmon.clock import HOUR, Interval, ManualClock, Millis
from netmon.commands import (
    AcceptInvitation,
    AcceptReply,
    Acknowledge,
    Actor,
    AddAccount,
    AddNote,
    AddSilence,
    Basis,
    CancelMaintenance,
    ChangePassword,
    CloseSession,
    Command,
    CorrectAvailability,
    DisableAccount,
    Done,
    DropRefused,
    EnableAccount,
    EndSilence,
    HoldDrill,
    IssueLoginLink,
    LightWall,
    NoteTicket,
    OpenSession,
    PassOn,
    PlanMaintenance,
    PlanWorks,
    PromiseReport,
    PublishFigures,
    RecordFailedLogin,
    RecordRefusedLink,
    RecordRefusedReply,
    RedeemLoginLink,
    RenewSession,
    ResendRefused,
    ResetPassword,
    SendTrial,
    SkipDrill,
)
from netmon.commands.admission import (
    AddToken,
    AssignRole,
    DropFactor,
    EndSessions,
    EnrolFactor,
    NoteTokenUse,
    RecordFailedCode,
    RecordRefusedToken,
    ReplaceRecoveryCodes,
    RevokeToken,
)
from netmon.drill.result import Hindrance
from netmon.errors import CommandRefused, NetmonError, SettingsError, StoreError
from netmon.language import Language
from netmon.model import (
    CountsAs,
    Entity,
    EntityKind,
    Hushed,
    IncidentId,
    Message,
    MunicipalityCode,
    NotificationKind,
    Role,
    Scope,
    Severity,
)
from netmon.phrase import Phrase
from netmon.process.commander import (
    LONGEST_LINE,
    SOCKET_NAME,
    CommandSocket,
    LoopCommands,
    SocketCommands,
    commands_of,
    decode,
    encode,
)
from netmon.store.database import STATE_FILE
from netmon.store.lock import StateLock
from netmon.store.state import StateStore

Result = TypeVar("Result")

NOW = Millis(1_780_000_000_000)
SOMEBODY = Actor("novakova", "192.0.2.7")
HASH = "$argon2id$canary"
ACCOUNT = AddAccount("novakova", "Jana Nováková", Role.OPERATOR, HASH)
EVERY_COMMAND: tuple[Command, ...] = (
    Acknowledge(IncidentId("i-1"), "jedu tam"),
    PassOn(IncidentId("i-1"), "dvorak", "jsi blíž"),
    LightWall(NOW),
    AcceptInvitation(IncidentId("i-1"), "jana@kraj.example", NOW, "jedu tam"),
    RecordRefusedLink("i-1", "forged"),
    AcceptReply(IncidentId("i-1"), "+420777123456", NOW, HOUR),
    RecordRefusedReply("+420777123456", "wrong", 2),
    AddSilence(Hushed(("loss",), (Entity(EntityKind.LINK, "cheb-as"),), ("as",), (Severity.WARNING,)), NOW, "výměna"),
    EndSilence(3),
    AddNote(IncidentId("i-1"), "bagr\nu silnice"),
    NoteTicket(IncidentId("i-1"), "EM-4711"),
    PromiseReport(IncidentId("i-1"), Millis(5)),
    PlanMaintenance((Entity(EntityKind.LINK, "cheb-as"),), Interval(NOW, Millis(NOW + HOUR)), "výměna"),
    PlanWorks(
        (PlanMaintenance((Entity(EntityKind.LINK, "cheb-as"),), Interval(NOW, Millis(NOW + 1)), "x", Millis(1)),)
    ),
    CancelMaintenance(7, "nemoc"),
    CorrectAvailability(MunicipalityCode("554499"), Interval(NOW, Millis(NOW + HOUR)), CountsAs.UP, "chyba sondy"),
    PublishFigures("2026-10", "f" * 64, Basis(268, 4711, 2, 9), "oprava v Aši", '{"period":"2026-10"}'),
    SendTrial("oncall", (Message("test/oncall/1", NotificationKind.TEST, "sms", "+420777123456", "k", {"url": ""}),)),
    HoldDrill(NOW, (Message(f"drill/{NOW}", NotificationKind.TEST, "sms", "+420777123456", "k", {"url": ""}),)),
    SkipDrill(NOW, Hindrance.CRITICAL, "Cheb – Aš"),
    ResendRefused((3, 4)),
    DropRefused(),
    ACCOUNT,
    IssueLoginLink("novakova", "hash"),
    DisableAccount("novakova"),
    EnableAccount("novakova"),
    ResetPassword("novakova", HASH, temporary=True),
    ChangePassword("novakova", NOW, HASH, "hash", "csrf"),
    OpenSession("novakova", NOW, "hash", "csrf"),
    RedeemLoginLink("link", "hash", "csrf"),
    RenewSession("hash"),
    CloseSession("hash"),
    RecordFailedLogin("novakova"),
    EnrolFactor("novakova", "SECRET", "123456", ("hash",), "hash"),
    ReplaceRecoveryCodes("novakova", "123456", ("hash",)),
    DropFactor("novakova"),
    RecordFailedCode("novakova"),
    EndSessions("novakova", only="hash"),
    AssignRole("novakova", Role.MUNICIPALITY, (MunicipalityCode("554499"),), HASH),
    AddToken("novakova", "Grafana", (Scope.READ, Scope.METRICS), NOW, "hash"),
    RevokeToken(3, "novakova"),
    NoteTokenUse(3),
    RecordRefusedToken(3, "novakova"),
)


@dataclass
class Listener:
    """Remembers what it was asked to execute; refuses notes without text."""

    executed: list[tuple[Command, Actor]] = field(default_factory=list)

    def execute(self, command: Command, actor: Actor) -> Done:
        """Carry a command out."""
        if isinstance(command, AddNote) and command.incident == "i-2":
            raise CommandRefused(Phrase("there is no {entity} in the inventory", entity="link cheb-as"))
        if isinstance(command, AddNote) and not command.text:
            reason = "the note is empty"
            raise CommandRefused(reason)
        if isinstance(command, CloseSession):
            reason = "nothing was written: database or disk is full"
            raise StoreError(reason)
        self.executed.append((command, actor))
        return Done(len(self.executed))


@contextmanager
def looping() -> Iterator[asyncio.AbstractEventLoop]:
    """Run a loop in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


def on_socket(path: Path, listener: Listener, talk: Callable[[Path], Result]) -> Result:
    """Have somebody talk, in a thread, to a listening socket."""

    async def story() -> Result:
        commands = CommandSocket(path / SOCKET_NAME, listener.execute)
        await commands.open()
        try:
            return await asyncio.to_thread(talk, path / SOCKET_NAME)
        finally:
            await commands.close()

    return asyncio.run(story())


def exchange(path: Path, octets: bytes) -> dict[str, Any]:
    """Send octets and return the answer as JSON, nothing if there is none."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(60)
        client.connect(str(path))
        said = b""
        with suppress(BrokenPipeError, ConnectionResetError):  # whoever says too much is not heard to the end
            client.sendall(octets)
            client.shutdown(socket.SHUT_WR)
            while part := client.recv(65536):
                said += part
    answer: dict[str, Any] = json.loads(said or b"{}")
    return answer


@pytest.mark.parametrize("command", EVERY_COMMAND, ids=lambda command: type(command).__name__)
def test_a_command_survives_the_way_over_the_socket(command: Command) -> None:
    assert decode(encode(command, SOMEBODY)) == (command, Actor("novakova", "cli"))


def test_every_command_has_its_way_over_the_socket() -> None:
    assert {type(command) for command in EVERY_COMMAND} == set(Command.__args__)


def test_a_command_of_another_thread_runs_on_the_loop() -> None:
    listener = Listener()
    with looping() as loop:
        done = LoopCommands(loop, listener.execute).submit(ACCOUNT, SOMEBODY)
    assert done == Done(1)
    assert listener.executed == [(ACCOUNT, SOMEBODY)]


@pytest.mark.parametrize(
    ("command", "error"), [(AddNote(IncidentId("i-1"), ""), CommandRefused), (CloseSession("hash"), StoreError)]
)
def test_what_goes_wrong_on_the_loop_is_raised_where_the_command_came_from(
    command: Command, error: type[NetmonError]
) -> None:
    with looping() as loop, pytest.raises(error):
        LoopCommands(loop, Listener().execute).submit(command, SOMEBODY)


def test_a_command_that_was_given_up_is_never_carried_out() -> None:
    listener, busy, free = Listener(), threading.Event(), threading.Event()
    with looping() as loop:

        def block() -> None:
            busy.set()
            free.wait(30)

        loop.call_soon_threadsafe(block)
        busy.wait(60)
        with pytest.raises(TimeoutError):
            LoopCommands(loop, listener.execute, patience=0.1).submit(ACCOUNT, SOMEBODY)
        free.set()
        later = LoopCommands(loop, listener.execute).submit(RecordFailedLogin("novakova"), SOMEBODY)
    assert later == Done(1)
    assert [type(command) for command, _ in listener.executed] == [RecordFailedLogin]


def test_a_command_whose_commit_is_under_way_is_waited_for() -> None:
    begun, free = threading.Event(), threading.Event()

    def slow(_command: Command, _actor: Actor) -> Done:
        begun.set()
        free.wait(60)
        return Done(7)

    with looping() as loop:
        threading.Timer(0.3, free.set).start()
        assert LoopCommands(loop, slow, patience=0.2).submit(ACCOUNT, SOMEBODY) == Done(7)
    assert begun.is_set()


def test_a_loop_that_has_ended_counts_as_one_that_does_not_answer() -> None:
    loop = asyncio.new_event_loop()
    loop.close()
    with pytest.raises(TimeoutError, match="netmon is ending"):
        LoopCommands(loop, Listener().execute).submit(ACCOUNT, SOMEBODY)


def test_a_command_goes_round_over_the_socket(tmp_path: Path) -> None:
    listener = Listener()
    done = on_socket(tmp_path, listener, lambda path: SocketCommands(path).submit(ACCOUNT, SOMEBODY))
    assert done == Done(1)
    assert listener.executed == [(ACCOUNT, Actor("novakova", "cli"))]


@pytest.mark.parametrize(
    ("command", "reason"),
    [(AddNote(IncidentId("i-1"), ""), "the note is empty"), (CloseSession("hash"), "disk is full")],
)
def test_a_refusal_comes_back_over_the_socket(tmp_path: Path, command: Command, reason: str) -> None:
    with pytest.raises(CommandRefused, match=reason):
        on_socket(tmp_path, Listener(), lambda path: SocketCommands(path).submit(command, SOMEBODY))


def test_a_refusal_comes_back_in_the_language_of_who_asked(tmp_path: Path) -> None:
    stranger = AddNote(IncidentId("i-2"), "")
    with pytest.raises(CommandRefused, match="v inventáři není link cheb-as"):
        on_socket(
            tmp_path,
            Listener(),
            lambda path: SocketCommands(path, language=Language.CS).submit(stranger, SOMEBODY),
        )


HOSTILE = {
    "no JSON": b"hello",
    "not an object": b"[]",
    "deeper than anybody thinks": b"[" * 60_000,
    "unknown": b'{"command": "RewriteHistory", "arguments": {}, "account": "x"}',
    "a dunder": b'{"command": "__class__", "arguments": {}, "account": "x"}',
    "without arguments": b'{"command": "AddAccount", "account": "x"}',
    "of wrong types": json.dumps(
        {"command": "AddAccount", "arguments": {"name": 1, "password_hash": HASH}, "account": "x"}
    ).encode(),
    "not UTF-8": b'{"command": "\xff", "arguments": {}, "account": "x"}',
}


@pytest.mark.parametrize("line", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_line_is_refused_and_the_socket_goes_on(tmp_path: Path, line: bytes) -> None:
    listener = Listener()

    def talk(path: Path) -> tuple[dict[str, Any], Done]:
        return exchange(path, line + b"\n"), SocketCommands(path).submit(ACCOUNT, SOMEBODY)

    answer, done = on_socket(tmp_path, listener, talk)
    assert list(answer) == ["refused"]
    assert HASH not in answer["refused"]
    assert done == Done(1)


@given(st.binary(max_size=200))
@settings(max_examples=200)
def test_any_octets_are_a_command_or_refused(octets: bytes) -> None:
    with pytest.raises(CommandRefused):
        decode(octets)


def test_a_line_without_end_is_dropped(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert on_socket(tmp_path, Listener(), lambda path: exchange(path, b"x" * 2 * LONGEST_LINE)) == {}
    assert "client dropped" in caplog.text


def test_who_only_looks_whether_netmon_runs_leaves_no_trace(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "netmon"):
        assert on_socket(tmp_path, Listener(), lambda path: exchange(path, b"")) == {}
    assert caplog.records == []


def test_an_actor_s_name_is_bounded_and_plain() -> None:
    request = {"command": "CloseSession", "arguments": {"token_hash": "h"}, "account": "ro\u202eot\x1b[2J" + "x" * 99}
    _, actor = decode(json.dumps(request).encode())
    assert actor == Actor("root[2J" + "x" * 57, "cli")


def test_the_socket_is_its_owner_s_alone_and_goes_with_netmon(tmp_path: Path) -> None:
    mode = on_socket(tmp_path, Listener(), lambda path: stat.S_IMODE(path.stat().st_mode))
    assert mode == 0o600
    assert not (tmp_path / SOCKET_NAME).exists()


def test_the_socket_of_a_killed_netmon_is_replaced(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as left:
        left.bind(str(tmp_path / SOCKET_NAME))
    assert on_socket(tmp_path, Listener(), lambda path: SocketCommands(path).submit(ACCOUNT, SOMEBODY)) == Done(1)


def test_a_path_too_long_for_a_socket_is_told_with_the_cure(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 100) / ("y" * 100)
    deep.mkdir(parents=True)
    with pytest.raises(SettingsError, match="choose another NETMON_STATE"):
        on_socket(deep, Listener(), lambda path: path)


def test_a_netmon_that_goes_away_before_it_answers_is_told(tmp_path: Path) -> None:
    path = tmp_path / SOCKET_NAME
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(str(path))
        server.listen()

        def hang_up() -> None:
            client, _ = server.accept()
            client.close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        with pytest.raises(CommandRefused, match="went away before it answered"):
            SocketCommands(path).submit(ACCOUNT, SOMEBODY)
        thread.join(10)


def test_a_netmon_that_says_nothing_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / SOCKET_NAME
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(str(path))
        server.listen()
        with pytest.raises(TimeoutError):
            SocketCommands(path, patience=0.1).submit(ACCOUNT, SOMEBODY)


def test_without_a_netmon_commands_go_into_the_store_under_its_lock(tmp_path: Path) -> None:
    with commands_of(tmp_path, ManualClock(NOW)) as commands:
        commands.submit(ACCOUNT, SOMEBODY)
        with pytest.raises(StoreError, match="in use"):
            StateLock(tmp_path)
        with pytest.raises(CommandRefused, match="exists already"):
            commands.submit(ACCOUNT, SOMEBODY)
    connection = sqlite3.connect(tmp_path / STATE_FILE)
    assert connection.execute("SELECT name, password_hash FROM accounts").fetchall() == [("novakova", HASH)]
    connection.close()


def test_with_a_netmon_commands_go_through_its_socket(tmp_path: Path) -> None:
    listener = Listener()

    def talk(_path: Path) -> Done:
        with StateStore(tmp_path), commands_of(tmp_path, ManualClock(NOW)) as commands:
            return commands.submit(ACCOUNT, SOMEBODY)

    assert on_socket(tmp_path, listener, talk) == Done(1)
    assert listener.executed == [(ACCOUNT, Actor("novakova", "cli"))]
