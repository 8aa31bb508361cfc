"""A device that is asked with pysnmp gives the same readings, and fails and is bounded as any other."""

import asyncio
import contextlib
import gc
import re
import shutil
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from pysnmp.proto.api import v2c

from collectors import interfaces, system
from netmon.clock import Clock, Millis, SystemClock
from netmon.errors import AccessDenied, NoResponse, PollError, ProtocolViolation
from netmon.inventory.models import AuthProtocol, PrivProtocol, Snmp, SnmpEngine, SnmpVersion
from netmon.secret import Secret
from netmon.settings import Snmp as Patience
from netmon.snmp.credential import Community, ResolvedCredential
from netmon.snmp.declaration import Counter32, Counter64, Declaration, Oid, Reading, Value
from netmon.snmp.opening import open_session
from netmon.snmp.reference import LARGEST_DATAGRAM, MOST_OCTETS, ReferenceSecurity
from netmon.snmp.session import SnmpSession
from netmon.snmp.template import get
from tests.netmon.snmp import engine as v3
from tests.netmon.snmp.agent import ADDRESS, IMPATIENT, Agent, Asked, Mouth, Script, answer, look_up, ticks
from tests.netmon.snmp.agent import read as heard
from tests.netmon.snmp.haste import run, running_loop
from tests.netmon.snmp.hostile import ABSENT, NEVER_OURS, OURS_AND_WRONG
from tests.netmon.snmp.table import DECLARATION, NARROW, OCTETS, RIGHT, counters, right, rows
from tests.netmon.snmp.test_bounds import WALKS, Step, forward, walker
from tests.netmon.snmp.test_hostile_engine import NEVER_BELIEVED, is_whole
from tests.parts import snmpd as part

PATIENT = Patience(timeout=Millis(1_000), attempts=3)
SHA_256, AES_128 = AuthProtocol.SHA_256, PrivProtocol.AES_128
CREDENTIALS = {
    "v1": part.community(SnmpVersion.V1),
    "v2c": part.community(),
    "SHA-256/AES-128": part.user(SHA_256, AES_128),
    "SHA/AES-256": part.user(AuthProtocol.SHA_1, PrivProtocol.AES_256),
}
MOVING = {"sysUpTime", "engine_time"}
UPTIME: Oid = (1, 3, 6, 1, 2, 1, 1, 3, 0)
TRICKS = {**NEVER_OURS, **OURS_AND_WRONG}
WRITTEN_OTHERWISE = {
    "the right answer with an indefinite length": RIGHT,
    "a length of five octets": RIGHT,
    "an error-status of twelve octets": RIGHT,
    "an error-index of no octets": RIGHT,
    "ticks of no octets": 0,
    "ticks of twelve octets": 7,
}
"""What RFC 3417 §8 does not allow, and says all the same what is meant: pysnmp reads it."""
OUT_OF_TIME = {"fewer boots", "no boots at all", "a time outside the window", "no time at all"}
"""Signed by the agent under the number of our request: pysnmp believes it whatever time it bears."""
BELIEVED = {*OUT_OF_TIME, "another context's engine"}
GROWTH = 1 << 20
"""Octets by which a silent or hostile device may make us grow."""


@contextlib.asynccontextmanager
async def session(
    door: tuple[str, int],
    credential: ResolvedCredential,
    patience: Patience = IMPATIENT,
    *,
    engine: SnmpEngine = SnmpEngine.REFERENCE,
    clock: Clock | None = None,
) -> AsyncIterator[SnmpSession]:
    """Open a session as the inventory would have it, and close it."""
    snmp = Snmp(credential="any", port=door[1], engine=engine)
    opened = open_session(snmp, door[0], credential, patience, clock or SystemClock())
    try:
        yield opened
    finally:
        opened.close()


@contextlib.asynccontextmanager
async def converse(
    mouth: Mouth, credential: ResolvedCredential, engine: SnmpEngine = SnmpEngine.REFERENCE
) -> AsyncIterator[SnmpSession]:
    """Open a session with whoever speaks through this mouth."""
    loop = running_loop()
    port = mouth.open(loop)
    try:
        async with session((ADDRESS, port), credential, engine=engine, clock=loop) as opened:
            yield opened
    finally:
        mouth.close(loop)


def visit(script: Script, engine: SnmpEngine = SnmpEngine.REFERENCE) -> tuple[Reading | PollError, Agent]:
    """Return what a reading of an agent with a script comes to."""
    agent = Agent(script)

    async def visited() -> Reading | PollError:
        async with converse(agent.mouth, part.community(), engine) as opened:
            try:
                return await opened.read(DECLARATION)
            except PollError as error:
                return error

    return run(visited()), agent


