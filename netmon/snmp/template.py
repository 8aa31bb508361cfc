"""What a request looks like: the door to pysnmp, which encodes it once; only the request-id changes."""

import os
import struct
from dataclasses import dataclass
from functools import lru_cache

from pyasn1.codec.ber import encoder
from pyasn1.type.univ import Sequence
from pysnmp.proto.api import v2c

from netmon.snmp import ber
from netmon.snmp.declaration import Oid

SMALLEST_NUMBER = 1 << 23
"""From here on an INTEGER takes four octets, so that any number fits into the same place."""
LARGEST_NUMBER = (1 << 31) - 1
NUMBER_LENGTH = 4
"""Octets of each."""
RANDOM = struct.Struct("128Q")
"""64 bits for each number, so that taking the remainder favours none."""


@dataclass(frozen=True, slots=True)
class Template:
    """A request PDU without its request-id, and the names that it asks for."""

    oids: tuple[Oid, ...]
    head: bytes
    tail: bytes

    def numbered(self, number: int) -> bytes:
        """Return the PDU with this request-id."""
        return self.head + number.to_bytes(NUMBER_LENGTH, "big") + self.tail


class Numbers:
    """Request-ids that nobody can guess: 31 random bits, four octets long; drawn from the system by the hundred."""

    def __init__(self) -> None:
        self._drawn: list[int] = []

    def draw(self) -> int:
        """Return the next."""
        if not self._drawn:
            span = LARGEST_NUMBER - SMALLEST_NUMBER
            self._drawn = [drawn % span + SMALLEST_NUMBER for drawn in RANDOM.unpack(os.urandom(RANDOM.size))]
        return self._drawn.pop()


@lru_cache(maxsize=64)
def get(oids: tuple[Oid, ...]) -> Template:
    """Return a GetRequest for instances; probes and discoveries come again and again."""
    pdu = v2c.GetRequestPDU()
    v2c.apiPDU.set_defaults(pdu)
    return _encode(pdu, oids)


def get_next(oids: tuple[Oid, ...]) -> Template:
    """Return a GetNextRequest: the walk of SNMPv1."""
    pdu = v2c.GetNextRequestPDU()
    v2c.apiPDU.set_defaults(pdu)
    return _encode(pdu, oids)


def get_bulk(oids: tuple[Oid, ...], max_repetitions: int) -> Template:
    """Return a GetBulkRequest without non-repeaters."""
    pdu = v2c.GetBulkRequestPDU()
    v2c.apiBulkPDU.set_defaults(pdu)
    v2c.apiBulkPDU.set_max_repetitions(pdu, max_repetitions)
    return _encode(pdu, oids)


def _encode(pdu: Sequence, names: tuple[Oid, ...]) -> Template:
    v2c.apiPDU.set_request_id(pdu, SMALLEST_NUMBER)
    v2c.apiPDU.set_varbinds(pdu, [(name, v2c.null) for name in names])
    octets = encoder.encode(pdu)
    body = ber.read(octets, 0, len(octets))
    number = ber.expect(octets, body.start, body.end, ber.INTEGER)
    return Template(names, octets[: number.start], octets[number.end :])
