"""What the agent answers to the instances of a plan: whatever comes is kept, one bad one costs only itself."""

import asyncio
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from netmon.clock import Clock, Millis
from netmon.errors import AccessDenied, LimitReached, NoResponse, PollError, ProtocolViolation
from netmon.phrase import Phrase
from netmon.snmp.budget import Budget
from netmon.snmp.errand import Errand
from netmon.snmp.harvest import Harvest
from netmon.snmp.pdu import ErrorStatus, Pdu
from netmon.snmp.plan import Request
from netmon.snmp.sheet import Memory, Sheet
from netmon.snmp.transport import Transport

SILENCES = 2
"""Requests without an answer in a row after which the rest of a visit is given up."""


@dataclass(slots=True, eq=False)
class Planned:
    """A request of the plan, and what is remembered of its answers."""

    request: Request
    memory: Memory = field(default_factory=Memory)


NOT_LET = Phrase("the agent does not let this credential read what was asked")
OTHERS = Phrase("the agent answered with other objects than were asked")


class Visit:
    """The requests of one reading, a window's worth on their way at once; their answers go into the harvest.

    `replaced` are planned requests that the agent wants split or shortened, and what took their places.
    """

    def __init__(self, transport: Transport, clock: Clock, budget: Budget, harvest: Harvest) -> None:
        self._transport = transport
        self._clock = clock
        self._budget = budget
        self._harvest = harvest
        self._waiting: deque[Planned] = deque()
        self._under_way: dict[Errand, Planned] = {}
        self._silences = 0
        self._has_split = False
        self._is_to_go_on = False
        self._loop = asyncio.get_running_loop()
        self._over: asyncio.Future[None] | None = None
        self.failure: PollError | None = None
        self.replaced: dict[Planned, tuple[Planned, ...]] = {}

    async def bring(self, planned: Iterable[Planned]) -> None:
        """Bring in what the requests ask; what goes wrong becomes a problem of the harvest."""
        self._waiting.extend(planned)
        self._over = self._loop.create_future()
        try:
            self._go_on()
            await self._over
        finally:
            for errand in self._under_way:
                self._transport.abandon(errand)
            self._under_way.clear()
            self._waiting.clear()

    def read(self, errand: Errand, sheet: Sheet, numbers: tuple[int, ...]) -> None:
        """Take the numbers of an answer that lies as one before it."""
        self._arrive(errand)
        if self._may_take(len(numbers), sheet.layout.length):
            self._harvest.take_sheet(sheet, numbers)
        self._go_on_soon()

    def answer(self, errand: Errand, pdu: Pdu, octets: bytes) -> None:
        """Take a response that was read strictly."""
        planned = self._arrive(errand)
        if self._may_take(len(pdu.varbinds), len(octets)):
            self._waiting.extendleft(reversed(self._take(planned, pdu, octets)))
        self._go_on_soon()

    def fail(self, errand: Errand, error: PollError) -> None:
        """Note why there is no answer; a large request that was lost where others were not is tried in halves."""
        planned = self._under_way.pop(errand)
        if self._may_be_too_large(planned, error):
            self._has_split = True
            self._waiting.extendleft(reversed(self._replace(planned, planned.request.halves())))
        else:
            self._complain(error)
            self._silences = self._silences + 1 if isinstance(error, NoResponse) else 0
        self._go_on_soon()

    def _arrive(self, errand: Errand) -> Planned:
        self._silences = 0
        if self._harvest.at is None:
            age = self._transport.age_of_datagram()
            self._harvest.at = Millis(self._clock.now() - round(age * 1000))
        return self._under_way.pop(errand)

    def _go_on_soon(self) -> None:
        """Go on once all that has come by now is read: agents that get requests in a burst wake up once."""
        if not self._is_to_go_on:
            self._is_to_go_on = True
            self._loop.call_soon(self._go_on)

    def _go_on(self) -> None:
        """Send what may be on its way, and say when all is over."""
        self._is_to_go_on = False
        while self._waiting and len(self._under_way) < self._transport.window and self._silences < SILENCES:
            self._send(self._waiting.popleft())
        if self._under_way or self._over is None or self._over.done():
            return
        if self._waiting:
            count = len(self._waiting)
            self._waiting.clear()
            self._harvest.complain(Phrase("{count} requests were not sent any more", count=count))
        self._over.set_result(None)

    def _send(self, planned: Planned) -> None:
        try:
            self._budget.take_request()
        except LimitReached as error:
            self._give_up(error)
            return
        errand = Errand(planned.request.template, self, planned.memory)
        self._under_way[errand] = planned
        self._transport.send(errand)

    def _may_take(self, varbinds: int, octets: int) -> bool:
        try:
            self._budget.take_reply(varbinds, octets)
        except LimitReached as error:
            self._give_up(error)
            return False
        return True

    def _give_up(self, error: LimitReached) -> None:
        self._complain(error)
        self._waiting.clear()

    def _complain(self, error: PollError) -> None:
        self.failure = self.failure or error
        self._harvest.complain(error.args[0])

    def _take(self, planned: Planned, pdu: Pdu, octets: bytes) -> tuple[Planned, ...]:
        """Put the values where they belong; return the requests that have to be sent instead of this one."""
        request = planned.request
        if pdu.error_status == ErrorStatus.NO_ERROR:
            self._take_values(planned, pdu, octets)
            return ()
        if pdu.error_status == ErrorStatus.AUTHORIZATION_ERROR:
            self._complain(AccessDenied(NOT_LET))
            return ()
        if pdu.error_status == ErrorStatus.TOO_BIG and len(request.asks) > 1:
            return self._replace(planned, request.halves())
        return self._shorten(planned, pdu)

    def _shorten(self, planned: Planned, pdu: Pdu) -> tuple[Planned, ...]:
        """Return the request without the instance that an error speaks of; what is not there is not asked again."""
        request = planned.request
        position = pdu.error_index - 2
        """error-index counts from 1, and sysUpTime.0 is the first."""
        if not 0 <= position < len(request.asks):
            count = len(request.asks)
            self._harvest.complain(
                Phrase("error-status {status} for a request of {count} instances", status=pdu.error_status, count=count)
            )
            return ()
        ask = request.asks[position]
        rest = (request.without(position),) if len(request.asks) > 1 else ()
        if pdu.error_status == ErrorStatus.NO_SUCH_NAME:
            self._harvest.absent.append(ask)
            return self._replace(planned, rest)
        self._harvest.note(ask, Phrase("error-status {status}", status=pdu.error_status))
        return tuple(map(Planned, rest))

    def _take_values(self, planned: Planned, pdu: Pdu, octets: bytes) -> None:
        request = planned.request
        if pdu.oids != request.template.oids:
            self._complain(ProtocolViolation(OTHERS))
            return
        try:
            values = self._harvest.take_answer(request.asks, pdu)
        except ProtocolViolation as error:
            self._complain(error)
            return
        memory = planned.memory
        learns = values is not None and memory.learns
        memory.keep(Sheet.learn(request.asks, octets, pdu, values) if learns and values is not None else None)

    def _replace(self, planned: Planned, requests: tuple[Request, ...]) -> tuple[Planned, ...]:
        """Return what takes a request's place, now and in the plan."""
        self.replaced[planned] = others = tuple(map(Planned, requests))
        return others

    def _may_be_too_large(self, planned: Planned, error: PollError) -> bool:
        """Say whether an answer may have been too long for the way: others came, this one never did. Once a visit."""
        is_heard = self._harvest.uptimes is not None
        is_new = not (planned.memory.hits or planned.memory.misses)
        has_parts = len(planned.request.asks) > 1
        return isinstance(error, NoResponse) and is_heard and is_new and has_parts and not self._has_split
