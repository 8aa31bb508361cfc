"""Replies are damaged by the thousand; what a visit gives is what pysnmp reads in the very same datagrams.

A session has had two honest visits before, so that it reads as fast as it can.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pysnmp.proto.api import v2c

from netmon.errors import PollError
from netmon.settings import Snmp
from netmon.snmp import ber
from netmon.snmp.declaration import Column, Declaration, Oid, Reading, Syntax, Table
from netmon.snmp.session import SnmpSession
from tests.netmon.snmp import oracle
from tests.netmon.snmp.agent import UPTIME, Agent, Asked, answer, converse
from tests.netmon.snmp.engine import Engine, Heard, Message, credential
from tests.netmon.snmp.haste import run
from tests.netmon.snmp.mutation import LENGTH_SIZES, ODDITIES, damaged, reworded
from tests.parts import snmpd

TREE: Oid = (1, 3, 6, 1, 4, 1, 99999, 1)
ROWS = 4
SYNTAXES: Mapping[Syntax, Callable[[int], object]] = {
    Syntax.INTEGER: lambda seed: v2c.Integer32(seed % 300 - 150),
    Syntax.GAUGE32: lambda seed: v2c.Gauge32(seed * 977 % 2**32),
    Syntax.COUNTER32: lambda seed: v2c.Counter32(seed * 7_919_777 % 2**32),
    Syntax.COUNTER64: lambda seed: v2c.Counter64(seed * 10**15 % 2**64),
    Syntax.TIME_TICKS: lambda seed: v2c.TimeTicks(seed * 100),
    Syntax.OCTETS: lambda seed: v2c.OctetString(bytes([seed % 256] * 6)),
    Syntax.OBJECT_IDENTIFIER: lambda seed: v2c.ObjectIdentifier((1, 3, 6, 1, seed)),  # type: ignore[no-untyped-call]
    Syntax.IP_ADDRESS: lambda seed: v2c.IpAddress(f"10.0.{seed % 256}.1"),
}
KEY = Column("key", "aKey", (*TREE, 1), Syntax.TEXT)
NARROW = Column("wide", "aNarrow", (*TREE, 90), Syntax.COUNTER32)
WIDE = Column("wide", "aWide", (*TREE, 80), Syntax.COUNTER64, NARROW)
COLUMNS = [Column(syntax.name, syntax.value, (*TREE, at), syntax) for at, syntax in enumerate(SYNTAXES, start=2)]
SCALAR = Column("scalar", "aScalar", (*TREE[:-1], 2), Syntax.GAUGE32)
DECLARATION = Declaration(scalars=(SCALAR,), tables=(Table("table", (KEY, WIDE, *COLUMNS), KEY),))
PATIENCE = Snmp(attempts=2)
SEEDS = st.integers(0, 2**32 - 1)
BRIEFLY, THOROUGHLY = settings(max_examples=30), settings(max_examples=300)


def mib(age: int) -> dict[Oid, object]:
    """Return what an honest agent has at its n-th visit: the same rows, other numbers."""
    rows = range(1, ROWS + 1)
    return {
        UPTIME: v2c.TimeTicks(1_000_000 + age),
        (*SCALAR.oid, 0): v2c.Gauge32(age * 1_000),
        **{(*KEY.oid, row): v2c.OctetString(f"xe{row}") for row in rows},
        **{(*WIDE.oid, row): v2c.Counter64(row * 10**14 + age * 12_345) for row in rows},
        **{(*NARROW.oid, row): v2c.Counter32(row * 10**6 + age) for row in rows},
        **{
            (*column.oid, row): SYNTAXES[column.syntax](row * 40 + (0 if column.syntax in STILL else age))
            for column in COLUMNS
            for row in rows
        },
    }


STILL = {Syntax.OCTETS, Syntax.OBJECT_IDENTIFIER, Syntax.IP_ADDRESS}
"""What does not change between visits."""

Damage = Callable[[bytes, list[bytes]], Iterable[bytes]]
"""Given an honest reply and those before it: what is sent instead."""


async def attempt(session: SnmpSession) -> Reading | None:
    """Return a reading, None for a PollError; any other exception is a failure."""
    try:
        return await session.read(DECLARATION)
    except PollError:
        return None


def check_visit(damage: Damage) -> None:
    """Damage the replies of the third of four visits over SNMPv2c, and hold every value against pysnmp's."""
    honest: list[bytes] = []
    age = {"of": 0}

    def script(asked: Asked) -> Iterable[bytes]:
        honest.append(answer(asked, mib(age["of"])))
        return damage(honest[-1], honest) if age["of"] == 2 else honest[-1:]

    agent = Agent(script)

    async def visits() -> None:
        async with converse(agent.mouth, snmpd.community(), patience=PATIENCE) as session:
            for age["of"] in range(4):
                asked, sent = len(agent.asked), len(agent.mouth.sent)
                reading = await attempt(session)
                assert reading is not None or age["of"] == 2
                hold(reading, agent.asked[asked:], agent.mouth.sent[sent:])

    run(visits())
    assert len(agent.asked) < 300


