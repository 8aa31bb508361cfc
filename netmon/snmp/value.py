"""What a varbind's octets mean, given the syntax that was declared."""

from collections.abc import Callable

from netmon.errors import ProtocolViolation
from netmon.phrase import Phrase
from netmon.snmp import ber
from netmon.snmp.declaration import Counter32, Counter64, Fault, Syntax, Value
from netmon.snmp.text import clean, is_utf_8

TOP_BIT = 0x80
INTEGER_OCTETS = 4


def read_value(syntax: Syntax, tag: int, content: bytes) -> Value:
    """Return the value; raise ProtocolViolation if it came as something else than declared."""
    expected, reader = READERS[syntax]
    if tag != expected:
        raise ProtocolViolation(
            Phrase(
                "came with tag {tag:#04x} instead of {syntax} ({expected:#04x})",
                tag=tag,
                syntax=syntax,
                expected=expected,
            )
        )
    return reader(content)


def fault_of(syntax: Syntax, content: bytes) -> Fault | None:
    """Return what is wrong with the encoding of a value that could be read, None if it keeps to the rules."""
    check = CHECKS.get(syntax)
    return None if check is None else check(content)


def _fault_of_text(content: bytes) -> Fault | None:
    return None if content.isascii() or is_utf_8(content) else Fault.ENCODING


def _fault_of_integer(content: bytes) -> Fault | None:
    return Fault.OVERLONG if len(content) > INTEGER_OCTETS or _is_padded(content) else None


def _fault_of_unsigned(content: bytes) -> Fault | None:
    if content[0] & TOP_BIT:
        return Fault.NEGATIVE
    return Fault.OVERLONG if not content[0] and _is_padded(content) else None


def _is_padded(content: bytes) -> bool:
    """Say whether the first nine bits of an integer are alike, which X.690 §8.3.2 forbids."""
    return len(content) > 1 and (content[0], content[1] & TOP_BIT) in ((0x00, 0), (0xFF, TOP_BIT))


def _dotted(content: bytes) -> str:
    if len(content) != 4:  # noqa: PLR2004 -- the four octets of an IpAddress (RFC 2578 §7.1.5)
        raise ProtocolViolation(Phrase("an IpAddress of {length} octets", length=len(content)))
    return ".".join(map(str, content))


Reader = Callable[[bytes], Value]

READERS: dict[Syntax, tuple[int, Reader]] = {
    Syntax.INTEGER: (ber.INTEGER, ber.integer),
    Syntax.GAUGE32: (ber.GAUGE32, lambda content: ber.unsigned(content, 32)),
    Syntax.COUNTER32: (ber.COUNTER32, lambda content: Counter32(ber.unsigned(content, 32))),
    Syntax.COUNTER64: (ber.COUNTER64, lambda content: Counter64(ber.unsigned(content, 64))),
    Syntax.TIME_TICKS: (ber.TIME_TICKS, lambda content: ber.unsigned(content, 32)),
    Syntax.TEXT: (ber.OCTET_STRING, clean),
    Syntax.OCTETS: (ber.OCTET_STRING, bytes),
    Syntax.OBJECT_IDENTIFIER: (ber.OBJECT_IDENTIFIER, ber.object_identifier),
    Syntax.IP_ADDRESS: (ber.IP_ADDRESS, _dotted),
}
"""The tag an object of each syntax comes with, and how its content is read."""

CHECKS: dict[Syntax, Callable[[bytes], Fault | None]] = {
    Syntax.TEXT: _fault_of_text,
    Syntax.INTEGER: _fault_of_integer,
    Syntax.GAUGE32: _fault_of_unsigned,
    Syntax.COUNTER32: _fault_of_unsigned,
    Syntax.COUNTER64: _fault_of_unsigned,
    Syntax.TIME_TICKS: _fault_of_unsigned,
}
"""How the content of each syntax is looked at for what an agent wrote against the rules."""
