"""How what a person does reaches the loop: from web threads, and from the CLI over a unix socket.

Both ways carry the same command values and are answered after the commit. The socket lies in the
state directory with mode 0600: whoever may open it owns the state anyway.
"""

import asyncio
import json
import logging
import os
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from netmon.clock import Clock
from netmon.commands import Actor, Command, Commands, Done
from netmon.errors import CommandRefused, NetmonError, SettingsError
from netmon.foreign import one_line
from netmon.language import Language, language_at_terminal
from netmon.phrase import Phrase, in_language
from netmon.store.lock import StateLock
from netmon.store.state import StateStore

log = logging.getLogger(__name__)

ANSWER_WITHIN = 5.0
"""Seconds a person waits before being told that netmon is busy."""
LONGEST_LINE = 4 * 1024 * 1024
"""Bytes of a command: the figures of a month with all its outages are the largest."""
LONGEST_ACCOUNT = 64
SOCKET_NAME = "netmon.sock"
CLIENTS = 16

Execute = Callable[[Command, Actor], Done]
COMMAND_TYPES = {kind.__name__: TypeAdapter(kind) for kind in get_args(Command)}


@dataclass(frozen=True, slots=True)
class LoopCommands:
    """The commands of other threads, run on the loop."""

    loop: asyncio.AbstractEventLoop
    execute: Execute
    patience: float = ANSWER_WITHIN

    def submit(self, command: Command, actor: Actor) -> Done:
        """Run a command on the loop; raise CommandRefused, or TimeoutError when the loop does not answer.

        A command that was given up is never carried out.
        """
        answer: Future[Done] = Future()
        try:
            self.loop.call_soon_threadsafe(self._run, answer, command, actor)
        except RuntimeError as error:
            message = "netmon is ending"
            raise TimeoutError(message) from error
        try:
            return answer.result(self.patience)
        except TimeoutError:
            if answer.cancel():
                raise
            return answer.result(ANSWER_WITHIN)  # it is being committed at this moment

    def _run(self, answer: Future[Done], command: Command, actor: Actor) -> None:
        if not answer.set_running_or_notify_cancel():
            return
        try:
            answer.set_result(self.execute(command, actor))
        except Exception as error:  # noqa: BLE001 -- it is raised where the command came from
            answer.set_exception(error)


@dataclass(frozen=True, slots=True)
class SocketCommands:
    """The commands of another process, sent to a running netmon."""

    path: Path
    patience: float = ANSWER_WITHIN
    language: Language = field(default_factory=language_at_terminal)
    """What the other process refuses in, as only the text of it comes here."""

    def submit(self, command: Command, actor: Actor) -> Done:
        """Send a command and wait for the answer; raise CommandRefused or TimeoutError."""
        reply = self._ask(encode(command, actor, self.language))
        if "refused" in reply:
            raise CommandRefused(reply["refused"])
        return Done(audit_id=reply["audit_id"])

    def _ask(self, line: bytes) -> dict[str, Any]:
        if len(line) >= LONGEST_LINE:
            raise CommandRefused(Phrase("this is more than fits into one command; split it"))
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
                client.settimeout(self.patience)
                client.connect(str(self.path))
                client.sendall(line + b"\n")
                reply: dict[str, Any] = json.loads(_read_line(client))
        except TimeoutError:
            raise
        except (OSError, ValueError) as error:
            raise CommandRefused(
                Phrase("netmon went away before it answered; whether it was done, its audit says")
            ) from error
        return reply


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
        """Listen; a socket left by a killed netmon is replaced, as the state lock is ours.

        Raise SettingsError if there can be none.
        """
        try:
            self._path.unlink(missing_ok=True)
            self._server = await asyncio.start_unix_server(self._serve, sock=_listener(self._path), limit=LONGEST_LINE)
        except OSError as error:
            raise SettingsError(
                Phrase(
                    "{path}: no socket can be made here: {error}; choose another NETMON_STATE",
                    path=self._path,
                    error=str(error),
                )
            ) from error

    async def close(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()
            self._path.unlink(missing_ok=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with self._clients:
            try:
                line = await asyncio.wait_for(reader.readline(), ANSWER_WITHIN)
                if line:  # without one, somebody only looked whether netmon runs
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
        except NetmonError as error:
            return {"refused": in_language(error, language_of(line))}


@dataclass(frozen=True, slots=True)
class Request:
    """A line of the socket."""

    command: str
    arguments: dict[str, Any]
    account: str
    language: Language = Language.EN


REQUEST = TypeAdapter(Request)


def encode(command: Command, actor: Actor, language: Language = Language.EN) -> bytes:
    """Return a command and its actor as one JSON line without the newline."""
    kind = type(command).__name__
    arguments = COMMAND_TYPES[kind].dump_python(command, mode="json")
    return REQUEST.dump_json(Request(kind, arguments, actor.account, language))


def decode(line: bytes) -> tuple[Command, Actor]:
    """Return the command of a line; whoever came over the socket acts as `cli`. Raise CommandRefused."""
    try:
        request = REQUEST.validate_json(line)
        if request.command not in COMMAND_TYPES:
            raise CommandRefused(Phrase("there is no command {name!r}", name=request.command[:LONGEST_ACCOUNT]))
        command: Command = COMMAND_TYPES[request.command].validate_python(request.arguments)
    except ValidationError as error:
        wrong = {".".join(map(str, detail["loc"])) or "the line" for detail in error.errors()}
        raise CommandRefused(
            Phrase("not a command that netmon knows: {wrong} cannot be read", wrong=sorted(wrong))
        ) from None  # pydantic's own text shows the values, hashes among them
    return command, Actor(account=one_line(request.account)[:LONGEST_ACCOUNT], source="cli")


def language_of(line: bytes) -> Language:
    """Return the language that whoever sent a line reads."""
    try:
        return REQUEST.validate_json(line).language
    except ValidationError:
        return Language.EN


def _listener(path: Path) -> socket.socket:
    """Return a bound socket that was never open to anybody else."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        os.fchmod(listener.fileno(), 0o600)  # Linux gives the file the mode of the socket
        listener.bind(str(path))
    except OSError:
        listener.close()
        raise
    return listener


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
