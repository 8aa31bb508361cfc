"""What came in on one visit: answers turned into rows, and everything that did not come."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from netmon.clock import Millis
from netmon.errors import ProtocolViolation
from netmon.phrase import Phrase, joined
from netmon.snmp import ber
from netmon.snmp.declaration import Fault, Index, Reading, Row, Syntax, Value
from netmon.snmp.pdu import Pdu, Varbind
from netmon.snmp.plan import UPTIME, Ask
from netmon.snmp.sheet import LaidRow, Sheet
from netmon.snmp.value import fault_of, read_value

SCALARS = ""
"""The table that scalars belong to here: one row, instance 0."""
SCALAR: Index = (0,)
MOST_PROBLEMS = 50
HAS_NONE = Phrase("it has none")

Rows = dict[Index, Row]


@dataclass(slots=True)
class Harvest:
    """The reading in the making; `uptimes` are the first and the last sysUpTime seen.

    `fresh` are the rows that the strict reader read: only these can have changed their texts.
    """

    at: Millis | None = None
    uptimes: tuple[int, int] | None = None
    boots: int | None = None
    """snmpEngineBoots, None where nobody told."""
    tables: dict[str, Rows] = field(default_factory=dict)
    fresh: list[tuple[str, Index]] = field(default_factory=list)
    absent: list[Ask] = field(default_factory=list)
    unknown: list[Ask] = field(default_factory=list)
    """Of the absent those whose very object the agent does not know (noSuchObject)."""
    weights: dict[tuple[str, Index], int] = field(default_factory=dict)
    """The octets that the fresh rows took."""
    problems: list[tuple[str | None, str]] = field(default_factory=list)
    """What went wrong, and with which table; with all of them where that is None."""
    faults: list[tuple[Ask, Fault]] = field(default_factory=list)
    """What came encoded against the rules, as far as it was read strictly."""

    @property
    def uptime(self) -> int:
        """The sysUpTime to reckon with; raises ProtocolViolation if none has come.

        A device that restarted in the middle is read as one that has restarted: the smaller uptime
        stands, so that nobody computes a rate over the restart.
        """
        if self.uptimes is None:
            raise ProtocolViolation(
                Phrase("the agent told no sysUpTime ({reason})", reason=joined(self._problems() or [HAS_NONE], "; "))
            )
        return min(self.uptimes)

    def take_sheet(self, sheet: Sheet, numbers: tuple[int, ...]) -> None:
        """Put the rows of an answer that was read by its layout where they belong."""
        self._take_uptime(numbers[0])
        for table, indices, shapes in sheet.tables:
            rows = self.tables.setdefault(table, {})
            for index, shape in zip(indices, shapes, strict=True):
                _put(rows, index, LaidRow(numbers, shape))
        self.absent.extend(sheet.absent)

    def take_answer(self, asks: Iterable[Ask], pdu: Pdu) -> list[Value | None] | None:
        """Put the values of an answer without an error where they belong.

        Return them, None for what the agent does not have; or nothing at all if one is of another type than declared.
        """
        uptime, end = read_uptime(pdu.varbinds[0]), pdu.varbinds[0].end
        self._take_uptime(uptime)
        rows: dict[tuple[str, Index], dict[str, Value]] = {}
        values: list[Value | None] = [uptime]
        is_sound = True
        for ask, varbind in zip(asks, pdu.varbinds[1:], strict=True):
            place = (ask.table, ask.index)
            self.weights[place] = self.weights.get(place, 0) + varbind.end - end
            end = varbind.end
            try:
                value = None if varbind.is_absent else read_value(ask.column.syntax, varbind.tag, varbind.content)
            except ProtocolViolation as error:
                self.note(ask, *error.args)
                is_sound = False
                continue
            values.append(value)
            if value is None:
                self.absent.append(ask)
                if varbind.tag == ber.NO_SUCH_OBJECT:
                    self.unknown.append(ask)
            else:
                rows.setdefault(place, {UPTIME: uptime})[ask.name] = value
                if fault := fault_of(ask.column.syntax, varbind.content):
                    self.faults.append((ask, fault))
        for (table, index), row in rows.items():
            _put(self.tables.setdefault(table, {}), index, row)
        self.fresh.extend(rows)
        return values if is_sound else None

    def note(self, ask: Ask, complaint: str) -> None:
        """Note why an instance has no value."""
        instance = ".".join(map(str, ask.index))
        said = Phrase(
            "{object}.{instance}: {complaint}", object=ask.column.descriptor, instance=instance, complaint=complaint
        )
        self.complain(said, ask.table)

    def complain(self, complaint: str, table: str | None = None) -> None:
        """Note a problem, within measure."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append((table, complaint))

    def forget(self, table: str) -> None:
        """Forget what was read of a table whose rows are no longer the ones that were asked for."""
        self.tables.pop(table, None)
        self.absent = [ask for ask in self.absent if ask.table != table]
        self.fresh = [place for place in self.fresh if place[0] != table]
        self.faults = [(ask, fault) for ask, fault in self.faults if ask.table != table]

    def scalar(self, name: str) -> Value | None:
        """Return a scalar, or None if it did not come."""
        return self._scalars().get(name)

    def reading(self, at: Millis, scalars: frozenset[str], tables: Mapping[str, str]) -> Reading:
        """Return what was declared of all this; `tables` are names, and what the plan calls them.

        `at` stands for the time of the first answer where none came.
        """
        row = self._scalars()
        return Reading(
            at=at if self.at is None else self.at,
            uptime=self.uptime,
            scalars={name: row[name] for name in scalars if name in row},
            tables={name: self.tables.get(key, {}) for name, key in tables.items()},
            problems=tuple(self._problems({SCALARS, *tables.values()})),
            boots=self.boots,
            faults=self._faults(scalars, frozenset(tables.values())),
        )

    def _faults(self, scalars: frozenset[str], tables: frozenset[str]) -> Mapping[Fault, int]:
        return Counter(
            fault for ask, fault in self.faults if ask.table in tables or (ask.table == SCALARS and ask.name in scalars)
        )

    def _problems(self, tables: Collection[str] | None = None) -> list[str]:
        return [text for table, text in self.problems if table is None or tables is None or table in tables]

    def _scalars(self) -> Row:
        return self.tables.get(SCALARS, {}).get(SCALAR, {})

    def _take_uptime(self, uptime: int) -> None:
        """Note the sysUpTime of the answer whose values come next."""
        self.uptimes = (self.uptimes[0] if self.uptimes else uptime, uptime)


def _put(rows: Rows, index: Index, row: Row) -> None:
    """Put a row where it belongs; what is there of it already came with another request."""
    present = rows.setdefault(index, row)
    if present is not row:
        rows[index] = {**present, **row}


def read_uptime(varbind: Varbind) -> int:
    """Return sysUpTime; raise ProtocolViolation if the agent has none (RFC 3418 makes it mandatory)."""
    value = read_value(Syntax.TIME_TICKS, varbind.tag, varbind.content)
    if not isinstance(value, int):
        raise ProtocolViolation(Phrase("sysUpTime is not a number"))
    return value
