"""A whole netmon on loopback: agents, an outage, a kill in the middle of it, a reload, and every way to fail."""

import asyncio
import http.client
import logging
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from http import HTTPStatus
from pathlib import Path

import pytest

from dashboards.pages.live import CLIENTS
from netmon.clock import SECOND, Millis, SystemClock
from netmon.commands import Acknowledge, Actor, AddNote
from netmon.console.run import CHATTY
from netmon.errors import NetmonError, SettingsError, StoreError
from netmon.model import DeviceState, IncidentId, MunicipalityState
from netmon.process.commander import SOCKET_NAME, commands_of
from netmon.process.daemon import serve
from netmon.process.status import read_status
from netmon.simulate.orders import Action
from netmon.simulate.region import Region
from netmon.store.database import STATE_FILE
from netmon.store.lock import StateLock
from netmon.store.situation import last_beat
from tests.netmon.region import COMMUNITY, FAR, HUB, MID, SPUR, TOWNS, free_udp_port, write_region, write_secrets
from tests.netmon.running import Place, Process, agents, running, until, until_seen
from tests.parts.faulty import FaultyServer
from tests.parts.waiting import wait_until
from tests.parts.webhook import WebhookReceiver

ROOT = Path(__file__).parents[3]
TRACEBACK = "Traceback"
CANARY = "c4nary-in-the-mine"


@pytest.fixture
def place(tmp_path: Path, webhook: WebhookReceiver) -> Place:
    return Place.prepare(tmp_path, free_udp_port(), webhook.url)


def kinds(webhook: WebhookReceiver) -> list[str]:
    """Return what the receiver was told about incidents, each message once."""
    told = {posted.headers["Idempotency-Key"]: posted.payload for posted in webhook.posted}
    return [payload["kind"] for payload in told.values() if payload["subject"] == "incident"]


def incidents(place: Place) -> list[tuple[str, int, int | None]]:
    """Return id, start and end of each incident as they lie on the disk."""
    with closing(sqlite3.connect(place.directory / "state" / STATE_FILE)) as connection:
        return connection.execute("SELECT id, started, ended FROM incidents").fetchall()


def status_of(url: str) -> int:
    """Return how a page is answered."""
    with closing(http.client.HTTPConnection(url.removeprefix("http://"), timeout=60)) as connection:
        connection.request("GET", "/")
        return connection.getresponse().status


def devices(place: Place) -> dict[str, int]:
    """Return how many devices are in which state, as they lie on the disk."""
    return read_status(place.directory / "state", SystemClock().now()).devices


def open_files() -> Counter[str]:
    """Return what this process has open, by kind."""
    return Counter(str(link.readlink()).partition(":")[0] for link in Path("/proc/self/fd").iterdir() if link.exists())


def test_an_outage_from_the_cut_to_the_message_that_it_is_over(place: Place, webhook: WebhookReceiver) -> None:
    async def story() -> None:
        async with agents(place) as region, running(place) as daemon:
            first = daemon.reader.snapshot()
            assert (first.health.polled, first.health.answered) == (4, 0)
            assert 0 <= first.started - first.health.data_at < SECOND
            assert await asyncio.to_thread(status_of, daemon.url) == HTTPStatus.OK
            await until_seen(daemon, lambda seen: seen.health.answered == 4, "all four devices answered")
            await region.order(Action.CUT, SPUR)
            cut = await until_seen(daemon, lambda seen: seen.incidents, "the cut is an incident")
            (record,) = cut.incidents
            assert record.incident.cause.name == SPUR
            assert record.incident.impact.isolated == (TOWNS["c"],)
            assert cut.devices[FAR].state is DeviceState.UNREACHABLE
            assert cut.municipalities[TOWNS["c"]].state is MunicipalityState.ISOLATED
            await until(lambda: kinds(webhook) == ["firing"], "the receiver was told of the cut")
            taken = Acknowledge(record.incident.id, "jedu")
            await asyncio.to_thread(daemon.commands.submit, taken, Actor("novakova", "cli"))
            await until_seen(daemon, lambda seen: seen.incidents[0].acknowledged_by == "novakova", "somebody takes it")
            await region.order(Action.HEAL, SPUR)
            await until_seen(daemon, lambda seen: not seen.incidents, "the incident is over")
            await until(lambda: kinds(webhook) == ["firing", "resolved"], "the receiver was told that it is over")

    asyncio.run(story())


