"""How an SNMPv2c request is read and a response written, as an agent sees them (RFC 1901, RFC 3416 §3).

The names of objects stay encoded, so that an agent finds and repeats them without decoding.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from netmon.errors import ProtocolViolation
from netmon.snmp import ber
from netmon.snmp.declaration import Syntax, Value

SNMP_V2C = b"\x01"
MOST_NAMES = 128
TAGS = {
    Syntax.INTEGER: ber.INTEGER,
    Syntax.TEXT: ber.OCTET_STRING,
    Syntax.OCTETS: ber.OCTET_STRING,
    Syntax.OBJECT_IDENTIFIER: ber.OBJECT_IDENTIFIER,
    Syntax.IP_ADDRESS: ber.IP_ADDRESS,
    Syntax.COUNTER32: ber.COUNTER32,
    Syntax.GAUGE32: ber.GAUGE32,
    Syntax.TIME_TICKS: ber.TIME_TICKS,
    Syntax.COUNTER64: ber.COUNTER64,
}
MODULUS = {Syntax.COUNTER32: 1 << 32, Syntax.TIME_TICKS: 1 << 32, Syntax.COUNTER64: 1 << 64}
NO_SUCH_OBJECT = ber.write(ber.NO_SUCH_OBJECT)
NO_SUCH_INSTANCE = ber.write(ber.NO_SUCH_INSTANCE)
END_OF_MIB_VIEW = ber.write(ber.END_OF_MIB_VIEW)


class Operation(IntEnum):
    """The requests that an agent answers (RFC 3416 §4.2), by their tags."""

    GET = ber.GET
    GET_NEXT = ber.GET_NEXT
    GET_BULK = ber.GET_BULK


@dataclass(frozen=True, slots=True)
class Request:
    """A v2c request; `names` are the contents of OBJECT IDENTIFIERs.

    `non_repeaters` and `max_repetitions` mean something in a GetBulkRequest only.
    """

    community: bytes
    operation: Operation
    request_id: int
    non_repeaters: int
    max_repetitions: int
    names: tuple[bytes, ...]


def read_request(datagram: bytes) -> Request:
    """Return the request in a datagram; raise ProtocolViolation for anything that is not one."""
    message = ber.expect(datagram, 0, len(datagram), ber.SEQUENCE)
    version = ber.expect(datagram, message.start, message.end, ber.INTEGER)
    community = ber.expect(datagram, version.end, message.end, ber.OCTET_STRING)
    pdu = ber.read(datagram, community.end, message.end)
    is_whole = pdu.end == message.end == len(datagram)
    if not is_whole or datagram[version.start : version.end] != SNMP_V2C or pdu.tag not in list(Operation):
        error = "not one SNMPv2c request"
        raise ProtocolViolation(error)
    numbers, at = _read_numbers(datagram, pdu)
    names = _read_names(datagram, ber.expect(datagram, at, pdu.end, ber.SEQUENCE))
    return Request(datagram[community.start : community.end], Operation(pdu.tag), *numbers, names)


def write_response(request: Request, varbinds: Sequence[bytes], error_status: int = 0) -> bytes:
    """Return the message that answers a request with encoded varbinds."""
    pdu = ber.write(
        ber.RESPONSE,
        ber.write_integer(request.request_id),
        ber.write_integer(error_status),
        ber.write_integer(0),
        ber.write(ber.SEQUENCE, *varbinds),
    )
    return ber.write(ber.SEQUENCE, ber.write(ber.INTEGER, SNMP_V2C), ber.write_octets(request.community), pdu)


def write_varbind(name: bytes, value: bytes) -> bytes:
    """Return one varbind of a name's content and an encoded value."""
    return ber.write(ber.SEQUENCE, ber.write(ber.OBJECT_IDENTIFIER, name), value)


def write_value(syntax: Syntax, value: Value) -> bytes:
    """Return a value in its syntax; counters and ticks wrap where their syntax does."""
    match value:
        case int():
            modulus = MODULUS.get(syntax)
            return ber.write_integer(value % modulus if modulus else value, TAGS[syntax])
        case tuple():
            return ber.write_object_identifier(value)
        case str():
            return ber.write(TAGS[syntax], value.encode())
        case bytes():
            return ber.write(TAGS[syntax], value)


def _read_numbers(datagram: bytes, pdu: ber.Element) -> tuple[tuple[int, int, int], int]:
    """Return the three integers that a PDU begins with, and where they end."""
    first = ber.expect(datagram, pdu.start, pdu.end, ber.INTEGER)
    second = ber.expect(datagram, first.end, pdu.end, ber.INTEGER)
    third = ber.expect(datagram, second.end, pdu.end, ber.INTEGER)
    request_id, non_repeaters, max_repetitions = (
        ber.integer(datagram[number.start : number.end]) for number in (first, second, third)
    )
    return (request_id, non_repeaters, max_repetitions), third.end


def _read_names(datagram: bytes, varbinds: ber.Element) -> tuple[bytes, ...]:
    return tuple(
        _read_name(datagram, varbind) for varbind in ber.read_all(datagram, varbinds.start, varbinds.end, MOST_NAMES)
    )


def _read_name(datagram: bytes, varbind: ber.Element) -> bytes:
    name = ber.expect(datagram, varbind.start, varbind.end, ber.OBJECT_IDENTIFIER)
    content = datagram[name.start : name.end]
    if varbind.tag != ber.SEQUENCE or not content:
        error = f"octet {varbind.start}: not a varbind"
        raise ProtocolViolation(error)
    return content
