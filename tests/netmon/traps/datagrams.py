"""Notifications written by hand, so that a test can bend them."""

from netmon.snmp import ber
from netmon.snmp.declaration import Oid
from tests.parts.snmpd import COMMUNITY

LINK_DOWN: Oid = (1, 3, 6, 1, 6, 3, 1, 1, 5, 3)
SYS_UP_TIME: Oid = (1, 3, 6, 1, 2, 1, 1, 3, 0)
SNMP_TRAP_OID: Oid = (1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0)
TRAP, INFORM = 0xA7, 0xA6


def pdu(kind: int = TRAP) -> bytes:
    """Return the PDU of a linkDown."""
    up_time = ber.write(ber.SEQUENCE, ber.write_object_identifier(SYS_UP_TIME), ber.write_integer(9, ber.TIME_TICKS))
    said = ber.write(ber.SEQUENCE, *map(ber.write_object_identifier, (SNMP_TRAP_OID, LINK_DOWN)))
    numbers = map(ber.write_integer, (7, 0, 0))
    return ber.write(kind, *numbers, ber.write(ber.SEQUENCE, up_time, said))


def trap(name: str = COMMUNITY, *, version: int = 1, kind: int = TRAP) -> bytes:
    """Return a linkDown in a message with a community."""
    community = ber.write_octets(name.encode())
    return ber.write(ber.SEQUENCE, ber.write_integer(version), community, pdu(kind))
