"""What an unknown device says of itself: name, place, ports, addresses, and whom it hears.

SNMPv2-MIB: sysName, sysDescr, sysLocation. IF-MIB: the ports. IP-MIB: ipAddrTable (IPv4, in every
agent) and ipAddressTable (both families, in newer ones). LLDP-MIB (IEEE 802.1AB): neighbours, with
the names of their ports and their addresses.

Loopback, link-local, multicast and unspecified addresses tell nothing about where a device is
reached, and are left out. A neighbour at a port that IF-MIB does not know is left out too.
"""

from collections.abc import Iterator, Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address

from collectors import interfaces, system
from netmon.foreign import one_line
from netmon.model import InterfaceName
from netmon.snmp.declaration import Column, Declaration, Index, Reading, Row, Syntax, Table, Value
from netmon.snmp.text import LONGEST, clean
from netmon.survey import Neighbour, Port, Portrait, Survey

Address = IPv4Address | IPv6Address

IP_ADDR_TABLE = (1, 3, 6, 1, 2, 1, 4, 20, 1)
IP_ADDRESS_TABLE = (1, 3, 6, 1, 2, 1, 4, 34, 1)
LLDP_LOC_PORT_TABLE = (1, 0, 8802, 1, 1, 2, 1, 3, 7, 1)
LLDP_REM_TABLE = (1, 0, 8802, 1, 1, 2, 1, 4, 1, 1)
LLDP_REM_MAN_ADDR_TABLE = (1, 0, 8802, 1, 1, 2, 1, 4, 2, 1)

PORT_COLUMNS = frozenset({"ifname", "oper", "high_speed", "low_speed", "alias"})
UP = 1
"""ifOperStatus."""
UNICAST = 1
"""ipAddressType."""
INTERFACE_NAME, LOCAL = 5, 7
"""LldpPortIdSubtype."""
KINDS = ((1, 4), (2, 16))
"""IPv4 and IPv6 with their octets: RFC 4001 and IANA's address families, which LLDP uses, number them alike."""
LARGEST_OCTET = 0xFF
LONGEST_NUMBER = 10
"""Digits of an ifIndex."""

ADDRESS_KEY = Column("address", "ipAdEntAddr", (*IP_ADDR_TABLE, 1), Syntax.IP_ADDRESS)
INTERNET_KEY = Column("ifindex", "ipAddressIfIndex", (*IP_ADDRESS_TABLE, 3), Syntax.INTEGER)
LOCAL_KEY = Column("port_id", "lldpLocPortId", (*LLDP_LOC_PORT_TABLE, 3), Syntax.OCTETS)
REMOTE_KEY = Column("port_id", "lldpRemPortId", (*LLDP_REM_TABLE, 7), Syntax.OCTETS)
MANAGEMENT_KEY = Column("subtype", "lldpRemManAddrIfSubtype", (*LLDP_REM_MAN_ADDR_TABLE, 3), Syntax.INTEGER)

DECLARATION = Declaration(
    scalars=(
        *(column for column in system.DECLARATION.scalars if column.name in system.TEXTS),
        Column("location", "sysLocation", (*system.SYSTEM, 6), Syntax.TEXT),
    ),
    tables=(
        Table(
            "ports",
            columns=tuple(column for column in interfaces.DECLARATION.tables[0].columns if column.name in PORT_COLUMNS),
            key=interfaces.KEY,
        ),
        Table("addresses", columns=(ADDRESS_KEY,), key=ADDRESS_KEY),
        Table(
            "internet",
            columns=(INTERNET_KEY, Column("type", "ipAddressType", (*IP_ADDRESS_TABLE, 4), Syntax.INTEGER)),
            key=INTERNET_KEY,
        ),
        Table(
            "local",
            columns=(
                LOCAL_KEY,
                Column("subtype", "lldpLocPortIdSubtype", (*LLDP_LOC_PORT_TABLE, 2), Syntax.INTEGER),
                Column("descr", "lldpLocPortDesc", (*LLDP_LOC_PORT_TABLE, 4), Syntax.TEXT),
            ),
            key=LOCAL_KEY,
        ),
        Table(
            "remote",
            columns=(
                REMOTE_KEY,
                Column("subtype", "lldpRemPortIdSubtype", (*LLDP_REM_TABLE, 6), Syntax.INTEGER),
                Column("descr", "lldpRemPortDesc", (*LLDP_REM_TABLE, 8), Syntax.TEXT),
                Column("name", "lldpRemSysName", (*LLDP_REM_TABLE, 9), Syntax.TEXT),
            ),
            key=REMOTE_KEY,
        ),
        Table("management", columns=(MANAGEMENT_KEY,), key=MANAGEMENT_KEY),
    ),
)


