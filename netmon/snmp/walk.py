"""Which rows a table has: its key column walked, with a guard against agents that never end."""

from dataclasses import dataclass, field

from netmon.errors import ProtocolViolation
from netmon.inventory.models import SnmpVersion
from netmon.phrase import Phrase
from netmon.snmp import template
from netmon.snmp.budget import Budget
from netmon.snmp.declaration import Column, Index, Oid, Value
from netmon.snmp.pdu import ErrorStatus, Pdu, Varbind
from netmon.snmp.transport import Transport
from netmon.snmp.value import read_value

REPETITIONS = 25


@dataclass(slots=True)
class Walk:
    """One column on its way: the rows so far and where to go on; `at` is None when it is over."""

    column: Column
    at: Oid | None
    rows: dict[Index, Value] = field(default_factory=dict)

    def take(self, pdu: Pdu) -> None:
        """Add the rows of a reply; raise ProtocolViolation unless each name is beyond the last."""
        if pdu.error_status != ErrorStatus.NO_ERROR:
            self._take_error(pdu)
            return
        if not pdu.varbinds:
            raise ProtocolViolation(
                Phrase("{descriptor}: a walk answered with nothing", descriptor=self.column.descriptor)
            )
        for varbind in pdu.varbinds:
            if self.at is None:
                return
            self._take_row(varbind, self.at)

    def _take_row(self, varbind: Varbind, last: Oid) -> None:
        depth = len(self.column.oid)
        if varbind.is_absent or varbind.oid[:depth] != self.column.oid:
            self.at = None
            return
        if varbind.oid <= last:
            raise ProtocolViolation(
                Phrase("{descriptor}: a walk that does not go forward", descriptor=self.column.descriptor)
            )
        self.rows[varbind.oid[depth:]] = read_value(self.column.syntax, varbind.tag, varbind.content)
        self.at = varbind.oid

    def _take_error(self, pdu: Pdu) -> None:
        if pdu.error_status != ErrorStatus.NO_SUCH_NAME:
            raise ProtocolViolation(
                Phrase(
                    "{descriptor}: error-status {status}",
                    descriptor=self.column.descriptor,
                    status=pdu.error_status,
                )
            )
        self.at = None


async def walk(transport: Transport, version: SnmpVersion, column: Column, budget: Budget) -> dict[Index, Value]:
    """Return the instances of a column; raise the PollError that ended the walk."""
    walked = Walk(column, column.oid)
    repetitions = REPETITIONS
    while walked.at is not None:
        budget.take_request()
        pdu = await transport.ask(_request(version, walked.at, repetitions))
        budget.take_reply(pdu)
        if pdu.error_status == ErrorStatus.TOO_BIG and repetitions > 1:
            repetitions //= 2
            continue
        walked.take(pdu)
    return walked.rows


def _request(version: SnmpVersion, at: Oid, repetitions: int) -> template.Template:
    if version is SnmpVersion.V1:
        return template.get_next((at,))
    return template.get_bulk((at,), repetitions)
