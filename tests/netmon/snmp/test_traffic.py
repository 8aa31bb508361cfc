"""All devices together have no more on their way than fits, and the silent ones do not keep the others waiting."""

import asyncio
import resource
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial

import pytest

from netmon.errors import NoResponse, Shortage
from netmon.inventory.models import SnmpVersion
from netmon.snmp.session import SnmpSession
from netmon.snmp.traffic import Traffic
from tests.netmon.snmp.agent import ADDRESS, IMPATIENT, Agent, Asked, Script
from tests.netmon.snmp.haste import run, running_loop
from tests.netmon.snmp.table import RIGHT, right
from tests.parts import snmpd

CREDENTIAL = snmpd.community(SnmpVersion.V2C)


def test_what_comes_beyond_the_room_waits_for_its_turn() -> None:
    traffic, begun = Traffic(2), list[str]()
    for name in ("first", "second", "third", "fourth"):
        traffic.enter(partial(begun.append, name))
    assert (begun, traffic.waiting) == (["first", "second"], 2)

    traffic.leave()
    assert (begun, traffic.waiting) == (["first", "second", "third"], 1)


def test_any_number_may_end_as_soon_as_they_begin() -> None:
    traffic, ended = Traffic(1), list[int]()

    def end_at_once(number: int) -> None:
        ended.append(number)
        traffic.leave()

    traffic.enter(lambda: None)
    for number in range(50_000):
        traffic.enter(partial(end_at_once, number))
    traffic.leave()

    assert ended == list(range(50_000))


def test_a_silent_device_makes_room_after_its_first_attempt() -> None:
    async def ends() -> list[str]:
        order = list[str]()

        async def probe(name: str, session: SnmpSession) -> None:
            with suppress(NoResponse):
                await session.probe()
            order.append(name)

        traffic = Traffic(1)
        async with answering(silence, traffic) as silent, answering(truth, traffic) as sound:
            await asyncio.gather(probe("silent", silent), probe("sound", sound))
        return order

    assert run(ends()) == ["sound", "silent"]


def test_room_is_not_lost_to_what_was_given_up_while_it_waited() -> None:
    async def probe_after_others() -> int:
        traffic = Traffic(1)
        async with (
            answering(silence, traffic) as silent,
            answering(truth, traffic) as sound,
        ):
            for session in (silent, sound, silent):
                with suppress(TimeoutError):
                    await asyncio.wait_for(session.probe(), IMPATIENT.timeout / 4000)
            return await sound.probe()

    assert run(probe_after_others()) == RIGHT


def test_a_machine_without_sockets_says_so_and_blames_no_device() -> None:
    async def open_one() -> None:
        with no_more_files(), pytest.raises(Shortage, match="no socket left"):
            SnmpSession.open(ADDRESS, 161, CREDENTIAL, IMPATIENT, running_loop())

    run(open_one())


def silence(_asked: Asked) -> list[bytes]:
    """Answer nothing."""
    return []


def truth(asked: Asked) -> list[bytes]:
    """Answer a probe."""
    return [right(asked)]


@asynccontextmanager
async def answering(script: Script, traffic: Traffic) -> AsyncIterator[SnmpSession]:
    """Open a session that shares the traffic with others."""
    loop, agent = running_loop(), Agent(script)
    session = SnmpSession.open(ADDRESS, agent.mouth.open(loop), CREDENTIAL, IMPATIENT, loop, traffic=traffic)
    try:
        yield session
    finally:
        session.close()
        agent.mouth.close(loop)


@contextmanager
def no_more_files() -> Iterator[None]:
    """Let this process open nothing more."""
    before, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (before, hard))