def test_an_outage_survives_a_kill(place: Place, webhook: WebhookReceiver) -> None:
    """The loopback sister of the laboratory's test."""
    netmon = Process(place, place.environment())
    with asyncio.Runner() as runner, ExitStack() as ending:
        region = runner.run(Region.open(place.assignment()))
        ending.callback(lambda: runner.run(region.close()))
        ending.callback(netmon.kill)
        netmon.start()
        wait_until(lambda: devices(place) == {"up": 4}, "all four devices answered")
        assert netmon.child is not None
        soft, hard = resource.prlimit(netmon.child.pid, resource.RLIMIT_NOFILE)
        assert soft == hard
        webhook.hangs = True  # so that netmon dies before it knows that its message has arrived
        runner.run(region.order(Action.CUT, SPUR))
        wait_until(lambda: kinds(webhook) == ["firing"], "the receiver was told of the cut")
        before = incidents(place)
        netmon.kill()
        webhook.hangs = False
        netmon.start()
        wait_until(lambda: netmon.log().count("inventory loaded") == 2, "the second netmon watches")
        (place.directory / "inventory" / "region.yaml").write_text("devices: {far: {site: nowhere}}", encoding="utf-8")
        netmon.signal(signal.SIGHUP)
        wait_until(lambda: "inventory refused, the old one stays" in netmon.log(), "the wrong inventory is refused")
        runner.run(region.order(Action.HEAL, SPUR))
        wait_until(lambda: kinds(webhook) == ["firing", "resolved"], "the receiver was told that it is over")
        ((key, started, ended),) = incidents(place)
        assert [(key, started, None)] == before
        assert ended is not None
        with commands_of(place.directory / "state", SystemClock()) as commands:
            commands.submit(AddNote(IncidentId(key), "bagr"), Actor("novakova", "cli"))
        netmon.signal(signal.SIGTERM)
        assert netmon.wait() == 0
    log = netmon.log()
    assert [word for word in (COMMUNITY, "t0ps3cret", TRACEBACK, "apscheduler", "waitress") if word in log] == []
    assert log.rstrip().endswith("stopped")


