"""A hundred kills at moments that chance chooses, while outages come and go."""

import asyncio
import os
import random
from math import ceil
from pathlib import Path

import pytest

from tests.crash.campaign import LANES, lanes, live_under_fire
from tests.crash.sandbox import Sandbox
from tests.parts.smtp import SmtpStarter
from tests.parts.webhook import WebhookStarter

KILLS = int(os.environ.get("CRASH_KILLS", "100"))
"""The bench asks for more."""
SEED = 20_261_123


@pytest.mark.long
def test_nothing_is_lost_in_a_hundred_kills(
    tmp_path: Path, start_webhook: WebhookStarter, start_smtp: SmtpStarter
) -> None:
    async def campaign() -> list[Sandbox]:
        async with lanes(tmp_path, start_webhook, start_smtp) as built:
            sandboxes = [Sandbox(lane, lane.place.directory / "state") for lane in built]
            chances = [random.Random(SEED + number) for number in range(LANES)]  # noqa: S311 -- no secret
            async with asyncio.TaskGroup() as group:
                fates = [
                    group.create_task(live_under_fire(sandbox, ceil(KILLS / LANES), chance))
                    for sandbox, chance in zip(sandboxes, chances, strict=True)
                ]
            assert [fate.result() for fate in fates] == [[]] * LANES
            return sandboxes

    sandboxes = asyncio.run(campaign())
    assert sum(sandbox.kills for sandbox in sandboxes) >= KILLS
    assert sum(sandbox.outages for sandbox in sandboxes) >= LANES
    assert sum(sandbox.timers.carried() for sandbox in sandboxes) > 0
    assert sum(sandbox.unrest.carried() for sandbox in sandboxes) > 0
