"""What pysnmp says a datagram says: the values that a reading may hold, and no others."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyasn1.codec.ber import decoder, encoder
from pyasn1.error import PyAsn1Error
from pysnmp.proto.api import v2c
from pysnmp.proto.error import ProtocolError

from netmon.errors import ProtocolViolation
from netmon.inventory.models import SnmpVersion
from netmon.secret import Secret
from netmon.snmp import ber
from netmon.snmp.credential import Community
from netmon.snmp.declaration import Column, Counter32, Counter64, Declaration, Index, Oid, Reading, Row, Syntax, Value
from netmon.snmp.pdu import Pdu
from netmon.snmp.security import CommunitySecurity
from netmon.snmp.text import clean
from tests.netmon.snmp.agent import UPTIME, Asked

COMMUNITY = "kk-readonly"
SECURITY = CommunitySecurity(Community(SnmpVersion.V2C, Secret(COMMUNITY)))
REFUSALS = (PyAsn1Error, ProtocolError, ValueError, OverflowError, IndexError, TypeError)
"""What pysnmp raises at what it cannot read."""
UNSIGNED = {ber.COUNTER32: 4, ber.GAUGE32: 4, ber.TIME_TICKS: 4, ber.COUNTER64: 8}
"""Octets in which some agents write a number whose first bit is set, without the zero in front."""
OVERSIZED = 5
"""Octets of an INTEGER that is larger than SNMP allows and that can still mean only one thing."""
TAGS = {
    Syntax.INTEGER: ber.INTEGER,
    Syntax.GAUGE32: ber.GAUGE32,
    Syntax.COUNTER32: ber.COUNTER32,
    Syntax.COUNTER64: ber.COUNTER64,
    Syntax.TIME_TICKS: ber.TIME_TICKS,
    Syntax.TEXT: ber.OCTET_STRING,
    Syntax.OCTETS: ber.OCTET_STRING,
    Syntax.OBJECT_IDENTIFIER: ber.OBJECT_IDENTIFIER,
    Syntax.IP_ADDRESS: ber.IP_ADDRESS,
}


SHOWN: Mapping[Syntax, Callable[[bytes], Value]] = {
    Syntax.TEXT: clean,
    Syntax.IP_ADDRESS: lambda octets: ".".join(map(str, octets)),
}
SIZES: Mapping[Syntax, type[int]] = {Syntax.COUNTER32: Counter32, Syntax.COUNTER64: Counter64}


@dataclass(frozen=True, slots=True)
class Said:
    """A tag and what stands behind it, plainly: an integer, octets or an OID."""

    tag: int
    plain: int | bytes | Oid

    def value(self, syntax: Syntax) -> Value | None:
        """Return what it means for an object of this syntax; None if it means nothing."""
        if self.tag != TAGS[syntax]:
            return None
        if isinstance(self.plain, bytes):
            return SHOWN.get(syntax, bytes)(self.plain)
        if isinstance(self.plain, int):
            return SIZES.get(syntax, int)(self.plain)
        return self.plain


Sayings = Mapping[Oid, frozenset[Said]]


def allowed(asked: Iterable[Asked], datagrams: Iterable[bytes]) -> Sayings:
    """Return what the datagrams say of each object, as far as they answer what was asked."""
    said: dict[Oid, set[Said]] = {}
    requests = {request.number: request for request in asked}
    for datagram in datagrams:
        number, pairs = theirs(datagram) or ours(datagram) or (0, [])
        request = requests.get(number)
        names = tuple(oid for oid, _ in pairs)
        if request is not None and (request.kind != "GetRequestPDU" or request.oids == names):
            for oid, saying in pairs:
                if saying is not None:
                    said.setdefault(oid, set()).add(saying)
    return {oid: frozenset(sayings) for oid, sayings in said.items()}


def theirs(datagram: bytes) -> tuple[int, list[tuple[Oid, Said | None]]] | None:
    """Return the request-id and varbinds that pysnmp reads; None if it refuses, or the message is not for us."""
    try:
        message, rest = decoder.decode(datagram, asn1Spec=v2c.Message())
        pdu = v2c.apiMessage.get_pdu(message)
        head = (int(v2c.apiMessage.get_version(message)), bytes(v2c.apiMessage.get_community(message)), rest)
        if head != (1, COMMUNITY.encode(), b"") or type(pdu).__name__ != "ResponsePDU" or int(pdu[1]):
            return None
        pairs = [(tuple(map(int, oid)), _plain(value)) for oid, value in v2c.apiPDU.get_varbinds(pdu)]
        return int(v2c.apiPDU.get_request_id(pdu)), pairs
    except REFUSALS:
        return None


def ours(datagram: bytes) -> tuple[int, list[tuple[Oid, Said | None]]] | None:
    """Return what the strict reader reads, value by value as pysnmp reads it alone, or as a known fault."""
    try:
        answer = SECURITY.unwrap(datagram)
    except ProtocolViolation:
        return None
    assert isinstance(answer.outcome, Pdu)
    if answer.outcome.error_status:
        return None
    return answer.number, [(bind.oid, _alone(bind.tag, bind.content)) for bind in answer.outcome.varbinds]


def disagreements(reading: Reading, declaration: Declaration, sayings: Sayings) -> Iterator[str]:
    """Yield what a reading holds that nobody said."""
    uptimes = {said.plain for said in sayings.get(UPTIME, ()) if said.tag == ber.TIME_TICKS}
    if reading.uptime not in uptimes:
        yield f"sysUpTime {reading.uptime}"
    scalars = {column.name: column for column in declaration.scalars}
    rows: list[tuple[Index, Row, dict[str, Column]]] = [((0,), reading.scalars, scalars)]
    for table in declaration.tables:
        columns = {column.name: column for column in table.columns}
        rows += [(index, row, columns) for index, row in reading.tables[table.name].items()]
    for index, row, columns in rows:
        for name, value in row.items():
            said = uptimes if name == "sysUpTime" else _values(columns[name], index, sayings)
            if not any(value == each and type(value) is type(each) for each in said):
                yield f"{name}.{index}: {value!r}, where {said!r} was said"


def _values(column: Column, index: Oid, sayings: Sayings) -> set[Value | None]:
    """Return what was said of an instance, or of its fallback's."""
    found = {said.value(column.syntax) for said in sayings.get(column.oid + index, ())}
    return found | (_values(column.fallback, index, sayings) if column.fallback else set())


