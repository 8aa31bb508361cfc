"""What came back of a series of ICMP echo requests."""

from dataclasses import dataclass

from netmon.clock import Millis


@dataclass(frozen=True, slots=True)
class Echoes:
    """Round-trip times in milliseconds, None where no reply came; kernel receive timestamps."""

    address: str
    sent_at: Millis
    rtts: tuple[float | None, ...]

    @property
    def sent(self) -> int:
        """How many requests left."""
        return len(self.rtts)

    @property
    def received(self) -> int:
        """How many replies came in time."""
        return sum(rtt is not None for rtt in self.rtts)
