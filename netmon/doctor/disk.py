"""Is there room for what the retention promises: a rough estimate against what is free.

The bytes were measured on `samples.db` after 400 rounds of 200 series: 410 for a row of `net_if`
with all its fields, 64 for one with three fields; roll-ups of them take 200 and 64.
"""

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from netmon.clock import DAY, HOUR, Millis
from netmon.doctor.finding import Check, Finding, Verdict
from netmon.inventory.models import Inventory
from netmon.phrase import Phrase
from netmon.plan import INTERFACES, Plan
from netmon.settings import Settings
from netmon.store.database import SAMPLES_FILE
from netmon.store.rollups.reckoning import FIVE_MINUTES

BYTES_OF_INTERFACE = 410
BYTES_OF_SAMPLE = 64
BYTES_OF_INTERFACE_ROLLED = 200
BYTES_OF_ROLLUP = 64
INTERFACES_OF_DEVICE = 24
"""Guessed where all are watched: only the device knows how many it has."""
GIGABYTE = 1_000_000_000
FLOOR = GIGABYTE
"""Bytes that must be free whatever is watched: write-ahead logs, a backup, the backlog of an hour."""
FEWEST_INODES = 1_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What is free, what samples take already, what they will take a day and for how long they are kept."""

    path: Path
    free: int
    free_inodes: int | None
    """None where the file system makes them as it needs them."""
    present: int
    per_day: int
    retention: Millis
    rollups: int = 0
    """Bytes that roll-ups take when they are as old as they get."""

    @property
    def missing(self) -> int:
        """Bytes that samples and roll-ups will still take."""
        return max(0, self.per_day * self.retention // DAY + self.rollups - self.present)


def examine(state: Path, plan: Plan, settings: Settings) -> Finding:
    """Return whether the samples of the retention fit on the disk."""
    path = nearest_directory(state)
    found = os.statvfs(path)
    samples = state / SAMPLES_FILE
    return judge(
        Reading(
            path=path,
            free=found.f_bavail * found.f_frsize,
            free_inodes=found.f_favail if found.f_files else None,
            present=samples.stat().st_size if samples.exists() else 0,
            per_day=bytes_per_day(plan, settings),
            retention=settings.retention,
            rollups=bytes_of_rollups(plan, settings),
        )
    )


def nearest_directory(path: Path) -> Path:
    """Return the path, or of what is above it the first that exists."""
    return next(place for place in (path.absolute(), *path.absolute().parents) if place.exists())


def bytes_per_day(plan: Plan, settings: Settings) -> int:
    """Return how much a day of samples takes, roughly."""
    inventory, interfaces = plan.inventory, interfaces_of_devices(plan.inventory)
    visits = sum(
        (BYTES_OF_INTERFACE * interfaces[visit.device] if visit.collector == INTERFACES else BYTES_OF_SAMPLE)
        * DAY
        // interval
        for visit, interval in plan.visits.items()
    )
    return visits + _states(inventory) * BYTES_OF_SAMPLE * DAY // settings.state_every


def bytes_of_rollups(plan: Plan, settings: Settings) -> int:
    """Return how much the roll-ups of everything take once the oldest are forgotten, roughly."""
    inventory, interfaces = plan.inventory, interfaces_of_devices(plan.inventory)
    each = BYTES_OF_INTERFACE_ROLLED * sum(interfaces.values()) + BYTES_OF_ROLLUP * _states(inventory)
    return each * (settings.retention_5m // FIVE_MINUTES + settings.retention_1h // HOUR)


def _states(inventory: Inventory) -> int:
    return len(inventory.active_devices()) + len(inventory.active_links()) + len(inventory.municipalities)


def interfaces_of_devices(inventory: Inventory) -> Mapping[str, int]:
    """Return how many interfaces are kept of each device, in one pass over the links."""
    linked = Counter(end.device for link in inventory.links.values() for end in link.ends)
    return {name: _kept(device.watch, linked[name]) for name, device in inventory.devices.items()}


def _kept(watch: str | tuple[str, ...], linked: int) -> int:
    if isinstance(watch, tuple):
        return len(watch)
    return INTERFACES_OF_DEVICE if watch == "all" else linked


def judge(reading: Reading) -> Finding:
    """Return whether there is room, and for how many days."""
    figures = {"free": reading.free / GIGABYTE, "path": reading.path}
    if reading.free_inodes is not None and reading.free_inodes < FEWEST_INODES:
        what = Phrase("{path}: no new file fits, all inodes are used", path=reading.path)
        return Finding(Check.DISK, Verdict.ERROR, what, Phrase("delete small files there, or give it another disk"))
    if reading.free < FLOOR:
        what = Phrase(
            "{path}: {free:,.1f} GB are free, netmon needs {floor:,.1f} GB", **figures, floor=FLOOR / GIGABYTE
        )
        return Finding(Check.DISK, Verdict.ERROR, what, Phrase("make room, or set NETMON_STATE to a larger disk"))
    needed = Phrase(
        "{path}: {free:,.1f} GB are free, {days:day|days} of samples will take about {missing:,.1f} GB more",
        **figures,
        days=int(reading.retention // DAY),
        missing=reading.missing / GIGABYTE,
    )
    if reading.missing + FLOOR <= reading.free:
        return Finding(Check.DISK, Verdict.OK, needed)
    days = int((reading.free - FLOOR + reading.present - reading.rollups) // reading.per_day)
    cure = Phrase("set NETMON_STATE to a larger disk, or keep less: NETMON_RETENTION={days}d", days=max(1, days))
    return Finding(Check.DISK, Verdict.WARNING, needed, cure)
