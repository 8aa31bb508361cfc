"""Whom a device hears at which of its interfaces.

LLDP-MIB (IEEE 802.1AB): lldpLocPortTable, lldpRemTable. A neighbour at a port that IF-MIB does not
know is left out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from netmon.foreign import one_line
from netmon.model import InterfaceName
from netmon.snmp.declaration import Column, Index, Reading, Row, Syntax, Table, Value
from netmon.snmp.text import LONGEST, clean

LOCAL_SYSTEM = (1, 0, 8802, 1, 1, 2, 1, 3)
LOC_PORT_TABLE = (1, 0, 8802, 1, 1, 2, 1, 3, 7, 1)
REM_TABLE = (1, 0, 8802, 1, 1, 2, 1, 4, 1, 1)

INTERFACE_NAME, LOCAL = 5, 7
"""LldpPortIdSubtype."""
LONGEST_CHASSIS_ID = 255
"""Octets (IEEE 802.1AB §8.5.2)."""
LONGEST_NUMBER = 10
"""Digits of an ifIndex."""

CHASSIS_ID = Column("chassis_id", "lldpLocChassisId", (*LOCAL_SYSTEM, 2), Syntax.OCTETS)
"""What the device tells its neighbours that it is."""
LOCAL_KEY = Column("port_id", "lldpLocPortId", (*LOC_PORT_TABLE, 3), Syntax.OCTETS)
REMOTE_KEY = Column("port_id", "lldpRemPortId", (*REM_TABLE, 7), Syntax.OCTETS)
TABLES = (
    Table(
        "local",
        columns=(
            LOCAL_KEY,
            Column("subtype", "lldpLocPortIdSubtype", (*LOC_PORT_TABLE, 2), Syntax.INTEGER),
            Column("descr", "lldpLocPortDesc", (*LOC_PORT_TABLE, 4), Syntax.TEXT),
        ),
        key=LOCAL_KEY,
    ),
    Table(
        "remote",
        columns=(
            REMOTE_KEY,
            Column("subtype", "lldpRemPortIdSubtype", (*REM_TABLE, 6), Syntax.INTEGER),
            Column("descr", "lldpRemPortDesc", (*REM_TABLE, 8), Syntax.TEXT),
            Column("name", "lldpRemSysName", (*REM_TABLE, 9), Syntax.TEXT),
            Column("chassis_id", "lldpRemChassisId", (*REM_TABLE, 5), Syntax.OCTETS),
        ),
        key=REMOTE_KEY,
    ),
)
"""What is heard, and the ports at which it is."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A neighbour as LLDP tells of it: at which interface, what it calls itself, its port and its chassis."""

    index: Index
    """lldpRemEntry: time mark, local port, number."""
    interface: InterfaceName
    name: str
    port: str
    chassis: str = ""


def neighbours(reading: Reading, names: Mapping[Index, InterfaceName]) -> Iterator[Heard]:
    """Yield whom the device hears; `names` are its interfaces by ifIndex."""
    places = _local_ports(rows(reading, "local"), names)
    for index, row in rows(reading, "remote").items():
        if len(index) == 3 and (interface := places.get(index[1:2])):  # noqa: PLR2004 -- time mark, local port, number
            yield Heard(index, interface, text(row.get("name")), _remote_port(row), chassis(row.get("chassis_id")))


def rows(reading: Reading, table: str) -> Mapping[Index, Row]:
    """Return the rows of a table in the order of their indices, which is that of the device's ports."""
    return dict(sorted(reading.tables.get(table, {}).items()))


def text(value: Value | None) -> str:
    """Return a text or octets of the device as one harmless line, empty where it said none."""
    if isinstance(value, bytes):
        return clean(value)
    return one_line(value[: LONGEST * 4])[:LONGEST] if isinstance(value, str) else ""


def chassis(told: Value | None) -> str:
    """Return a chassis ID in hexadecimal, whatever it consists of: it is only compared."""
    return told[:LONGEST_CHASSIS_ID].hex() if isinstance(told, bytes) else ""


def port_names(ports: Mapping[Index, Row]) -> dict[Index, InterfaceName]:
    """Return what each port is called; of ports that share a name, the first by index has it."""
    names: dict[InterfaceName, Index] = {}
    for index, row in ports.items():
        if name := text(row.get("ifname")):
            names.setdefault(InterfaceName(name), index)
    return {index: name for name, index in names.items()}


def _local_ports(ports: Mapping[Index, Row], names: Mapping[Index, InterfaceName]) -> dict[Index, InterfaceName]:
    """Return the interface of each LLDP port; one that LLDP says nothing about has the number of its interface."""
    known = frozenset(names.values())
    told = {index: _interface(row, known, names) for index, row in ports.items()}
    return {index: name for index, name in {**names, **told}.items() if name}


def _interface(row: Row, known: frozenset[str], names: Mapping[Index, InterfaceName]) -> InterfaceName | None:
    port_id = text(row.get("port_id"))
    for said in (port_id, text(row.get("descr"))):
        if said in known:
            return InterfaceName(said)
    is_number = port_id.isascii() and port_id.isdigit() and len(port_id) <= LONGEST_NUMBER
    return names.get((int(port_id),)) if is_number and row.get("subtype") == LOCAL else None


def _remote_port(row: Row) -> str:
    """Return what the neighbour calls its port: its name where it tells one, else its description."""
    port_id, descr = text(row.get("port_id")), text(row.get("descr"))
    return port_id if row.get("subtype") == INTERFACE_NAME else descr or port_id