def probe(script: Script, engine: SnmpEngine = SnmpEngine.REFERENCE) -> int | PollError:
    """Return what a probe of an agent with a script comes to."""

    async def visited() -> int | PollError:
        async with converse(Agent(script).mouth, part.community(), engine) as opened:
            try:
                return await opened.probe()
            except PollError as error:
                return error

    return run(visited())


def still(row: Mapping[str, Value]) -> dict[str, object]:
    """Return a row with types for what moves between two readings."""
    return {
        name: type(value) if name in MOVING or isinstance(value, Counter32 | Counter64) else value
        for name, value in row.items()
    }


@pytest.mark.parametrize("credential", CREDENTIALS.values(), ids=CREDENTIALS.keys())
@pytest.mark.parametrize("declaration", [interfaces.DECLARATION, system.DECLARATION], ids=["interfaces", "system"])
def test_both_engines_read_the_same(
    snmpd: part.Agent, credential: ResolvedCredential, declaration: Declaration
) -> None:
    async def read(engine: SnmpEngine) -> Reading:
        async with session((snmpd.address, snmpd.port), credential, PATIENT, engine=engine) as opened:
            return await opened.read(declaration)

    ours, theirs = (asyncio.run(read(engine)) for engine in SnmpEngine)
    assert still(theirs.scalars) == still(ours.scalars)
    assert set(theirs.tables) == set(ours.tables)
    for name, table in ours.tables.items():
        assert {index: still(row) for index, row in theirs.tables[name].items()} == {
            index: still(row) for index, row in table.items()
        }
    assert theirs.problems == ours.problems == ()
    assert theirs.boots == ours.boots
    assert theirs.uptime >= ours.uptime


@pytest.mark.long
@pytest.mark.parametrize("auth", AuthProtocol)
@pytest.mark.parametrize("priv", PrivProtocol)
def test_every_pair_of_protocols_is_spoken(snmpd: part.Agent, auth: AuthProtocol, priv: PrivProtocol) -> None:
    async def read() -> Reading:
        async with session((snmpd.address, snmpd.port), part.user(auth, priv), PATIENT) as opened:
            return await opened.read(system.DECLARATION)

    assert asyncio.run(read()).scalars["name"] == "směrovač"


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
def test_a_wrong_credential_is_denied_with_what_is_wrong(
    snmpd: part.Agent, change: dict[str, str], reason: str
) -> None:
    async def ask() -> None:
        async with session((snmpd.address, snmpd.port), part.user(SHA_256, AES_128, **change)) as opened:
            with pytest.raises(AccessDenied, match=reason):
                await opened.probe()

    asyncio.run(ask())


def test_a_wrong_community_is_silence(snmpd: part.Agent) -> None:
    async def ask() -> None:
        async with session((snmpd.address, snmpd.port), part.community(name="wrong")) as opened:
            with pytest.raises(NoResponse, match="no answer to 2 requests, 150 ms each"):
                await opened.read(system.DECLARATION)

    asyncio.run(ask())


@pytest.mark.parametrize("credential", CREDENTIALS.values(), ids=CREDENTIALS.keys())
def test_get_and_walk_give_what_the_other_engine_gives(snmpd: part.Agent, credential: ResolvedCredential) -> None:
    root = (1, 3, 6, 1, 2, 1, 2, 2, 1, 2)

    async def ask(engine: SnmpEngine) -> list[object]:
        async with session((snmpd.address, snmpd.port), credential, PATIENT, engine=engine) as opened:
            (name,) = await opened.get([(1, 3, 6, 1, 2, 1, 1, 5, 0)])
            return [(bind.oid, bind.tag, bind.content) for bind in (name, *[bind async for bind in opened.walk(root)])]

    ours, theirs = (asyncio.run(ask(engine)) for engine in SnmpEngine)
    assert theirs == ours
    assert len(ours) > 1


def test_an_agent_that_freezes_is_left_in_time_and_found_again(tmp_path: Path, snmpd: part.Agent) -> None:
    assert snmpd.process.poll() is None, "snmpd can run here"
    agent = part.start(tmp_path, address="127.18.250.5")

    async def life() -> None:
        async with asyncio.timeout(60), session((agent.address, agent.port), part.user(SHA_256, AES_128)) as opened:
            assert (await opened.read(system.DECLARATION)).scalars["name"] == "směrovač"
            with frozen(agent), pytest.raises(NoResponse, match="no answer to 2 requests"):
                await opened.read(interfaces.DECLARATION)
            assert (await opened.read(system.DECLARATION)).scalars["name"] == "směrovač"

    asyncio.run(life())
    agent.stop()


