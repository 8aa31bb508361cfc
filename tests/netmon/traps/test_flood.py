"""Ten thousand notifications a second change nothing: few are read, and polls go on."""

import asyncio
import sys
from pathlib import Path

import pytest

from netmon.clock import SECOND, Millis, SystemClock
from netmon.settings import Snmp
from netmon.snmp.session import SnmpSession
from netmon.traps import receiver
from netmon.traps.bucket import Allowance
from netmon.traps.sources import ALL, EACH, Fate
from tests.netmon.region import HUB, MID, NEAR
from tests.netmon.traps.datagrams import trap
from tests.netmon.traps.sending import ADDRESS_OF, LISTEN, STRANGER, Heard, hearing
from tests.parts.snmpd import COMMUNITY, Agent, community

FLOOD = Path(__file__).with_name("flood.py")
COUNT = 20_000
"""Two seconds of it."""
PATIENT = Snmp(timeout=Millis(2 * SECOND), attempts=2)


async def flooded(heard: Heard, source: str, datagram: bytes) -> float:
    """Let a flood come over the receiver; return how many seconds it took."""
    began = asyncio.get_running_loop().time()
    target = (LISTEN, str(heard.receiver.port), str(COUNT))
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(FLOOD), source, *target, stdin=asyncio.subprocess.PIPE
    )
    await asyncio.wait_for(process.communicate(datagram), 60)
    assert process.returncode == 0
    return asyncio.get_running_loop().time() - began


def granted(allowance: Allowance, seconds: float) -> float:
    """Return what a bucket gives in a time that began when it was full."""
    return allowance.burst + seconds * SECOND / allowance.every + 1


async def drained(heard: Heard, least: int) -> None:
    """Return as soon as a good part of the flood was taken from the socket: the kernel may drop the rest."""
    await heard.until(lambda: sum(heard.receiver.counts.values()) > least, "the flood was taken")


def test_a_flood_from_a_device_is_read_only_as_far_as_its_bucket_goes() -> None:
    async def story(heard: Heard) -> None:
        seconds = await flooded(heard, ADDRESS_OF[HUB], trap())
        await drained(heard, COUNT // 4)
        read = heard.receiver.counts[Fate.READ]
        assert EACH.burst <= read == len(heard.hints) <= granted(EACH, seconds + 1)
        assert heard.receiver.counts[Fate.THROTTLED] > COUNT // 8

    hearing(story)


def test_floods_from_many_devices_are_read_only_as_far_as_the_common_bucket_goes() -> None:
    async def story(heard: Heard) -> None:
        floods = [flooded(heard, ADDRESS_OF[name], trap()) for name in (HUB, NEAR, MID)]
        seconds = max(await asyncio.gather(*floods))
        assert len(heard.hints) <= min(3 * granted(EACH, seconds + 1), granted(ALL, seconds + 1))

    hearing(story)


@pytest.mark.parametrize(
    ("source", "name", "fate"),
    [(STRANGER, COMMUNITY, Fate.STRANGER), (ADDRESS_OF[HUB], "public", Fate.NO_CREDENTIAL)],
)
def test_of_a_flood_from_a_stranger_or_a_forger_nothing_is_read_and_a_device_is_still_heard(
    source: str, name: str, fate: Fate
) -> None:
    async def story(heard: Heard) -> None:
        flood = asyncio.create_task(flooded(heard, source, trap(name)))
        await heard.until(lambda: heard.receiver.counts.get(fate), "the flood has begun")
        await heard.until_heard(trap(), ADDRESS_OF[HUB])
        await flood
        await drained(heard, COUNT // 4)
        assert heard.receiver.counts[Fate.READ] == len(heard.hints)
        assert {hint.device for hint in heard.hints} == {HUB}

    hearing(story)


def test_polls_go_on_under_a_flood_and_each_look_at_the_socket_is_bounded(snmpd: Agent) -> None:
    async def story(heard: Heard) -> None:
        session = SnmpSession.open(snmpd.address, snmpd.port, community(), PATIENT, SystemClock())
        flood = asyncio.create_task(flooded(heard, ADDRESS_OF[HUB], trap()))
        answered = 0
        while not flood.done():
            await session.probe()
            answered += 1
        session.close()
        seconds = await flood
        assert answered > 50
        most_looks = seconds / receiver.REST + 2
        assert sum(heard.receiver.counts.values()) <= most_looks * receiver.DATAGRAMS_PER_WAKE_UP

    hearing(story)
