"""What a device can cost: octets, varbinds, requests, time and memory have an end, whatever it does."""

import asyncio
import re
import tracemalloc
from collections.abc import Callable, Iterator

import pytest
from pyasn1.codec.ber import encoder
from pysnmp.proto.api import v2c

from netmon.clock import SECOND
from netmon.errors import NoResponse, PollError, ProtocolViolation
from netmon.inventory.models import SnmpVersion
from netmon.settings import Snmp
from netmon.snmp import ber
from netmon.snmp.declaration import Column, Declaration, Reading, Syntax
from netmon.snmp.text import LONGEST
from netmon.snmp.transport import WINDOW
from tests.netmon.snmp.agent import UPTIME, Asked, Script, Varbinds, answer, look_up, ticks, visit, write
from tests.netmon.snmp.haste import run, running_loop
from tests.netmon.snmp.hostile import raw
from tests.netmon.snmp.table import DECLARATION, NAME, OCTETS, RIGHT, counters, probe, read, right, rows

MEMORY = 16 << 20
"""Octets by which a hostile device may make us grow."""
VARBINDS = 20_000
LONGEST_VISIT = 35 * SECOND
"""What a visit may take, and one answer after its end."""
FLOOD = 10_000
ANSWERED = {f"xe{index}": index * 10**12 for index in range(1, 31)}

Step = Callable[[Asked], Varbinds]


def walker(step: Step) -> Script:
    """Return an agent that answers GETs honestly and walks as it likes."""

    def script(asked: Asked) -> list[bytes]:
        return [answer(asked, rows(3)) if asked.kind == "GetRequestPDU" else write(asked, step(asked))]

    return script


def forward(asked: Asked, size: int, number: int = 25) -> Varbinds:
    """Return the next rows of a table without end."""
    last = asked.oids[0][len(NAME)] if len(asked.oids[0]) > len(NAME) else 0
    return [((*NAME, last + step), v2c.OctetString("x" * size)) for step in range(1, number + 1)]


def to_and_fro(asked: Asked) -> Varbinds:
    """Return the other of two rows."""
    return [((*NAME, 1 if asked.oids[0] == (*NAME, 2) else 2), v2c.OctetString("a"))]


WALKS: dict[str, tuple[Step, str]] = {
    "a loop of one": (lambda _: [((*NAME, 1), v2c.OctetString("a"))], "does not go forward"),
    "a loop of two": (to_and_fro, "does not go forward"),
    "backwards": (
        lambda _: [((*NAME, 2), v2c.OctetString("a")), ((*NAME, 1), v2c.OctetString("b"))],
        "does not go forward",
    ),
    "twice the same": (lambda _: [((*NAME, 1), v2c.OctetString("a"))] * 2, "does not go forward"),
    "the same again": (lambda asked: [(asked.oids[0], v2c.OctetString("a"))], "does not go forward|^$"),
    "nothing": (lambda _: [], "answered with nothing"),
    "an endless table": (lambda asked: forward(asked, 2_000), "more than 20000 varbinds or 2097152 octets"),
    "another type": (lambda _: [((*NAME, 1), v2c.Counter32(7))], "instead of OCTET STRING"),
    "a wrong index": (lambda _: [((*NAME, 2**32 - 1), v2c.OctetString("a"))] * 2, "does not go forward"),
}


@pytest.mark.parametrize(("step", "problem"), WALKS.values(), ids=WALKS.keys())
def test_a_walk_that_never_ends_is_cut_off_and_named(step: Step, problem: str) -> None:
    reading, asked = read(walker(step))
    assert reading.uptime == RIGHT
    assert reading.tables["interfaces"] == {}
    assert len(reading.problems) == 1
    assert re.search(problem, reading.problems[0])
    assert len(asked) < 60


def test_a_walk_ends_after_so_many_rows_however_small() -> None:
    """Rows are given by the thousand, as octets: pysnmp would write them for minutes."""

    def script(asked: Asked) -> list[bytes]:
        if asked.kind == "GetRequestPDU":
            return [answer(asked, ticks())]
        last = asked.oids[0][len(NAME)] if len(asked.oids[0]) > len(NAME) else 0
        names = (ber.write_object_identifier((*NAME, last + step)) for step in range(1, 1_001))
        return [raw(asked, *(ber.write(ber.SEQUENCE, name, b"\x04\x00") for name in names))]

    reading, asked = read(script)
    assert len(reading.problems) == 1
    assert len(asked) <= VARBINDS / 1_000 + 3