@contextlib.contextmanager
def frozen(agent: part.Agent) -> Iterator[None]:
    """Stop an agent in its tracks, and let it go on."""
    agent.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        agent.process.send_signal(signal.SIGCONT)


def test_a_session_survives_a_device_that_forgets_how_often_it_started(tmp_path: Path, snmpd: part.Agent) -> None:
    assert snmpd.process.poll() is None, "snmpd can run here"
    boots = []

    def start(port: int = 0) -> part.Agent:
        return part.start(tmp_path, address="127.18.250.6", port=port)

    def restart(agent: part.Agent, *, forget: bool = False) -> part.Agent:
        agent.stop()
        if forget:
            shutil.rmtree(tmp_path / "state")
        return start(agent.port)

    async def life() -> None:
        agent = await asyncio.to_thread(start)
        async with session((agent.address, agent.port), part.user(SHA_256, AES_128), PATIENT) as opened:
            boots.append((await opened.read(system.DECLARATION)).scalars["engine_boots"])
            for forget in (False, True):
                agent = await asyncio.to_thread(restart, agent, forget=forget)
                boots.append((await opened.read(system.DECLARATION)).scalars["engine_boots"])
        await asyncio.to_thread(agent.stop)

    asyncio.run(life())
    assert boots == [1, 2, 1]


@pytest.mark.parametrize("absent", ABSENT.values(), ids=ABSENT.keys())
def test_what_is_absent_comes_from_the_fallback_column_in_either_engine(absent: object) -> None:
    mib = {**rows(30), (*OCTETS, 7): absent} | {(*NARROW, index): v2c.Counter32(index) for index in range(1, 31)}
    ours, theirs = (visit(lambda asked: [answer(asked, mib)], engine)[0] for engine in SnmpEngine)
    assert isinstance(ours, Reading)
    assert isinstance(theirs, Reading)
    assert (counters(theirs)["xe7"], counters(theirs)["xe8"]) == (Counter32(7), Counter64(8 * 10**12))
    assert replace(theirs, at=ours.at, tables={}) == replace(ours, tables={})
    assert [dict(row) for row in theirs.tables["interfaces"].values()] == [
        dict(row) for row in ours.tables["interfaces"].values()
    ]


def test_a_device_that_writes_its_lengths_otherwise_is_understood() -> None:
    oddity = NEVER_OURS["the right answer with an indefinite length"]

    def script(asked: Asked) -> list[bytes]:
        return oddity(asked, look_up(asked, ticks()))

    assert isinstance(probe(script, SnmpEngine.COMPILED), ProtocolViolation)
    assert probe(script) == RIGHT


def test_a_community_may_hold_any_letter() -> None:
    agent = Agent(lambda asked: [right(asked)])

    async def ask() -> int:
        async with converse(agent.mouth, Community(SnmpVersion.V2C, Secret("žluťoučký kůň"))) as opened:
            return await opened.probe()

    assert run(ask()) == RIGHT
    assert agent.asked[0].community == "žluťoučký kůň".encode()


@pytest.mark.parametrize("name", TRICKS)
def test_anything_but_an_answer_is_an_error_unless_it_is_one_written_otherwise(name: str) -> None:
    result = probe(lambda asked: TRICKS[name](asked, look_up(asked, ticks())))
    assert (None if isinstance(result, PollError) else result) == WRITTEN_OTHERWISE.get(name)


@pytest.mark.parametrize(
    ("step", "problem"), [(step, problem) for name, (step, problem) in WALKS.items() if name != "an endless table"]
)
def test_a_walk_that_goes_nowhere_is_cut_off_and_named(step: Step, problem: str) -> None:
    reading, agent = visit(walker(step))
    assert isinstance(reading, Reading)
    assert reading.tables["interfaces"] == {}
    assert len(reading.problems) == 1
    assert re.search(problem, reading.problems[0])
    assert len(agent.asked) < 60


def test_a_walk_that_never_ends_is_cut_off_and_named() -> None:
    reading, agent = visit(walker(lambda asked: forward(asked, 500)))
    assert isinstance(reading, Reading)
    assert "more than 20000 varbinds or 2097152 octets" in reading.problems[0]
    assert len(agent.asked) < 250


class Polite(v3.Engine):
    """An engine that tells its name to nobody in particular: pysnmp heeds no user whom it does not know there."""

    def report(self, heard: v3.Heard, counter: Oid) -> v3.Message:
        """Return an unsigned report."""
        report = super().report(heard, counter)
        return replace(report, user=b"") if counter == v3.UNKNOWN_ENGINE_IDS else report


