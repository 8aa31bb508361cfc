"""Lanes beside each other, and netmons that are hit in them: at random, or once at each step of a story."""

import asyncio
import itertools
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from tests.crash.sandbox import Lane, Sandbox, lane
from tests.parts.smtp import SmtpStarter
from tests.parts.webhook import WebhookStarter

LANES = 4
"""Netmons wait for most of their lives: so many keep two cores busy."""
MOST_STEPS = 500
SHARE_OF_STILLBORN = 0.25
"""Of all kills, those that come while netmon starts."""
START, LIFE = 2.0, 2.0
"""Seconds within which netmon is killed after its launch, or once it runs: then longer by what its start took."""


@asynccontextmanager
async def lanes(directory: Path, webhooks: WebhookStarter, mails: SmtpStarter) -> AsyncIterator[Sequence[Lane]]:
    """Build lanes beside each other."""
    async with AsyncExitStack() as open_lanes:
        yield [
            await open_lanes.enter_async_context(lane(directory / str(number), webhooks(None), mails(None)))
            for number in range(LANES)
        ]


async def live_under_fire(sandbox: Sandbox, kills: int, chance: random.Random) -> Sequence[str]:
    """Let outages come and go while netmon is killed so many times; return what is wrong in the end."""
    async with asyncio.TaskGroup() as group:
        fire = group.create_task(_fire(sandbox, kills, chance))
        while not fire.done():
            await sandbox.suffer_outage()
    return await sandbox.end()


async def _fire(sandbox: Sandbox, kills: int, chance: random.Random) -> None:
    while sandbox.kills < kills:
        if chance.random() < SHARE_OF_STILLBORN:
            await sandbox.launch()
            await asyncio.sleep(chance.uniform(0, START))
        else:
            await sandbox.run()
            await asyncio.sleep(chance.uniform(0, LIFE + sandbox.starting))
        sandbox.kill()
        await sandbox.bury()
    await sandbox.run()


async def live_twice(sandbox: Sandbox, *under: str) -> Sequence[str]:
    """Let one outage come and go while netmon, if it dies, is started again; return what is wrong in the end."""
    await sandbox.launch(*under)
    async with asyncio.TaskGroup() as group:
        revival = group.create_task(_revive(sandbox))
        await sandbox.suffer_outage()
        if not sandbox.kills and not sandbox.is_dead:  # once it has died, it must live again before it can be stopped
            revival.cancel()
    return await sandbox.end()


async def _revive(sandbox: Sandbox) -> None:
    await sandbox.bury()
    await sandbox.run()


async def at_each_step(
    open_lanes: Sequence[Lane], attempt: Callable[[Lane, int], Awaitable[bool]], most: int = MOST_STEPS
) -> int:
    """Make attempts 1, 2, 3 … until one outlives the story; return how many did not."""
    numbers = itertools.count(1)
    survivors: list[int] = []

    async def work(mine: Lane) -> None:
        for number in numbers:
            if survivors:
                return
            assert number <= most, "the story has no end"
            if not await attempt(mine, number):
                survivors.append(number)

    async with asyncio.TaskGroup() as group:
        for mine in open_lanes:
            group.create_task(work(mine))
    return min(survivors) - 1
