"""What a collector asks over SNMP, and the shape of the answer.

A `Declaration` is all that a collector says; how the objects are fetched (walk, GET of known
instances, compiled plan) is the session's business and may change without a collector knowing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from netmon.clock import Millis

Oid = tuple[int, ...]
Index = tuple[int, ...]


class Syntax(StrEnum):
    """The SMIv2 base syntax of an object (RFC 2578 §7.1), as far as decoding differs."""

    INTEGER = "INTEGER"
    GAUGE32 = "Gauge32"
    COUNTER32 = "Counter32"
    COUNTER64 = "Counter64"
    TIME_TICKS = "TimeTicks"
    TEXT = "OCTET STRING"
    OCTETS = "octets"
    OBJECT_IDENTIFIER = "OBJECT IDENTIFIER"
    IP_ADDRESS = "IpAddress"


class Counter32(int):
    """A counter that wraps at 2^32 (RFC 2578 §7.1.6)."""

    modulus = 1 << 32


class Counter64(int):
    """A counter that wraps at 2^64 (RFC 2578 §7.1.10)."""

    modulus = 1 << 64


Value = int | str | bytes | Counter32 | Counter64 | Oid


@dataclass(frozen=True, slots=True)
class Column:
    """One object: `name` in the reading, `oid` without instance, and its MIB descriptor.

    `fallback` is asked for the instances for which `oid` is not there (ifInOctets for
    ifHCInOctets); its value appears under the same `name`. `volatile` marks a gauge whose encoded
    length changes at most polls.
    """

    name: str
    descriptor: str
    oid: Oid
    syntax: Syntax
    fallback: "Column | None" = None
    volatile: bool = False

    def __hash__(self) -> int:
        """Return that of the object: columns are looked up for each instance of a plan."""
        return hash(self.oid)


@dataclass(frozen=True, slots=True)
class Table:
    """A conceptual table: its columns, and which of them tells that rows were renumbered."""

    name: str
    columns: tuple[Column, ...]
    key: Column
    """Walked to learn the instances; every row has it."""
    trigger: Column | None = None
    """A scalar (ifTableLastChange) whose change means that rows must be learnt again."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """Everything one collector asks: scalars (instance .0 is implied) and tables.

    `discontinuity` names the column whose change makes a row's counters start anew
    (ifCounterDiscontinuityTime).
    """

    scalars: tuple[Column, ...] = ()
    tables: tuple[Table, ...] = ()
    discontinuity: Column | None = None


Row = Mapping[str, Value]
"""Column name to value; an object the agent does not have is absent.

A row of a table also holds `sysUpTime`, in hundredths of a second, as it came in the row's own PDU.
"""


class Fault(StrEnum):
    """What agents encode against the rules, and is read all the same because it can mean only one thing."""

    NEGATIVE = "negative"
    """An unsigned integer without the zero octet before its top bit: it looks negative (X.690 §8.3)."""
    OVERLONG = "overlong"
    """An integer in more octets than it needs (X.690 §8.3.2), or of more than 32 bits where SMIv2 has no more."""
    ENCODING = "encoding"
    """A text that is not UTF-8; it is taken for windows-1250."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an agent answered: one row per instance, objects it does not have left out.

    `at` is the wall time of the first answer; `uptime` is sysUpTime in hundredths of a second, read
    in the same PDU as the counters. `problems` names what was asked and came back as an error. `boots` is how often
    the agent has started (snmpEngineBoots, RFC 3414), None where nobody told. `faults` counts the values, of those that
    the strict reader read, that came encoded against the rules.
    """

    at: Millis
    uptime: int
    scalars: Row
    tables: Mapping[str, Mapping[Index, Row]]
    problems: tuple[str, ...] = ()
    boots: int | None = None
    faults: Mapping[Fault, int] = field(default_factory=dict)
