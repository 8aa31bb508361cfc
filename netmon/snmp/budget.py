"""How much one visit to a device may take: varbinds, octets, requests and time."""

from dataclasses import dataclass

from netmon.clock import SECOND, Clock, Millis
from netmon.errors import LimitReached
from netmon.phrase import Phrase
from netmon.snmp.pdu import Pdu

VARBINDS = 20_000
OCTETS = 2 << 20
REQUESTS = 4_000
DEADLINE = Millis(30 * SECOND)
SUB_IDENTIFIER = 4
"""Octets that a sub-identifier takes in memory at least."""


@dataclass(slots=True)
class Budget:
    """What is left of a visit; a device that wants more is cut off."""

    clock: Clock
    ends: Millis
    varbinds: int = VARBINDS
    octets: int = OCTETS
    requests: int = REQUESTS

    @classmethod
    def begin(cls, clock: Clock, deadline: Millis = DEADLINE) -> "Budget":
        """Return the whole budget, from now on."""
        return cls(clock, Millis(clock.monotonic() + deadline))

    def take_request(self) -> None:
        """Count a request before it is sent; raise LimitReached when there may be no more."""
        self.requests -= 1
        if self.requests < 0:
            raise LimitReached(Phrase("more than {requests} requests in one visit", requests=REQUESTS))
        if self.clock.monotonic() >= self.ends:
            raise LimitReached(Phrase("the time for one visit is over"))

    def take_pdu(self, pdu: Pdu) -> None:
        """Count what a device sent, as it stands in memory; raise LimitReached beyond the limits."""
        octets = sum(len(bind.content) + SUB_IDENTIFIER * len(bind.oid) for bind in pdu.varbinds)
        self.take_reply(len(pdu.varbinds), octets)

    def take_reply(self, varbinds: int, octets: int) -> None:
        """Count so many varbinds and octets; raise LimitReached beyond the limits."""
        self.varbinds -= varbinds
        self.octets -= octets
        if self.varbinds < 0 or self.octets < 0:
            raise LimitReached(
                Phrase(
                    "more than {varbinds} varbinds or {octets} octets in one visit", varbinds=VARBINDS, octets=OCTETS
                )
            )
