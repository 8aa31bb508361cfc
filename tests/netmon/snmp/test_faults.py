"""What agents encode against the rules is read, and counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import Millis
from netmon.snmp import ber
from netmon.snmp.declaration import Column, Counter32, Fault, Syntax
from netmon.snmp.harvest import SCALARS, Harvest
from netmon.snmp.pdu import Pdu, Varbind
from netmon.snmp.plan import SYS_UP_TIME, Ask
from netmon.snmp.value import fault_of, read_value

OCTETS = Column("in_octets", "ifInOctets", (1, 3, 6, 1, 2, 1, 2, 2, 1, 10), Syntax.COUNTER32)
ALIAS = Column("alias", "ifAlias", (1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 18), Syntax.TEXT)
NAME = Column("name", "sysName", (1, 3, 6, 1, 2, 1, 1, 5), Syntax.TEXT)
TAGS = {Syntax.COUNTER32: ber.COUNTER32, Syntax.TEXT: ber.OCTET_STRING}
UPTIME = Varbind(SYS_UP_TIME, ber.TIME_TICKS, b"\x2a", 0)
NOW = Millis(1_795_000_020_000)
LEGACY = "směrovač".encode("cp1250")


@pytest.mark.parametrize(
    ("syntax", "content", "fault"),
    [
        (Syntax.COUNTER32, b"\xff\x00\x00\x00", Fault.NEGATIVE),
        (Syntax.COUNTER32, b"\x00\xff\x00\x00\x00", None),
        (Syntax.COUNTER64, b"\x80" + bytes(7), Fault.NEGATIVE),
        (Syntax.GAUGE32, b"\x00\x00\x00\x01", Fault.OVERLONG),
        (Syntax.TIME_TICKS, b"\x00", None),
        (Syntax.INTEGER, b"\x00\x00\x00\x00\x01", Fault.OVERLONG),
        (Syntax.INTEGER, b"\x01\x00\x00\x00\x00", Fault.OVERLONG),
        (Syntax.INTEGER, b"\xff\xff", Fault.OVERLONG),
        (Syntax.INTEGER, b"\xff\x7f", None),
        (Syntax.TEXT, LEGACY, Fault.ENCODING),
        (Syntax.TEXT, "směrovač".encode(), None),
        (Syntax.OCTETS, LEGACY, None),
    ],
)
def test_a_fault_is_told_from_what_keeps_to_the_rules(syntax: Syntax, content: bytes, fault: Fault | None) -> None:
    assert fault_of(syntax, content) is fault


@given(st.integers(0, (1 << 64) - 1))
def test_an_integer_as_it_should_be_has_no_fault(number: int) -> None:
    content = number.to_bytes(number.bit_length() // 8 + 1, "big")
    assert fault_of(Syntax.COUNTER64, content) is None
    assert read_value(Syntax.COUNTER64, ber.COUNTER64, content) == number


def answered(*said: tuple[Ask, bytes]) -> Harvest:
    """Return what came of an answer that says this."""
    harvest = Harvest()
    varbinds = [Varbind(ask.column.oid, TAGS[ask.column.syntax], content, 0) for ask, content in said]
    harvest.take_answer([ask for ask, _ in said], Pdu(ber.RESPONSE, 1, 0, 0, (UPTIME, *varbinds), 0))
    return harvest


def test_faults_are_counted_for_whom_they_concern_and_the_values_are_read() -> None:
    counters = [Ask("interfaces", (index,), "in_octets", OCTETS) for index in (1, 2)]
    harvest = answered(
        (counters[0], b"\xff\x00\x00\x00"),
        (counters[1], b"\x80\x00\x00\x00"),
        (Ask("others", (1,), "alias", ALIAS), LEGACY),
        (Ask(SCALARS, (0,), "name", NAME), LEGACY),
    )
    ours = harvest.reading(NOW, frozenset(), {"interfaces": "interfaces"})
    theirs = harvest.reading(NOW, frozenset({"name"}), {"others": "others"})
    assert ours.faults == {Fault.NEGATIVE: 2}
    assert ours.tables["interfaces"][1,]["in_octets"] == Counter32(0xFF << 24)
    assert theirs.faults == {Fault.ENCODING: 2}


def test_rows_that_are_forgotten_take_their_faults_with_them() -> None:
    harvest = answered((Ask("interfaces", (1,), "in_octets", OCTETS), b"\xff\x00\x00\x00"))
    harvest.forget("interfaces")
    assert harvest.reading(NOW, frozenset(), {"interfaces": "interfaces"}).faults == {}
