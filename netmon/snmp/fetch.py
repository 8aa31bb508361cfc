"""What the agent answers to the instances of a plan: whatever comes is kept, one bad one costs only itself."""

from collections import deque
from collections.abc import Iterable

from netmon.errors import AccessDenied, LimitReached, NoResponse, PollError, ProtocolViolation
from netmon.phrase import Phrase
from netmon.snmp.budget import Budget
from netmon.snmp.harvest import Harvest, read_uptime
from netmon.snmp.pdu import ErrorStatus, Pdu
from netmon.snmp.plan import Request
from netmon.snmp.transport import Transport

SILENCES = 2
"""Requests without an answer in a row after which the rest of a visit is given up."""


async def fetch(transport: Transport, request: Request, budget: Budget) -> Pdu:
    """Return the response; one without an error names exactly what was asked."""
    budget.take_request()
    pdu = await transport.ask(request.template)
    budget.take_reply(pdu)
    if pdu.error_status == ErrorStatus.AUTHORIZATION_ERROR:
        raise AccessDenied(Phrase("the agent does not let this credential read what was asked"))
    if pdu.error_status == ErrorStatus.NO_ERROR and pdu.oids != request.template.oids:
        raise ProtocolViolation(Phrase("the agent answered with other objects than were asked"))
    return pdu


async def fetch_all(transport: Transport, requests: Iterable[Request], budget: Budget, harvest: Harvest) -> None:
    """Bring in what the requests ask, split and shortened where the agent wants it so."""
    waiting = deque(requests)
    silences = 0
    while waiting and silences < SILENCES:
        request = waiting.popleft()
        try:
            pdu = await fetch(transport, request, budget)
        except LimitReached as error:
            harvest.complain(*error.args)
            return
        except PollError as error:
            harvest.complain(*error.args)
            silences = silences + 1 if isinstance(error, NoResponse) else 0
        else:
            silences = 0
            waiting.extendleft(reversed(take(request, pdu, harvest)))
    if waiting:
        harvest.complain(Phrase("{count} requests were not sent any more", count=len(waiting)))


def take(request: Request, pdu: Pdu, harvest: Harvest) -> tuple[Request, ...]:
    """Put the values where they belong; return the requests that have to be sent instead of this one."""
    if pdu.error_status == ErrorStatus.NO_ERROR:
        harvest.take_uptime(read_uptime(pdu.varbinds[0]))
        for ask, varbind in zip(request.asks, pdu.varbinds[1:], strict=True):
            harvest.take_value(ask, varbind)
        return ()
    if pdu.error_status == ErrorStatus.TOO_BIG and len(request.asks) > 1:
        return request.halves()
    return _shortened(request, pdu, harvest)


def _shortened(request: Request, pdu: Pdu, harvest: Harvest) -> tuple[Request, ...]:
    position = pdu.error_index - 2
    """error-index counts from 1, and sysUpTime.0 is the first."""
    if not 0 <= position < len(request.asks):
        harvest.complain(
            Phrase(
                "error-status {status} for a request of {count} instances",
                status=pdu.error_status,
                count=len(request.asks),
            )
        )
        return ()
    ask = request.asks[position]
    if pdu.error_status == ErrorStatus.NO_SUCH_NAME:
        harvest.absent.append(ask)
    else:
        harvest.note(ask, Phrase("error-status {status}", status=pdu.error_status))
    return (request.without(position),) if len(request.asks) > 1 else ()
