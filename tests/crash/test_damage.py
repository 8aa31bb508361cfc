"""Files that are not what was written: whatever lies there, netmon starts in time, works, and says what is lost."""

import asyncio
import os
import random
import time
from pathlib import Path

import pytest

from netmon.clock import HOUR
from netmon.errors import StoreError
from netmon.store.aside import kept_aside
from netmon.store.database import SAMPLES_FILE
from netmon.store.rescue import rescue_samples
from netmon.store.samples import SampleStore
from tests.crash.corpus import copy_of, spoil
from tests.netmon.region import free_udp_port
from tests.netmon.running import Place, agents, running, until_seen
from tests.netmon.store.nouns import after, traffic

SEED = 20_261_123
TIMES = int(os.environ.get("CRASH_DAMAGES", "150"))
STARTS_WITHIN = 5.0
MOST_MENDS = 3
LATER = after(3 * HOUR)


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a directory with the samples of a netmon that was killed: half of them are in the WAL."""
    directory = tmp_path_factory.mktemp("measured")
    with SampleStore(directory, forwarding=True) as samples:
        for minute in range(90):
            moment = after(60_000 * minute)
            samples.write([traffic(at=moment, bps=minute, interface=f"xe{number}") for number in range(9)], now=moment)
        samples.roll_up(LATER)
        return copy_of(directory, directory.with_name("killed"))


def works(samples: SampleStore) -> bool:
    """Say whether a day's work can be done with the samples."""
    try:
        samples.write([traffic(at=LATER, bps=1)], now=LATER)
        while (batch := samples.next_batch()) is not None:
            samples.settle(batch, now=LATER)
        samples.roll_up(LATER)
        samples.prune(after(30 * 60_000))
        samples.depth()
    except StoreError:
        return False
    return True


def test_whatever_happens_to_samples_a_start_succeeds_and_work_goes_on(measured: Path, tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311 -- no secret
    for _ in range(TIMES):
        state = copy_of(measured, tmp_path / "state")
        name = chance.choice([SAMPLES_FILE] * 3 + [f"{SAMPLES_FILE}-wal", f"{SAMPLES_FILE}-shm"])
        how = spoil(state / name, chance)
        begun = time.monotonic()
        rescue_samples(state, LATER, has_lived=True)
        with SampleStore(state, forwarding=True) as samples:
            assert time.monotonic() - begun < STARTS_WITHIN
            for _ in range(MOST_MENDS):
                if works(samples):
                    break
                samples.mend(LATER)
            assert works(samples), (name, how)
        assert len(kept_aside(state)) <= 1


@pytest.mark.long
def test_netmon_runs_on_damaged_samples_and_says_so(tmp_path: Path) -> None:
    place = Place.prepare(tmp_path, free_udp_port())

    async def story() -> None:
        async with agents(place):
            async with running(place) as daemon:
                await until_seen(daemon, lambda seen: seen.health.answered == len(place.inventory.devices), "answers")
            (place.directory / "state" / SAMPLES_FILE).write_bytes(b"garbage" * 1_000)
            async with running(place) as daemon:
                seen = await until_seen(daemon, lambda seen: seen.health.storage != "ok", "trouble is shown")
                (aside,) = kept_aside(place.directory / "state")
                assert seen.health.storage == aside.name
                aside.unlink()
                await until_seen(daemon, lambda seen: seen.health.storage == "ok", "it was taken away")
                name = next(iter(place.inventory.devices))
                await until_seen(daemon, lambda _: daemon.reader.latest(name), "there are samples again")

    asyncio.run(story())
