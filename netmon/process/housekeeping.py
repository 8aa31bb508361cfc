"""What is done once an hour so that nothing grows without bound, in parts between which the loop goes on."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from netmon.clock import HOUR, Millis
from netmon.engine.engine import Stores
from netmon.settings import Settings
from netmon.store.rollups.reckoning import FIVE_MINUTES
from netmon.store.samples import SampleStore

EVERY = HOUR
MOST_PARTS = 10_000
"""Parts of one kind of work; what is left waits for the next hour."""
MOST_RELEASES = 250
"""Times that pages are given back in an hour: a gigabyte."""
BREATH = 0.005
"""Seconds between two parts: whoever else needs the loop goes first."""


@dataclass(frozen=True, slots=True)
class Retention:
    """For how long samples, and roll-ups of each width, are kept."""

    samples: Millis
    rollups: Mapping[Millis, Millis]

    @classmethod
    def of(cls, settings: Settings) -> "Retention":
        """Return what the settings say."""
        return cls(settings.retention, {FIVE_MINUTES: settings.retention_5m, HOUR: settings.retention_1h})


async def keep_house(stores: Stores, retention: Retention, now: Millis) -> None:
    """Roll up whole hours, forget what is older than its retention and what was told long ago, give room back."""
    samples = stores.samples
    await _by_parts(lambda: samples.roll_up(now))
    await _forget(samples, None, Millis(now - retention.samples))
    for width, kept in retention.rollups.items():
        await _forget(samples, width, Millis(now - kept))
    samples.forget_series()
    await _by_parts(samples.shrink, most=MOST_RELEASES)
    await _by_parts(lambda: stores.state.prune(now))


async def _forget(samples: SampleStore, width: Millis | None, before: Millis) -> None:
    horizon = samples.horizon(before, width)
    await _by_parts(lambda: samples.prune(horizon, width))


async def _by_parts(part: Callable[[], int], most: int = MOST_PARTS) -> None:
    """Do a long work in parts, until one has nothing left to do, and let the loop go on in between."""
    for _ in range(most):
        if not part():
            return
        await asyncio.sleep(BREATH)
