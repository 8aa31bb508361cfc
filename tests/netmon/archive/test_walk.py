"""An upgrade and a move, walked once: an older state, netmon runs, a backup beside it, another place, netmon runs."""

import asyncio
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

import pytest

from netmon.clock import SystemClock
from netmon.process.status import read_status
from netmon.simulate.orders import Action
from netmon.simulate.region import Region
from netmon.store.database import SAMPLES_FILE, STATE_FILE, newest_version
from tests.netmon.archive.places import rows
from tests.netmon.region import SPUR, free_udp_port
from tests.netmon.running import RUNNING, Place, Process
from tests.netmon.store.specimen import ACCOUNT, NOTE, PASSWORD, Specimen
from tests.parts.waiting import wait_until

INCIDENTS = "SELECT id, started, ended FROM incidents WHERE ended IS NULL"
SAMPLES = "SELECT series, time, fields FROM samples"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    directory = tmp_path / "here"
    directory.mkdir()
    prepared = Place.prepare(directory, free_udp_port())
    Specimen("state", 1).put(directory / "state")
    Specimen("samples", 1).put(directory / "state")
    return prepared


@pytest.fixture
def cut_region(place: Place) -> Iterator[None]:
    """Run the region's agents, the link to the third town cut."""
    with asyncio.Runner() as runner, ExitStack() as ending:
        region = runner.run(Region.open(place.assignment()))
        ending.callback(lambda: runner.run(region.close()))
        runner.run(region.order(Action.CUT, SPUR))
        yield


def netmon(place: Place, *words: str) -> dict[str, object]:
    """Run a command as a person does, and return the object that it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "netmon", *words, "--json"],
        env={**place.environment(), "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, object] = json.loads(done.stdout)
    return said


def log_in(process: Process) -> int:
    """Return how the login page answers the account's name and password."""
    url = process.log().rpartition(RUNNING)[2].split()[0]
    with closing(http.client.HTTPConnection(url.removeprefix("http://"), timeout=60)) as connection:
        form = urlencode({"name": ACCOUNT, "password": PASSWORD})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": url}
        connection.request("POST", "/prihlaseni", form, headers)
        return connection.getresponse().status


def devices(place: Place) -> dict[str, int]:
    return read_status(place.directory / "state", SystemClock().now()).devices


@pytest.mark.usefixtures("cut_region")
def test_an_older_state_is_run_backed_up_moved_and_run_again(place: Place, tmp_path: Path) -> None:
    state = place.directory / "state"
    (incident,) = rows(Specimen("state", 1).path, INCIDENTS)
    samples = rows(Specimen("samples", 1).path, SAMPLES)
    first, copy = Process(place, place.environment()), tmp_path / "netmon.tar.gz"
    there = Place(tmp_path / "there", place.port)
    shutil.copytree(place.directory / "secrets", there.directory / "secrets")
    second = Process(there, there.environment())
    with ExitStack() as ending:
        ending.callback(first.kill)
        ending.callback(second.kill)
        first.start()
        wait_until(lambda: devices(place).get("up") == 3, "the three devices before the cut answer")
        assert incident in rows(state / STATE_FILE, INCIDENTS)
        made = netmon(place, "backup", str(copy))
        assert made["schemas"] == {"state": newest_version("state"), "samples": newest_version("samples")}
        first.signal(signal.SIGTERM)
        assert first.wait() == 0
        restored = netmon(there, "restore", str(copy))
        assert (restored["inventory"], restored["replaced"]) == ("restored", None)
        second.start()
        wait_until(lambda: devices(there).get("up") == 3, "they answer to the other netmon too")
        assert log_in(second) == HTTPStatus.SEE_OTHER
        second.signal(signal.SIGTERM)
        assert second.wait() == 0
    assert incident in rows(there.directory / "state" / STATE_FILE, INCIDENTS)
    assert set(samples) <= set(rows(there.directory / "state" / SAMPLES_FILE, SAMPLES))
    assert (incident[0], NOTE) in rows(there.directory / "state" / STATE_FILE, "SELECT incident, text FROM notes")
