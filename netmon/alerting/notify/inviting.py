"""A channel whose messages lead to the page where their reader takes the incident without logging in."""

from dataclasses import dataclass, replace

from netmon.alerting.notify import Channel
from netmon.alerting.notify.invitation import link_of
from netmon.clock import Clock
from netmon.model import Message
from netmon.secret import Secret


@dataclass(frozen=True, slots=True)
class Inviting:
    """Sends through another channel; the link is made at each attempt, and never lies in the outbox."""

    channel: Channel
    key: Secret
    clock: Clock

    @property
    def name(self) -> str:
        """What the outbox calls the channel."""
        return self.channel.name

    def send(self, message: Message) -> None:
        """Deliver a message with its link; raise DeliveryError."""
        self.channel.send(invited(message, self.key, self.clock))


def invited(message: Message, key: Secret, clock: Clock) -> Message:
    """Return a message whose address leads to the link, where it has one; the page of it leads on to the incident."""
    link = link_of(key, message, clock.now())
    return replace(message, payload={**message.payload, "url": link}) if link else message
