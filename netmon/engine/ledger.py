"""What is written down as measurements: what devices said, states once a cycle, events, and gaps of our own."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from netmon.clock import EPOCH, Interval, Millis
from netmon.engine.happenings import alert_measurements, incident_measurements, promise_measurements, region_measurement
from netmon.engine.tally import Tally
from netmon.errors import StoreError
from netmon.inventory.models import Inventory
from netmon.judgement.situation import Judgement, Situation
from netmon.model import Alert, DeviceName, Entity, EntityKind, Measurement, PollResult, Transition
from netmon.report.sla import SlaReport
from netmon.rules.book import RuleBook
from netmon.schema import device_tags, event_measurement, state_measurements, unknown_measurements
from netmon.store.backlog import Depth
from netmon.store.samples import SampleStore
from netmon.trouble import Trouble

LARGEST_BACKFILL = 200_000
"""Points written at most for the time in which netmon did not run: two seconds of its start."""


POINTS_AT_ONCE = 5_000
"""Points of such a time that are written in one transaction."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """How the keeping of samples goes; `outbox` is None while samples.db cannot be read."""

    outbox: Depth | None
    lost: int
    """Samples that samples.db did not take, since netmon runs."""
    poisoned: int
    """Fields and samples that InfluxDB would refuse, or that are too many, since netmon runs: they were left out."""

    def fields(self, now: Millis) -> dict[str, int]:
        """Return what rules and `netmon_self` tell of it; what is not known is left out."""
        fields = {"samples_lost": self.lost, "samples_poisoned": self.poisoned}
        if self.outbox is not None:
            fields |= {
                "outbox_rows": self.outbox.lines,
                "outbox_oldest_s": self.outbox.age_s(now),
                "outbox_dropped": self.outbox.dropped,
                "dead_lines": self.outbox.refused,
            }
        return fields


class Ledger:
    """Keeps measurements. Those that the file does not take are lost; states and messages never wait for it."""

    def __init__(self, samples: SampleStore, every: Millis, now: Millis) -> None:
        self._samples = samples
        self._every = every
        self._states_at = EPOCH
        self._lost = 0
        self._trouble = Trouble("samples.db")
        self._illegible = Trouble("the outbox in samples.db")
        self.tally = Tally(data_at=now if samples.newest is None else min(samples.newest, now))

    def keeping(self) -> Keeping:
        """Return how the keeping goes; a file that cannot be read is something to tell, and no error."""
        try:
            outbox = self._samples.depth()
        except StoreError as error:
            self._illegible.is_now(str(error))
            return Keeping(None, self._lost, self._samples.poisoned)
        self._illegible.is_now("")
        return Keeping(outbox, self._lost, self._samples.poisoned)

    def keep(self, results: Sequence[PollResult], intervals: Mapping[str, Millis], now: Millis) -> None:
        """Write what devices said; `intervals` are how often collectors should have asked them."""
        self.tally.add(results, intervals)
        self._write([measurement for result in results for measurement in result.measurements], now)

    def is_new_cycle(self, now: Millis) -> bool:
        """Say whether the states of the present cycle are still to be written, wherever the clock was set meanwhile."""
        return self._slot(now) != self._states_at

    def keep_states(
        self, inventory: Inventory, situation: Situation, maintained: frozenset[Entity], now: Millis
    ) -> None:
        """Write the state of everything, and how netmon itself is doing, on the present cycle's slot."""
        self._states_at = slot = self._slot(now)
        states = state_measurements(inventory, situation, maintained, slot)
        region = region_measurement(inventory, situation, slot)
        self._write([*states, region, *self.tally.take(slot, **self.keeping().fields(now))], now)

    def keep_alerts(self, book: RuleBook, alerts: Iterable[Alert], now: Millis) -> None:
        """Write how many alerts there are, on the present cycle's slot."""
        self._write(tuple(alert_measurements(book, alerts, self._slot(now))), now)

    def keep_promises(self, inventory: Inventory, report: SlaReport, now: Millis) -> None:
        """Write what the month says of promises so far, on the present cycle's slot."""
        self._write(tuple(promise_measurements(inventory, report, self._slot(now))), now)

    def keep_events(self, inventory: Inventory, judgement: Judgement, now: Millis) -> None:
        """Write devices' changes of state, and incidents that begin and end."""
        self._write((*_events(inventory, judgement.transitions), *incident_measurements(judgement, now)), now)

    def keep_gap(self, inventory: Inventory, gap: Interval, now: Millis) -> None:
        """Write everything as unknown over a gap, on the slots of the states; a long gap gets wider ones."""
        series = len(inventory.devices) + len(inventory.links) + len(inventory.municipalities)
        every = max(self._every, gap.length * series // LARGEST_BACKFILL)
        first = Millis(-(-gap.start // every) * every)
        unknown = unknown_measurements(inventory, Interval(first, gap.end), Millis(every))
        while part := tuple(islice(unknown, POINTS_AT_ONCE)):
            self._write(part, now)

    def _slot(self, now: Millis) -> Millis:
        return Millis(now // self._every * self._every)

    def _write(self, measurements: Collection[Measurement], now: Millis) -> None:
        try:
            kept = self._samples.write(measurements, now=now)
        except StoreError as error:
            self._lost += len(measurements)
            self._trouble.is_now(str(error))
        else:
            if kept:
                self._trouble.is_now("")


def _events(inventory: Inventory, transitions: Iterable[Transition]) -> Iterator[Measurement]:
    for transition in transitions:
        device = inventory.devices.get(DeviceName(transition.entity.name))
        if transition.entity.kind is EntityKind.DEVICE and transition.old is not None and device is not None:
            yield event_measurement(transition, device_tags(inventory, device))
