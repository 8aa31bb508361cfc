"""Our reader accepts nothing that pysnmp reads otherwise, and fails in one way only."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyasn1.codec.ber import decoder
from pyasn1.error import PyAsn1Error
from pyasn1.type.base import Asn1Type
from pyasn1.type.univ import Integer
from pysnmp.proto.api import v2c

from netmon.errors import ProtocolViolation
from netmon.inventory.models import SnmpVersion
from netmon.secret import Secret
from netmon.snmp import ber, template
from netmon.snmp.credential import Community
from netmon.snmp.declaration import Counter32, Counter64, Oid, Syntax, Value
from netmon.snmp.pdu import Pdu
from netmon.snmp.security import CommunitySecurity
from netmon.snmp.value import read_value
from tests.netmon.snmp.agent import UPTIME, Asked, read, write

ASKED = Asked(1, b"public", 1 << 30, "GetRequestPDU", (UPTIME,), 1, ("", 0))
SECURITY = CommunitySecurity(Community(SnmpVersion.V2C, Secret("public")))
OIDS = st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=20).map(lambda tail: (1, 3, *tail))
VALUES = st.one_of(
    st.integers(-(2**31), 2**31 - 1).map(v2c.Integer32),
    st.integers(0, 2**32 - 1).map(v2c.Counter32),
    st.integers(0, 2**32 - 1).map(v2c.Gauge32),
    st.integers(0, 2**32 - 1).map(v2c.TimeTicks),
    st.integers(0, 2**64 - 1).map(v2c.Counter64),
    st.binary(max_size=300).map(v2c.OctetString),
    st.tuples(*[st.integers(0, 255)] * 4).map(lambda parts: v2c.IpAddress(".".join(map(str, parts)))),
    OIDS.map(v2c.ObjectIdentifier),
    st.just(v2c.NoSuchObject("")),
)
VARBINDS = st.lists(st.tuples(OIDS, VALUES), max_size=8)
SYNTAXES = {
    ber.INTEGER: Syntax.INTEGER,
    ber.COUNTER32: Syntax.COUNTER32,
    ber.GAUGE32: Syntax.GAUGE32,
    ber.TIME_TICKS: Syntax.TIME_TICKS,
    ber.COUNTER64: Syntax.COUNTER64,
    ber.OCTET_STRING: Syntax.OCTETS,
    ber.OBJECT_IDENTIFIER: Syntax.OBJECT_IDENTIFIER,
    ber.IP_ADDRESS: Syntax.IP_ADDRESS,
}


def ours(datagram: bytes) -> list[tuple[Oid, Value | None]]:
    """Return what we read, exceptions as None."""
    pdu = SECURITY.unwrap(datagram).outcome
    assert isinstance(pdu, Pdu)
    return [
        (bind.oid, None if bind.is_absent else read_value(SYNTAXES[bind.tag], bind.tag, bind.content))
        for bind in pdu.varbinds
    ]


def theirs(datagram: bytes) -> list[tuple[Oid, Value | None]]:
    """Return what pysnmp reads, exceptions as None."""
    message, _ = decoder.decode(datagram, asn1Spec=v2c.Message())
    return [
        (tuple(int(part) for part in oid), _plain(value))
        for oid, value in v2c.apiPDU.get_varbinds(v2c.apiMessage.get_pdu(message))
    ]


def _plain(value: Asn1Type) -> Value | None:
    if isinstance(value, v2c.NoSuchObject | v2c.NoSuchInstance | v2c.EndOfMibView):
        return None
    if isinstance(value, v2c.IpAddress):
        return str(value.prettyPrint())
    if isinstance(value, v2c.ObjectIdentifier):
        return tuple(int(part) for part in value)
    if isinstance(value, v2c.OctetString):
        return bytes(value)
    assert isinstance(value, Integer)
    return int(value)


@settings(deadline=None)
@given(VARBINDS)
def test_every_response_is_read_as_pysnmp_reads_it(varbinds: list[tuple[Oid, object]]) -> None:
    datagram = write(ASKED, varbinds)
    assert ours(datagram) == theirs(datagram)


@settings(deadline=None)
@given(VARBINDS, st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), min_size=1, max_size=3))
def test_a_damaged_response_is_refused_or_read_as_pysnmp_reads_it(
    varbinds: list[tuple[Oid, object]], damage: list[tuple[int, int]]
) -> None:
    octets = bytearray(write(ASKED, varbinds))
    for position, octet in damage:
        octets[position % len(octets)] = octet
    try:
        read_by_us = ours(bytes(octets))
    except (ProtocolViolation, KeyError):
        return
    try:
        read_by_them = theirs(bytes(octets))
    except PyAsn1Error:
        return
    assert read_by_us == read_by_them


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_noise_is_a_protocol_violation(noise: bytes) -> None:
    with pytest.raises(ProtocolViolation):
        SECURITY.unwrap(noise)


@settings(deadline=None)
@given(st.lists(OIDS, max_size=10), st.integers(template.SMALLEST_NUMBER, template.LARGEST_NUMBER))
def test_a_request_keeps_its_names_under_every_number(oids: list[Oid], number: int) -> None:
    asked = read(SECURITY.wrap(template.get(tuple(oids)), number), ("", 0))
    assert (asked.oids, asked.number, asked.community) == (tuple(oids), number, b"public")


@settings(deadline=None)
@given(st.integers(-(2**31), 2**31 - 1))
def test_an_integer_is_written_as_it_is_read(number: int) -> None:
    octets = ber.write_integer(number)
    assert ber.read_integer(octets, 0, len(octets)) == (number, len(octets))


@pytest.mark.parametrize(
    ("syntax", "tag", "content"),
    [
        (Syntax.INTEGER, ber.INTEGER, b""),
        (Syntax.INTEGER, ber.INTEGER, bytes(12)),
        (Syntax.COUNTER32, ber.COUNTER32, b"\x01\x00\x00\x00\x00"),
        (Syntax.COUNTER64, ber.COUNTER64, bytes(10)),
        (Syntax.COUNTER64, ber.OCTET_STRING, b"12"),
        (Syntax.COUNTER64, ber.COUNTER32, b"\x01"),
        (Syntax.OBJECT_IDENTIFIER, ber.OBJECT_IDENTIFIER, b"\x2b\x81"),
        (Syntax.OBJECT_IDENTIFIER, ber.OBJECT_IDENTIFIER, b"\x2b\x90\x80\x80\x80\x00"),
        (Syntax.OBJECT_IDENTIFIER, ber.OBJECT_IDENTIFIER, b"\x01" * 200),
        (Syntax.IP_ADDRESS, ber.IP_ADDRESS, b"\x7f\x00\x01"),
    ],
)
def test_a_value_of_another_kind_or_size_is_refused(syntax: Syntax, tag: int, content: bytes) -> None:
    with pytest.raises(ProtocolViolation):
        read_value(syntax, tag, content)


def test_counters_remember_their_size() -> None:
    assert isinstance(read_value(Syntax.COUNTER32, ber.COUNTER32, b"\xff\xff\xff\xff"), Counter32)
    assert isinstance(read_value(Syntax.COUNTER64, ber.COUNTER64, b"\x00" + b"\xff" * 8), Counter64)
