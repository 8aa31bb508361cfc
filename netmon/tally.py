"""How the monitor itself is doing: polls, failures and durations, as `netmon_self`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from netmon.clock import EPOCH, Millis
from netmon.model import Measurement, PollResult


@dataclass(slots=True)
class Count:
    """What one collector did since the last look."""

    polled: int = 0
    failed: int = 0
    longest: Millis = EPOCH


@dataclass(slots=True)
class Tally:
    """Counts per collector since they were last taken."""

    counts: dict[str, Count] = field(default_factory=dict)
    data_at: Millis = EPOCH
    """When the newest answer came."""

    @property
    def longest(self) -> Millis:
        """How long the slowest poll since the last look took."""
        return max((count.longest for count in self.counts.values()), default=EPOCH)

    def add(self, results: Iterable[PollResult]) -> None:
        """Count results."""
        for result in results:
            count = self.counts.setdefault(result.collector, Count())
            count.polled += 1
            count.failed += result.failure is not None
            count.longest = Millis(max(count.longest, result.finished - result.started))
            if result.answered:
                self.data_at = result.finished

    def take(self, at: Millis, outbox_rows: int, outbox_oldest_s: int) -> Iterator[Measurement]:
        """Yield the counts as measurements and start anew."""
        counts, self.counts = self.counts, {}
        for collector, count in counts.items():
            fields = {"polled": count.polled, "failed": count.failed, "cycle_ms": int(count.longest)}
            yield Measurement("netmon_self", {"collector": collector}, fields, at)
        outbox = {"outbox_rows": outbox_rows, "outbox_oldest_s": outbox_oldest_s}
        yield Measurement("netmon_self", {"collector": "outbox"}, outbox, at)
