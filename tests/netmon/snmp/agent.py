"""A small agent that says whatever a test wants: the device that is broken, old or hostile.

It speaks through pysnmp's codec, so that our own reader is never checked against itself.
"""

import asyncio
import socket
from bisect import bisect_right
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from pyasn1.codec.ber import decoder, encoder
from pyasn1.type import univ
from pysnmp.proto.api import v2c

from netmon.clock import Clock, Millis
from netmon.inventory.models import SnmpVersion
from netmon.settings import Snmp
from netmon.snmp.credential import ResolvedCredential
from netmon.snmp.declaration import Oid
from netmon.snmp.session import SnmpSession
from tests.netmon.snmp.haste import running_loop
from tests.parts import snmpd

ADDRESS = "127.18.250.2"
ELSEWHERE = "127.18.250.3"
UPTIME: Oid = (1, 3, 6, 1, 2, 1, 1, 3, 0)
IMPATIENT = Snmp(timeout=Millis(150), attempts=2)

Varbinds = list[tuple[Oid, object]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came."""

    version: int
    community: bytes
    number: int
    kind: str
    oids: tuple[Oid, ...]
    repetitions: int
    source: tuple[str, int]


Script = Callable[[Asked], Iterable[bytes]]
"""What is sent back for a request, in that order."""
Source = tuple[str, int]
Reflex = Callable[[bytes, Source], Iterable[bytes]]
"""What is sent back for a datagram, in that order."""
Delay = Callable[[int], float]
"""The seconds that an agent takes for its n-th request."""


def at_once(_ordinal: int) -> float:
    """Let no answer wait."""
    return 0


@dataclass
class Mouth:
    """A UDP server that answers by reflex, now or later."""

    reflex: Reflex
    delay: Delay = at_once
    heard: int = 0
    sent: list[bytes] = field(default_factory=list)
    channel: socket.socket = field(init=False, repr=False)

    def open(self, loop: asyncio.AbstractEventLoop) -> int:
        """Listen; return the port."""
        self.channel = socket.socket(socket.AF_INET, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        self.channel.bind((ADDRESS, 0))
        loop.add_reader(self.channel, self._hear, loop)
        port: int = self.channel.getsockname()[1]
        return port

    def close(self, loop: asyncio.AbstractEventLoop) -> None:
        """Fall silent."""
        loop.remove_reader(self.channel)
        self.channel.close()

    def speak(self, datagrams: Iterable[bytes], receiver: Source) -> None:
        """Send, asked or not."""
        for datagram in datagrams:
            self.sent.append(datagram)
            self.channel.sendto(datagram, receiver)

    def _hear(self, loop: asyncio.AbstractEventLoop) -> None:
        datagram, source = self.channel.recvfrom(65_535)
        delay = self.delay(self.heard)
        self.heard += 1
        answers = self.reflex(datagram, source)
        if delay:
            loop.call_later(delay, self._speak_late, list(answers), source)
        else:
            self.speak(answers, source)

    def _speak_late(self, datagrams: Iterable[bytes], receiver: Source) -> None:
        if self.channel.fileno() >= 0:
            self.speak(datagrams, receiver)


@dataclass
class Agent:
    """An agent that follows a script; `asked` is all it was asked so far, `mouth` what it answers with."""

    script: Script
    asked: list[Asked] = field(default_factory=list)
    mouth: Mouth = field(init=False)

    def __post_init__(self) -> None:
        self.mouth = Mouth(self.answer)

    def answer(self, data: bytes, source: Source) -> Iterable[bytes]:
        """Answer by the script."""
        asked = read(data, source)
        self.asked.append(asked)
        return self.script(asked)


@asynccontextmanager
async def converse(
    mouth: Mouth, credential: ResolvedCredential, *, clock: Clock | None = None, patience: Snmp = IMPATIENT
) -> AsyncIterator[SnmpSession]:
    """Open a session with whoever speaks through this mouth."""
    loop = running_loop()
    port = mouth.open(loop)
    session = SnmpSession.open(ADDRESS, port, credential, patience, clock or loop)
    try:
        yield session
    finally:
        session.close()
        mouth.close(loop)


@asynccontextmanager
async def visit(
    script: Script,
    version: SnmpVersion = SnmpVersion.V2C,
    clock: Clock | None = None,
    delay: Delay = at_once,
    patience: Snmp = IMPATIENT,
) -> AsyncIterator[tuple[SnmpSession, Agent]]:
    """Open a session with an agent that follows the script."""
    agent = Agent(script)
    agent.mouth.delay = delay
    async with converse(agent.mouth, snmpd.community(version), clock=clock, patience=patience) as session:
        yield session, agent


def read(datagram: bytes, source: Source) -> Asked:
    """Return what a v1 or v2c datagram asks."""
    message, _ = decoder.decode(datagram, asn1Spec=v2c.Message())
    version, community = v2c.apiMessage.get_version(message), v2c.apiMessage.get_community(message)
    return asked_in(v2c.apiMessage.get_pdu(message), int(version), bytes(community), source)


def asked_in(pdu: object, version: int, community: bytes, source: Source) -> Asked:
    """Return what a PDU asks."""
    kind = type(pdu).__name__
    return Asked(
        version=version,
        community=community,
        number=int(v2c.apiPDU.get_request_id(pdu)),
        kind=kind,
        oids=tuple(tuple(int(part) for part in oid) for oid, _ in v2c.apiPDU.get_varbinds(pdu)),
        repetitions=int(v2c.apiBulkPDU.get_max_repetitions(pdu)) if kind == "GetBulkRequestPDU" else 1,
        source=source,
    )


def write(asked: Asked, varbinds: Varbinds, *, error: tuple[int, int] = (0, 0), kind: type = v2c.ResponsePDU) -> bytes:
    """Return a response to what was asked."""
    message = v2c.Message()
    v2c.apiMessage.set_defaults(message)
    v2c.apiMessage.set_community(message, asked.community)
    message["version"] = asked.version
    v2c.apiMessage.set_pdu(message, response(asked, varbinds, error=error, kind=kind))
    octets: bytes = encoder.encode(message)
    return octets


def response(
    asked: Asked, varbinds: Varbinds, *, error: tuple[int, int] = (0, 0), kind: type = v2c.ResponsePDU
) -> univ.Sequence:
    """Return the PDU of a response."""
    pdu: univ.Sequence = kind()
    v2c.apiPDU.set_defaults(pdu)
    v2c.apiPDU.set_request_id(pdu, asked.number)
    v2c.apiPDU.set_error_status(pdu, error[0])
    v2c.apiPDU.set_varbinds(pdu, varbinds)
    pdu[2] = error[1]
    return pdu


def answer(asked: Asked, mib: Mapping[Oid, object]) -> bytes:
    """Return what an honest agent with these objects answers."""
    return write(asked, look_up(asked, mib))


def look_up(asked: Asked, mib: Mapping[Oid, object]) -> Varbinds:
    """Return the varbinds of an honest answer."""
    if asked.kind == "GetRequestPDU":
        return [(oid, mib.get(oid, v2c.NoSuchInstance(""))) for oid in asked.oids]
    ordered = sorted(mib)
    position = bisect_right(ordered, asked.oids[0])
    found: Varbinds = [(oid, mib[oid]) for oid in ordered[position : position + asked.repetitions]]
    return found or [(asked.oids[0], v2c.EndOfMibView(""))]


def ticks(number: int = 123_456) -> Mapping[Oid, object]:
    """Return a MIB with nothing but sysUpTime."""
    return {UPTIME: v2c.TimeTicks(number)}
