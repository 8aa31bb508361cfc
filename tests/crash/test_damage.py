"""Files that are not what was written: whatever lies there, netmon starts in time, works, and says what is lost."""

import asyncio
import os
import random
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from netmon.clock import HOUR, MINUTE, SystemClock
from netmon.errors import StoreError
from netmon.judgement.situation import Judgement
from netmon.model import MunicipalityState
from netmon.process.status import read_status
from netmon.store.aside import kept_aside
from netmon.store.copies import COPIES, copy_state
from netmon.store.database import SAMPLES_FILE, STATE_FILE
from netmon.store.notifications import IDLE
from netmon.store.rescue import rescue_samples, rescue_state
from netmon.store.samples import SampleStore
from netmon.store.state import StateStore
from tests.crash.corpus import copy_of, spoil
from tests.netmon.region import free_udp_port
from tests.netmon.running import RUNNING, Place, Process, agents, running, until, until_seen
from tests.netmon.store.nouns import T0, after, change, incident, message, opening, situation, traffic

SEED = 20_261_123
TIMES = int(os.environ.get("CRASH_DAMAGES", "60"))
STATES = TIMES // 3
STARTS_WITHIN = 5.0
MOST_MENDS = 3
LATER = after(3 * HOUR)
FORGED = """
    INSERT INTO notifications (subject_id, kind, channel, address, dedup_key, payload, state, created, next_at, crc)
    VALUES ('i-1', 'firing', 'email', 'noc@example.org', 'forged', '{}', 'new', 0, 0, 1)
"""
"""A message that says otherwise than its sum."""


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


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a directory with the state of a netmon that was killed, and the copy it had made before."""
    directory = tmp_path_factory.mktemp("known")
    with StateStore(directory) as store:
        store.commit(judgement=opening(), now=T0)
        write(store, 1, 120)
        assert copy_state(directory) == ""
        write(store, 121, 40)
        return copy_of(directory, directory.with_name("killed-state"))


def write(store: StateStore, first: int, count: int) -> None:
    """Write a transition, an incident and a message a minute."""
    for number in range(first, first + count):
        moment = after(60_000 * number)
        moved = (change(MunicipalityState.ISOLATED, at=moment),)
        opened = (incident(f"i-{number}", started=moment, ended=moment),)
        judgement = Judgement(situation(misses=number), transitions=moved, opened=opened)
        store.commit(judgement=judgement, messages=(message(subject=f"i-{number}"),), now=moment)
        store.beat(moment)


@pytest.mark.parametrize("has_copy", [True, False])
def test_whatever_happens_to_the_state_a_start_succeeds_on_what_is_left(
    known: Path,
    tmp_path: Path,
    has_copy: bool,  # noqa: FBT001 -- a parameter
) -> None:
    chance = random.Random(SEED)  # noqa: S311 -- no secret
    for _ in range(STATES):
        state = copy_of(known, tmp_path / "state")
        if not has_copy:
            (state / COPIES[0]).unlink()
        names = [STATE_FILE] * 3 + [f"{STATE_FILE}-wal", f"{STATE_FILE}-shm"] + [COPIES[0]] * has_copy
        name = chance.choice(names)
        how = spoil(state / name, chance)
        begun = time.monotonic()
        rescue_state(state, LATER)
        with StateStore(state) as store:
            assert time.monotonic() - begun < STARTS_WITHIN
            store.release(LATER)
            beat = store.restore().last_beat
            write(store, 300, 3)
            assert store.claim(LATER, limit=50, lease=MINUTE, busy=IDLE)
            assert not has_copy or name == COPIES[0] or (beat or 0) >= after(120 * 60_000), (name, how)
        assert copy_state(state) == "", (name, how)


@pytest.mark.long
def test_netmon_at_work_begins_again_when_its_state_is_spoilt(tmp_path: Path) -> None:
    place = Place.prepare(tmp_path, free_udp_port())
    state = place.directory / "state"

    async def story() -> None:
        async with agents(place):
            process = Process(place, place.environment())
            await asyncio.to_thread(process.start)
            try:
                await until(lambda: copy_state(state) == "", "there is a copy")
                await until(lambda: read_status(state, SystemClock().now()).devices.get("up"), "answers")
                with (state / STATE_FILE).open("r+b") as file:
                    file.seek(4_096)
                    file.write(bytes((state / STATE_FILE).stat().st_size - 4_096))
                (state / f"{STATE_FILE}-wal").write_bytes(b"")
                await until(lambda: process.log().count(RUNNING) == 2, "it runs again")
                await until(lambda: read_status(state, SystemClock().now()).devices.get("up"), "answers again")
            finally:
                process.signal(signal.SIGTERM)
                assert process.wait() == 0
            assert "beginning again" in process.log()
            assert [path.name.partition(".damaged")[0] for path in kept_aside(state)] == [STATE_FILE]

    asyncio.run(story())


@pytest.mark.long
def test_netmon_at_work_begins_again_when_a_row_is_not_what_it_wrote(tmp_path: Path) -> None:
    place = Place.prepare(tmp_path, free_udp_port())
    state = place.directory / "state"

    async def story() -> None:
        async with agents(place):
            process = Process(place, place.environment())
            await asyncio.to_thread(process.start)
            try:
                await until(lambda: read_status(state, SystemClock().now()).devices.get("up"), "answers")
                await until(lambda: copy_state(state) == "", "there is a copy")
                with closing(sqlite3.connect(state / STATE_FILE)) as disk, disk:
                    disk.execute(FORGED)
                await until(lambda: process.log().count(RUNNING) == 2, "it runs again")
                await until(lambda: read_status(state, SystemClock().now()).devices.get("up"), "answers again")
            finally:
                process.signal(signal.SIGTERM)
                assert process.wait() == 0
            assert "of notifications is not what was written" in process.log()
            assert len(kept_aside(state)) == 1
            assert copy_state(state) == ""
            with closing(sqlite3.connect(state / STATE_FILE)) as disk:
                assert disk.execute("SELECT count(*) FROM transitions WHERE reason = 'nobody said so'").fetchone() == (
                    0,
                )

    asyncio.run(story())


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
