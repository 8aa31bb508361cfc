"""What a device's agent says when somebody asks it for objects by name."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import click

from netmon.clock import Clock, SystemClock
from netmon.collector import SnmpCollector
from netmon.console.devices import device_called
from netmon.console.objects import Said
from netmon.console.terminal import Terminal
from netmon.enrolment.cure import Door, cure
from netmon.enrolment.survey import find_survey
from netmon.errors import CommandRefused, NetmonError, ProtocolViolation
from netmon.inventory.loading import load
from netmon.inventory.models import Device, Inventory, Snmp, SnmpCredential
from netmon.phrase import Phrase
from netmon.plan import find_collectors
from netmon.secret import SecretStore
from netmon.settings import Settings
from netmon.snmp.credential import resolve
from netmon.snmp.declaration import Declaration, Oid
from netmon.snmp.naming import Vocabulary
from netmon.snmp.opening import open_session
from netmon.snmp.session import SnmpSession

ABOUT_THE_OBJECT = "error-status"
"""Stands in the English text of what an agent reports about one object; all else ends the conversation."""

Question = Callable[[SnmpSession], AsyncIterator[Said]]


@dataclass(frozen=True, slots=True)
class Agent:
    """The agent of a device, and who we are to it."""

    device: Device
    snmp: Snmp
    door: Door
    credential: SnmpCredential

    @classmethod
    def of(cls, name: str, inventory: Inventory) -> Self:
        """Return the agent of a device of the inventory; raise UsageError or CommandRefused if it has none."""
        device = device_called(name, inventory)
        if device.snmp is None:
            raise CommandRefused(
                Phrase("device {name} has no snmp in the inventory; write snmp: {{credential: name}}", name=name)
            )
        credential = inventory.credentials.snmp[device.snmp.credential]
        door = Door.of_snmp(device.address, device.snmp.port, device.snmp.credential, credential)
        return cls(device, device.snmp, door, credential)

    @asynccontextmanager
    async def session(self, clock: Clock) -> AsyncIterator[SnmpSession]:
        """Open a session, and close it."""
        credential = resolve(self.credential, SecretStore.from_environment())
        patience = Settings.from_environment().snmp
        session = open_session(self.snmp, self.door.address, credential, patience, clock)
        try:
            yield session
        finally:
            session.close()

    @property
    def as_object(self) -> dict[str, object]:
        """Who is asked, as JSON has it."""
        return {
            "device": self.device.name,
            "address": self.door.address,
            "port": self.door.port,
            "credential": self.door.credential,
        }

    def greet(self, terminal: Terminal) -> None:
        """Say who is being asked."""
        terminal.say(Phrase("asking {address} port {port} over SNMP", address=self.door.address, port=self.door.port))


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a conversation ended early, and what helps."""

    error: NetmonError
    cure: Phrase | None

    @classmethod
    def of(cls, error: NetmonError, door: Door) -> Self:
        """Return a failure with its cure; what we refuse ourselves needs none."""
        return cls(error, None if isinstance(error, CommandRefused) else cure(door, error))

    @property
    def text(self) -> Phrase:
        """The reason, and the cure on a line of its own."""
        if self.cure is None:
            return Phrase("{error}", error=self.error)
        return Phrase("{error}\n    {cure}", error=self.error, cure=self.cure)

    @property
    def as_object(self) -> dict[str, object]:
        """The whole as JSON has it, in English."""
        return {"error": type(self.error).__name__, "text": str(self.error), "cure": self.cure}


def get_objects(name: str, objects: Sequence[str], directory: Path, *, as_json: bool) -> None:
    """Ask for instances and show each; exit with 1 unless each has a value."""
    agent, vocabulary = Agent.of(name, load(directory)), find_vocabulary()
    oids = [_spelt(vocabulary.instance, text) for text in objects]
    _converse(agent, lambda session: _get(session, oids, vocabulary), as_json=as_json)


def walk_object(name: str, root: str, directory: Path, *, limit: int, as_json: bool) -> None:
    """Show what lies below an object; exit with 1 if that is nothing, or not all of it."""
    agent, vocabulary = Agent.of(name, load(directory)), find_vocabulary()
    oid = _spelt(vocabulary.root, root)
    _converse(agent, lambda session: _walk(session, oid, limit, vocabulary), as_json=as_json)


def find_vocabulary() -> Vocabulary:
    """Return the names of all that the installed collectors and the survey read."""
    return Vocabulary.of(_declarations())


def _declarations() -> Iterator[Declaration]:
    yield find_survey().declaration
    yield from (collector.declaration for collector in find_collectors() if isinstance(collector, SnmpCollector))


def _converse(agent: Agent, question: Question, *, as_json: bool) -> None:
    terminal = Terminal.of_process()
    agent.greet(terminal)
    heard: list[Said] = []

    def hear(said: Said) -> None:
        heard.append(said)
        if not as_json:
            terminal.show(said.line)

    refusal = asyncio.run(_ask(agent, question, hear))
    if as_json:
        terminal.show(json.dumps(as_object(agent, heard, refusal), ensure_ascii=False))
    elif refusal is not None:
        raise CommandRefused(refusal.text)
    raise SystemExit(0 if is_complete(heard, refusal) else 1)


def as_object(agent: Agent, heard: Sequence[Said], refusal: Refusal | None) -> dict[str, object]:
    """Return what was heard as JSON has it."""
    return {
        **agent.as_object,
        "ok": is_complete(heard, refusal),
        "objects": [said.as_object for said in heard],
        "refusal": refusal and refusal.as_object,
    }


def is_complete(heard: Sequence[Said], refusal: Refusal | None) -> bool:
    """Return whether all that was asked for has a value."""
    return refusal is None and all(said.value is not None for said in heard)


async def _ask(agent: Agent, question: Question, hear: Callable[[Said], None]) -> Refusal | None:
    try:
        async with agent.session(SystemClock()) as session:
            async for said in question(session):
                hear(said)
    except NetmonError as error:
        return Refusal.of(error, agent.door)
    return None


async def _get(session: SnmpSession, oids: Sequence[Oid], vocabulary: Vocabulary) -> AsyncIterator[Said]:
    """Yield what the agent says of each instance, asked one by one: a bad one costs only itself."""
    for oid in oids:
        try:
            (varbind,) = await session.get([oid])
            yield Said.of(varbind, vocabulary)
        except ProtocolViolation as error:
            if ABOUT_THE_OBJECT not in str(error):
                raise
            yield Said(oid, vocabulary.name(oid), reason=error.args[0])


async def _walk(session: SnmpSession, root: Oid, limit: int, vocabulary: Vocabulary) -> AsyncIterator[Said]:
    """Yield what lies below an object; raise CommandRefused beyond the limit, and if there is nothing."""
    count = 0
    async for varbind in session.walk(root):
        if count == limit:
            raise CommandRefused(Phrase("there is more than {limit:object|objects}; --limit shows more", limit=limit))
        yield Said.of(varbind, vocabulary)
        count += 1
    if not count:
        raise CommandRefused(
            Phrase(
                "the agent has nothing below {name}, or does not show it; for one instance use netmon snmp get",
                name=vocabulary.name(root),
            )
        )


def _spelt(read: Callable[[str], Oid], text: str) -> Oid:
    try:
        return read(text)
    except ValueError as error:
        raise _misspelt(error.args[0]) from error


def _misspelt(complaint: Phrase) -> click.UsageError:
    return click.UsageError(complaint, click.get_current_context())
