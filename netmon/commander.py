"""How what a person does reaches the loop: from web threads, and from the CLI over a unix socket.

Both ways carry the same command values and are answered after the commit. The socket lies in the
state directory with mode 0600: whoever may open it owns the state anyway.
"""

import asyncio
import json
import logging
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from netmon.clock import Clock
from netmon.commands import Actor, Command, Commands, Done
from netmon.errors import CommandRefused
from netmon.store.lock import StateLock
from netmon.store.state import StateStore

log = logging.getLogger(__name__)

ANSWER_WITHIN = 5.0
"""Seconds a person waits before being told that netmon is busy."""
LONGEST_LINE = 64 * 1024
SOCKET_NAME = "netmon.sock"
CLIENTS = 16

Execute = Callable[[Command, Actor], Done]
COMMAND_TYPES = {kind.__name__: TypeAdapter(kind) for kind in get_args(Command)}


@dataclass(frozen=True, slots=True)
class LoopCommands:
    """The commands of other threads, run on the loop."""

    loop: asyncio.AbstractEventLoop
    execute: Execute

    def submit(self, command: Command, actor: Actor) -> Done:
        """Run a command on the loop; raise CommandRefused, or TimeoutError after 5 s."""
        future = asyncio.run_coroutine_threadsafe(self._run(command, actor), self.loop)
        try:
            return future.result(ANSWER_WITHIN)
        except FutureTimeoutError:
            future.cancel()
            raise

    async def _run(self, command: Command, actor: Actor) -> Done:
        return self.execute(command, actor)


@dataclass(frozen=True, slots=True)
class SocketCommands:
    """The commands of another process, sent to a running netmon."""

    path: Path

    def submit(self, command: Command, actor: Actor) -> Done:
        """Send a command and wait for the answer; raise CommandRefused or TimeoutError."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            client.settimeout(ANSWER_WITHIN)
            client.connect(str(self.path))
            client.sendall(encode(command, actor) + b"\n")
            reply = json.loads(_read_line(client))
        if "refused" in reply:
            raise CommandRefused(reply["refused"])
        return Done(audit_id=reply["audit_id"])


@dataclass(frozen=True, slots=True)
class StoreCommands:
    """The commands of a process that holds the state lock itself, while no netmon runs."""

    store: StateStore
    clock: Clock

    def submit(self, command: Command, actor: Actor) -> Done:
        """Run a command; raise CommandRefused."""
        return self.store.execute(command, actor, self.clock.now())


@contextmanager
def commands_of(state: Path, clock: Clock) -> Iterator[Commands]:
    """Yield the commands of a state directory: a running netmon's, or else our own under its lock."""
    path = state / SOCKET_NAME
    if _answers(path):
        yield SocketCommands(path)
        return
    with StateLock(state), StateStore(state) as store:
        yield StoreCommands(store, clock)


class CommandSocket:
    """The listening end, in netmon's loop."""

    def __init__(self, path: Path, execute: Execute) -> None:
        self._path = path
        self._execute = execute
        self._server: asyncio.Server | None = None
        self._clients = asyncio.Semaphore(CLIENTS)

    async def open(self) -> None:
        """Listen; a socket left by a killed netmon is replaced, as the state lock is ours."""
        self._path.unlink(missing_ok=True)
        self._server = await asyncio.start_unix_server(self._serve, self._path, limit=LONGEST_LINE)
        self._path.chmod(0o600)

    async def close(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()
            self._path.unlink(missing_ok=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with self._clients:
            try:
                line = await asyncio.wait_for(reader.readline(), ANSWER_WITHIN)
                writer.write(json.dumps(self._answer(line)).encode() + b"\n")
                await asyncio.wait_for(writer.drain(), ANSWER_WITHIN)
            except (TimeoutError, ValueError, ConnectionError) as error:
                log.warning("command socket client dropped reason=%s", type(error).__name__)
            finally:
                writer.close()

    def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            command, actor = decode(line)
            return {"audit_id": self._execute(command, actor).audit_id}
        except (CommandRefused, ValidationError, KeyError, ValueError) as error:
            return {"refused": str(error)}


def encode(command: Command, actor: Actor) -> bytes:
    """Return a command and its actor as one JSON line without the newline."""
    kind = type(command).__name__
    arguments = COMMAND_TYPES[kind].dump_python(command, mode="json")
    return json.dumps({"command": kind, "arguments": arguments, "account": actor.account}).encode()


def decode(line: bytes) -> tuple[Command, Actor]:
    """Return the command of a line; whoever came over the socket acts as `cli`."""
    request = json.loads(line)
    command: Command = COMMAND_TYPES[request["command"]].validate_python(request["arguments"])
    return command, Actor(account=str(request["account"])[:64], source="cli")


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(ANSWER_WITHIN)
        try:
            client.connect(str(path))
        except OSError:
            return False
        return True


def _read_line(client: socket.socket) -> bytes:
    received = b""
    while not received.endswith(b"\n") and len(received) < LONGEST_LINE:
        part = client.recv(4096)
        if not part:
            break
        received += part
    return received