def test_a_new_inventory_is_loaded_beside_the_loop_and_watched(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    async def story() -> int:
        ticks = 0
        async with running(place) as daemon:
            shutil.rmtree(place.directory / "inventory")
            shutil.copytree(ROOT / "inventory", place.directory / "inventory")
            daemon.reload()
            while HUB in daemon.reader.snapshot().inventory.devices:
                ticks += 1
                await asyncio.sleep(0.005)
                assert ticks < 10_000
            await until_seen(daemon, lambda seen: "cheb-core-1" in seen.devices, "the new devices are judged")
            (place.directory / "inventory" / "region.yaml").write_text("region: 7", encoding="utf-8")
            daemon.reload()
            await until(lambda: "the old one stays" in caplog.text, "the wrong inventory is refused")
            assert "cheb-core-1" in daemon.reader.snapshot().inventory.devices
            write_region(place.directory / "again", place.port)
            shutil.rmtree(place.directory / "inventory")
            shutil.move(place.directory / "again", place.directory / "inventory")
            daemon.reload()
            await until_seen(daemon, lambda seen: set(seen.devices) == set(place.inventory.devices), "the old is back")
        return ticks

    assert asyncio.run(story()) > 10


@contextmanager
def port_taken(_place: Place) -> Iterator[dict[str, object]]:
    with socket.create_server(("127.0.0.1", 0)) as squatter:
        yield {"port": squatter.getsockname()[1]}


@contextmanager
def state_locked(place: Place) -> Iterator[dict[str, object]]:
    with StateLock(place.directory / "state"):
        yield {}


@contextmanager
def state_unwritable(place: Place) -> Iterator[dict[str, object]]:
    state = place.directory / "state"
    state.mkdir()
    (state / STATE_FILE).symlink_to(place.directory / "nowhere" / STATE_FILE)
    yield {}


@contextmanager
def interval_of_nobody(_place: Place) -> Iterator[dict[str, object]]:
    yield {"intervals": {"smnp": "1s"}}


Obstacle = Callable[[Place], AbstractContextManager[dict[str, object]]]


@pytest.mark.parametrize(
    ("obstacle", "error", "said"),
    [
        (port_taken, SettingsError, "cannot listen on 127.0.0.1 port"),
        (state_locked, StoreError, "in use by another netmon"),
        (state_unwritable, StoreError, "cannot be opened"),
        (interval_of_nobody, SettingsError, 'did you mean "snmp"'),
    ],
)
def test_a_netmon_that_cannot_start_says_why_and_closes_everything(
    place: Place, obstacle: Obstacle, error: type[NetmonError], said: str
) -> None:
    before, threads = open_files(), threading.active_count()
    with obstacle(place) as settings:
        held = open_files() - before
        with pytest.raises(error, match=said):
            asyncio.run(_run(place, settings))
        assert open_files() - before - held == Counter()
    wait_until(lambda: threading.active_count() <= threads, "no thread is left")
    assert not (place.directory / "state" / SOCKET_NAME).exists()
    with StateLock(place.directory / "state"):
        pass


def test_a_start_that_failed_is_no_sign_of_life(place: Place) -> None:
    with port_taken(place) as settings, pytest.raises(SettingsError):
        asyncio.run(_run(place, settings))
    with closing(sqlite3.connect(place.directory / "state" / STATE_FILE)) as connection:
        assert last_beat(connection) is None


def test_a_token_that_is_missing_stops_nothing_and_is_taken_when_it_comes(place: Place, faulty: FaultyServer) -> None:
    async def story() -> None:
        influx = {"url": faulty.url, "token": "secret://influx"}
        async with agents(place), running(place, influx=influx) as daemon:
            nowhere = f"no answer secret 'influx' is nowhere: looked at {place.directory}/secrets/influx, "
            await until_seen(daemon, lambda seen: seen.health.influx.startswith(nowhere), "pages say what is missing")
            await until_seen(daemon, lambda seen: seen.health.answered == 4, "all four devices are watched")
            careless = write_secrets(place.directory / "secrets", {"influx": CANARY}) / "influx"
            careless.chmod(0o644)
            doubt = "others may read this secret (mode 0644)"
            await until_seen(daemon, lambda seen: doubt in seen.health.influx, "pages say what is wrong with it")
            careless.chmod(0o400)
            await until_seen(daemon, lambda seen: seen.health.influx == "ok", "the token is taken")
        assert faulty.tokens == {f"Token {CANARY}"}
        assert faulty.stored

    asyncio.run(story())


def test_netmon_run_says_in_one_line_why_it_cannot_start_and_no_secret(place: Place) -> None:
    said = "NETMON_INFLUX__TOKEN: this is not the reference of a secret; write secret://name"
    environment = place.environment({"NETMON_INFLUX__URL": "http://127.0.0.1:1", "NETMON_INFLUX__TOKEN": CANARY})
    words = [sys.executable, "-m", "netmon", "run", "--debug"]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False, timeout=60)
    last = done.stderr.splitlines()[-1]
    assert (done.returncode, done.stdout) == (1, "")
    assert last.startswith("netmon run: ")
    assert said in last
    assert [word for word in (CANARY, COMMUNITY, TRACEBACK) if word in done.stderr] == []


