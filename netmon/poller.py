"""One collector, one device, one `PollResult`: whatever happens, it is a value."""

import asyncio
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Self

from netmon.clock import SECOND, Clock, Millis
from netmon.collector import Collector, CommandCollector, Context, PingCollector, SnmpCollector
from netmon.errors import (
    AccessDenied,
    LimitReached,
    NetmonError,
    NoResponse,
    ProtocolViolation,
    SecretError,
)
from netmon.icmp.pinger import Pinger
from netmon.inventory.models import Device, Inventory
from netmon.model import DeviceName, InterfaceName, Measurement, PollErrorKind, PollFailure, PollResult
from netmon.phrase import Phrase, joined
from netmon.schema import device_tags
from netmon.secret import SecretStore
from netmon.settings import Settings
from netmon.snmp.credential import ResolvedCredential, resolve
from netmon.snmp.declaration import Reading
from netmon.snmp.learnt import Keep
from netmon.snmp.programme import Order, keep_all
from netmon.snmp.session import SnmpSession
from netmon.ssh.login import resolve as login_of
from netmon.ssh.shell import Shell

log = logging.getLogger(__name__)

LONGEST_POLL = Millis(30 * SECOND)
SHARE_OF_INTERVAL = 0.8
"""A poll is given up before its next turn comes."""

KINDS: tuple[tuple[type[NetmonError], PollErrorKind], ...] = (
    (NoResponse, PollErrorKind.NO_RESPONSE),
    (AccessDenied, PollErrorKind.ACCESS_DENIED),
    (ProtocolViolation, PollErrorKind.PROTOCOL_VIOLATION),
    (LimitReached, PollErrorKind.LIMIT_REACHED),
    (SecretError, PollErrorKind.MISCONFIGURED),
)
TOO_SLOW = Phrase("not finished before the next turn")
NO_ECHO = Phrase("no echo reply")
SAID_SOMETHING = frozenset({PollErrorKind.ACCESS_DENIED, PollErrorKind.PROTOCOL_VIOLATION, PollErrorKind.LIMIT_REACHED})
"""Failures in which the device did answer: it is reachable."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking: measurements, and what went wrong beside them."""

    measurements: Sequence[Measurement]
    failure: PollFailure | None = None
    answered: bool = True


@dataclass(frozen=True, slots=True)
class Turn:
    """A collector's turn at a device, and the wall time its measurements carry."""

    collector: Collector
    slot: Millis

    @property
    def is_shareable(self) -> bool:
        """Whether it may be asked together with others: a probe alone must not wait for whole tables."""
        return isinstance(self.collector, SnmpCollector) and not self.collector.asks_nothing


@dataclass(slots=True)
class Contact:
    """What is kept of one device between polls: what the inventory says, its session, and its last readings."""

    device: Device
    tags: dict[str, str]
    watched: frozenset[InterfaceName] | None
    session: SnmpSession | None = None
    readings: dict[str, Reading] = field(default_factory=dict)
    polls: int = 0
    """How many use it now."""
    is_retired: bool = False

    def context(self, slot: Millis) -> Context:
        """Return what a collector is told of the device."""
        return Context(device=self.device, tags=self.tags, slot=slot, watched=self.watched)

    @contextmanager
    def in_use(self) -> Iterator[Self]:
        """Yield it for one poll; the last one of a retired contact closes it."""
        self.polls += 1
        try:
            yield self
        finally:
            self.polls -= 1
            if self.is_retired and not self.polls:
                self.close()

    def retire(self) -> None:
        """Close it once nobody uses it."""
        self.is_retired = True
        if not self.polls:
            self.close()

    def close(self) -> None:
        """Give the session's socket back."""
        if self.session is not None:
            self.session.close()


