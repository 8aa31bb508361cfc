"""What real devices once said: the network dumps of PyPI's snmpsim-data, lines of `OID|tag|value`.

The tag is BER's, in decimal; with an x after it, the value stands there as hexadecimal octets.
"""

import bz2
from collections import Counter
from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from ipaddress import IPv4Address
from itertools import islice
from operator import attrgetter
from pathlib import Path

from netmon.snmp import ber
from netmon.snmp.declaration import Oid, Value
from netmon.snmp.pdu import Varbind
from netmon.snmp.value import READERS

DUMPS = Path(str(files("snmpsim_data"))) / "data" / "network"
"""Appliances, firewalls, routers, switches and wireless controllers; servers, cameras and UPSes lie elsewhere."""
PLAIN, PACKED = ".snmprec", ".snmprec.bz2"
COMMENT = b"#"
OPAQUE = 0x44


class Dirt(StrEnum):
    """What is wrong with a dump, line by line."""

    OUT_OF_ORDER = "out of order"
    """A step back, which no sound agent takes; the object is kept."""
    REPEATED = "repeated"
    """The object of the line before, with which some recorders mark the end; left out, as are the next two."""
    COMPUTED = "computed"
    """Not a value, but how snmpsim shall make one up."""
    UNREADABLE = "unreadable"
    """Not an OID, a tag, and a value of that tag."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An object instance, its tag, and the value as people write it."""

    oid: Oid
    tag: int
    value: Value


@dataclass(frozen=True, slots=True)
class Recording:
    """What a device said, in the order of OIDs, and how often each kind of dirt lay in between."""

    objects: tuple[Recorded, ...]
    dirt: Mapping[Dirt, int]


def names() -> list[str]:
    """Return the dumps, such as `router/cisco-unmarked-0`."""
    suffixes = (PLAIN, PACKED)
    paths = (path.relative_to(DUMPS).as_posix() for path in DUMPS.rglob("*") if path.name.endswith(suffixes))
    return sorted(path.removesuffix(PACKED).removesuffix(PLAIN) for path in paths)


def beginning(name: str, limit: int) -> Recording:
    """Return what the first `limit` usable lines of a dump say."""
    dirt: Counter[Dirt] = Counter()
    with closing(read(name, dirt)) as said:
        objects = sorted(islice(said, limit), key=attrgetter("oid"))
    return Recording(tuple(objects), dirt)


def read(name: str, dirt: Counter[Dirt]) -> Generator[Recorded]:
    """Yield what a dump says in its own order, and count what is wrong with it."""
    last: Oid = ()
    with closing(_lines(name)) as lines:
        for line in lines:
            recorded = read_line(line)
            if isinstance(recorded, Dirt):
                dirt[recorded] += 1
            elif recorded.oid == last:
                dirt[Dirt.REPEATED] += 1
            else:
                if recorded.oid < last:
                    dirt[Dirt.OUT_OF_ORDER] += 1
                last = recorded.oid
                yield recorded


def read_line(line: bytes) -> Recorded | Dirt:
    """Return what a line says, or why it says nothing."""
    try:
        oid, tag, text = line.split(b"|", 2)
        if b":" in tag:
            return Dirt.COMPUTED
        number = int(tag.removesuffix(b"x"))
        octets = bytes.fromhex(text.decode()) if tag.endswith(b"x") else text
        return Recorded(_oid(oid), number, _VALUES[number](octets))
    except (ValueError, KeyError):
        return Dirt.UNREADABLE


def write(recorded: Recorded) -> bytes:
    """Return the varbind as a sound agent sends it."""
    return ber.write(ber.SEQUENCE, ber.write_object_identifier(recorded.oid), _write_value(recorded))


WIDTHS = {ber.COUNTER32: 4, ber.GAUGE32: 4, ber.TIME_TICKS: 4, ber.COUNTER64: 8}
"""Octets in which agents are known to leave the leading zero out."""


def write_as_faulty_agents_do(recorded: Recorded) -> bytes:
    """Return the varbind with a number in too many octets, or, where it is unsigned, without its leading zero."""
    if not isinstance(recorded.value, int):
        return write(recorded)
    if recorded.tag == ber.INTEGER:
        content = recorded.value.to_bytes(5, "big", signed=True)
    else:
        length = recorded.value.bit_length() // 8 + 1
        width = WIDTHS[recorded.tag]
        content = recorded.value.to_bytes(width if length == width + 1 else length, "big")
    return ber.write(ber.SEQUENCE, ber.write_object_identifier(recorded.oid), ber.write(recorded.tag, content))


def as_recorded(varbind: Varbind) -> Recorded:
    """Return a varbind as our own readers understand it."""
    return Recorded(varbind.oid, varbind.tag, meaning(varbind))


def meaning(varbind: Varbind) -> Value:
    """Return a varbind's value by its tag; what we have no syntax for is octets."""
    return _READERS.get(varbind.tag, bytes)(varbind.content)


def _lines(name: str) -> Generator[bytes]:
    plain, packed = DUMPS / f"{name}{PLAIN}", DUMPS / f"{name}{PACKED}"
    with plain.open("rb") if plain.exists() else bz2.open(packed) as lines:
        for line in lines:
            if not line.startswith(COMMENT):
                yield line.removesuffix(b"\n").removesuffix(b"\r")


def _oid(text: bytes) -> Oid:
    return tuple(map(int, text.split(b".")))


def _address(octets: bytes) -> str:
    return str(IPv4Address(octets if len(octets) == 4 else octets.decode()))


def _write_value(recorded: Recorded) -> bytes:
    match recorded.value:
        case int(number):
            return ber.write_integer(number, recorded.tag)
        case tuple(oid):
            return ber.write_object_identifier(oid)
        case str(address):
            return ber.write(recorded.tag, IPv4Address(address).packed)
        case bytes(octets):
            return ber.write(recorded.tag, octets)


_VALUES: Mapping[int, Callable[[bytes], Value]] = {
    ber.INTEGER: int,
    ber.COUNTER32: int,
    ber.GAUGE32: int,
    ber.TIME_TICKS: int,
    ber.COUNTER64: int,
    ber.OCTET_STRING: bytes,
    ber.NULL: bytes,
    OPAQUE: bytes,
    ber.OBJECT_IDENTIFIER: _oid,
    ber.IP_ADDRESS: _address,
}
_READERS = dict(READERS.values()) | {ber.OCTET_STRING: bytes}
