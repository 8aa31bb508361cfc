"""A session and net-snmp's agent understand each other in every version, and fail with a reason."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from collectors import interfaces, system
from netmon.clock import Millis, SystemClock
from netmon.errors import AccessDenied, NoResponse, SecretError
from netmon.inventory.models import AuthProtocol, PrivProtocol, SnmpCredential, SnmpVersion
from netmon.secret import SecretRef, SecretStore
from netmon.settings import Snmp
from netmon.snmp.credential import ResolvedCredential, resolve
from netmon.snmp.declaration import Column, Counter32, Counter64, Declaration, Syntax, Value
from netmon.snmp.session import SnmpSession
from tests.parts import snmpd as part
from tests.parts.snmpd import Agent

PATIENT = Snmp(timeout=Millis(1_000), attempts=3)
IMPATIENT = Snmp(timeout=Millis(150), attempts=2)
SHA_256, AES_128 = AuthProtocol.SHA_256, PrivProtocol.AES_128


@asynccontextmanager
async def session(agent: Agent, credential: ResolvedCredential, patience: Snmp = PATIENT) -> AsyncIterator[SnmpSession]:
    """Open a session, and close it."""
    opened = SnmpSession.open(agent.address, agent.port, credential, patience, SystemClock())
    try:
        yield opened
    finally:
        opened.close()


@pytest.mark.parametrize("version", [SnmpVersion.V1, SnmpVersion.V2C])
def test_the_interfaces_of_a_real_agent_are_read(snmpd: Agent, version: SnmpVersion) -> None:
    async def read() -> None:
        async with session(snmpd, part.community(version)) as opened:
            reading = await opened.read(interfaces.DECLARATION)
        loopback = next(row for row in reading.tables["interfaces"].values() if row["ifname"] == "lo")
        counter = Counter32 if version is SnmpVersion.V1 else Counter64
        assert isinstance(loopback["in_octets"], counter)
        assert (loopback["oper"], loopback["admin"], loopback["high_speed"]) == (1, 1, 10)
        assert isinstance(loopback["sysUpTime"], int)
        assert reading.problems == ()

    asyncio.run(read())


@pytest.mark.parametrize("auth", AuthProtocol)
@pytest.mark.parametrize("priv", PrivProtocol)
def test_every_pair_of_protocols_is_spoken(snmpd: Agent, auth: AuthProtocol, priv: PrivProtocol) -> None:
    async def read() -> None:
        async with session(snmpd, part.user(auth, priv)) as opened:
            assert await opened.probe() > 0
            reading = await opened.read(system.DECLARATION)
        assert reading.scalars["name"] == "směrovač"
        assert reading.scalars["engine_boots"] == 1

    asyncio.run(read())


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"user": "nobody"}, "does not know the user"),
        ({"auth_key": "secret://wrong"}, "authentication key or protocol"),
        ({"user": "sha-512-aes-128"}, "authentication key or protocol"),
        ({"priv_key": "secret://wrong"}, "is the privacy key right"),
        ({"user": "sha-256-aes-256"}, "is the privacy key right"),
    ],
    ids=["user", "authentication key", "authentication protocol", "privacy key", "privacy protocol"],
)
def test_a_wrong_credential_is_denied_with_what_is_wrong(snmpd: Agent, change: dict[str, str], reason: str) -> None:
    async def probe() -> None:
        async with session(snmpd, part.user(SHA_256, AES_128, **change), IMPATIENT) as opened:
            with pytest.raises(AccessDenied, match=reason):
                await opened.probe()

    asyncio.run(probe())


def test_a_wrong_community_is_silence(snmpd: Agent) -> None:
    async def probe() -> None:
        async with session(snmpd, part.community(name="wrong"), IMPATIENT) as opened:
            with pytest.raises(NoResponse, match="no answer to 2 requests, 150 ms each"):
                await opened.probe()

    asyncio.run(probe())


def test_a_device_without_an_agent_is_told_from_one_that_is_silent(snmpd: Agent) -> None:
    async def probe() -> None:
        opened = SnmpSession.open("127.18.250.9", snmpd.port, part.community(), PATIENT, SystemClock())
        with pytest.raises(NoResponse, match="no SNMP agent listens"):
            await opened.probe()
        opened.close()

    asyncio.run(probe())


def test_a_session_survives_restarts_even_when_the_device_forgets_how_many(tmp_path: Path, snmpd: Agent) -> None:
    assert snmpd.process.poll() is None, "snmpd can run here"
    agent = part.start(tmp_path, address="127.18.250.4")
    boots = []

    async def read(opened: SnmpSession) -> None:
        reading = await opened.read(system.DECLARATION)
        boots.append((reading.scalars["engine_boots"], reading.boots))

    async def restart(*, forget: bool = False) -> Agent:
        await asyncio.to_thread(agent.stop)
        if forget:
            shutil.rmtree(tmp_path / "state")
        return await asyncio.to_thread(part.start, tmp_path, address=agent.address, port=agent.port)

    async def life() -> None:
        nonlocal agent
        async with session(agent, part.user(SHA_256, AES_128)) as opened:
            await read(opened)
            agent = await restart()
            await read(opened)
            agent = await restart(forget=True)
            await read(opened)

    asyncio.run(life())
    agent.stop()
    assert boots == [(1, 1), (2, 2), (1, 1)]


def test_only_the_wanted_rows_are_asked_for(snmpd: Agent) -> None:
    def is_loopback(table: str, key: Value) -> bool:
        return (table, key) == ("interfaces", "lo")

    async def read() -> list[Value]:
        async with session(snmpd, part.community()) as opened:
            reading = await opened.read(interfaces.DECLARATION, is_loopback)
            return [row["ifname"] for row in reading.tables["interfaces"].values()]

    assert asyncio.run(read()) == ["lo"]


def test_what_an_agent_does_not_have_is_absent_and_no_problem(snmpd: Agent) -> None:
    nothing = Column("nothing", "nothing", (1, 3, 6, 1, 4, 1, 99999, 1), Syntax.INTEGER)

    async def read() -> None:
        async with session(snmpd, part.community()) as opened:
            reading = await opened.read(Declaration(scalars=(nothing, *system.DECLARATION.scalars)))
        assert "nothing" not in reading.scalars
        assert "name" in reading.scalars
        assert reading.problems == ()

    asyncio.run(read())


def test_a_probe_does_not_wait_for_a_reading(snmpd: Agent) -> None:
    async def visits() -> None:
        async with session(snmpd, part.user(SHA_256, AES_128)) as opened:
            readings = [opened.read(interfaces.DECLARATION) for _ in range(5)]
            *_, uptime = await asyncio.gather(*readings, opened.probe())
            assert isinstance(uptime, int)

    asyncio.run(visits())


def test_a_closed_session_says_so(snmpd: Agent) -> None:
    async def close() -> None:
        async with session(snmpd, part.community(name="wrong")) as opened:
            probe = asyncio.create_task(opened.probe())
            await asyncio.sleep(0)
            opened.close()
            with pytest.raises(NoResponse, match="closed"):
                await probe

    asyncio.run(close())


def test_a_passphrase_that_is_too_short_is_refused_without_being_told() -> None:
    store = SecretStore(environment={"NETMON_SECRET_SHORT": "1234567"})
    reference = SecretRef("secret://short")
    with pytest.raises(SecretError, match="shorter than 8 octets") as caught:
        resolve(SnmpCredential(user="netmon", auth_key=reference, priv_key=reference), store)
    assert "1234567" not in str(caught.value)


def test_no_key_shows_in_a_resolved_credential() -> None:
    user = part.user(SHA_256, AES_128)
    assert "key" not in repr(user).replace("auth_key", "")
    assert "kk-readonly" not in repr(part.community())