def test_a_part_that_dies_ends_netmon_with_its_error(place: Place) -> None:
    async def story() -> None:
        served = asyncio.create_task(serve(place.settings()))
        state = place.directory / "state"
        await until(lambda: served.done() or (state / SOCKET_NAME).exists(), "netmon runs")
        with closing(sqlite3.connect(state / STATE_FILE, isolation_level=None)) as connection:
            connection.execute("DROP TABLE maintenance")
        async with asyncio.timeout(120):
            await served

    with pytest.raises(sqlite3.OperationalError, match="no such table: maintenance"):
        asyncio.run(story())
    with StateLock(place.directory / "state"):
        pass


def test_stopping_waits_for_no_poll(place: Place) -> None:
    async def story() -> set[str]:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
            deaf.bind((place.inventory.devices[MID].address, place.port))
            deaf.settimeout(0)
            patience = {"timeout": "30s", "attempts": 5}
            async with asyncio.timeout(120), running(place, snmp=patience, intervals={"snmp": "2s"}):
                await asyncio.get_running_loop().sock_recv(deaf, 2048)
        return {task.get_name() for task in asyncio.all_tasks() if task is not asyncio.current_task()}

    assert asyncio.run(story()) == set()


def test_after_stopping_nothing_is_left_but_a_beat(place: Place) -> None:
    async def story() -> Millis:
        async with running(place) as daemon:
            await until_seen(daemon, lambda seen: seen.devices, "the engine has looked")
            return SystemClock().now()

    before, threads = open_files(), threading.active_count()
    last_seen = asyncio.run(story())
    wait_until(lambda: threading.active_count() <= threads, "no thread is left")
    assert open_files() - before == Counter()
    assert not (place.directory / "state" / SOCKET_NAME).exists()
    with closing(sqlite3.connect(place.directory / "state" / STATE_FILE)) as connection:
        beat = last_beat(connection)
    assert beat is not None
    assert last_seen <= beat <= SystemClock().now()


def open_stream(url: str) -> http.client.HTTPResponse:
    """Return a stream of events that has begun."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=60)
    connection.request("GET", "/udalosti?version=0")
    stream = connection.getresponse()
    assert stream.readline() == b"retry: 5000\n"
    return stream


def test_stopping_ends_every_stream_of_events_and_waits_for_no_reader(place: Place) -> None:
    async def story() -> list[http.client.HTTPResponse]:
        async with running(place) as daemon:
            return [await asyncio.to_thread(open_stream, daemon.url) for _ in range(CLIENTS)]

    before = {thread.name for thread in threading.enumerate()}
    streams = asyncio.run(story())
    left = {thread.name for thread in threading.enumerate()} - before
    assert not {name for name in left if name == "web" or name.startswith("waitress")}, "joined, and not left behind"
    for stream in streams:
        with stream:
            said = list(iter(stream.readline, b""))
        assert said[1].startswith(b"id: "), "then it was cut, and the browser asks again"


def test_receivers_that_cannot_be_reached_are_named_at_the_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    place = Place.prepare(tmp_path, free_udp_port())
    (tmp_path / "secrets" / "noc").unlink()

    with caplog.at_level(logging.WARNING):
        asyncio.run(_run(place, {}))
    told = [record.getMessage() for record in caplog.records if "cannot be reached" in record.message]
    reason = f"secret 'noc' is nowhere: looked at {tmp_path}/secrets/noc, $NETMON_SECRET_NOC"
    assert told == [f"receiver cannot be reached receiver=noc reason={reason}"]


def test_the_loggers_of_others_are_told_to_be_quiet() -> None:
    assert CHATTY == {"apscheduler": logging.WARNING, "waitress": logging.ERROR}


async def _run(place: Place, settings: dict[str, object]) -> None:
    async with running(place, **settings):
        """It started, and is stopped."""
