"""What is done once an hour so that nothing grows without bound, in parts between which the loop goes on."""

import asyncio
from collections.abc import Callable

from netmon.clock import HOUR, Millis
from netmon.engine import Stores

EVERY = HOUR
MOST_PARTS = 10_000
"""Parts of one kind of work; what is left waits for the next hour."""


async def keep_house(stores: Stores, retention: Millis, now: Millis) -> None:
    """Roll up whole hours, forget samples older than the retention, and what was told long ago."""
    await _by_parts(lambda: stores.samples.roll_up(now))
    horizon = stores.samples.horizon(Millis(now - retention))
    await _by_parts(lambda: stores.samples.prune(horizon))
    await _by_parts(lambda: stores.state.prune(now))


async def _by_parts(part: Callable[[], int]) -> None:
    """Do a long work in parts, until one has nothing left to do, and let the loop go on in between."""
    for _ in range(MOST_PARTS):
        if not part():
            return
        await asyncio.sleep(0)
