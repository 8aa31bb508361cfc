"""The engine's part around the pipeline, in virtual time: an outbox that remembers, a call book, a clock."""

from dataclasses import dataclass, field

from netmon.alerting.notice import Notice
from netmon.alerting.pipeline import Plan, plan_messages
from netmon.alerting.stages import PipelineContext, Sent
from netmon.clock import SECOND, Interval, Millis
from netmon.inventory.models import Inventory
from netmon.model import Message
from netmon.oncall.book import CallBook

OFTEN = Millis(10 * SECOND)


@dataclass
class Desk:
    """Tells notices round after round, and knows what was told to whom when."""

    inventory: Inventory
    now: Millis
    book: CallBook = field(default_factory=CallBook)
    sent: dict[str, frozenset[Sent]] = field(default_factory=dict)
    acknowledged: dict[str, Interval] = field(default_factory=dict)
    log: list[tuple[Millis, Message]] = field(default_factory=list)

    def look(self, *notices: Notice) -> Plan:
        """Tell what holds now."""
        context = PipelineContext(
            self.inventory, self.now, sent=self.sent, book=self.book, acknowledged=self.acknowledged
        )
        plan = plan_messages(notices, context)
        self.book = plan.book
        for message in plan.messages:
            self.log.append((self.now, message))
            for subject, kind in message.says:
                row = (message.channel, message.address, kind)
                self.sent[subject] = self.sent.get(subject, frozenset()) | {row}
        return plan

    def run(self, *notices: Notice, until: Millis, every: Millis = OFTEN) -> None:
        """Look at the same notices again and again until a moment, and at that moment too."""
        while self.now < until:
            self.look(*notices)
            self.now = Millis(min(until, self.now + every))
        self.look(*notices)

    def take(self, notice: Notice, length: Millis) -> None:
        """Let somebody acknowledge a subject now, for so long."""
        self.acknowledged[notice.subject_id] = Interval(self.now, Millis(self.now + length))

    def calls(self, since: Millis) -> list[tuple[int, str]]:
        """Return who was called, each with the whole minutes since a moment."""
        return [((at - since) // (60 * SECOND), message.address) for at, message in self.log]
