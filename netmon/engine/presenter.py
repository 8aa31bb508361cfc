"""What is shown now: from an outlook of the engine to the snapshot that pages read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from netmon.clock import EPOCH, MINUTE, SECOND, Millis, has_passed
from netmon.engine.engine import Outlook
from netmon.engine.ledger import Keeping
from netmon.engine.publisher import Publisher
from netmon.inventory.models import Inventory
from netmon.judgement.availability import Availability
from netmon.judgement.municipalities import Elements, ways_to_anchors
from netmon.judgement.situation import Verdict
from netmon.model import DeviceName, IncidentRecord, MunicipalityCode, Severity
from netmon.reader import Audit, Health, Snapshot
from netmon.report.ongoing import report_so_far, this_month
from netmon.report.sla import SlaReport, watched
from netmon.settings import Settings
from netmon.store.backlog import Depth
from netmon.store.notifications import Waiting
from netmon.store.reading import StoreReader

REFRESH = Millis(10 * SECOND)
"""A page is told of new figures at most this often; of new states at once."""
SEVERITIES = tuple(Severity)
NOTHING_WAITS = Depth(lines=0, size=0, oldest=None, dropped=0, refused=0)


@dataclass(frozen=True, slots=True)
class Channels:
    """How the ways out of netmon are, asked at each snapshot."""

    influx: Callable[[], str]
    keeping: Callable[[], Keeping]
    messages: Callable[[], Waiting]
    audit: Callable[[], Audit | None] = lambda: None
    storage: Callable[[], str] = lambda: "ok"
    is_stuck: Callable[[], bool] = lambda: False
    keep: Callable[[SlaReport], None] = lambda _: None
    """Told each minute what the month says so far."""


@dataclass(slots=True)
class Memory:
    """What is dear to compute and changes seldom."""

    months: Mapping[MunicipalityCode, Availability] = field(default_factory=dict)
    months_at: Millis = EPOCH
    records: tuple[IncidentRecord, ...] = ()
    paths: Mapping[MunicipalityCode, tuple[DeviceName, ...]] = field(default_factory=dict)


class Presenter:
    """Makes snapshots on the loop and hands them to the publisher."""

    def __init__(self, publisher: Publisher, store: StoreReader, settings: Settings, channels: Channels) -> None:
        self._publisher = publisher
        self._store = store
        self._settings = settings
        self._channels = channels
        self._memory = Memory()
        self._told_at = EPOCH

    def show(self, outlook: Outlook) -> None:
        """Publish what the engine sees now."""
        self._recall(outlook)
        before = self._publisher.snapshot()
        is_news = outlook.changed or has_passed(REFRESH, self._told_at, outlook.now)
        if is_news:
            self._told_at = outlook.now
        situation = outlook.situation
        inventory = outlook.plan.inventory
        self._publisher.publish(
            Snapshot(
                version=before.version + is_news,
                at=outlook.now,
                started=before.started,
                inventory=inventory,
                settings=self._settings,
                health=self._health(outlook),
                devices=situation.devices,
                links=situation.links,
                loads=outlook.loads,
                municipalities=situation.municipalities,
                months=self._memory.months,
                incidents=self._memory.records,
                maintenance=outlook.maintenance,
                paths=self._memory.paths,
            )
        )

    def _recall(self, outlook: Outlook) -> None:
        """Compute anew what the changes touch; the months also once a minute, as time goes by."""
        memory = self._memory
        if outlook.changed or has_passed(MINUTE, memory.months_at, outlook.now):
            memory.months_at = outlook.now
            memory.months = self._months(outlook.plan.inventory, outlook.now)
            elements = Elements(outlook.situation.devices, outlook.situation.links)
            memory.paths = ways_to_anchors(outlook.plan.topology, elements)
        if outlook.changed or memory.records:
            memory.records = tuple(sorted(self._store.open_incidents(), key=_worst_first))

    def _months(self, inventory: Inventory, now: Millis) -> Mapping[MunicipalityCode, Availability]:
        report = report_so_far(self._store.pasts, inventory, watched(inventory), this_month(now), now)
        self._channels.keep(report)
        return {line.code: line.availability for line in report.lines}

    def _health(self, outlook: Outlook) -> Health:
        tracks = outlook.situation.tracks.values()
        messages, keeping = self._channels.messages(), self._channels.keeping()
        outbox = keeping.outbox or NOTHING_WAITS
        return Health(
            data_at=outlook.data_at,
            polled=len(outlook.plan.inventory.active_devices()),
            answered=sum(track.verdict is Verdict.UP for track in tracks),
            influx=self._channels.influx(),
            influx_backlog=outbox.lines,
            influx_dropped=outbox.dropped,
            influx_refused=outbox.refused,
            samples_lost=keeping.lost,
            samples_poisoned=keeping.poisoned,
            notifications_waiting=messages.waiting,
            notifications_dead=messages.dead,
            audit=self._channels.audit(),
            storage=self._channels.storage(),
            influx_oldest=outbox.oldest,
            is_written=not self._channels.is_stuck(),
            decided_in=outlook.took,
        )


def _worst_first(record: IncidentRecord) -> tuple[int, int, Millis]:
    incident = record.incident
    return SEVERITIES.index(incident.severity), -len(incident.impact.isolated), incident.started
