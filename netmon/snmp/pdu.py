"""What a PDU says: the part of a message that all SNMP versions share (RFC 3416 §3)."""

from dataclasses import dataclass
from enum import IntEnum

from netmon.errors import ProtocolViolation
from netmon.snmp import ber
from netmon.snmp.declaration import Oid

MOST_VARBINDS = 2_048
"""A datagram of 64 KiB cannot honestly hold more than we would ever ask for."""


class ErrorStatus(IntEnum):
    """The error-status values that netmon acts upon (RFC 3416 §3)."""

    NO_ERROR = 0
    TOO_BIG = 1
    NO_SUCH_NAME = 2
    AUTHORIZATION_ERROR = 16


@dataclass(frozen=True, slots=True)
class Varbind:
    """A name, and its value as it came; `start` is where the value's content lay."""

    oid: Oid
    tag: int
    content: bytes
    start: int = 0

    @property
    def end(self) -> int:
        """Where the value's content was over."""
        return self.start + len(self.content)

    @property
    def is_absent(self) -> bool:
        """Whether the agent says that it has no such object or instance."""
        return self.tag in (ber.NO_SUCH_OBJECT, ber.NO_SUCH_INSTANCE, ber.END_OF_MIB_VIEW)


@dataclass(frozen=True, slots=True)
class Pdu:
    """A response or a report; `number_at` is where the content of its request-id lay."""

    kind: int
    request_id: int
    error_status: int
    error_index: int
    varbinds: tuple[Varbind, ...]
    number_at: int = 0

    @property
    def oids(self) -> tuple[Oid, ...]:
        """The names, in the order in which they came."""
        return tuple(varbind.oid for varbind in self.varbinds)


def read_pdu(octets: bytes, at: int, end: int) -> Pdu:
    """Return the PDU that fills `[at, end)`; raise ProtocolViolation if it is none."""
    pdu = ber.read(octets, at, end)
    if pdu.tag not in (ber.RESPONSE, ber.REPORT) or pdu.end != end:
        message = f"octet {at}: neither a response nor a report"
        raise ProtocolViolation(message)
    number = ber.expect(octets, pdu.start, pdu.end, ber.INTEGER)
    request_id, at = ber.integer(octets[number.start : number.end]), number.end
    error_status, at = ber.read_integer(octets, at, pdu.end)
    error_index, at = ber.read_integer(octets, at, pdu.end)
    varbinds = ber.expect(octets, at, pdu.end, ber.SEQUENCE)
    if varbinds.end != pdu.end:
        message = "octets after the varbinds"
        raise ProtocolViolation(message)
    return Pdu(pdu.tag, request_id, error_status, error_index, _read_varbinds(octets, varbinds), number.start)


def _read_varbinds(octets: bytes, varbinds: ber.Element) -> tuple[Varbind, ...]:
    elements = ber.read_all(octets, varbinds.start, varbinds.end, MOST_VARBINDS)
    return tuple(_read_varbind(octets, element) for element in elements)


def _read_varbind(octets: bytes, element: ber.Element) -> Varbind:
    if element.tag != ber.SEQUENCE:
        message = f"octet {element.start}: not a varbind"
        raise ProtocolViolation(message)
    name = ber.expect(octets, element.start, element.end, ber.OBJECT_IDENTIFIER)
    value = ber.read(octets, name.end, element.end)
    if value.end != element.end:
        message = f"octet {value.end}: octets after the value"
        raise ProtocolViolation(message)
    oid, content = ber.object_identifier(octets[name.start : name.end]), octets[value.start : value.end]
    return Varbind(oid, value.tag, content, value.start)
