"""Who a device and its interfaces are, whatever they are called and numbered at the moment.

IF-MIB: ifName (ifDescr where there is none), ifAlias, ifPhysAddress. LLDP-MIB: the neighbour at each
port, and the device's own chassis ID (`lldp.py`). SNMPv2-MIB: sysName. SNMP-FRAMEWORK-MIB: snmpEngineID.
ENTITY-MIB: entPhysicalSerialNum of the chassis.

An hour apart, and whenever the interfaces' collector finds other names or numbers than before.
"""

from collections.abc import Iterator, Mapping

from collectors import interfaces, lldp, system
from collectors.lldp import rows, text
from netmon.clock import HOUR
from netmon.collector import IdentityCollector
from netmon.identity.device import Sighting
from netmon.identity.evidence import UNTOLD, Evidence
from netmon.identity.neighbour import NOBODY, Neighbour
from netmon.model import InterfaceName
from netmon.snmp.declaration import Column, Declaration, Index, Reading, Row, Syntax, Table, Value

ENT_PHYSICAL_TABLE = (1, 3, 6, 1, 2, 1, 47, 1, 1, 1, 1)
CHASSIS = 3
"""PhysicalClass (RFC 6933)."""
MOST_CHASSIS = 16
"""Chassis of one device that are told apart: those of a stack."""
MAC_OCTETS = frozenset({6, 8})
"""EUI-48, EUI-64: a tunnel's address of 4 octets is an IP address, which moves."""
BROADCAST = b"\xff"

CLASS = Column("class", "entPhysicalClass", (*ENT_PHYSICAL_TABLE, 5), Syntax.INTEGER)
DECLARATION = Declaration(
    scalars=(
        Column("engine", "snmpEngineID", (*system.ENGINE, 1), Syntax.OCTETS),
        Column("name", "sysName", (*system.SYSTEM, 5), Syntax.TEXT),
        lldp.CHASSIS_ID,
    ),
    tables=(
        Table(
            "ports",
            columns=(
                interfaces.KEY,
                *(column for column in interfaces.TEXTS if column.name == "alias"),
                Column("mac", "ifPhysAddress", (*interfaces.IF_TABLE, 6), Syntax.OCTETS),
            ),
            key=interfaces.KEY,
        ),
        *lldp.TABLES,
        Table(
            "chassis",
            columns=(CLASS, Column("serial", "entPhysicalSerialNum", (*ENT_PHYSICAL_TABLE, 11), Syntax.TEXT)),
            key=CLASS,
        ),
    ),
)


def parse(reading: Reading) -> Sighting:
    """Return what the device tells of who it and its interfaces are."""
    ports = rows(reading, "ports")
    names = lldp.port_names(ports)
    heard = _heard(reading, names)
    return Sighting(
        interfaces={name: _evidence(ports[index], heard.get(name, NOBODY)) for index, name in names.items()},
        serials=frozenset(_serials(reading)),
        engines=frozenset({octets.hex()} if isinstance(octets := reading.scalars.get("engine"), bytes) else ()),
        name=text(reading.scalars.get("name")),
        chassis=lldp.chassis(reading.scalars.get(lldp.CHASSIS_ID.name)),
        neighbours=heard,
    )


def keep(table: str, key: Value) -> bool:
    """Return whether a row tells anything of identity: of all physical entities only chassis do."""
    return table != "chassis" or key == CHASSIS


def places(reading: Reading) -> Mapping[Index, str]:
    """Return the interfaces' names by ifIndex, of a reading of their own collector."""
    found = reading.tables.get(interfaces.COLLECTOR.name, {})
    return {index: name for index, row in found.items() if isinstance(name := row.get(interfaces.KEY.name), str)}


def _heard(reading: Reading, names: Mapping[Index, InterfaceName]) -> Mapping[InterfaceName, Neighbour]:
    """Return the neighbour at each interface; where several are heard, none of them is the neighbour."""
    found: dict[InterfaceName, set[Neighbour]] = {}
    for heard in lldp.neighbours(reading, names):
        found.setdefault(heard.interface, set()).add(Neighbour(heard.name, heard.port, heard.chassis))
    return {name: neighbour for name, (neighbour, *others) in found.items() if not others}


def _evidence(row: Row, neighbour: Neighbour) -> Evidence:
    who = (neighbour.name, neighbour.port)
    return Evidence(mac=_mac(row.get("mac")), alias=text(row.get("alias")), neighbour=who)


def _mac(octets: Value | None) -> str:
    """Return a hardware address in hexadecimal, empty if it is none that an interface could have for itself."""
    if not isinstance(octets, bytes) or len(octets) not in MAC_OCTETS or not octets.strip(BROADCAST):
        return UNTOLD.mac
    return octets.hex()


def _serials(reading: Reading) -> Iterator[str]:
    for row in list(rows(reading, "chassis").values())[:MOST_CHASSIS]:
        if row.get("class") == CHASSIS and (serial := text(row.get("serial"))):
            yield serial


COLLECTOR = IdentityCollector(
    "identity", HOUR, DECLARATION, parse, keep, follows=interfaces.COLLECTOR.name, places=places
)
