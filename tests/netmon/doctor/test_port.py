"""Whether pages can be served where they should be, and who is in the way."""

import asyncio
import errno
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from netmon.clock import SystemClock
from netmon.doctor.finding import Verdict
from netmon.doctor.port import Reading, examine, judge
from netmon.doctor.running import answers
from netmon.doctor.running import examine as examine_running
from netmon.process.web import WebServer
from tests.netmon.running import Place, running

LOOPBACK = "127.0.0.1"


@pytest.fixture
def taken() -> Iterator[int]:
    """Return a port that somebody listens at who says nothing."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        port: int = listener.getsockname()[1]
        yield port


def test_a_free_port_is_given_back(tmp_path: Path) -> None:
    with socket.create_server((LOOPBACK, 0)) as listener:
        port = listener.getsockname()[1]
    assert examine(LOOPBACK, port, tmp_path).verdict is Verdict.OK
    socket.create_server((LOOPBACK, port)).close()


def test_an_address_of_another_machine_is_refused(tmp_path: Path) -> None:
    finding = examine("192.0.2.1", 8080, tmp_path)
    assert finding.verdict is Verdict.ERROR
    assert "NETMON_LISTEN" in (finding.cure or "")


def test_another_netmon_at_the_port_is_told_from_ours(tmp_path: Path) -> None:
    with closing(WebServer(lambda _environ, _start: [b""], LOOPBACK, 0)) as server:
        server.start()
        finding = examine(LOOPBACK, server.port, tmp_path)
    assert finding.verdict is Verdict.ERROR
    assert "another netmon" in finding.what


def test_a_netmon_that_runs_is_found_at_its_port_and_its_socket(tmp_path: Path) -> None:
    async def look() -> tuple[Verdict, Verdict]:
        place = Place.prepare(tmp_path, 1161)
        async with running(place) as daemon:
            port = int(daemon.url.rpartition(":")[2])
            found = await asyncio.to_thread(examine, LOOPBACK, port, tmp_path / "state")
            alive = await asyncio.to_thread(examine_running, tmp_path / "state", SystemClock().now())
            return found.verdict, alive.verdict

    assert asyncio.run(look()) == (Verdict.OK, Verdict.OK)
    assert not answers(tmp_path / "state")


@pytest.mark.parametrize(
    ("reading", "verdict", "cure"),
    [
        (Reading(LOOPBACK, 8080), Verdict.OK, ""),
        (Reading(LOOPBACK, 8080, OSError(errno.EADDRINUSE, ""), "netmon", is_running=True), Verdict.OK, ""),
        (Reading(LOOPBACK, 8080, OSError(errno.EADDRINUSE, ""), "netmon"), Verdict.ERROR, "sport = :8080"),
        (Reading(LOOPBACK, 8080, OSError(errno.EADDRINUSE, ""), "nginx", is_running=True), Verdict.ERROR, "ss -ltnp"),
        (Reading(LOOPBACK, 80, OSError(errno.EACCES, "Permission denied")), Verdict.ERROR, "from 1024 on"),
        (Reading("x", 80, socket.gaierror(socket.EAI_NONAME, "unknown")), Verdict.ERROR, "NETMON_LISTEN"),
    ],
)
def test_what_is_in_the_way_has_its_cure(reading: Reading, verdict: Verdict, cure: str) -> None:
    finding = judge(reading)
    assert finding.verdict is verdict
    assert cure in (finding.cure or "")


def test_a_port_that_answers_nothing_http_is_another_programs(taken: int, tmp_path: Path) -> None:
    finding = examine(LOOPBACK, taken, tmp_path)
    assert finding.verdict is Verdict.ERROR
    assert finding.what.endswith("is taken by another program")
