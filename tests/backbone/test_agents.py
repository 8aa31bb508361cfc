"""Real agents that restart, forget, renumber and freeze: what a session makes of each."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress

import pytest

from collectors import interfaces, sessions, survey, system
from collectors.sessions import Protocol
from netmon.clock import Millis, SystemClock
from netmon.errors import NoResponse, PollError
from netmon.inventory.models import AuthProtocol, PrivProtocol, SnmpCredential
from netmon.secret import SecretRef, SecretStore
from netmon.settings import Snmp
from netmon.snmp.counters import TICKS_PER_SECOND
from netmon.snmp.credential import resolve
from netmon.snmp.declaration import Declaration, Reading
from netmon.snmp.session import SnmpSession
from tests.backbone.lab import Laboratory
from tests.collectors.given import by_name, context

pytestmark = pytest.mark.long

CHEB, NEAREST = "cheb-core-1", "kv-core-1"
PATIENT = Snmp(timeout=Millis(2_000), attempts=2)
IMPATIENT = Snmp(timeout=Millis(300), attempts=2)
NEIGHBOURS = Declaration(tables=tuple(table for table in sessions.DECLARATION.tables if table.name == Protocol.OSPF))
LOOKS = 240
"""How often a condition is looked at, twice a second, before it is given up."""


@asynccontextmanager
async def session(laboratory: Laboratory, patience: Snmp = PATIENT, address: str = "") -> AsyncIterator[SnmpSession]:
    """Open a session with Cheb, or whoever has the address, over SNMPv3."""
    user = next(user for user in laboratory.access.users if user.name == "sha256")
    store = SecretStore(environment={"NETMON_SECRET_AUTH": user.auth_key, "NETMON_SECRET_PRIV": user.priv_key})
    credential = SnmpCredential(
        user=user.name,
        auth=AuthProtocol.SHA_256,
        auth_key=SecretRef("secret://auth"),
        priv=PrivProtocol.AES_128,
        priv_key=SecretRef("secret://priv"),
    )
    address = address or str(laboratory.plan.router(CHEB).address)
    opened = SnmpSession.open(address, 161, resolve(credential, store), patience, SystemClock())
    try:
        yield opened
    finally:
        opened.close()


def process(laboratory: Laboratory, program: str, router: str = CHEB) -> list[str]:
    """Return the numbers of a program's processes in a router's own namespace."""
    return laboratory.execute(router, "pidof", program).split()


def restart_agent(laboratory: Laboratory, *, forget: bool = False) -> None:
    """End Cheb's agent as a power cut would, and start it again; without its memory if it is to forget."""
    laboratory.execute(CHEB, "kill", "-KILL", *process(laboratory, "snmpd"))
    if forget:
        laboratory.execute(CHEB, "sh", "-c", "rm -rf /var/lib/snmp/*")
    laboratory.execute(CHEB, "sh", "-c", "snmpd -Ln -I -smux </dev/null >/dev/null 2>&1")


@contextmanager
def frozen(laboratory: Laboratory, program: str, router: str = CHEB) -> Iterator[None]:
    """Let a program of a router hold still."""
    numbers = process(laboratory, program, router)
    laboratory.execute(router, "kill", "-STOP", *numbers)
    try:
        yield
    finally:
        laboratory.execute(router, "kill", "-CONT", *numbers)


async def eventually(opened: SnmpSession, declaration: Declaration, wanted: str, *, rows: int = 1) -> Reading:
    """Return the first reading with so many rows in a table and no problem."""
    for _ in range(LOOKS):
        with suppress(PollError):
            reading = await opened.read(declaration)
            if not reading.problems and (not wanted or len(reading.tables[wanted]) >= rows):
                return reading
        await asyncio.sleep(0.5)
    pytest.fail(f"{wanted or 'the agent'} does not come back")


async def a_second_later(opened: SnmpSession, before: Reading) -> Reading:
    """Return the first reading for which the device's own clock has gone on by a second."""
    for _ in range(LOOKS):
        reading = await eventually(opened, interfaces.DECLARATION, "interfaces", rows=4)
        if reading.uptime >= before.uptime + TICKS_PER_SECOND:
            return reading
        await asyncio.sleep(0.1)
    pytest.fail("the device's clock stands still")


def indices(reading: Reading) -> Mapping[object, tuple[int, ...]]:
    """Return the interfaces' indices by name."""
    return {row["ifname"]: index for index, row in reading.tables["interfaces"].items() if "ifname" in row}