def _alone(tag: int, content: bytes) -> Said | None:
    """Return a value as pysnmp reads it by itself, or as the fault that it is known for."""
    bind = ber.write(ber.SEQUENCE, ber.write_object_identifier(UPTIME), ber.write(tag, content))
    pdu = ber.write(ber.RESPONSE, ber.write_integer(1), ber.write_integer(0) * 2, ber.write(ber.SEQUENCE, bind))
    read = theirs(ber.write(ber.SEQUENCE, ber.write_integer(1), ber.write_octets(COMMUNITY.encode()), pdu))
    if read is not None:
        return read[1][0][1]
    if UNSIGNED.get(tag) == len(content) and content[0] & 0x80:
        return Said(tag, int.from_bytes(content, "big"))
    if tag == ber.INTEGER and len(content) == OVERSIZED:
        return Said(tag, int.from_bytes(content, "big", signed=True))
    return None


def _plain(value: object) -> Said | None:
    if isinstance(value, v2c.NoSuchObject | v2c.NoSuchInstance | v2c.EndOfMibView | v2c.Null):
        return None
    tag = encoder.encode(value)[0]
    if isinstance(value, v2c.ObjectIdentifier):
        return Said(tag, tuple(map(int, value)))
    if isinstance(value, v2c.OctetString | v2c.IpAddress | v2c.Opaque):
        return Said(tag, bytes(value))
    return Said(tag, int(value))  # type: ignore[call-overload]
