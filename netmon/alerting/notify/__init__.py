"""How a message reaches an address: one file for each channel."""

from typing import Protocol

from netmon.model import Message


class Channel(Protocol):
    """A way to reach people or machines; it blocks, within bounds, and is called in a thread."""

    @property
    def name(self) -> str:
        """What the outbox calls the channel."""
        ...

    def send(self, message: Message) -> None:
        """Deliver a message; raise DeliveryError if it did not get through."""
        ...