def hold(reading: Reading | None, asked: Iterable[Asked], sent: Iterable[bytes]) -> None:
    """Assert that a reading holds nothing that was not said in these datagrams."""
    if reading is not None:
        assert list(oracle.disagreements(reading, DECLARATION, oracle.allowed(asked, sent))) == []


def check_signed_visit(damage: Damage) -> None:
    """Damage the PDUs of the third of four visits over SNMPv3, beneath the signature of a lying device."""
    honest: list[bytes] = []
    as_v2c: list[bytes] = []
    head = ber.write_integer(1) + ber.write_octets(oracle.COMMUNITY.encode())

    def lie(_heard: Heard, truth: Message) -> Iterable[Message]:
        honest.append(truth.pdu)
        pdus = list(damage(truth.pdu, honest)) if engine.mib is lying else [truth.pdu]
        as_v2c.extend(ber.write(ber.SEQUENCE, head, pdu) for pdu in pdus)
        return [replace(truth, pdu=pdu) for pdu in pdus]

    lying = mib(2)
    engine = Engine(mib(0), lie=lie)

    async def visits() -> None:
        async with converse(engine.mouth, credential(), patience=PATIENCE) as session:
            for told in (mib(0), mib(1), lying, mib(3)):
                engine.mib = told
                asked, sent = len(engine.heard), len(as_v2c)
                reading = await attempt(session)
                assert reading is not None or engine.mib is lying
                hold(reading, [heard.asked for heard in engine.heard[asked:]], as_v2c[sent:])

    run(visits())
    assert len(engine.heard) < 300


def by_octets(seed: int, *, truth_follows: bool) -> Damage:
    """Return damage that falls anywhere; half of the replies stay whole, so that a visit goes on."""
    random = Random(seed)  # noqa: S311 -- dice, not keys

    def damage(reply: bytes, before: list[bytes]) -> list[bytes]:
        if random.random() < 0.5:
            return [reply]
        mutants = [damaged(random, reply, before) for _ in range(random.randint(1, 3))]
        return [*mutants, reply] if truth_follows else mutants

    return damage


def by_grammar(oddities: Mapping[int, bytes], size: int, nth: int, *, truth_follows: bool) -> Damage:
    """Return damage to every n-th reply by what a grammar says."""

    def damage(reply: bytes, before: list[bytes]) -> list[bytes]:
        if len(before) % nth:
            return [reply]
        odd = reworded(reply, oddities, size)
        return [odd, reply] if truth_follows else [odd]

    return damage


octets = given(seed=SEEDS, truth_follows=st.booleans())
grammar = given(oddities=ODDITIES, size=LENGTH_SIZES, nth=st.integers(1, 3), truth_follows=st.booleans())


@BRIEFLY
@octets
def test_damaged_octets_give_the_values_that_pysnmp_reads_in_them(seed: int, *, truth_follows: bool) -> None:
    check_visit(by_octets(seed, truth_follows=truth_follows))


@BRIEFLY
@grammar
def test_odd_messages_give_the_values_that_pysnmp_reads_in_them(
    oddities: dict[int, bytes], size: int, nth: int, *, truth_follows: bool
) -> None:
    check_visit(by_grammar(oddities, size, nth, truth_follows=truth_follows))


@settings(max_examples=15)
@octets
def test_a_signature_makes_damaged_octets_no_truer(seed: int, *, truth_follows: bool) -> None:
    check_signed_visit(by_octets(seed, truth_follows=truth_follows))


@settings(max_examples=15)
@grammar
def test_a_signature_makes_odd_messages_no_truer(
    oddities: dict[int, bytes], size: int, nth: int, *, truth_follows: bool
) -> None:
    check_signed_visit(by_grammar(oddities, size, nth, truth_follows=truth_follows))


@pytest.mark.long
@THOROUGHLY
@octets
def test_hundreds_of_visits_of_damaged_octets(seed: int, *, truth_follows: bool) -> None:
    check_visit(by_octets(seed, truth_follows=truth_follows))
    check_signed_visit(by_octets(seed, truth_follows=truth_follows))


@pytest.mark.long
@THOROUGHLY
@grammar
def test_hundreds_of_visits_of_odd_messages(
    oddities: dict[int, bytes], size: int, nth: int, *, truth_follows: bool
) -> None:
    check_visit(by_grammar(oddities, size, nth, truth_follows=truth_follows))
    check_signed_visit(by_grammar(oddities, size, nth, truth_follows=truth_follows))
