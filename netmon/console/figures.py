"""What the state of a netmon says about a period, as far as anybody watched."""

from contextlib import closing
from pathlib import Path

from netmon.clock import EPOCH, Clock, Interval, Millis
from netmon.inventory.models import Inventory
from netmon.plan import find_collectors
from netmon.report.period import Period
from netmon.report.sla import SlaReport, compose, reach, resolution_of, watched
from netmon.settings import Settings
from netmon.status import ALIVE_WITHIN
from netmon.store.reading import StoreReader


def report_of(state: Path, inventory: Inventory, period: Period, clock: Clock) -> SlaReport:
    """Return the report of a period, computed anew from the records."""
    now, resolution = clock.now(), resolution_here(inventory)
    with closing(StoreReader(state, clock)) as reader:
        whole = reach(inventory, period.so_far(now), resolution)
        seen = Interval(whole.start, min(whole.end, known_until(reader, now)))
        return compose(inventory, period, reader.pasts(watched(inventory), seen), now, resolution)


def known_until(reader: StoreReader, now: Millis) -> Millis:
    """Return until when the records say something: what comes after netmon's last beat, nobody saw."""
    beat = reader.last_beat()
    if beat is None:
        return EPOCH
    return now if now - beat <= ALIVE_WITHIN else beat


def resolution_here(inventory: Inventory) -> Millis:
    """Return how long a device may go unasked whether it answers, with the collectors and settings of this machine."""
    configured = Settings.from_environment().intervals
    intervals = {each.name: configured.get(each.name, each.interval) for each in find_collectors()}
    return resolution_of(inventory, intervals)
