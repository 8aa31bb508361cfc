"""An office in virtual time: the real outbox, real decisions, and channels that do as they are told."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from netmon.alerting.failover import Desk, detours
from netmon.alerting.notifier import Notifier
from netmon.alerting.notify import Channel
from netmon.clock import SECOND, ManualClock, Millis
from netmon.errors import DeliveryError
from netmon.inventory.models import Inventory
from netmon.language import Language
from netmon.model import Message
from netmon.store.state import StateStore
from tests.netmon.alerting.occasions import BASE_URL
from tests.netmon.rules.small_region import small_region

RECEIVERS = {
    "oncall": {"webhook": ["secret://oncall"], "email": ["oncall@kraj.example"], "sms": ["+420601000001"]},
    "noc": {"email": ["noc@kraj.example"]},
}
SMS, WEBHOOK = ("sms", "+420601000001"), ("webhook", "secret://oncall")
ONCALL_MAIL, NOC_MAIL = ("email", "oncall@kraj.example"), ("email", "noc@kraj.example")
ROUTES = ({"match": {"severity": ["critical"]}, "receivers": ["oncall", "noc"]},)


def region() -> Inventory:
    """Return the small region with somebody on call, who has three ways, and an operations centre, which has one."""
    return small_region(receivers=RECEIVERS, routes=list(ROUTES))


@dataclass
class Line:
    """A channel; `trouble` says what goes wrong now, if anything, and `heard` what arrived when, and where."""

    name: str
    clock: ManualClock
    trouble: Callable[[Millis], DeliveryError | None] = lambda _: None
    heard: list[tuple[Millis, Message]] = field(default_factory=list)
    asked: int = 0

    def send(self, message: Message) -> None:
        """Take a message, or fail."""
        self.asked += 1
        error = self.trouble(self.clock.now())
        if error is not None:
            raise error
        self.heard.append((self.clock.now(), message))

    def said(self, address: str = "") -> list[str]:
        """Return what arrived, at one address or at any."""
        return [message.kind.value for _, message in self.heard if address in {"", message.address}]


class Office:
    """Queues, carries and decides, a second at a time."""

    def __init__(self, store: StateStore, clock: ManualClock, lines: Sequence[Channel]) -> None:
        self.store, self.clock = store, clock
        self.notifier = Notifier(store, lines, clock, Language.CS, draw=lambda: 0.999)
        self.desk = Desk(region(), BASE_URL, Language.CS)

    def queue(self, *messages: Message) -> None:
        """Put messages into the outbox."""
        self.store.queue(messages, self.clock.now())

    def round(self) -> None:
        """Do what a round of the engine does about delivery, then let the couriers work."""
        self.reroute()
        asyncio.run(self.notifier.drain_once())

    def reroute(self) -> None:
        """Queue what has to be said by another way."""
        asked = self.store.unknown(detours(self.store.unsent(self.clock.now()), self.desk, self.clock.now()))
        if asked:
            self.queue(*asked)

    def pass_time(self, span: int, pace: int = SECOND) -> None:
        """Let time pass, a round each `pace`."""
        for _ in range(span // pace):
            self.round()
            self.clock.advance(pace)
        self.round()
