"""One collector, one device, one `PollResult`: whatever happens, it is a value."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from netmon.clock import SECOND, Clock, Millis
from netmon.collector import (
    Collector,
    CommandCollector,
    Context,
    IdentityCollector,
    PingCollector,
    SnmpCollector,
)
from netmon.errors import (
    AccessDenied,
    LimitReached,
    NetmonError,
    NoResponse,
    ProtocolViolation,
    SecretError,
)
from netmon.icmp.pinger import Pinger
from netmon.identity.places import have_changed
from netmon.inventory.models import Device, Inventory
from netmon.model import DeviceName, InterfaceName, Measurement, PollErrorKind, PollFailure, PollResult
from netmon.phrase import Phrase, joined
from netmon.polling.contact import Contact
from netmon.polling.identities import Identities
from netmon.schema import device_tags, hearsay_measurements, identity_measurement
from netmon.secret import SecretStore
from netmon.settings import Settings
from netmon.snmp.credential import ResolvedCredential, resolve
from netmon.snmp.declaration import Reading
from netmon.snmp.learnt import Keep
from netmon.snmp.opening import open_session
from netmon.snmp.programme import Order, keep_all
from netmon.snmp.session import SnmpSession
from netmon.snmp.traffic import Traffic
from netmon.ssh.login import resolve as login_of
from netmon.ssh.shell import Shell

log = logging.getLogger(__name__)

LONGEST_POLL = Millis(30 * SECOND)
SHARE_OF_INTERVAL = 0.8
"""A poll is given up before its next turn comes."""
SHARE_OF_IDENTITY = 0.3
"""Of that time, what may go into finding out who is who, so that something is left for what was asked."""

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
    faults: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """A collector's turn at a device, and the wall time its measurements carry."""

    collector: Collector
    slot: Millis

    @property
    def is_shareable(self) -> bool:
        """Whether it may be asked together with others: a probe alone must not wait for whole tables."""
        return isinstance(self.collector, SnmpCollector) and not self.collector.asks_nothing


class Poller:
    """Asks devices, each independently of the others."""

    def __init__(
        self,
        inventory: Inventory,
        secrets: SecretStore,
        settings: Settings,
        clock: Clock,
        identities: Identities | None = None,
    ) -> None:
        self._inventory = inventory
        self._identities = identities or Identities()
        self._identities.adopt(inventory, clock.now())
        self._secrets = secrets
        self._settings = settings
        self._clock = clock
        self._traffic = Traffic()
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
        self._identities.adopt(inventory, self._clock.now())
        contacts, self._contacts = self._contacts, {}
        for name, contact in contacts.items():
            if inventory.devices.get(name) == contact.device:
                self._contacts[name] = self._meet_again(contact)
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
                faults=answer.faults,
            )
            for turn, answer in zip(turns, answers, strict=True)
        ]

    def interface_at(self, device: DeviceName, index: int) -> InterfaceName | None:
        """Return what an interface is known by, as it was numbered when the interfaces were read last."""
        contact = self._contacts.get(device)
        place = contact.places.get((index,)) if contact and contact.places else None
        return None if place is None else InterfaceName(self._identities.names_of(device).get(place, place))

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
                    return [await self._ping(collector, self._context(contact, turns[0].slot))]
                case [CommandCollector() as collector]:
                    return [await self._command(collector, self._context(contact, turns[0].slot))]
                case [IdentityCollector() as collector]:
                    return [Answer(await self._identify(collector, contact, turns[0].slot))]
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
        snmp = [(turn.collector, turn.slot) for turn in turns if isinstance(turn.collector, SnmpCollector)]
        orders = [Order(each.declaration, _keep(each, self._context(contact, slot))) for each, slot in snmp]
        readings = await self._session(contact).read_together(orders)
        answers = []
        for (collector, slot), reading in zip(snmp, readings, strict=True):
            events = await self._look_who_moved(collector, reading, contact, slot)
            answer = _parsed(collector, self._context(contact, slot), reading, contact)
            answers.append(replace(answer, measurements=(*answer.measurements, *events)) if events else answer)
        return answers

    async def _look_who_moved(
        self, collector: SnmpCollector, reading: Reading, contact: Contact, slot: Millis
    ) -> Sequence[Measurement]:
        """Recognise the interfaces if a reading shows them under other names or numbers; once for each change.

        Without an answer to that, they go by the names they had: the identity's own turn will come.
        """
        identity = self._identities.collector
        if identity is None or identity.follows != collector.name:
            return ()
        places = identity.places(reading)
        if not have_changed(contact.places, places, is_whole=not reading.problems):
            return ()
        contact.places = places
        try:
            async with asyncio.timeout(self._patience(collector) * SHARE_OF_IDENTITY):
                return await self._identify(identity, contact, slot)
        except (NetmonError, TimeoutError) as error:
            log.info("interfaces not recognised device=%s reason=%s", contact.device.name, error or TOO_SLOW)
        except Exception:  # a fault of ours in telling names must not cost what was read
            log.exception("interfaces not recognised device=%s", contact.device.name)
        return ()

    async def _identify(self, identity: IdentityCollector, contact: Contact, slot: Millis) -> Sequence[Measurement]:
        """Find out who is who, in a session of its own: what another has learnt of the rows may be older.

        A sighting that lacks what the last reading showed is of no use. Whose names change is met anew, for others
        of its rows are wanted now.
        """
        device, stranger = contact.device, self._meet(contact.device)
        try:
            reading = await self._session(stranger).read(identity.declaration, identity.keep)
        finally:
            stranger.close()
        sighting = identity.parse(reading)
        if not sighting.interfaces.keys() >= set((contact.places or {}).values()):
            return ()
        before = self._identities.names_of(device.name)
        changes = self._identities.take(device.name, sighting, self._clock.now())
        if self._identities.names_of(device.name) != before and self._contacts.get(device.name) is contact:
            self._contacts[device.name] = self._meet_again(contact)
            contact.retire()
        events = (identity_measurement(changes, contact.tags, slot),) if changes else ()
        names = self._identities.names_of(device.name)
        return (*events, *hearsay_measurements(sighting, names, contact.tags, slot, watched=contact.watched))

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

    def _context(self, contact: Contact, slot: Millis) -> Context:
        return contact.context(slot, self._identities.names_of(contact.device.name))

    def _meet_again(self, contact: Contact) -> Contact:
        """Return a new contact that knows what was last read over the old one."""
        again = self._meet(contact.device)
        again.readings, again.places = contact.readings, contact.places
        return again

    def _session(self, contact: Contact) -> SnmpSession:
        device = contact.device
        if device.snmp is None:
            raise SecretError(Phrase("the inventory names no snmp for this device"))
        if contact.session is None:
            name = device.snmp.credential
            if name not in self._credentials:
                self._credentials[name] = resolve(self._inventory.credentials.snmp[name], self._secrets)
            credential, patience = self._credentials[name], self._settings.snmp
            contact.session = open_session(
                device.snmp, device.address, credential, patience, self._clock, traffic=self._traffic
            )
        return contact.session


def _parsed(collector: SnmpCollector, context: Context, reading: Reading, contact: Contact) -> Answer:
    """Return what a collector makes of a reading; one that fails does not spoil what the others read."""
    previous = contact.readings.get(collector.name)
    contact.readings[collector.name] = reading
    try:
        measurements = collector.parse(reading, previous, context)
        return Answer(measurements, _failure_of(reading), faults=sum(reading.faults.values()))
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