def test_over_a_restart_there_is_no_rate_and_after_it_there_is(backbone: Laboratory) -> None:
    async def life() -> None:
        async with session(backbone) as opened:
            before = await eventually(opened, interfaces.DECLARATION, "interfaces", rows=4)
            boots = (await opened.read(system.DECLARATION)).scalars["engine_boots"]
            restart_agent(backbone)
            after = await eventually(opened, interfaces.DECLARATION, "interfaces", rows=4)
            assert after.uptime < before.uptime
            assert rates(before, after) == set()
            assert indices(after) == indices(before)
            assert rates(after, await a_second_later(opened, after)) != set()
            again = await opened.read(system.DECLARATION)
            assert isinstance(boots, int)
            assert again.scalars["engine_boots"] == boots + 1

    asyncio.run(life())


def test_an_agent_that_has_lost_its_boots_is_believed_again(backbone: Laboratory) -> None:
    async def life() -> None:
        async with session(backbone) as opened:
            await eventually(opened, system.DECLARATION, "")
            restart_agent(backbone)
            await eventually(opened, system.DECLARATION, "")
            restart_agent(backbone, forget=True)
            reading = await eventually(opened, system.DECLARATION, "")
            assert reading.scalars["engine_boots"] == 1

    asyncio.run(life())


def test_an_interface_that_comes_back_under_another_index_is_the_same_interface(backbone: Laboratory) -> None:
    def add() -> None:
        backbone.execute(CHEB, "ip", "link", "add", "xe9", "type", "veth", "peer", "name", "xe10")

    def delete() -> None:
        backbone.execute(CHEB, "ip", "link", "delete", "xe9")

    async def life() -> None:
        async with session(backbone) as opened:
            before = await eventually(opened, interfaces.DECLARATION, "interfaces", rows=6)
            delete()
            add()
            for _ in range(LOOKS):
                after = await opened.read(interfaces.DECLARATION)
                assert {name: indices(after).get(name) for name in ("lo", "xe1")} == {
                    name: indices(before)[name] for name in ("lo", "xe1")
                }
                if indices(after).get("xe9") not in (None, indices(before)["xe9"]):
                    return
                await asyncio.sleep(0.5)
            pytest.fail("xe9 is not found under its new index")

    add()
    try:
        asyncio.run(life())
    finally:
        delete()


def test_a_frozen_agent_is_silent_and_well_again_when_it_thaws(backbone: Laboratory) -> None:
    async def life() -> None:
        async with session(backbone, IMPATIENT) as opened:
            before = await eventually(opened, interfaces.DECLARATION, "interfaces", rows=4)
            with frozen(backbone, "snmpd"):
                for _ in range(3):
                    with pytest.raises(NoResponse):
                        await opened.read(interfaces.DECLARATION)
            after = await eventually(opened, interfaces.DECLARATION, "interfaces", rows=4)
            assert after.uptime > before.uptime
            assert indices(after) == indices(before)

    asyncio.run(life())


SUBAGENTS = {
    "lldpd": (survey.DECLARATION, "remote", 2),
    "ospfd": (NEIGHBOURS, Protocol.OSPF, 3),
}
"""What a subagent of AgentX holds, its table of neighbours, and how many: the monitor speaks no LLDP."""


@pytest.mark.parametrize("subagent", SUBAGENTS)
def test_a_frozen_subagent_is_a_problem_and_not_a_router_without_neighbours(
    backbone: Laboratory, subagent: str
) -> None:
    """Ask the nearest router at its end of the wire: without its ospfd, its loopback address is gone."""
    declaration, table, number = SUBAGENTS[subagent]
    wire = backbone.plan.wire("noc-kv-1")
    near = next(str(port.address) for port in wire.ends if port.router == NEAREST)

    async def life() -> None:
        async with session(backbone, Snmp(timeout=Millis(5_000), attempts=1), near) as opened:
            await eventually(opened, declaration, table, rows=number)
            with frozen(backbone, subagent, NEAREST):
                for _ in range(3):
                    with suppress(NoResponse):  # snmpd may leave a request unanswered while it waits for its subagent
                        reading = await opened.read(declaration)
                        assert len(reading.tables[table]) == number or reading.problems
            await eventually(opened, declaration, table, rows=number)

    asyncio.run(life())


def rates(before: Reading, after: Reading) -> set[str]:
    """Return the interfaces whose octets two readings give a rate for."""
    measured = by_name(interfaces.parse(after, before, context()), "net_if")
    return {name for name, found in measured.items() if "in_bps" in found.fields}
