"""What systemd hears, over a datagram socket such as its own, also from the real `netmon run`."""

import logging
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from netmon.clock import SECOND, Millis
from netmon.judgement.gap import BEAT
from netmon.process.daemon import SHORTEST_WATCHDOG
from netmon.process.readiness import Supervisor
from tests.netmon.region import free_udp_port
from tests.netmon.running import Place, Process

LARGEST = 4096
WITHIN = 120.0


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[socket.socket]:
    """Return the socket of a supervisor."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as opened:
        opened.settimeout(WITHIN)
        opened.bind(str(tmp_path / "notify"))
        yield opened


def hear(listening: socket.socket) -> list[str]:
    """Return the lines of the next message."""
    return listening.recv(LARGEST).decode().split("\n")


def hear_beside_beats(listening: socket.socket) -> list[str]:
    """Return the lines of the next message that is not a sign of life."""
    for _ in range(10):
        if (said := hear(listening)) != ["WATCHDOG=1"]:
            return said
    pytest.fail("nothing but signs of life")


def test_each_message_is_one_datagram_of_lines(listening: socket.socket) -> None:
    supervisor = Supervisor(listening.getsockname())
    supervisor.ready("watching 3 devices")
    assert hear(listening) == ["READY=1", "STATUS=watching 3 devices"]
    supervisor.alive()
    assert hear(listening) == ["WATCHDOG=1"]
    before = time.monotonic_ns() // 1000
    supervisor.reloading()
    reloading, moment = hear(listening)
    assert reloading == "RELOADING=1"
    assert before <= int(moment.removeprefix("MONOTONIC_USEC=")) <= time.monotonic_ns() // 1000
    supervisor.stopping()
    assert hear(listening)[0] == "STOPPING=1"


def test_a_leading_at_sign_is_the_abstract_name_space() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as abstract:
        abstract.settimeout(WITHIN)
        abstract.bind(f"\0netmon-{os.getpid()}")
        Supervisor(f"@netmon-{os.getpid()}").alive()
        assert hear(abstract) == ["WATCHDOG=1"]


def test_without_a_supervisor_nothing_is_said(caplog: pytest.LogCaptureFixture) -> None:
    Supervisor.from_environment({}).alive()
    assert caplog.records == []


def test_a_supervisor_that_is_gone_stops_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        Supervisor(str(tmp_path / "gone")).alive()
    assert "does not listen" in caplog.text


def test_a_supervisor_that_reads_nothing_holds_nobody_up_for_long(listening: socket.socket) -> None:
    path = listening.getsockname()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as flood:
        flood.settimeout(0)
        with suppress(BlockingIOError):
            for _ in range(100_000):
                flood.sendto(b"full", path)
        Supervisor(path).alive()
    assert hear(listening) == ["full"]


@pytest.mark.parametrize(
    ("environment", "watchdog"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "60000000"}, Millis(60 * SECOND)),
        ({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": str(os.getpid())}, Millis(60 * SECOND)),
        ({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
    ],
)
def test_the_watchdog_is_ours_or_nobodys(environment: dict[str, str], watchdog: Millis | None) -> None:
    assert Supervisor.from_environment(environment).watchdog == watchdog


def test_the_shortest_watchdog_bears_a_lost_beat() -> None:
    assert SHORTEST_WATCHDOG >= 2 * BEAT + BEAT / 2


@pytest.mark.long
def test_netmon_run_tells_its_whole_life(tmp_path: Path, listening: socket.socket) -> None:
    place = Place.prepare(tmp_path, free_udp_port())
    supervised = {"NOTIFY_SOCKET": listening.getsockname(), "WATCHDOG_USEC": "15000000"}
    netmon = Process(place, place.environment(supervised))
    netmon.start()
    try:
        ready, status = hear(listening)
        assert ready == "READY=1"
        assert status.startswith("STATUS=watching 4 devices, pages at http://127.0.0.1:")
        assert hear(listening) == ["WATCHDOG=1"]
        assert "the watchdog is too impatient watchdog_ms=15000" in netmon.log()
        netmon.signal(signal.SIGSTOP)  # as good as hung: systemd hears nothing more
        listening.settimeout(BEAT / 1000 + 2)
        with pytest.raises(TimeoutError):
            hear(listening)
        listening.settimeout(WITHIN)
        netmon.signal(signal.SIGCONT)
        assert hear(listening) == ["WATCHDOG=1"]
        netmon.signal(signal.SIGHUP)
        assert hear_beside_beats(listening)[0] == "RELOADING=1"
        assert hear_beside_beats(listening)[:2] == [ready, status]
        (place.directory / "inventory" / "region.yaml").write_text("region: 7", encoding="utf-8")
        netmon.signal(signal.SIGHUP)
        assert hear_beside_beats(listening)[0] == "RELOADING=1"
        assert "STATUS=the new inventory was refused" in hear_beside_beats(listening)[1]
        netmon.signal(signal.SIGTERM)
        assert hear_beside_beats(listening)[0] == "STOPPING=1"
        assert netmon.wait() == 0
    finally:
        netmon.kill()
