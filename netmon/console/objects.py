"""What an agent says of an object, as people and programs read it: its name, its syntax, its value."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from netmon.errors import ProtocolViolation
from netmon.foreign import is_visible
from netmon.phrase import Phrase
from netmon.snmp import ber
from netmon.snmp.counters import TICKS_PER_SECOND
from netmon.snmp.declaration import Oid, Syntax, Value
from netmon.snmp.naming import Vocabulary, dotted
from netmon.snmp.pdu import Varbind
from netmon.snmp.text import LONGEST
from netmon.snmp.value import READERS, read_value

SYNTAXES: Mapping[int, Syntax] = {tag: syntax for syntax, (tag, _) in READERS.items() if syntax is not Syntax.TEXT}
"""What a value is read as by the tag it came with; whether octets are text shows later."""
ABSENCES: Mapping[int, tuple[str, Phrase]] = {
    ber.NO_SUCH_OBJECT: ("noSuchObject", Phrase("the agent has no such object, or does not show it")),
    ber.NO_SUCH_INSTANCE: ("noSuchInstance", Phrase("the agent has the object, but not this instance")),
    ber.END_OF_MIB_VIEW: ("endOfMibView", Phrase("the agent has nothing beyond")),
}
"""The exceptions of RFC 3416 §3, and what they mean."""
LINE_BREAKS = "\t\r\n"


@dataclass(frozen=True, slots=True)
class Said:
    """An object by its OID and name, and what the agent said of it: a value, or `reason` why there is none."""

    oid: Oid
    name: str
    syntax: str = ""
    value: Value | None = None
    reason: str | None = None

    @classmethod
    def of(cls, varbind: Varbind, vocabulary: Vocabulary) -> Self:
        """Return what a varbind says."""
        oid, tag, name = varbind.oid, varbind.tag, vocabulary.name(varbind.oid)
        if tag in ABSENCES:
            syntax, reason = ABSENCES[tag]
            return cls(oid, name, syntax, reason=reason)
        if tag not in SYNTAXES:
            return cls(oid, name, f"tag {tag:#04x}", varbind.content)
        syntax = _syntax(varbind, vocabulary)
        try:
            return cls(oid, name, syntax, read_value(syntax, tag, varbind.content))
        except ProtocolViolation as error:
            return cls(oid, name, syntax, reason=error.args[0])

    @property
    def line(self) -> Phrase:
        """The whole on one line."""
        said = _shown(self.syntax, self.value) if self.value is not None else self.reason
        if not self.syntax:
            return Phrase("{name}: {said}", name=self.name, said=said)
        return Phrase("{name} = {syntax}: {said}", name=self.name, syntax=self.syntax, said=said)

    @property
    def as_object(self) -> dict[str, object]:
        """The whole as JSON has it: numbers as numbers, octets in hexadecimal, in English."""
        return {
            "oid": dotted(self.oid),
            "name": self.name,
            "syntax": self.syntax or None,
            "value": _plain(self.value),
            "reason": self.reason,
        }


def _syntax(varbind: Varbind, vocabulary: Vocabulary) -> Syntax:
    """Return what a value is read as; of octets that nobody has declared, what is legible is text."""
    syntax = SYNTAXES[varbind.tag]
    if syntax is not Syntax.OCTETS:
        return syntax
    column = vocabulary.column(varbind.oid)
    if column is not None and column.syntax in (Syntax.TEXT, Syntax.OCTETS):
        return column.syntax
    return Syntax.TEXT if _is_legible(varbind.content) else Syntax.OCTETS


def _is_legible(octets: bytes) -> bool:
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return all(character in LINE_BREAKS or is_visible(character) for character in text)


def _shown(syntax: str, value: Value) -> str:
    if isinstance(value, bytes):
        return value[:LONGEST].hex(" ") + (" …" if len(value) > LONGEST else "")
    if syntax == Syntax.TIME_TICKS and isinstance(value, int):
        return f"{value} ({_clock(value)})"
    return str(_plain(value))


def _plain(value: Value | None) -> int | str | None:
    """Return a value as JSON has it."""
    if isinstance(value, bytes):
        return value.hex()
    return dotted(value) if isinstance(value, tuple) else value


def _clock(ticks: int) -> str:
    """Return hundredths of a second as days, hours, minutes and seconds."""
    seconds, hundredths = divmod(ticks, TICKS_PER_SECOND)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    return f"{days} d {hour:02}:{minute:02}:{second:02}.{hundredths:02}"
