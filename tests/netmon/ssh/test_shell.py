"""Commands run on a real sshd: what it prints is read, bounded, and kept apart from what failed."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from netmon.clock import ManualClock, Millis
from netmon.errors import (
    AccessDenied,
    LimitReached,
    NoResponse,
    ProtocolViolation,
    SecretError,
    SettingsError,
)
from netmon.inventory.models import Ssh, SshCredential
from netmon.language import Language
from netmon.phrase import in_language
from netmon.secret import SecretStore
from netmon.ssh.login import Login, check_host_key, resolve
from netmon.ssh.shell import Limits, Shell
from netmon.ssh.transcript import Transcript
from tests.parts.sshd import ADDRESS, RECORDED, Server, make_key

NOW = Millis(1_000_000)
LIMITS = Limits(deadline=Millis(4_000))
BGP = "show bgp summary json"


def run(login: Login, *commands: str, limits: Limits = LIMITS) -> Transcript:
    return asyncio.run(Shell(ManualClock(NOW), limits).run(login, commands))


def test_recorded_answers_come_back_as_they_are(sshd: Server) -> None:
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    transcript = run(sshd.login, *recorded)
    assert {command: output[output.index("{") :].strip() for command, output in transcript.outputs.items()} == {
        command: output.strip() for command, output in recorded.items()
    }
    assert (transcript.failures, transcript.at) == ({}, NOW)


def test_a_daemon_that_does_not_run_is_a_failure_and_not_an_empty_answer(sshd: Server) -> None:
    transcript = run(sshd.login, "dead daemon", BGP, "no such command")
    assert transcript.failures == {"dead daemon": "bgpd is not running", "no such command": "% Unknown command"}
    assert list(transcript.outputs) == [BGP]


def test_escape_sequences_are_taken_out(sshd: Server) -> None:
    assert run(sshd.login, "hostile controls").outputs == {"hostile controls": "red fdp.exe\n"}


def test_a_refused_login_can_be_read_in_czech(sshd: Server) -> None:
    with pytest.raises(AccessDenied) as refused:
        run(replace(sshd.login, user="nobody-we-know"), BGP)
    said = in_language(refused.value, Language.CS)
    assert said == f"{ADDRESS} port {sshd.login.port}: zařízení odmítá uživatele 'nobody-we-know'"


def test_endless_output_is_cut_off(sshd: Server) -> None:
    with pytest.raises(LimitReached, match="more than 1048576 octets"):
        run(sshd.login, "endless", BGP)


@pytest.mark.parametrize("command", ["silent", "drip", "endless complaint"])
def test_a_command_that_does_not_end_costs_only_itself(sshd: Server, command: str) -> None:
    transcript = run(sshd.login, command, BGP)
    assert list(transcript.outputs) == [BGP]
    assert transcript.failures[command].startswith("no answer in time")


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa", "rsa"])
def test_another_host_key_than_the_pinned_one_is_denied_and_named(sshd: Server, tmp_path: Path, kind: str) -> None:
    with pytest.raises(
        AccessDenied, match=r"offers the host key ssh-ed25519 SHA256:\S{43}, which is not the one pinned"
    ):
        run(sshd.with_host_key(make_key(tmp_path / "key", kind)), BGP)


def test_an_unknown_user_is_denied(sshd: Server) -> None:
    with pytest.raises(AccessDenied, match="refuses user 'nobody-we-know'"):
        run(replace(sshd.login, user="nobody-we-know"), BGP)


def test_a_closed_port_is_no_response(sshd: Server) -> None:
    with pytest.raises(NoResponse, match="port 1: "):
        run(replace(sshd.login, port=1), BGP)


def test_a_child_out_of_memory_is_a_reached_limit(sshd: Server) -> None:
    with pytest.raises(LimitReached, match="ended by its limits"):
        run(sshd.login, BGP, limits=replace(LIMITS, memory_octets=1 << 20))


def test_a_peer_that_says_nothing_at_all_ends_in_time(sshd: Server) -> None:
    with socket.create_server((ADDRESS, 0)) as silent, pytest.raises((NoResponse, ProtocolViolation)):
        run(replace(sshd.login, port=silent.getsockname()[1]), BGP)


def test_a_peer_that_is_no_ssh_server_ends_in_time(sshd: Server) -> None:
    async def flood(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while True:
                writer.write(b"HTTP/1.1 400 Bad Request\r\n" * 1_000)
                await writer.drain()
        writer.close()

    async def connect() -> None:
        server = await asyncio.start_server(flood, ADDRESS, 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            with pytest.raises((NoResponse, ProtocolViolation)):
                await Shell(ManualClock(NOW), LIMITS).run(replace(sshd.login, port=port), (BGP,))

    asyncio.run(connect())


def test_no_more_children_run_than_there_are_places(sshd: Server) -> None:
    async def visits() -> int:
        shell = Shell(ManualClock(NOW), LIMITS, at_once=2)
        tasks = [asyncio.create_task(shell.run(sshd.login, (BGP,))) for _ in range(5)]
        most = 0
        while not all(task.done() for task in tasks):
            most = max(most, len(_children()))
            await asyncio.sleep(0.01)
        await asyncio.gather(*tasks)
        return most

    assert asyncio.run(visits()) == 2


def test_a_visit_that_is_given_up_leaves_no_child(sshd: Server) -> None:
    async def give_up() -> list[Path]:
        async with _visit(sshd.login):
            pass
        return _children()

    assert asyncio.run(give_up()) == []


def test_no_secret_shows_in_the_command_line_or_environment(sshd: Server) -> None:
    async def look() -> str:
        async with _visit(sshd.login) as child:
            return _read(child / "cmdline") + _read(child / "environ")

    seen = asyncio.run(look())
    assert "netmon.ssh.child" in seen
    assert "PRIVATE KEY" not in seen
    assert "PATH=" not in seen


@pytest.mark.parametrize("host_key", ["ssh-ed25519", "ssh-ed25519 AAAA", "ssh-rsa AAAAC3NzaC1lZDI1NTE5", "x y z"])
def test_a_host_key_that_is_none_is_refused_with_the_cure(host_key: str) -> None:
    with pytest.raises(SettingsError, match="ssh-keyscan"):
        check_host_key(host_key)


def test_a_credential_without_anything_to_log_in_with_is_refused(sshd: Server) -> None:
    ssh = Ssh(credential="router", host_key=sshd.login.host_key)
    with pytest.raises(SecretError, match="neither password nor private_key"):
        resolve(ADDRESS, ssh, SshCredential(user="netmon"), SecretStore())


@asynccontextmanager
async def _visit(login: Login) -> AsyncIterator[Path]:
    """Begin a visit, return its child as it stands in /proc, and give it up."""
    task = asyncio.create_task(Shell(ManualClock(NOW), LIMITS).run(login, ("silent",)))
    for _ in range(500):
        await asyncio.sleep(0.01)
        if children := _children():
            yield children[0]
            break
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def _children() -> list[Path]:
    """Return the SSH children of this process."""
    pids = {pid for task in Path("/proc/self/task").iterdir() for pid in _read(task / "children").split()}
    return [child for pid in pids if "netmon.ssh.child" in _read((child := Path("/proc", pid)) / "cmdline")]


def _read(file: Path) -> str:
    """Return what /proc says; nothing of a process or thread that has ended meanwhile."""
    try:
        return file.read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return ""
