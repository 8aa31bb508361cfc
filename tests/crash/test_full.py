"""A disk that is full: asking, judging and telling go on, and when there is room again nobody has to do anything."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from netmon.simulate.orders import Action
from netmon.store.ballast import PARTS
from netmon.store.database import SAMPLES_FILE
from tests.netmon.region import SPUR, WEBHOOK, free_udp_port, write_region
from tests.netmon.running import RUNNING, Place, agents, until
from tests.parts.webhook import WebhookReceiver

DISK = "40m"
BALLAST = "8"
RULES = {"full": {"for_each": "netmon", "levels": {"critical": {"fire": "disk_full"}}, "summary": "plný disk"}}


COUNT = """
import sqlite3, sys
connection = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
print(connection.execute("SELECT count(*) FROM samples").fetchone()[0])
"""


@dataclass(frozen=True, slots=True)
class SmallDisk:
    """The state of a netmon on a disk that only its process sees."""

    process: int
    state: Path

    @property
    def seen(self) -> Path:
        """Where the files can be seen; SQLite does not find them there."""
        return Path(f"/proc/{self.process}/root{self.state}")

    def parts(self) -> int:
        """Return how many parts of the ballast there are."""
        return len(list(self.seen.glob("ballast-*")))

    def samples(self) -> int:
        """Return how many samples are kept."""
        words = ["nsenter", "--target", str(self.process), "--mount", sys.executable, "-c", COUNT]
        run = subprocess.run([*words, str(self.state / SAMPLES_FILE)], check=True, capture_output=True, timeout=60)
        return int(run.stdout)


@contextmanager
def on_a_small_disk(place: Place, environment: dict[str, str]) -> Iterator[SmallDisk]:
    """Run netmon with its state on a small disk that nobody else sees."""
    state = place.directory / "state"
    state.mkdir()
    script = f'mount -t tmpfs -o size={DISK},mode=0700 tmpfs {state} && exec "$@"'
    words = ["unshare", "--mount", "sh", "-c", script, "sh", sys.executable, "-m", "netmon", "run"]
    with (place.directory / "log").open("ab") as log:
        process = subprocess.Popen(words, env=environment, stdout=log, stderr=log)
    try:
        yield SmallDisk(process.pid, state)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.wait(60)


def fill(path: Path) -> None:
    """Write until there is no room left."""
    with path.open("wb", buffering=0) as file:
        for size in (1024 * 1024, 4096):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue


def told(webhook: WebhookReceiver) -> set[tuple[str, str]]:
    """Return what the receiver was told: of what, and how it stands."""
    return {(posted.payload["subject"], posted.payload["kind"]) for posted in webhook.posted}


@pytest.mark.long
def test_on_a_full_disk_everybody_is_told_and_room_is_all_it_takes(tmp_path: Path, webhook: WebhookReceiver) -> None:
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        pytest.fail("mounting a small disk takes root and unshare(1)")
    place = Place.prepare(tmp_path, free_udp_port(), webhook.url)
    write_region(tmp_path / "inventory", place.port, receivers={"noc": {"webhook": [WEBHOOK]}}, rules=RULES)
    environment = {**place.environment({"NETMON_BALLAST": BALLAST})}

    def log() -> str:
        return (tmp_path / "log").read_text(encoding="utf-8")

    async def story() -> None:
        async with agents(place) as region:
            with on_a_small_disk(place, environment) as disk:
                await until(lambda: RUNNING in log(), "netmon runs")
                await until(lambda: disk.parts() == PARTS, "there is ballast")
                fill(disk.seen / "filler")
                await until(lambda: ("alert", "firing") in told(webhook), "the full disk is told")
                assert 0 < disk.parts() < PARTS
                before = disk.samples()
                await region.order(Action.CUT, SPUR)
                await until(lambda: ("incident", "firing") in told(webhook), "the cut is told")
                await region.order(Action.HEAL, SPUR)
                await until(lambda: ("incident", "resolved") in told(webhook), "the end is told")
                assert disk.samples() == before
                (disk.seen / "filler").unlink()
                await until(lambda: ("alert", "resolved") in told(webhook), "that there is room is told")
                await until(lambda: disk.parts() == PARTS, "the ballast is whole again")
                await until(lambda: disk.samples() > before, "samples are kept again")
        assert "Traceback" not in log(), json.dumps(log()[-2_000:])

    asyncio.run(story())
