"""What a device answers when it is visited once, before it is polled: every failure is a value."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from netmon.clock import SECOND, Clock, Millis
from netmon.enrolment.cure import Door, Way
from netmon.enrolment.survey import Portrait, find_survey
from netmon.errors import NetmonError, NoResponse
from netmon.icmp.pinger import Pinger
from netmon.inventory import models
from netmon.inventory.models import Device, Inventory, Reachability, SnmpCredential
from netmon.phrase import Phrase
from netmon.secret import SecretStore
from netmon.settings import Snmp
from netmon.snmp.credential import resolve
from netmon.snmp.declaration import Declaration, Reading
from netmon.snmp.opening import open_session
from netmon.ssh.login import resolve as login_of
from netmon.ssh.shell import Shell

ECHOES = 3
"""The first is often lost while the way there is learnt (ARP)."""
SPACING = Millis(200)
ECHO_TIMEOUT = SECOND


@dataclass(frozen=True, slots=True)
class Visitor:
    """What a visit needs beside whom it is for."""

    secrets: SecretStore
    patience: Snmp
    clock: Clock


@dataclass(frozen=True, slots=True)
class Refusal:
    """A door that did not open, and why."""

    door: Door
    error: NetmonError


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """What a device said of itself, to which credential, and what of it could not be read."""

    credential: str
    portrait: Portrait
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """How one way to a device went: what it said, or why it failed, and how long that took."""

    door: Door
    took: Millis
    said: str = ""
    error: NetmonError | None = None


async def meet(
    address: str,
    port: int,
    credentials: Mapping[str, SnmpCredential],
    visitor: Visitor,
    tell: Callable[[Refusal], None],
) -> Acquaintance | None:
    """Return what the device says to the first credential it answers; tell of each that it does not."""
    for name, credential in credentials.items():
        try:
            return await _survey(address, models.Snmp(credential=name, port=port), credential, visitor)
        except NetmonError as error:
            tell(Refusal(Door.of_snmp(address, port, name, credential), error))
    return None


async def silence_of(address: str, clock: Clock) -> NetmonError | None:
    """Return why a device cannot be reached by echo requests of ours, None if it can."""
    try:
        await _ping(address, clock)
    except NetmonError as error:
        return error
    return None


async def try_all(device: Device, inventory: Inventory, visitor: Visitor) -> tuple[Trial, ...]:
    """Return how every way to the device that the inventory names goes, all at once."""
    trials: list[Awaitable[Trial]] = []
    if device.reachability is Reachability.ICMP:
        door = Door(Way.ICMP, device.address)
        trials.append(_try(door, _ping(device.address, visitor.clock), visitor.clock))
    if device.snmp is not None:
        snmp, credential = device.snmp, inventory.credentials.snmp[device.snmp.credential]
        door = Door.of_snmp(device.address, snmp.port, snmp.credential, credential)
        trials.append(_try(door, _greet(device.address, snmp, credential, visitor), visitor.clock))
    if device.ssh is not None:
        door = Door.of_ssh(device.address, device.ssh, inventory.credentials.ssh[device.ssh.credential])
        trials.append(_try(door, _log_in(device, inventory, visitor), visitor.clock))
    return tuple(await asyncio.gather(*trials))


async def _try(door: Door, visit: Awaitable[str], clock: Clock) -> Trial:
    started = clock.monotonic()
    try:
        said, error = await visit, None
    except NetmonError as failure:
        said, error = "", failure
    return Trial(door, Millis(clock.monotonic() - started), said, error)


async def _survey(address: str, snmp: models.Snmp, credential: SnmpCredential, visitor: Visitor) -> Acquaintance:
    survey = find_survey()
    reading = await _read(survey.declaration, address, snmp, credential, visitor)
    return Acquaintance(snmp.credential, survey.parse(reading), reading.problems)


async def _greet(address: str, snmp: models.Snmp, credential: SnmpCredential, visitor: Visitor) -> str:
    """Return what the device calls itself."""
    survey = find_survey()
    words = Declaration(survey.declaration.scalars)
    return survey.parse(await _read(words, address, snmp, credential, visitor)).name


async def _read(
    declaration: Declaration, address: str, snmp: models.Snmp, credential: SnmpCredential, visitor: Visitor
) -> Reading:
    resolved = resolve(credential, visitor.secrets)
    session = open_session(snmp, address, resolved, visitor.patience, visitor.clock)
    try:
        return await session.read(declaration)
    finally:
        session.close()


async def _ping(address: str, clock: Clock) -> str:
    """Return how fast the device answered; raise NoResponse if it did not."""
    pinger = Pinger.open(clock)
    try:
        echoes = await pinger.ping(address, ECHOES, SPACING, ECHO_TIMEOUT)
    finally:
        pinger.close()
    answered = [rtt for rtt in echoes.rtts if rtt is not None]
    if not answered:
        raise NoResponse(Phrase("{address}: no reply to {count} echo requests", address=address, count=ECHOES))
    return f"{min(answered):.1f} ms"


async def _log_in(device: Device, inventory: Inventory, visitor: Visitor) -> str:
    """Log in and out again: host key and credential are right, and no command is run."""
    if device.ssh is not None:
        credential = inventory.credentials.ssh[device.ssh.credential]
        await Shell(visitor.clock).run(login_of(device.address, device.ssh, credential, visitor.secrets), ())
    return ""