class Poller:
    """Asks devices, each independently of the others."""

    def __init__(self, inventory: Inventory, secrets: SecretStore, settings: Settings, clock: Clock) -> None:
        self._inventory = inventory
        self._secrets = secrets
        self._settings = settings
        self._clock = clock
        self._pinger: Pinger | None = None
        self._shell = Shell(clock)
        self._contacts: dict[DeviceName, Contact] = {}
        self._credentials: dict[str, ResolvedCredential] = {}

    def replace(self, inventory: Inventory) -> None:
        """Poll this inventory from now on.

        Everybody is met anew, as secrets may have changed too; what was last read of a device that
        stays as it is goes on to serve its rates.
        """
        self._inventory = inventory
        contacts, self._contacts = self._contacts, {}
        for name, contact in contacts.items():
            if inventory.devices.get(name) == contact.device:
                self._contacts[name] = self._meet(contact.device)
                self._contacts[name].readings = contact.readings
            contact.retire()
        self._credentials.clear()

    async def poll(self, device: Device, collector: Collector, slot: Millis) -> PollResult:
        """Return what the collector learns from the device, or why it does not."""
        (result,) = await self.poll_together(device, [Turn(collector, slot)])
        return result

    async def poll_together(self, device: Device, turns: Sequence[Turn]) -> list[PollResult]:
        """Return what each collector learns from the device; several only if their turns are shareable."""
        started = self._clock.now()
        answers = await self._answers(device, turns)
        finished = self._clock.now()
        return [
            PollResult(
                device=device.name,
                collector=turn.collector.name,
                slot=turn.slot,
                started=started,
                finished=finished,
                measurements=tuple(answer.measurements),
                failure=answer.failure,
                answered=answer.answered,
            )
            for turn, answer in zip(turns, answers, strict=True)
        ]

    def close(self) -> None:
        """Close every socket."""
        for contact in self._contacts.values():
            contact.close()
        self._contacts.clear()
        if self._pinger is not None:
            self._pinger.close()

    def _patience(self, collector: Collector) -> float:
        interval = self._settings.intervals.get(collector.name, collector.interval)
        return max(SECOND, min(LONGEST_POLL, interval * SHARE_OF_INTERVAL)) / SECOND

    async def _answers(self, device: Device, turns: Sequence[Turn]) -> Sequence[Answer]:
        """Return an answer for each turn, whatever happens."""
        try:
            async with asyncio.timeout(min(self._patience(turn.collector) for turn in turns)):
                return await self._ask(device, turns)
        except TimeoutError:
            answer = Answer((), PollFailure(PollErrorKind.NO_RESPONSE, TOO_SLOW), answered=False)
        except NetmonError as error:
            answer = failed(error)
        except Exception as error:  # a fault of ours in one collector must never stop the others
            log.exception("poll failed device=%s collector=%s", device.name, turns[0].collector.name)
            answer = broken(error)
        return [answer] * len(turns)

    async def _ask(self, device: Device, turns: Sequence[Turn]) -> Sequence[Answer]:
        with self._contact(device).in_use() as contact:
            match [turn.collector for turn in turns]:
                case [PingCollector() as collector]:
                    return [await self._ping(collector, contact.context(turns[0].slot))]
                case [CommandCollector() as collector]:
                    return [await self._command(collector, contact.context(turns[0].slot))]
                case [SnmpCollector(asks_nothing=True)]:
                    await self._session(contact).probe()
                    return [Answer(())]
                case _:
                    return await self._read(contact, turns)

    async def _ping(self, collector: PingCollector, context: Context) -> Answer:
        if self._pinger is None:
            self._pinger = Pinger.open(self._clock)
        echoes = await self._pinger.ping(
            context.device.address, count=collector.count, spacing=collector.spacing, timeout=collector.timeout
        )
        failure = None if echoes.received else PollFailure(PollErrorKind.NO_RESPONSE, NO_ECHO)
        return Answer(collector.parse(echoes, context), failure, answered=echoes.received > 0)

    async def _read(self, contact: Contact, turns: Sequence[Turn]) -> list[Answer]:
        asked = [(turn.collector, contact.context(turn.slot)) for turn in turns]
        snmp = [(collector, context) for collector, context in asked if isinstance(collector, SnmpCollector)]
        orders = [Order(collector.declaration, _keep(collector, context)) for collector, context in snmp]
        readings = await self._session(contact).read_together(orders)
        return [
            _parsed(collector, context, reading, contact)
            for (collector, context), reading in zip(snmp, readings, strict=True)
        ]

    async def _command(self, collector: CommandCollector, context: Context) -> Answer:
        device = context.device
        if device.ssh is None:
            return failed(SecretError(Phrase("the inventory names no ssh for this device")))
        credential = self._inventory.credentials.ssh[device.ssh.credential]
        login = login_of(device.address, device.ssh, credential, self._secrets)
        transcript = await self._shell.run(login, collector.commands)
        return Answer(collector.parse(transcript, context))

    def _contact(self, device: Device) -> Contact:
        contact = self._contacts.get(device.name)
        if contact is None:
            contact = self._contacts[device.name] = self._meet(device)
        return contact

    def _meet(self, device: Device) -> Contact:
        return Contact(device, device_tags(self._inventory, device), self._inventory.watched_interfaces(device))

    def _session(self, contact: Contact) -> SnmpSession:
        device = contact.device
        if device.snmp is None:
            raise SecretError(Phrase("the inventory names no snmp for this device"))
        if contact.session is None:
            name = device.snmp.credential
            if name not in self._credentials:
                self._credentials[name] = resolve(self._inventory.credentials.snmp[name], self._secrets)
            contact.session = SnmpSession.open(
                device.address, device.snmp.port, self._credentials[name], self._settings.snmp, self._clock
            )
        return contact.session


def _parsed(collector: SnmpCollector, context: Context, reading: Reading, contact: Contact) -> Answer:
    """Return what a collector makes of a reading; one that fails does not spoil what the others read."""
    previous = contact.readings.get(collector.name)
    contact.readings[collector.name] = reading
    try:
        return Answer(collector.parse(reading, previous, context), _failure_of(reading))
    except Exception as error:  # a fault of ours in one collector must never stop the others
        log.exception("collector failed device=%s collector=%s", context.device.name, collector.name)
        return broken(error)


def _keep(collector: SnmpCollector, context: Context) -> Keep:
    """Return which rows the collector wants of this device."""
    keep = collector.keep
    return keep_all if keep is None else (lambda table, key: keep(table, key, context))


def _failure_of(reading: Reading) -> PollFailure | None:
    """Return what went wrong beside the values, if anything."""
    if not reading.problems:
        return None
    return PollFailure(PollErrorKind.PROTOCOL_VIOLATION, joined(reading.problems, "; "))


def broken(error: Exception) -> Answer:
    """Return a fault of ours as an answer."""
    return Answer((), PollFailure(PollErrorKind.INTERNAL, type(error).__name__), answered=False)


def failed(error: NetmonError) -> Answer:
    """Return an error of a door as an answer: some errors are a sign of life all the same."""
    kind = next((kind for error_type, kind in KINDS if isinstance(error, error_type)), PollErrorKind.MISCONFIGURED)
    return Answer((), PollFailure(kind, *error.args), answered=kind in SAID_SOMETHING)
