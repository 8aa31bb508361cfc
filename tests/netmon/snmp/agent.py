"""A small agent that says whatever a test wants: the device that is broken, old or hostile.

It speaks through pysnmp's codec, so that our own reader is never checked against itself.
"""

import asyncio
from bisect import bisect_right
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from pyasn1.codec.ber import decoder, encoder
from pysnmp.proto.api import v2c

from netmon.clock import Clock, Millis, SystemClock
from netmon.inventory.models import SnmpVersion
from netmon.settings import Snmp
from netmon.snmp.declaration import Oid
from netmon.snmp.session import SnmpSession
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


@dataclass
class Agent(asyncio.DatagramProtocol):
    """A UDP server that follows a script; `asked` is all it was asked so far."""

    script: Script

    asked: list[Asked] = field(default_factory=list)
    mouth: asyncio.DatagramTransport | None = None

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Answer by the script."""
        asked = read(data, addr)
        self.asked.append(asked)
        for datagram in self.script(asked):
            assert self.mouth is not None
            self.mouth.sendto(datagram, addr)


@asynccontextmanager
async def visit(
    script: Script, version: SnmpVersion = SnmpVersion.V2C, clock: Clock | None = None
) -> AsyncIterator[tuple[SnmpSession, Agent]]:
    """Open a session with an agent that follows the script."""
    loop = asyncio.get_running_loop()
    mouth, agent = await loop.create_datagram_endpoint(lambda: Agent(script), local_addr=(ADDRESS, 0))
    agent.mouth = mouth
    port = mouth.get_extra_info("sockname")[1]
    session = SnmpSession.open(ADDRESS, port, snmpd.community(version), IMPATIENT, clock or SystemClock())
    try:
        yield session, agent
    finally:
        session.close()
        mouth.close()


def read(datagram: bytes, source: tuple[str, int]) -> Asked:
    """Return what a v1 or v2c datagram asks."""
    message, _ = decoder.decode(datagram, asn1Spec=v2c.Message())
    pdu = v2c.apiMessage.get_pdu(message)
    kind = type(pdu).__name__
    return Asked(
        version=int(v2c.apiMessage.get_version(message)),
        community=bytes(v2c.apiMessage.get_community(message)),
        number=int(v2c.apiPDU.get_request_id(pdu)),
        kind=kind,
        oids=tuple(tuple(int(part) for part in oid) for oid, _ in v2c.apiPDU.get_varbinds(pdu)),
        repetitions=int(v2c.apiBulkPDU.get_max_repetitions(pdu)) if kind == "GetBulkRequestPDU" else 1,
        source=source,
    )


def write(asked: Asked, varbinds: Varbinds, *, error: tuple[int, int] = (0, 0), kind: type = v2c.ResponsePDU) -> bytes:
    """Return a response to what was asked."""
    pdu = kind()
    v2c.apiPDU.set_defaults(pdu)
    v2c.apiPDU.set_request_id(pdu, asked.number)
    v2c.apiPDU.set_error_status(pdu, error[0])
    v2c.apiPDU.set_varbinds(pdu, varbinds)
    pdu[2] = error[1]
    message = v2c.Message()
    v2c.apiMessage.set_defaults(message)
    v2c.apiMessage.set_community(message, asked.community)
    message["version"] = asked.version
    v2c.apiMessage.set_pdu(message, pdu)
    octets: bytes = encoder.encode(message)
    return octets


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
