"""One pinger reaches many devices at once, loses nothing that was not lost, and agrees with fping."""

import asyncio
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from statistics import median

import pytest

from netmon.clock import Millis, SystemClock
from netmon.errors import NoResponse, SettingsError
from netmon.icmp.echo import Echoes
from netmon.icmp.packet import ICMP, write_request
from netmon.icmp.pinger import Pinger
from tests.parts.roll import Enrol

SECOND = Millis(1_000)
SPACING = Millis(20)
DEVICES = [f"127.18.{index // 250}.{index % 250 + 1}" for index in range(1_000)]
UNPRIVILEGED = ("setpriv", "--bounding-set=-net_raw", "--inh-caps=-net_raw")
SCRIPT = """
import asyncio
from netmon.clock import SystemClock
from netmon.errors import SettingsError
from netmon.icmp.pinger import Pinger

async def ping():
    try:
        pinger = Pinger.open(SystemClock())
    except SettingsError as error:
        return error
    echoes = await pinger.ping("127.0.0.1", 3, 10, 1000)
    pinger.close()
    return echoes.received

print(asyncio.run(ping()))
"""


@asynccontextmanager
async def opened() -> AsyncIterator[Pinger]:
    """Open a pinger and close it; skip where this process may not."""
    try:
        pinger = Pinger.open(SystemClock())
    except SettingsError as error:
        pytest.skip(str(error))
    try:
        yield pinger
    finally:
        pinger.close()


def ping(address: str, count: int = 1, timeout: int = 300) -> Echoes:
    async def once() -> Echoes:
        async with opened() as pinger:
            return await pinger.ping(address, count, SPACING, Millis(timeout))

    return asyncio.run(once())


def test_a_thousand_devices_answer_every_request() -> None:
    async def all_at_once() -> list[Echoes]:
        async with opened() as pinger:
            return await asyncio.gather(*(pinger.ping(device, 3, SPACING, SECOND) for device in DEVICES))

    echoes = asyncio.run(all_at_once())
    assert [echo.address for echo in echoes] == DEVICES
    assert sum(echo.received for echo in echoes) == 3_000
    assert all(rtt is not None and 0 < rtt < 1_000 for echo in echoes for rtt in echo.rtts)


def test_the_figures_agree_with_fping(enrol: Enrol) -> None:
    if shutil.which("fping") is None:
        pytest.skip("fping is not installed (Debian package fping)")
    version = subprocess.run(["fping", "-v"], capture_output=True, text=True, check=True, timeout=60).stdout
    enrol("fping", version.split("\n", maxsplit=1)[0].removeprefix("fping: Version "))
    peers = DEVICES[:20]
    said = subprocess.run(
        ["fping", "-q", "-C", "5", "-p", "20", "-i", "1", *peers],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    ).stderr
    theirs = [float(rtt) for line in said.splitlines() for rtt in line.partition(" : ")[2].split()]

    async def ours() -> list[Echoes]:
        async with opened() as pinger:
            return [await pinger.ping(peer, 5, Millis(5), SECOND) for peer in peers]

    echoes = asyncio.run(ours())
    assert sum(echo.received for echo in echoes) == len(theirs) == 100
    assert median(rtt for echo in echoes for rtt in echo.rtts if rtt) < median(theirs) + 0.5


def test_ipv6_is_spoken_too() -> None:
    assert ping("0:0:0:0:0:0:0:1", count=2).received == 2


def test_an_address_that_nobody_has_is_lost_and_no_error() -> None:
    echoes = ping("240.0.0.1", count=2)
    assert (echoes.rtts, echoes.received, echoes.sent) == ((None, None), 0, 2)


def test_an_address_that_cannot_be_sent_to_says_why() -> None:
    with pytest.raises(NoResponse, match=r"255\.255\.255\.255: .+"):
        ping("255.255.255.255")


def test_replies_to_nobody_and_from_elsewhere_are_ignored() -> None:
    async def forge() -> tuple[Echoes, int]:
        async with opened() as pinger:
            with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as forger:
                forger.bind((DEVICES[1], 0))
                for sequence in range(20):
                    request = write_request(ICMP, 1, sequence, bytes(8))
                    forger.sendto(b"\x00" + request[1:], ("127.0.0.1", 0))
                return await pinger.ping("240.0.0.1", 1, SPACING, Millis(100)), pinger.ignored

    if not _may_open_raw():
        pytest.skip("forging replies takes a raw socket")
    echoes, ignored = asyncio.run(forge())
    assert echoes.rtts == (None,)
    assert ignored >= 20


def test_closing_ends_what_is_on_its_way() -> None:
    async def close() -> Echoes:
        async with opened() as pinger:
            task = asyncio.create_task(pinger.ping("240.0.0.1", 1, SPACING, Millis(60_000)))
            await asyncio.sleep(0)
            pinger.close()
            return await task

    assert asyncio.run(close()).rtts == (None,)


@pytest.mark.parametrize(
    ("group_range", "said"), [("0 2147483647", "3"), ("1 0", "no ICMP socket for IPv4.*CAP_NET_RAW.*ping_group_range")]
)
def test_without_privilege_it_works_where_allowed_and_says_the_cure_where_not(group_range: str, said: str) -> None:
    if not _may_open_raw():
        pytest.skip("a network namespace of its own takes root")
    prepare = f"ip link set lo up && echo {group_range} > /proc/sys/net/ipv4/ping_group_range && exec"
    command = f"{prepare} {' '.join(UNPRIVILEGED)} {sys.executable} -c '{SCRIPT}'"
    ended = subprocess.run(
        ["unshare", "--net", "sh", "-c", command], capture_output=True, text=True, check=True, timeout=30
    )
    assert re.match(said, ended.stdout)


def _may_open_raw() -> bool:
    try:
        socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP).close()
    except PermissionError:
        return False
    return True
