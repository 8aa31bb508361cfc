"""Which rows of a table are known, and what is asked for them."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from netmon.clock import HOUR, Millis
from netmon.inventory.models import SnmpVersion
from netmon.snmp.declaration import Column, Index, Syntax, Table, Value
from netmon.snmp.plan import Ask

RELEARN = HOUR
"""Rows are learnt anew at least this often."""

Keep = Callable[[str, Value], bool]
"""Given a table's name and a row's key: is the row wanted?"""


@dataclass(slots=True)
class Learnt:
    """The rows of a table by their key, when and at which trigger value they were learnt.

    `fallen` are the names and instances that only the fallback column has, `weights` the octets that rows took in an
    answer; `version` grows whenever what is to be asked, or in which company, may have changed.
    """

    rows: Mapping[Index, Value]
    at: Millis
    trigger: Value | None
    fallen: frozenset[tuple[str, Index]] = frozenset()
    weights: dict[Index, int] = field(default_factory=dict)
    version: int = 0
    is_outdated: bool = False

    def is_stale(self, now: Millis, trigger: Value | None) -> bool:
        """Say whether the rows have to be learnt anew."""
        return self.is_outdated or now >= self.at + RELEARN or trigger != self.trigger

    def renew(self, rows: Mapping[Index, Value], now: Millis, trigger: Value | None) -> bool:
        """Take in what was walked; say whether the rows are others now."""
        is_other = rows != self.rows
        self.at, self.trigger, self.is_outdated = now, trigger, False
        if is_other:
            self.rows, self.fallen, self.weights = rows, frozenset(), {}
            self.version += 1
        return is_other

    def remember(self, fallen: Collection[tuple[str, Index]]) -> None:
        """Note instances that were found in their fallback column."""
        if fallen:
            self.fallen |= frozenset(fallen)
            self.version += 1

    def weigh(self, weights: Mapping[Index, int]) -> None:
        """Note what rows take that were not weighed yet: estimates leave a quarter of an answer empty."""
        if new := {index: weight for index, weight in weights.items() if index not in self.weights}:
            self.weights |= new
            self.version += 1

    def asks(self, table: Table, key: str, wanted: Callable[[Value], bool], version: SnmpVersion) -> Iterator[Ask]:
        """Yield what to ask for the rows that are wanted; `key` is what the plan calls the table."""
        for index, name in self.rows.items():
            if wanted(name):
                for column in table.columns:
                    is_fallen = (column.name, index) in self.fallen
                    asked = column.fallback if is_fallen else _for_version(column, version)
                    if asked is not None:
                        yield Ask(key, index, column.name, asked)


def _for_version(column: Column, version: SnmpVersion) -> Column | None:
    """Return what to ask for a column: SNMPv1 has no Counter64 (RFC 3584 §4.2.2.1)."""
    if version is SnmpVersion.V1 and column.syntax is Syntax.COUNTER64:
        return column.fallback
    return column
