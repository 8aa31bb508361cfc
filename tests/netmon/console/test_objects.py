"""How what an agent says of an object reads: every syntax, everything that is missing or broken."""

import json

import pytest

from netmon.console.objects import Said
from netmon.language import Language
from netmon.phrase import in_language
from netmon.snmp import ber
from netmon.snmp.declaration import Column, Declaration, Oid, Syntax
from netmon.snmp.naming import Vocabulary
from netmon.snmp.pdu import Varbind
from netmon.snmp.plan import SYS_UP_TIME

UNREAD: Oid = (1, 3, 6, 1, 4, 1, 9, 9)
PORT_ID = Column("port", "lldpLocPortId", (1, 0, 8802, 1, 1, 2, 1, 3, 7, 1, 3), Syntax.OCTETS)
DESCR = Column("descr", "sysDescr", (1, 3, 6, 1, 2, 1, 1, 1), Syntax.TEXT)
VOCABULARY = Vocabulary.of([Declaration(scalars=(PORT_ID, DESCR))])


@pytest.mark.parametrize(
    ("oid", "tag", "content", "line"),
    [
        ((*DESCR.oid, 0), ber.OCTET_STRING, b"a\n\tb\x00c", "sysDescr.0 = OCTET STRING: a bc"),
        ((*DESCR.oid, 0), ber.OCTET_STRING, b"", "sysDescr.0 = OCTET STRING: "),
        ((*DESCR.oid, 0), ber.OCTET_STRING, "směrovač".encode("cp1250"), "sysDescr.0 = OCTET STRING: směrovač"),
        ((*DESCR.oid, 0), ber.OCTET_STRING, b"x" * 999, f"sysDescr.0 = OCTET STRING: {'x' * 255}"),
        ((*DESCR.oid, 0), ber.INTEGER, b"\xff", "sysDescr.0 = INTEGER: -1"),
        (SYS_UP_TIME, ber.OCTET_STRING, b"up", "sysUpTime.0 = OCTET STRING: up"),
        ((*PORT_ID.oid, 4), ber.OCTET_STRING, b"xe1", "lldpLocPortId.4 = octets: 78 65 31"),
        ((*PORT_ID.oid, 4), ber.OCTET_STRING, bytes(999), f"lldpLocPortId.4 = octets: {'00 ' * 255}…"),
        (UNREAD, ber.OCTET_STRING, "čitelné".encode(), "1.3.6.1.4.1.9.9 = OCTET STRING: čitelné"),
        (UNREAD, ber.OCTET_STRING, b"\x00\x1b", "1.3.6.1.4.1.9.9 = octets: 00 1b"),
        (UNREAD, ber.OCTET_STRING, b"\xff\xfe", "1.3.6.1.4.1.9.9 = octets: ff fe"),
        (UNREAD, ber.COUNTER32, b"\xff\xff\xff\xff", "1.3.6.1.4.1.9.9 = Counter32: 4294967295"),
        (UNREAD, ber.GAUGE32, b"\x07", "1.3.6.1.4.1.9.9 = Gauge32: 7"),
        (UNREAD, ber.COUNTER64, b"\x00" + b"\xff" * 8, f"1.3.6.1.4.1.9.9 = Counter64: {2**64 - 1}"),
        (UNREAD, ber.TIME_TICKS, b"\x07\x5b\xcd\x15", "1.3.6.1.4.1.9.9 = TimeTicks: 123456789 (14 d 06:56:07.89)"),
        (UNREAD, ber.IP_ADDRESS, bytes((192, 0, 2, 1)), "1.3.6.1.4.1.9.9 = IpAddress: 192.0.2.1"),
        (UNREAD, ber.OBJECT_IDENTIFIER, b"\x2b\x06\x01", "1.3.6.1.4.1.9.9 = OBJECT IDENTIFIER: 1.3.6.1"),
        (UNREAD, 0x44, b"\x9f\x78", "1.3.6.1.4.1.9.9 = tag 0x44: 9f 78"),
        (UNREAD, ber.NULL, b"", "1.3.6.1.4.1.9.9 = tag 0x05: "),
        (UNREAD, ber.IP_ADDRESS, b"\x01", "1.3.6.1.4.1.9.9 = IpAddress: an IpAddress of 1 octets"),
        (
            UNREAD,
            ber.COUNTER32,
            b"",
            "1.3.6.1.4.1.9.9 = Counter32: 0 octets do not hold an unsigned integer of 32 bits",
        ),
        (UNREAD, ber.END_OF_MIB_VIEW, b"", "1.3.6.1.4.1.9.9 = endOfMibView: the agent has nothing beyond"),
    ],
)
def test_every_syntax_reads_as_a_line(oid: Oid, tag: int, content: bytes, line: str) -> None:
    assert Said.of(Varbind(oid, tag, content), VOCABULARY).line == line


@pytest.mark.parametrize(
    ("tag", "content", "value", "reason"),
    [
        (ber.COUNTER64, b"\x05", 5, None),
        (ber.OCTET_STRING, b"\x00\xff", "00ff", None),
        (ber.OBJECT_IDENTIFIER, b"\x2b\x06", "1.3.6", None),
        (ber.IP_ADDRESS, b"\x01", None, "an IpAddress of 1 octets"),
        (ber.NO_SUCH_OBJECT, b"", None, "the agent has no such object, or does not show it"),
    ],
)
def test_every_value_reads_as_json(tag: int, content: bytes, value: object, reason: str | None) -> None:
    said = Said.of(Varbind(UNREAD, tag, content), VOCABULARY).as_object
    assert (said["oid"], said["value"], said["reason"]) == ("1.3.6.1.4.1.9.9", value, reason)
    assert json.dumps(said)


def test_an_absence_can_be_read_in_czech() -> None:
    said = Said.of(Varbind(UNREAD, ber.NO_SUCH_INSTANCE, b""), VOCABULARY)
    assert in_language(said.line, Language.CS).endswith("= noSuchInstance: agent objekt má, ale tuto instanci ne")