@pytest.mark.parametrize("absent", [v2c.NoSuchObject(""), v2c.NoSuchInstance(""), v2c.EndOfMibView("")])
def test_a_walk_over_something_absent_ends_there(absent: object) -> None:
    reading, asked = read(walker(lambda _: [((*NAME, 1), v2c.OctetString("xe1")), ((*NAME, 2), absent)]))
    assert counters(reading) == {"xe1": 10**12}
    assert len(asked) < 5


def test_a_table_that_drips_is_left_when_the_time_is_over() -> None:
    async def drip() -> tuple[int, int]:
        honest = walker(lambda asked: forward(asked, 1, 1))
        async with visit(honest, delay=lambda _: 1.0, patience=Snmp()) as (session, agent):
            begun = running_loop().monotonic()
            reading = await session.read(DECLARATION)
            assert reading.uptime == RIGHT
            assert reading.problems
            return running_loop().monotonic() - begun, len(agent.asked)

    took, asked = run(drip())
    assert took < LONGEST_VISIT
    assert asked < 40


def test_an_agent_that_calls_everything_too_big_still_gives_everything() -> None:
    def script(asked: Asked) -> list[bytes]:
        if len(asked.oids) > 4 or asked.repetitions > 5:
            return [write(asked, [], error=(1, 0))]
        return [answer(asked, rows(30))]

    reading, _ = read(script)
    assert counters(reading) == ANSWERED
    assert reading.problems == ()


def test_an_agent_that_calls_even_one_instance_too_big_is_asked_no_more_than_twice_for_each() -> None:
    def script(asked: Asked) -> list[bytes]:
        is_head = asked.kind == "GetRequestPDU" and len(asked.oids) == 1
        return [answer(asked, rows(30)) if is_head or asked.repetitions > 1 else write(asked, [], error=(1, 0))]

    reading, asked = read(script)
    assert reading.uptime == RIGHT
    assert reading.problems
    assert all("in_octets" not in row for row in reading.tables["interfaces"].values())
    assert len(asked) <= 2 * 60 + 10


def test_an_agent_that_walks_only_one_step_at_a_time_is_walked_so() -> None:
    def script(asked: Asked) -> list[bytes]:
        return [write(asked, [], error=(1, 0)) if asked.repetitions > 1 else answer(asked, rows(30))]

    reading, asked = read(script)
    assert counters(reading) == ANSWERED
    assert len(asked) < 60


def test_an_agent_that_finds_fault_with_each_instance_in_turn_is_asked_once_for_each() -> None:
    def script(asked: Asked) -> list[bytes]:
        is_honest = asked.kind != "GetRequestPDU" or len(asked.oids) == 1
        return [answer(asked, rows(30)) if is_honest else write(asked, look_up(asked, rows(30)), error=(5, 2))]

    reading, asked = read(script)
    assert reading.tables["interfaces"] == {}
    assert 0 < len(reading.problems) <= 60
    assert len(asked) <= 60 + 10


def test_an_agent_that_falls_silent_is_not_asked_to_the_end() -> None:
    def script(asked: Asked) -> list[bytes]:
        return [] if len(asked.oids) > 3 else [answer(asked, rows(400))]

    reading, asked = read(script)
    assert reading.tables["interfaces"] == {}
    assert "requests were not sent any more" in reading.problems[-1]
    assert sum(len(request.oids) > 3 for request in asked) <= 16


@pytest.mark.parametrize("last", range(1, 6))
def test_a_reading_that_is_cancelled_asks_no_more(last: int) -> None:
    """The agent has it cancelled between a request and its answer, after so many requests."""

    async def asked_after() -> int:
        readings: list[asyncio.Task[Reading]] = []
        counts = []

        def script(asked: Asked) -> list[bytes]:
            counts.append(asked)
            if readings and len(counts) == last:
                readings[0].cancel()
            return [answer(asked, rows(400))]

        async with visit(script) as (session, agent):
            await session.read(DECLARATION)
            counts.clear()
            readings.append(asyncio.create_task(session.read(DECLARATION)))
            await asyncio.wait(readings)
            assert readings[0].cancelled()
            before = len(agent.asked)
            await session.probe()
            return len(agent.asked) - before

    assert run(asked_after()) <= WINDOW + 1


def test_a_flood_before_the_answer_ends_in_the_answer_or_an_error() -> None:
    result = probe(lambda asked: [b"flood" * 200] * FLOOD + [right(asked)])
    assert result == RIGHT or isinstance(result, PollError)


