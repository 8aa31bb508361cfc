"""A hundred kills at moments that chance chooses, while outages come and go."""

import asyncio
import os
import random
from collections.abc import Mapping, Sequence
from math import ceil
from pathlib import Path

import pytest

from tests.crash.campaign import LANES, lanes, live_under_fire
from tests.crash.points import Points
from tests.crash.sandbox import Sandbox
from tests.crash.witness import Witness
from tests.parts.influxdb import Influx
from tests.parts.smtp import SmtpStarter
from tests.parts.webhook import WebhookStarter

KILLS = int(os.environ.get("CRASH_KILLS", "100"))
"""The bench asks for more."""
SEED = 20_261_123


LEAST_STORED = 100
"""Values that each netmon brings to InfluxDB, if only somebody counts."""


def told(ledgers: Sequence[Points]) -> Sequence[tuple[Sequence[Witness], Mapping[str, str]]]:
    """Return for each lane who counts its points, and what its netmon is told of it; nobody where there is none."""
    return [((each,), each.environment) for each in ledgers] or [((), {})] * LANES


@pytest.mark.long
def test_nothing_is_lost_in_a_hundred_kills(
    tmp_path: Path, start_webhook: WebhookStarter, start_smtp: SmtpStarter, perhaps_influxdb: Influx | None
) -> None:
    ledgers = [] if perhaps_influxdb is None else [Points(perhaps_influxdb, f"lane-{each}") for each in range(LANES)]

    async def campaign() -> list[Sandbox]:
        async with lanes(tmp_path, start_webhook, start_smtp) as built:
            sandboxes = [
                Sandbox(lane, lane.place.directory / "state", more, extra)
                for lane, (more, extra) in zip(built, told(ledgers), strict=True)
            ]
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
    assert all(points.stored > LEAST_STORED for points in ledgers)
    assert sum(sandbox.timers.carried() for sandbox in sandboxes) > 0
    assert sum(sandbox.unrest.carried() for sandbox in sandboxes) > 0
