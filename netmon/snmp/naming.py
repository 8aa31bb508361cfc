"""What people call the objects of an agent: `ifHCInOctets.3` for an OID, and the other way round."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from netmon.foreign import one_line
from netmon.inventory.likeness import did_you_mean
from netmon.phrase import Phrase
from netmon.snmp import ber
from netmon.snmp.declaration import Column, Declaration, Oid, Syntax
from netmon.snmp.plan import SYS_UP_TIME

UPTIME = Column("uptime", "sysUpTime", SYS_UP_TIME[:-1], Syntax.TIME_TICKS)
SCALAR: Oid = (0,)
"""The instance of what is there but once (RFC 2578 §7.7)."""
NUMBERS = re.compile(r"\.?([0-9]{1,10}(?:\.[0-9]{1,10}){0,127})")
NAME = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,63})((?:\.[0-9]{1,10}){0,127})")
"""A descriptor (RFC 2578 §3.1) and, perhaps, an instance."""
LONGEST_QUOTE = 80
LARGEST_ROOT = 2
"""Below it, only 40 numbers may follow (X.660)."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The objects that have a name here, by their descriptor and by their OID."""

    columns: Mapping[str, Column]
    scalars: frozenset[str]
    """Descriptors of what has one instance."""
    descriptors: Mapping[Oid, Column]

    @classmethod
    def of(cls, declarations: Iterable[Declaration]) -> Self:
        """Return what the declarations name, and sysUpTime, which every agent has."""
        known = tuple(declarations)
        scalars = {column.descriptor for declaration in known for column in _scalars(declaration)}
        columns = {column.descriptor: column for declaration in known for column in _columns(declaration)}
        columns[UPTIME.descriptor] = UPTIME
        return cls(
            columns=columns,
            scalars=frozenset({UPTIME.descriptor, *scalars}),
            descriptors={column.oid: column for column in columns.values()},
        )

    def instance(self, text: str) -> Oid:
        """Return the OID of an instance; of a scalar `.0` is understood. Raise ValueError for what is none."""
        oid = self.root(text)
        if text in self.scalars:
            return oid + SCALAR
        if text in self.columns:
            raise ValueError(
                Phrase("{name} stands in a table: name its row, such as {name}.1, or use netmon snmp walk", name=text)
            )
        return oid

    def root(self, text: str) -> Oid:
        """Return the OID of an object, or of a part of it; raise ValueError for what is none."""
        if numbers := NUMBERS.fullmatch(text):
            return _checked(_numbers(numbers[1]), text)
        named = NAME.fullmatch(text)
        if named is None:
            raise ValueError(
                Phrase(
                    '"{text}" is neither a name such as sysName.0 nor an OID such as 1.3.6.1.2.1.1.5.0',
                    text=_quotable(text),
                )
            )
        descriptor, instance = named.groups()
        if descriptor not in self.columns:
            otherwise = Phrase("write its OID, such as 1.3.6.1.2.1.1.5.0")
            cure = did_you_mean(descriptor, self.columns, otherwise=otherwise)
            raise ValueError(Phrase('no collector reads an object "{name}"; {cure}', name=descriptor, cure=cure))
        return _checked(self.columns[descriptor].oid + _numbers(instance), text)

    def column(self, oid: Oid) -> Column | None:
        """Return the object that an OID is, or is an instance of."""
        found = (self.descriptors.get(oid[:length]) for length in range(len(oid), 0, -1))
        return next((column for column in found if column is not None), None)

    def name(self, oid: Oid) -> str:
        """Return what people call an object or instance: its numbers where it has no name."""
        column = self.column(oid)
        if column is None:
            return dotted(oid)
        return ".".join((column.descriptor, *map(str, oid[len(column.oid) :])))


def dotted(oid: Oid) -> str:
    """Return an OID as people write it."""
    return ".".join(map(str, oid))


def _scalars(declaration: Declaration) -> Iterator[Column]:
    yield from declaration.scalars
    yield from (table.trigger for table in declaration.tables if table.trigger is not None)


def _columns(declaration: Declaration) -> Iterator[Column]:
    """Yield every object that a declaration names, fallbacks too."""
    for column in (*_scalars(declaration), *_of_rows(declaration)):
        yield column
        if column.fallback is not None:
            yield column.fallback


def _of_rows(declaration: Declaration) -> Iterator[Column]:
    for table in declaration.tables:
        yield table.key
        yield from table.columns
    if declaration.discontinuity is not None:
        yield declaration.discontinuity


def _numbers(text: str) -> Oid:
    return tuple(int(number) for number in text.split(".") if number)


def _checked(oid: Oid, text: str) -> Oid:
    if not _is_possible(oid):
        raise ValueError(
            Phrase(
                '"{text}" is no OID: that has 2 to 128 numbers below 2^32 and begins with 0, 1 or 2',
                text=_quotable(text),
            )
        )
    return oid


def _is_possible(oid: Oid) -> bool:
    """Return whether there can be such an OID (RFC 2578 §3.5)."""
    if not 1 < len(oid) <= ber.SUB_IDENTIFIERS or max(oid) >= ber.SUB_IDENTIFIER_LIMIT:
        return False
    return (oid[0] < LARGEST_ROOT and oid[1] < ber.ROOTS) or oid[0] == LARGEST_ROOT


def _quotable(text: str) -> str:
    return one_line(text)[:LONGEST_QUOTE]
