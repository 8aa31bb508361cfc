"""How the monitor itself is doing: polls, failures, durations and what was hard to believe, as `netmon_self`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from netmon.clock import EPOCH, Millis
from netmon.model import FieldValue, Measurement, PollResult

ABSURDITIES = ("in_absurd", "out_absurd")
"""The fields of `net_if` that stand for a rate which was not believed."""


LATE = 5
"""The part of its interval by which a poll may begin later than its slot."""


@dataclass(slots=True)
class Count:
    """What one collector did since the last look."""

    polled: int = 0
    failed: int = 0
    longest: Millis = EPOCH
    absurd: int = 0
    """Rates that were not believed."""
    late: int = 0
    """Polls that began late."""
    faults: int = 0
    """Values that agents encoded against the rules, as far as the strict reader met them."""

    def add(self, result: PollResult) -> None:
        """Count a result."""
        self.polled += 1
        self.failed += result.failure is not None
        self.longest = Millis(max(self.longest, result.finished - result.started))
        self.absurd += sum(flag in measurement.fields for measurement in result.measurements for flag in ABSURDITIES)
        self.faults += result.faults

    @property
    def fields(self) -> dict[str, FieldValue]:
        """What `netmon_self` says of the collector."""
        return {
            "polled": self.polled,
            "failed": self.failed,
            "late": self.late,
            "cycle_ms": int(self.longest),
            "absurd": self.absurd,
            "agent_faults": self.faults,
        }


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

    @property
    def late(self) -> int:
        """How many polls since the last look began late."""
        return sum(count.late for count in self.counts.values())

    def add(self, results: Iterable[PollResult], intervals: Mapping[str, Millis]) -> None:
        """Count results; one is late that began over a fifth of its collector's interval after its slot."""
        for result in results:
            count = self.counts.setdefault(result.collector, Count())
            count.add(result)
            interval = intervals.get(result.collector)
            count.late += interval is not None and LATE * (result.started - result.slot) > interval
            if result.answered:
                self.data_at = result.finished

    def take(self, at: Millis, **outbox: FieldValue) -> Iterator[Measurement]:
        """Yield the counts and what is known of the outbox as measurements, and start anew."""
        counts, self.counts = self.counts, {}
        for collector, count in counts.items():
            yield Measurement("netmon_self", {"collector": collector}, count.fields, at)
        yield Measurement("netmon_self", {"collector": "outbox"}, outbox, at)
