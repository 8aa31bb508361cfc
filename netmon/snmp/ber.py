"""How SNMP values lie on the wire: the subset of BER that RFC 3417 §8 allows, read strictly."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from netmon.errors import ProtocolViolation
from netmon.phrase import Phrase
from netmon.snmp.declaration import Oid

INTEGER, OCTET_STRING, NULL, OBJECT_IDENTIFIER, SEQUENCE = 0x02, 0x04, 0x05, 0x06, 0x30
IP_ADDRESS, COUNTER32, GAUGE32, TIME_TICKS, COUNTER64 = 0x40, 0x41, 0x42, 0x43, 0x46
NO_SUCH_OBJECT, NO_SUCH_INSTANCE, END_OF_MIB_VIEW = 0x80, 0x81, 0x82
GET, GET_NEXT, RESPONSE, GET_BULK, REPORT = 0xA0, 0xA1, 0xA2, 0xA5, 0xA8

LONG_TAG = 0x1F
LONG_LENGTH = 0x80
LENGTH_OCTETS = 4
SUB_IDENTIFIERS = 128
"""RFC 2578 §3.5."""
SUB_IDENTIFIER_LIMIT = 1 << 32
ROOTS = 40
UNFINISHED = Phrase("an unfinished OBJECT IDENTIFIER")
BEYOND = Phrase("an OBJECT IDENTIFIER beyond RFC 2578 §3.5")


@dataclass(frozen=True, slots=True)
class Element:
    """A tag, and where the content lies in the datagram: `[start, end)`."""

    tag: int
    start: int
    end: int


def read(octets: bytes, at: int, end: int) -> Element:
    """Return the element that begins at `at` and must be over by `end`; else raise ProtocolViolation."""
    if at + 2 > end:
        raise ProtocolViolation(_truncated(at))
    tag, length = octets[at], octets[at + 1]
    if tag & LONG_TAG == LONG_TAG:
        message = f"octet {at}: SNMP has no tag {tag:#04x}"
        raise ProtocolViolation(message)
    start = at + 2
    if length & LONG_LENGTH:
        size = length & ~LONG_LENGTH
        if not 0 < size <= LENGTH_OCTETS or start + size > end:
            message = f"octet {at}: a length of {size} octets"
            raise ProtocolViolation(message)
        length = int.from_bytes(octets[start : start + size], "big")
        start += size
    if start + length > end:
        raise ProtocolViolation(_truncated(at))
    return Element(tag, start, start + length)


def content_at(octets: bytes, at: int) -> int:
    """Return where the content of the element at `at` would begin; raise IndexError if nothing stands there."""
    length = octets[at + 1]
    return at + 2 + (length & ~LONG_LENGTH if length & LONG_LENGTH else 0)


def read_all(octets: bytes, start: int, end: int, limit: int) -> Iterator[Element]:
    """Yield the elements that fill `[start, end)`; raise ProtocolViolation beyond `limit` of them."""
    for _ in range(limit):
        if start == end:
            return
        element = read(octets, start, end)
        yield element
        start = element.end
    if start != end:
        message = f"more than {limit} elements"
        raise ProtocolViolation(message)


def expect(octets: bytes, at: int, end: int, tag: int) -> Element:
    """Return the element at `at`, which must carry `tag`."""
    element = read(octets, at, end)
    if element.tag != tag:
        message = f"octet {at}: tag {element.tag:#04x} where {tag:#04x} belongs"
        raise ProtocolViolation(message)
    return element


def read_integer(octets: bytes, at: int, end: int) -> tuple[int, int]:
    """Return the INTEGER at `at`, and where it ends."""
    element = expect(octets, at, end, INTEGER)
    return integer(octets[element.start : element.end]), element.end


def read_octets(octets: bytes, at: int, end: int) -> tuple[bytes, int]:
    """Return the OCTET STRING at `at`, and where it ends."""
    element = expect(octets, at, end, OCTET_STRING)
    return octets[element.start : element.end], element.end


def integer(content: bytes, octets: int = 5) -> int:
    """Return a signed integer of at most `octets` octets."""
    if not 0 < len(content) <= octets:
        raise ProtocolViolation(Phrase("an integer of {length} octets", length=len(content)))
    return int.from_bytes(content, "big", signed=True)


def unsigned(content: bytes, bits: int) -> int:
    """Return an unsigned integer of `bits` bits.

    Some agents leave out the leading zero octet, so that 2^31 and more looks negative: with exactly
    `bits` / 8 octets there is only one thing they can mean.
    """
    size = bits // 8
    is_negative = len(content) < size and content[:1] >= b"\x80"
    if not 0 < len(content) <= size + 1 or is_negative or (len(content) > size and content[0]):
        raise ProtocolViolation(
            Phrase("{length} octets do not hold an unsigned integer of {bits} bits", length=len(content), bits=bits)
        )
    return int.from_bytes(content, "big")


@lru_cache(maxsize=16_384)
def object_identifier(content: bytes) -> Oid:
    """Return an OBJECT IDENTIFIER: at most 128 sub-identifiers, each below 2^32 (RFC 2578 §3.5).

    The names of a plan come again and again, so the last ones are kept.
    """
    if not content or content[-1] & LONG_LENGTH:
        raise ProtocolViolation(UNFINISHED)
    parts: list[int] = []
    part = 0
    for octet in content:
        part = part << 7 | octet & 0x7F
        if part >= SUB_IDENTIFIER_LIMIT or len(parts) > SUB_IDENTIFIERS:
            raise ProtocolViolation(BEYOND)
        if not octet & LONG_LENGTH:
            parts.append(part)
            part = 0
    root = min(parts[0] // ROOTS, 2)
    return (root, parts[0] - root * ROOTS, *parts[1:])


def write(tag: int, *contents: bytes) -> bytes:
    """Return an element around the contents."""
    content = b"".join(contents)
    return head(tag, len(content)) + content


@lru_cache(maxsize=4_096)
def head(tag: int, size: int) -> bytes:
    """Return what stands before so many octets of content: the same few sizes come again and again."""
    if size < LONG_LENGTH:
        return bytes((tag, size))
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, LONG_LENGTH | len(length))) + length


def write_integer(number: int, tag: int = INTEGER) -> bytes:
    """Return an integer in as few octets as it needs."""
    return write(tag, number.to_bytes(number.bit_length() // 8 + 1, "big", signed=True))


def write_octets(octets: bytes) -> bytes:
    """Return an OCTET STRING."""
    return write(OCTET_STRING, octets)


def write_object_identifier(oid: Oid) -> bytes:
    """Return an OBJECT IDENTIFIER."""
    return write(OBJECT_IDENTIFIER, b"".join(map(_base_128, (oid[0] * ROOTS + oid[1], *oid[2:]))))


def _base_128(number: int) -> bytes:
    octets = [number & 0x7F]
    while number := number >> 7:
        octets.append(number & 0x7F | LONG_LENGTH)
    return bytes(reversed(octets))


def _truncated(at: int) -> str:
    return f"octet {at}: the datagram ends inside an element"
