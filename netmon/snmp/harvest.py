"""What came in on one visit: varbinds turned into rows, and everything that did not come."""

from dataclasses import dataclass, field

from netmon.clock import Millis
from netmon.errors import ProtocolViolation
from netmon.phrase import Phrase, joined
from netmon.snmp.declaration import Index, Reading, Syntax, Value
from netmon.snmp.pdu import Varbind
from netmon.snmp.plan import Ask
from netmon.snmp.value import read_value

SCALARS = ""
"""The table that scalars belong to here: one row, instance 0."""
SCALAR: Index = (0,)
UPTIME = "sysUpTime"
"""The name under which each row holds the sysUpTime of its PDU."""
MOST_PROBLEMS = 50
HAS_NONE = Phrase("it has none")

Rows = dict[Index, dict[str, Value]]


@dataclass(slots=True)
class Harvest:
    """The reading in the making; `uptimes` are the first and the last sysUpTime seen."""

    at: Millis
    uptimes: tuple[int, int] | None = None
    tables: dict[str, Rows] = field(default_factory=dict)
    absent: list[Ask] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def take_uptime(self, uptime: int) -> None:
        """Note the sysUpTime of the PDU whose values come next."""
        first, _ = self.uptimes or (uptime, uptime)
        self.uptimes = (first, uptime)

    @property
    def uptime(self) -> int:
        """The sysUpTime to reckon with; raises ProtocolViolation if none has come.

        A device that restarted in the middle is read as one that has restarted: the smaller uptime
        stands, so that nobody computes a rate over the restart.
        """
        if self.uptimes is None:
            raise ProtocolViolation(
                Phrase("the agent told no sysUpTime ({reason})", reason=joined(self.problems or [HAS_NONE], "; "))
            )
        return min(self.uptimes)

    def take_value(self, ask: Ask, varbind: Varbind) -> None:
        """Put a value where it was asked for; note what is absent or of another type."""
        if varbind.is_absent:
            self.absent.append(ask)
            return
        try:
            value = read_value(ask.column.syntax, varbind.tag, varbind.content)
        except ProtocolViolation as error:
            self.note(ask, *error.args)
            return
        row = self.tables.setdefault(ask.table, {}).setdefault(ask.index, self._new_row())
        row[ask.name] = value

    def note(self, ask: Ask, complaint: str) -> None:
        """Note why an instance has no value."""
        instance = ".".join(map(str, ask.index))
        self.complain(
            Phrase(
                "{object}.{instance}: {complaint}", object=ask.column.descriptor, instance=instance, complaint=complaint
            )
        )

    def complain(self, complaint: str) -> None:
        """Note a problem, within measure."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(complaint)

    def scalar(self, name: str) -> Value | None:
        """Return a scalar, or None if it did not come."""
        return self.tables.get(SCALARS, {}).get(SCALAR, {}).get(name)

    def reading(self, scalars: frozenset[str], tables: frozenset[str]) -> Reading:
        """Return what was declared of all this."""
        row = self.tables.get(SCALARS, {}).get(SCALAR, {})
        return Reading(
            at=self.at,
            uptime=self.uptime,
            scalars={name: value for name, value in row.items() if name in scalars},
            tables={name: self.tables.get(name, {}) for name in tables},
            problems=tuple(self.problems),
        )

    def _new_row(self) -> dict[str, Value]:
        return {} if self.uptimes is None else {UPTIME: self.uptimes[1]}


def read_uptime(varbind: Varbind) -> int:
    """Return sysUpTime; raise ProtocolViolation if the agent has none (RFC 3418 makes it mandatory)."""
    value = read_value(Syntax.TIME_TICKS, varbind.tag, varbind.content)
    if not isinstance(value, int):
        raise ProtocolViolation(Phrase("sysUpTime is not a number"))
    return value