def test_a_flood_that_nobody_asked_for_leaves_the_next_visit_whole() -> None:
    async def visits() -> object:
        async with visit(lambda asked: [answer(asked, rows(30))]) as (session, agent):
            await session.read(DECLARATION)
            stale, source = agent.mouth.sent[-1], agent.asked[-1].source
            for _ in range(FLOOD // 100):
                agent.mouth.speak([stale, b"\x30\x00"] * 50, source)
                await asyncio.sleep(0)
            return counters(await session.read(DECLARATION))

    assert run(visits()) == ANSWERED


def test_answers_that_come_many_times_over_count_once() -> None:
    once, asked_once = read(lambda asked: [answer(asked, rows(30))], times=2)
    often, asked_often = read(lambda asked: [answer(asked, rows(30))] * 20, times=2)
    assert counters(often) == counters(once) == ANSWERED
    assert len(asked_often) == len(asked_once)


def test_answers_may_overtake_each_other() -> None:
    reading, _ = read(
        lambda asked: [answer(asked, rows(30))], times=2, delay=lambda number: (0.05, 0.03, 0.01)[number % 3]
    )
    assert counters(reading) == ANSWERED
    assert reading.problems == ()


def test_an_answer_to_the_request_before_is_none_to_this_one() -> None:
    answers: list[bytes] = []

    def script(asked: Asked) -> list[bytes]:
        answers.append(answer(asked, rows(30)))
        return answers[-2:]

    reading, _ = read(script, times=2)
    assert counters(reading) == ANSWERED


def test_the_largest_datagrams_there_are_cost_a_bounded_share_of_memory() -> None:
    def script(asked: Asked) -> Iterator[bytes]:
        value = encoder.encode(v2c.OctetString("x" * 60_000))
        truth = look_up(asked, rows(400))
        bound = [ber.write(ber.SEQUENCE, ber.write_object_identifier(oid), value) for oid, _ in truth[1:2]]
        return iter(
            [answer(asked, ticks())] if truth[0][0] == UPTIME and len(truth) == 1 else [raw(asked, *bound)] * 20
        )

    tracemalloc.start()
    try:
        read(script)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MEMORY


def test_a_long_text_full_of_controls_is_a_short_line() -> None:
    text = Column("text", "sysDescr", (1, 3, 6, 1, 2, 1, 1, 1), Syntax.TEXT)
    evil = "\x1b[2J\x07\x00\r\n\u202e\u2066\x9b\ud7ff" + "x" * 60_000

    async def read_text() -> object:
        mib = {**ticks(), (*text.oid, 0): v2c.OctetString(evil.encode())}
        async with visit(lambda asked: [answer(asked, mib)]) as (session, _):
            return (await session.read(Declaration(scalars=(text,)))).scalars["text"]

    shown = run(read_text())
    assert isinstance(shown, str)
    assert len(shown) <= LONGEST
    assert shown.isprintable()


def test_an_agent_that_says_nothing_is_no_response() -> None:
    async def silence() -> int:
        async with visit(lambda _: []) as (session, agent):
            with pytest.raises(NoResponse, match="no answer to 2 requests"):
                await session.probe()
            return len(agent.asked)

    assert run(silence()) == 2


def test_an_agent_that_answers_too_late_is_slow_and_not_a_liar() -> None:
    earlier: list[Asked] = []

    def script(asked: Asked) -> list[bytes]:
        earlier.append(asked)
        return [right(earlier[-2])] if len(earlier) > 1 else []

    result = probe(script)
    assert isinstance(result, NoResponse)
    assert "answers take longer than" in str(result)


def test_each_attempt_bears_a_number_of_its_own() -> None:
    async def numbers() -> set[int]:
        async with visit(lambda _: []) as (session, agent):
            for _ in range(3):
                with pytest.raises(NoResponse):
                    await session.probe()
            return {asked.number for asked in agent.asked}

    found = run(numbers())
    assert len(found) == 6
    assert all(abs(a - b) > 1 for a in found for b in found if a != b)


def test_what_answers_nothing_we_asked_is_counted() -> None:
    result = probe(lambda asked: [b"noise", right(asked)[:-1], b"\x30\x00"])
    assert isinstance(result, ProtocolViolation)
    assert "6 datagrams" in str(result)


def test_snmpv1_is_walked_to_the_same_ends() -> None:
    reading, asked = read(walker(to_and_fro), SnmpVersion.V1)
    assert "does not go forward" in reading.problems[0]
    assert len(asked) < 10
    assert OCTETS not in {oid[:-1] for request in asked for oid in request.oids}
