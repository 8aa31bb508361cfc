"""What lies below an object: walked in order, with a guard against agents that never end."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

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
    """A subtree on its way: `at` is where to go on, None when it is over; `name` is what people call its root."""

    root: Oid
    name: str
    at: Oid | None

    def take(self, pdu: Pdu) -> list[Varbind]:
        """Return what a reply has of the subtree; raise ProtocolViolation unless each name is beyond the last."""
        if pdu.error_status == ErrorStatus.NO_SUCH_NAME:
            self.at = None
            return []
        if pdu.error_status != ErrorStatus.NO_ERROR:
            raise ProtocolViolation(
                Phrase("{descriptor}: error-status {status}", descriptor=self.name, status=pdu.error_status)
            )
        if not pdu.varbinds:
            raise ProtocolViolation(Phrase("{descriptor}: a walk answered with nothing", descriptor=self.name))
        return list(filter(self._is_next, pdu.varbinds))

    def _is_next(self, varbind: Varbind) -> bool:
        """Go on to a varbind and say whether it belongs to the subtree; what comes after its end does not."""
        if self.at is None:
            return False
        if varbind.is_absent or varbind.oid[: len(self.root)] != self.root:
            self.at = None
            return False
        if varbind.oid <= self.at:
            raise ProtocolViolation(Phrase("{descriptor}: a walk that does not go forward", descriptor=self.name))
        self.at = varbind.oid
        return True


async def walk(
    transport: Transport, version: SnmpVersion, root: Oid, budget: Budget, name: str = ""
) -> AsyncIterator[Varbind]:
    """Yield what lies below an object, in order; raise the PollError that ends the walk."""
    walked = Walk(root, name or ".".join(map(str, root)), root)
    repetitions = REPETITIONS
    while walked.at is not None:
        budget.take_request()
        pdu = await transport.ask(_request(version, walked.at, repetitions))
        budget.take_pdu(pdu)
        if pdu.error_status == ErrorStatus.TOO_BIG and repetitions > 1:
            repetitions //= 2
            continue
        for varbind in walked.take(pdu):
            yield varbind


async def walk_column(transport: Transport, version: SnmpVersion, column: Column, budget: Budget) -> dict[Index, Value]:
    """Return the instances of a column; raise the PollError that ended the walk."""
    found = walk(transport, version, column.oid, budget, column.descriptor)
    return {
        varbind.oid[len(column.oid) :]: read_value(column.syntax, varbind.tag, varbind.content)
        async for varbind in found
    }


def _request(version: SnmpVersion, at: Oid, repetitions: int) -> template.Template:
    if version is SnmpVersion.V1:
        return template.get_next((at,))
    return template.get_bulk((at,), repetitions)
