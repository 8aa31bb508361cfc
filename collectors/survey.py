"""What an unknown device says of itself: name, place, ports, addresses, and whom it hears.

SNMPv2-MIB: sysName, sysDescr, sysLocation. IF-MIB: the ports. IP-MIB: ipAddrTable (IPv4, in every
agent) and ipAddressTable (both families, in newer ones). LLDP-MIB: neighbours (`lldp.py`), with
their addresses (lldpRemManAddrTable).

Loopback, link-local, multicast and unspecified addresses tell nothing about where a device is
reached, and are left out.
"""

from collections.abc import Iterator, Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address

from collectors import interfaces, lldp, system
from collectors.lldp import rows, text
from netmon.enrolment.survey import Neighbour, Port, Portrait, Survey
from netmon.model import InterfaceName
from netmon.snmp.declaration import Column, Declaration, Index, Reading, Row, Syntax, Table
from netmon.snmp.sheet import numbers_of

Address = IPv4Address | IPv6Address

IP_ADDR_TABLE = (1, 3, 6, 1, 2, 1, 4, 20, 1)
IP_ADDRESS_TABLE = (1, 3, 6, 1, 2, 1, 4, 34, 1)
LLDP_REM_MAN_ADDR_TABLE = (1, 0, 8802, 1, 1, 2, 1, 4, 2, 1)

PORT_COLUMNS = frozenset({"ifname", "oper", "high_speed", "low_speed", "alias"})
UP = 1
"""ifOperStatus."""
UNICAST = 1
"""ipAddressType."""
KINDS = ((1, 4), (2, 16))
"""IPv4 and IPv6 with their octets: RFC 4001 and IANA's address families, which LLDP uses, number them alike."""
LARGEST_OCTET = 0xFF

ADDRESS_KEY = Column("address", "ipAdEntAddr", (*IP_ADDR_TABLE, 1), Syntax.IP_ADDRESS)
INTERNET_KEY = Column("ifindex", "ipAddressIfIndex", (*IP_ADDRESS_TABLE, 3), Syntax.INTEGER)
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
        *lldp.TABLES,
        Table("management", columns=(MANAGEMENT_KEY,), key=MANAGEMENT_KEY),
    ),
)


def parse(reading: Reading) -> Portrait:
    """Return the device as it describes itself."""
    names = lldp.port_names(rows(reading, "ports"))
    return Portrait(
        name=text(reading.scalars.get("name")),
        descr=text(reading.scalars.get("descr")),
        location=text(reading.scalars.get("location")),
        ports=tuple(_port(names[index], row) for index, row in rows(reading, "ports").items() if index in names),
        addresses=tuple(dict.fromkeys(_addresses(reading))),
        neighbours=tuple(dict.fromkeys(_neighbours(reading, names))),
    )


def _port(name: InterfaceName, row: Row) -> Port:
    return Port(
        name, interfaces.speed(numbers_of(row, interfaces.SPEEDS)), row.get("oper") == UP, text(row.get("alias"))
    )


def _addresses(reading: Reading) -> Iterator[Address]:
    for row in rows(reading, "addresses").values():
        yield from _telling(_address_of(text(row.get("address"))))
    for index, row in rows(reading, "internet").items():
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
    addresses = _management_addresses(rows(reading, "management"))
    for heard in lldp.neighbours(reading, names):
        yield Neighbour(heard.interface, heard.name, heard.port, tuple(addresses.get(heard.index, ())))


def _management_addresses(heard: Mapping[Index, Row]) -> dict[Index, list[Address]]:
    """Return the addresses of each neighbour: they stand in the index, after the neighbour's own."""
    found: dict[Index, list[Address]] = {}
    for index in heard:
        for address in _telling(_address_in(index[3:])):
            found.setdefault(index[:3], []).append(address)
    return found


SURVEY = Survey(DECLARATION, parse)
