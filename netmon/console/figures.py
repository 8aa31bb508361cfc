"""What the state of a netmon says about a period, as far as anybody watched."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from netmon.clock import EPOCH, Clock, Interval, Millis
from netmon.commands.publication import Publication
from netmon.inventory.models import Inventory
from netmon.judgement.correction import Past
from netmon.model import Incident, Maintenance, MunicipalityCode
from netmon.plan import find_collectors
from netmon.process.status import ALIVE_WITHIN
from netmon.report.comparison import Comparison
from netmon.report.detail import Told, troubles
from netmon.report.findings import Findings
from netmon.report.period import Period
from netmon.report.rendering import figures
from netmon.report.sla import SlaReport, compose, reach, resolution_of, watched
from netmon.settings import Settings
from netmon.store.reading import StoreReader
from netmon.store.rows import canonical


class Records(Protocol):
    """Whoever can read what was recorded."""

    def pasts(self, codes: Iterable[MunicipalityCode], window: Interval) -> Mapping[MunicipalityCode, Past]:
        """Return what municipalities went through in a period, with corrections and what excuses."""
        ...

    def last_beat(self) -> Millis | None:
        """Return when netmon was last known to be alive, or None if it never was."""
        ...


class Archive(Records, Protocol):
    """Whoever can also read what stands beside it: incidents, works and publications."""

    def incidents_during(self, window: Interval) -> Sequence[Incident]:
        """Return the incidents that were going on in a period, oldest first."""
        ...

    def maintenance(self, window: Interval) -> Sequence[Maintenance]:
        """Return every approved window that excuses something in a period."""
        ...

    def published(self, month: str) -> Publication | None:
        """Return what was published of a month last, if anything was."""
        ...


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The report of a period, and the pasts that it was computed from."""

    report: SlaReport
    pasts: Mapping[MunicipalityCode, Past]


def reckon(records: Records, inventory: Inventory, period: Period, now: Millis, resolution: Millis) -> Reckoning:
    """Return the report of a period, computed anew; raise CommandRefused if it has not begun."""
    whole = reach(inventory, period.so_far(now), resolution)
    seen = Interval(whole.start, min(whole.end, known_until(records, now)))
    pasts = records.pasts(watched(inventory), seen)
    return Reckoning(compose(inventory, period, pasts, now, resolution), pasts)


def report_of(state: Path, inventory: Inventory, period: Period, clock: Clock) -> SlaReport:
    """Return the report of a period, computed anew from the records."""
    with closing(StoreReader(state, clock)) as reader:
        return reckon(reader, inventory, period, clock.now(), resolution_here(inventory)).report


def find(archive: Archive, inventory: Inventory, period: Period, now: Millis, resolution: Millis) -> Findings:
    """Return all that the report of a period says, computed anew; raise CommandRefused if it has not begun."""
    reckoning = reckon(archive, inventory, period, now, resolution)
    report, window = reckoning.report, reckoning.report.window
    told = Told(archive.incidents_during(window), archive.maintenance(window))
    return Findings(
        inventory,
        report,
        troubles(inventory, report, reckoning.pasts, told),
        Comparison.between(archive.published(period.name), canonical(figures(report))),
    )


def findings_of(state: Path, inventory: Inventory, period: Period, clock: Clock) -> Findings:
    """Return all that the report of a period says, computed anew from the records."""
    with closing(StoreReader(state, clock)) as reader:
        return find(reader, inventory, period, clock.now(), resolution_here(inventory))


def known_until(records: Records, now: Millis) -> Millis:
    """Return until when the records say something: what comes after netmon's last beat, nobody saw."""
    beat = records.last_beat()
    if beat is None:
        return EPOCH
    return now if now - beat <= ALIVE_WITHIN else beat


def resolution_here(inventory: Inventory) -> Millis:
    """Return how long a device may go unasked whether it answers, with the collectors and settings of this machine."""
    return resolution_under(inventory, Settings.from_environment())


def resolution_under(inventory: Inventory, settings: Settings) -> Millis:
    """Return how long a device may go unasked whether it answers, with the collectors of this machine."""
    intervals = {each.name: settings.intervals.get(each.name, each.interval) for each in find_collectors()}
    return resolution_of(inventory, intervals)