@pytest.mark.long
@pytest.mark.parametrize("name", NEVER_BELIEVED)
def test_a_lie_over_snmpv3_is_an_error_and_costs_one_visit(name: str) -> None:
    engine = Polite(rows(10))
    results: list[Reading | PollError] = []

    async def visits() -> None:
        async with converse(engine.mouth, v3.credential()) as opened:
            for engine.lie in (v3.honestly, v3.honestly, NEVER_BELIEVED[name], v3.honestly):
                try:
                    results.append(await opened.read(DECLARATION))
                except PollError as error:
                    results.append(error)

    run(visits())
    met, known, lied_to, again = results
    assert all(map(is_whole, (met, known, again)))
    assert isinstance(lied_to, PollError) or name in BELIEVED
    assert len(engine.heard) < 40


def test_an_engine_that_is_replaced_is_met_anew() -> None:
    engine = Polite(rows(10))

    async def visits() -> list[bool]:
        async with converse(engine.mouth, v3.credential()) as opened:
            before = await opened.read(DECLARATION)
            engine.id, engine.boots = v3.ANOTHER_ID, 1
            return [is_whole(before), is_whole(await opened.read(DECLARATION))]

    assert run(visits()) == [True, True]


def test_a_flood_is_left_unread_beyond_a_measure() -> None:
    security = ReferenceSecurity(part.community())
    security.wrap(get((UPTIME,)), 9_000_000)
    asked = heard(security.wrap(get((UPTIME,)), 9_000_001), (ADDRESS, 0))
    whole, rest = divmod(MOST_OCTETS, LARGEST_DATAGRAM)
    assert not rest
    for _ in range(whole):
        with pytest.raises(ProtocolViolation, match="no answer"):
            security.unwrap(b"\x30\x80" * (LARGEST_DATAGRAM // 2))
    with pytest.raises(ProtocolViolation, match="more octets"):
        security.unwrap(right(asked))
    security.wrap(get((UPTIME,)), 9_000_002)
    assert security.unwrap(right(asked)).number == 9_000_001


def test_a_datagram_larger_than_any_answer_is_left_unread() -> None:
    security = ReferenceSecurity(part.community())
    security.wrap(get((UPTIME,)), 9_000_001)
    with pytest.raises(ProtocolViolation, match="more octets"):
        security.unwrap(bytes(LARGEST_DATAGRAM + 1))


def test_requests_that_nobody_answers_are_forgotten() -> None:
    security = ReferenceSecurity(part.community())
    template = get((UPTIME,))
    for number in range(200):
        security.wrap(template, 9_000_000 + number)
    tracemalloc.start()
    try:
        for number in range(1_000):
            security.wrap(template, 9_001_000 + number)
        grown, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert grown < GROWTH


def test_datagrams_that_are_no_answers_are_forgotten() -> None:
    """Of each request that pysnmp is sent it keeps something: without an end, these would come to 1.4 MiB."""
    template = get((UPTIME,))
    tracemalloc.start()
    try:
        security = ReferenceSecurity(part.community())
        asked = heard(security.wrap(template, 9_000_001), (ADDRESS, 0))
        (request,) = TRICKS["a request"](asked, look_up(asked, ticks()))
        before, _ = tracemalloc.get_traced_memory()
        for number in range(2_000):
            if number % 100 == 0:
                security.wrap(template, 9_001_000 + number)
            with contextlib.suppress(ProtocolViolation):
                security.unwrap(request)
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < GROWTH


def test_no_secret_shows_in_what_writes_messages() -> None:
    for credential in CREDENTIALS.values():
        assert not re.search(
            f"{part.COMMUNITY}|authentication key|privacy key", repr(vars(ReferenceSecurity(credential)))
        )


def test_pysnmps_engine_is_imported_only_for_a_device_that_wants_it() -> None:
    program = """
import asyncio, sys
import collectors, dashboards, netmon.process.daemon, netmon.console.snmp
from netmon.clock import SystemClock
from netmon.inventory.models import Snmp, SnmpEngine, SnmpVersion
from netmon.secret import Secret
from netmon.settings import Snmp as Patience
from netmon.snmp.credential import Community
from netmon.snmp.opening import open_session

async def opened(engine):
    snmp, community = Snmp(credential="any", engine=engine), Community(SnmpVersion.V2C, Secret("community"))
    open_session(snmp, "127.18.250.8", community, Patience(), SystemClock()).close()
    return "pysnmp.entity.engine" in sys.modules or "pysnmp.hlapi" in sys.modules

print(*(asyncio.run(opened(engine)) for engine in (SnmpEngine.COMPILED, SnmpEngine.REFERENCE)))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["False", "True"]
