"""Which rows of a table are known, and what is asked for them on the next visit."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from netmon.clock import Millis
from netmon.inventory.models import SnmpVersion
from netmon.snmp.declaration import Column, Index, Row, Syntax, Table, Value
from netmon.snmp.plan import Ask, Request, pack

Keep = Callable[[str, Value], bool]
"""Given a table's name and a row's key: is the row wanted?"""


@dataclass(slots=True)
class Learnt:
    """The rows of a table by their key, when and at which trigger value they were learnt.

    `fallen` are the names and instances that only the fallback column has. `requests` is the plan
    for the rows in `kept`, made once and used until one of them changes.
    """

    rows: Mapping[Index, Value]
    at: Millis
    trigger: Value | None
    fallen: frozenset[tuple[str, Index]] = frozenset()
    kept: tuple[Index, ...] | None = None
    requests: tuple[Request, ...] = field(default=(), repr=False)

    def plan(self, table: Table, keep: Keep, version: SnmpVersion) -> None:
        """Bring `requests` up to date with the rows that are wanted."""
        kept = tuple(index for index, key in self.rows.items() if keep(table.name, key))
        if kept != self.kept:
            self.kept = kept
            self.requests = pack(self._asks(table, version)) if kept else ()

    def remember(self, fallen: set[tuple[str, Index]]) -> None:
        """Note instances that were found in their fallback column, and plan anew."""
        if fallen:
            self.fallen |= fallen
            self.kept = None

    def is_outdated(self, rows: Mapping[Index, Row], key: str) -> bool:
        """Return whether a row that was wanted is gone, or has another key now than when it was learnt."""
        return any(rows.get(index, {}).get(key) != self.rows[index] for index in self.kept or ())

    def _asks(self, table: Table, version: SnmpVersion) -> Iterator[Ask]:
        for index in self.kept or ():
            for column in table.columns:
                asked = column.fallback if (column.name, index) in self.fallen else _for_version(column, version)
                if asked is not None:
                    yield Ask(table.name, index, column.name, asked)


def _for_version(column: Column, version: SnmpVersion) -> Column | None:
    """Return what to ask for a column: SNMPv1 has no Counter64 (RFC 3584 §4.2.2.1)."""
    if version is SnmpVersion.V1 and column.syntax is Syntax.COUNTER64:
        return column.fallback
    return column
