"""What a request looks like: the door to pysnmp, which encodes it once; only the request-id changes."""

import secrets
from dataclasses import dataclass

from pyasn1.codec.ber import encoder
from pyasn1.type.univ import Sequence
from pysnmp.proto.api import v2c

from netmon.snmp import ber
from netmon.snmp.declaration import Oid

SMALLEST_NUMBER = 1 << 23
"""From here on an INTEGER takes four octets, so that any number fits into the same place."""
LARGEST_NUMBER = (1 << 31) - 1


@dataclass(frozen=True, slots=True)
class Template:
    """A request PDU without its request-id, and the names that it asks for."""

    oids: tuple[Oid, ...]
    head: bytes
    tail: bytes

    def numbered(self, number: int) -> bytes:
        """Return the PDU with this request-id."""
        return self.head + number.to_bytes(4, "big") + self.tail


def draw_number() -> int:
    """Return a request-id that nobody can guess: 31 random bits, four octets long."""
    return SMALLEST_NUMBER + secrets.randbelow(LARGEST_NUMBER - SMALLEST_NUMBER)


def get(oids: tuple[Oid, ...]) -> Template:
    """Return a GetRequest for instances."""
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