def parse(reading: Reading) -> Portrait:
    """Return the device as it describes itself."""
    names = _port_names(_rows(reading, "ports"))
    return Portrait(
        name=_text(reading.scalars.get("name")),
        descr=_text(reading.scalars.get("descr")),
        location=_text(reading.scalars.get("location")),
        ports=tuple(_port(names[index], row) for index, row in _rows(reading, "ports").items() if index in names),
        addresses=tuple(dict.fromkeys(_addresses(reading))),
        neighbours=tuple(dict.fromkeys(_neighbours(reading, names))),
    )


def _rows(reading: Reading, table: str) -> Mapping[Index, Row]:
    """Return the rows of a table in the order of their indices, which is that of the device's ports."""
    return dict(sorted(reading.tables.get(table, {}).items()))


def _port_names(rows: Mapping[Index, Row]) -> dict[Index, InterfaceName]:
    """Return what each port is called; of ports that share a name, the first by index has it."""
    names: dict[InterfaceName, Index] = {}
    for index, row in rows.items():
        if name := _text(row.get("ifname")):
            names.setdefault(InterfaceName(name), index)
    return {index: name for name, index in names.items()}


def _port(name: InterfaceName, row: Row) -> Port:
    return Port(name, interfaces.speed(row), row.get("oper") == UP, _text(row.get("alias")))


def _addresses(reading: Reading) -> Iterator[Address]:
    for row in _rows(reading, "addresses").values():
        yield from _telling(_address_of(_text(row.get("address"))))
    for index, row in _rows(reading, "internet").items():
        if row.get("type", UNICAST) == UNICAST:
            yield from _telling(_address_in(index))


def _address_of(text: str) -> Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def _address_in(index: Index) -> Address | None:
    """Return the address that an index spells: its kind, the number of its octets, and these."""
    kind, octets = index[:2], index[2:]
    if kind not in KINDS or len(octets) != kind[1] or max(octets) > LARGEST_OCTET:
        return None
    return ip_address(bytes(octets))


def _telling(address: Address | None) -> Iterator[Address]:
    """Yield an address that tells where a device is reached."""
    if address is not None and not (
        address.is_loopback or address.is_link_local or address.is_multicast or address.is_unspecified
    ):
        yield address


def _neighbours(reading: Reading, names: Mapping[Index, InterfaceName]) -> Iterator[Neighbour]:
    places = _local_ports(_rows(reading, "local"), names)
    addresses = _management_addresses(_rows(reading, "management"))
    for index, row in _rows(reading, "remote").items():
        if len(index) == 3 and (interface := places.get(index[1:2])):  # noqa: PLR2004 -- time mark, local port, number
            yield Neighbour(interface, _text(row.get("name")), _remote_port(row), tuple(addresses.get(index, ())))


def _local_ports(rows: Mapping[Index, Row], names: Mapping[Index, InterfaceName]) -> dict[Index, InterfaceName]:
    """Return the interface of each LLDP port; one that LLDP says nothing about has the number of its interface."""
    known = frozenset(names.values())
    told = {index: _interface(row, known, names) for index, row in rows.items()}
    return {index: name for index, name in {**names, **told}.items() if name}


def _interface(row: Row, known: frozenset[str], names: Mapping[Index, InterfaceName]) -> InterfaceName | None:
    port_id = _text(row.get("port_id"))
    for text in (port_id, _text(row.get("descr"))):
        if text in known:
            return InterfaceName(text)
    is_number = port_id.isascii() and port_id.isdigit() and len(port_id) <= LONGEST_NUMBER
    return names.get((int(port_id),)) if is_number and row.get("subtype") == LOCAL else None


def _remote_port(row: Row) -> str:
    """Return what the neighbour calls its port: its name where it tells one, else its description."""
    port_id, descr = _text(row.get("port_id")), _text(row.get("descr"))
    return port_id if row.get("subtype") == INTERFACE_NAME else descr or port_id


def _management_addresses(rows: Mapping[Index, Row]) -> dict[Index, list[Address]]:
    """Return the addresses of each neighbour: they stand in the index, after the neighbour's own."""
    found: dict[Index, list[Address]] = {}
    for index in rows:
        for address in _telling(_address_in(index[3:])):
            found.setdefault(index[:3], []).append(address)
    return found


def _text(value: Value | None) -> str:
    """Return a text or octets of the device as one harmless line, empty where it said none."""
    if isinstance(value, bytes):
        return clean(value)
    return one_line(value[: LONGEST * 4])[:LONGEST] if isinstance(value, str) else ""


SURVEY = Survey(DECLARATION, parse)
