"""A request on its way, and who is told what became of it."""

import asyncio
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from netmon.errors import PollError
from netmon.snmp.pdu import Pdu
from netmon.snmp.sheet import Memory, Sheet
from netmon.snmp.template import Template


class Party(Protocol):
    """Whoever waits for an answer; told exactly once of each errand."""

    def read(self, errand: "Errand", sheet: Sheet, numbers: tuple[int, ...]) -> None:
        """Take the numbers of an answer that lies as one before it."""
        ...

    def answer(self, errand: "Errand", pdu: Pdu, octets: bytes) -> None:
        """Take a response, and the octets its positions speak of."""
        ...

    def fail(self, errand: "Errand", error: PollError) -> None:
        """Take the reason why there is no answer."""
        ...


class Standing(Enum):
    """Whether an errand waits for its turn, takes room in the traffic of all devices, or neither any more."""

    WAITING = auto()
    COUNTED = auto()
    LEFT = auto()


@dataclass(slots=True, eq=False)
class Errand:
    """A request on its way: whose it is, and how the present attempt stands. Times are the loop's, in seconds."""

    template: Template
    party: Party
    memory: Memory | None = None
    number: int = 0
    attempts: int = 1
    resends: int = 0
    hinted: int = 0
    """Attempts in which the agent had at least told what we lacked."""
    sent: float = 0.0
    due: float = 0.0
    ignored: int = 0
    late: int = 0
    standing: Standing = Standing.WAITING


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits for one answer; without a memory there is nothing but strict reading."""

    future: asyncio.Future[Pdu]

    def read(self, errand: Errand, sheet: Sheet, numbers: tuple[int, ...]) -> None:
        """Never happens: an errand without a memory is read strictly."""

    def answer(self, _errand: Errand, pdu: Pdu, _octets: bytes) -> None:
        """Hand the response to whoever waits."""
        if not self.future.done():
            self.future.set_result(pdu)

    def fail(self, _errand: Errand, error: PollError) -> None:
        """Hand the reason to whoever waits."""
        if not self.future.done():
            self.future.set_exception(error)
