"""Whatever a device sends, a session ends in a value that was asked for or in a PollError."""

import asyncio
import re
import socket
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from pysnmp.proto.api import v2c

from netmon.clock import HOUR, ManualClock, Millis
from netmon.errors import NoResponse, PollError, ProtocolViolation
from netmon.inventory.models import SnmpVersion
from netmon.snmp import ber
from netmon.snmp.declaration import Column, Counter32, Declaration, Oid, Reading, Syntax, Table, Value
from tests.netmon.snmp.agent import ADDRESS, ELSEWHERE, UPTIME, Asked, Script, answer, look_up, ticks, visit, write

NAME: Oid = (1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 1)
OCTETS: Oid = (1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 6)
NARROW: Oid = (1, 3, 6, 1, 2, 1, 2, 2, 1, 10)
KEY = Column("name", "ifName", NAME, Syntax.TEXT)
IN_OCTETS = Column(
    "in_octets", "ifHCInOctets", OCTETS, Syntax.COUNTER64, Column("in_octets", "ifInOctets", NARROW, Syntax.COUNTER32)
)
DECLARATION = Declaration(tables=(Table("interfaces", (KEY, IN_OCTETS), KEY),))
RIGHT = 123_456


def rows(number: int) -> dict[Oid, object]:
    """Return an honest interface table."""
    return (
        dict(ticks())
        | {(*NAME, index): v2c.OctetString(f"xe{index}") for index in range(1, number + 1)}
        | {(*OCTETS, index): v2c.Counter64(index * 10**12) for index in range(1, number + 1)}
    )


def right(asked: Asked) -> bytes:
    return answer(asked, ticks())


HOSTILE: dict[str, Callable[[Asked], Iterable[bytes]]] = {
    "garbage": lambda _: [bytes(range(200))],
    "a single octet": lambda _: [b"\x30"],
    "a length of 4 GiB": lambda _: [b"\x30\x84\xff\xff\xff\xff"],
    "an indefinite length": lambda _: [b"\x30\x80" + bytes(20)],
    "15,000 nested sequences": lambda _: [b"\x30\x82\x7f\xff" * 15_000],
    "a reply cut short": lambda asked: [right(asked)[:-3]],
    "octets after the reply": lambda asked: [right(asked) + b"\x00"],
    "another request's number": lambda asked: [right(replace(asked, number=asked.number ^ 1))],
    "another community": lambda asked: [right(replace(asked, community=b"public"))],
    "another version": lambda asked: [right(replace(asked, version=0))],
    "another object": lambda asked: [write(asked, [((1, 3, 6, 1, 2, 1, 1, 7, 0), v2c.TimeTicks(1))])],
    "an object too many": lambda asked: [write(asked, look_up(asked, ticks()) * 50)],
    "no object at all": lambda asked: [write(asked, [])],
    "a report": lambda asked: [write(asked, look_up(asked, ticks()), kind=v2c.ReportPDU)],
    "a request": lambda asked: [write(asked, look_up(asked, ticks()), kind=v2c.GetRequestPDU)],
    "text for a number": lambda asked: [write(asked, [(UPTIME, v2c.OctetString("up"))])],
    "60 kB of text": lambda asked: [write(asked, [(UPTIME, v2c.OctetString("x" * 60_000))])],
    "a gauge for ticks": lambda asked: [write(asked, [(UPTIME, v2c.Gauge32(5))])],
    "no sysUpTime": lambda asked: [write(asked, [(UPTIME, v2c.NoSuchObject(""))])],
    "genErr": lambda asked: [write(asked, [(UPTIME, v2c.null)], error=(5, 1))],
    "tooBig for one object": lambda asked: [write(asked, [], error=(1, 0))],
    "an error-index out of range": lambda asked: [write(asked, [(UPTIME, v2c.null)], error=(2, 99))],
}


@pytest.mark.parametrize("script", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_probe_answered_with_anything_but_an_answer_is_a_protocol_violation(script: Script) -> None:
    async def probe() -> None:
        async with visit(script) as (session, _):
            with pytest.raises(ProtocolViolation):
                await session.probe()

    asyncio.run(probe())


@pytest.mark.parametrize("script", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_reading_answered_with_anything_but_an_answer_is_a_protocol_violation(script: Script) -> None:
    async def read() -> None:
        async with visit(script) as (session, _):
            with pytest.raises(ProtocolViolation):
                await session.read(DECLARATION)

    asyncio.run(read())


def test_the_right_answer_is_found_among_wrong_ones() -> None:
    def script(asked: Asked) -> list[bytes]:
        return [b"noise", right(replace(asked, number=asked.number ^ 1)), right(asked), answer(asked, ticks(99))]

    async def probe() -> int:
        async with visit(script) as (session, _):
            return await session.probe()

    assert asyncio.run(probe()) == RIGHT


def test_a_flood_before_the_answer_ends_in_the_answer_or_an_error() -> None:
    async def probe() -> int | PollError:
        async with visit(lambda asked: [b"flood" * 200] * 2_000 + [right(asked)]) as (session, _):
            try:
                return await session.probe()
            except PollError as error:
                return error

    result = asyncio.run(probe())
    assert result == RIGHT or isinstance(result, ProtocolViolation)


def test_an_agent_that_says_nothing_is_no_response() -> None:
    async def probe() -> int:
        async with visit(lambda _: []) as (session, agent):
            with pytest.raises(NoResponse, match="no answer to 2 requests"):
                await session.probe()
            return len(agent.asked)

    assert asyncio.run(probe()) == 2


def test_an_agent_that_answers_too_late_is_slow_and_not_a_liar() -> None:
    earlier: list[Asked] = []

    def script(asked: Asked) -> list[bytes]:
        earlier.append(asked)
        return [right(earlier[-2])] if len(earlier) > 1 else []

    async def probe() -> None:
        async with visit(script) as (session, _):
            with pytest.raises(NoResponse, match="answers take longer than 150 ms"):
                await session.probe()

    asyncio.run(probe())


def test_each_attempt_bears_a_number_of_its_own() -> None:
    async def numbers() -> set[int]:
        async with visit(lambda _: []) as (session, agent):
            for _ in range(3):
                with pytest.raises(NoResponse):
                    await session.probe()
            return {asked.number for asked in agent.asked}

    found = asyncio.run(numbers())
    assert len(found) == 6
    assert all(abs(a - b) > 1 for a in found for b in found if a != b)


@pytest.mark.parametrize("source", [(ADDRESS, 0), (ELSEWHERE, 0)], ids=["another port", "another address"])
def test_an_answer_from_elsewhere_never_arrives(source: tuple[str, int]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as forger:
        forger.bind(source)

        def script(asked: Asked) -> list[bytes]:
            forger.sendto(right(asked), asked.source)
            return []

        async def probe() -> None:
            async with visit(script) as (session, _):
                with pytest.raises(NoResponse):
                    await session.probe()

        asyncio.run(probe())


def read(script: Script, version: SnmpVersion = SnmpVersion.V2C, times: int = 1) -> tuple[Reading, list[Asked]]:
    """Return the last of some readings, and everything that was asked."""

    async def visits() -> tuple[Reading, list[Asked]]:
        async with visit(script, version) as (session, agent):
            for _ in range(times - 1):
                await session.read(DECLARATION)
            return await session.read(DECLARATION), agent.asked

    return asyncio.run(visits())


def walker(step: Callable[[Asked], list[tuple[Oid, object]]]) -> Script:
    """Return an agent that answers GETs honestly and walks as it likes."""

    def script(asked: Asked) -> list[bytes]:
        return [answer(asked, rows(3)) if asked.kind == "GetRequestPDU" else write(asked, step(asked))]

    return script


def forward(asked: Asked, size: int) -> list[tuple[Oid, object]]:
    last = asked.oids[0][len(NAME)] if len(asked.oids[0]) > len(NAME) else 0
    return [((*NAME, last + step), v2c.OctetString("x" * size)) for step in range(1, 26)]


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        (lambda _: [((*NAME, 1), v2c.OctetString("a"))], "does not go forward"),
        (lambda _: [((*NAME, 2), v2c.OctetString("a")), ((*NAME, 1), v2c.OctetString("b"))], "does not go forward"),
        (lambda asked: [(asked.oids[0], v2c.OctetString("a"))], "does not go forward|^$"),
        (lambda _: [], "answered with nothing"),
        (lambda asked: forward(asked, 2_000), "more than 20000 varbinds or 2097152 octets"),
        (lambda _: [((*NAME, 1), v2c.Counter32(7))], "instead of OCTET STRING"),
    ],
    ids=["a loop of one", "backwards", "the same again", "nothing", "an endless table", "another type"],
)
def test_a_walk_that_never_ends_is_cut_off_and_named(
    step: Callable[[Asked], list[tuple[Oid, object]]], problem: str
) -> None:
    reading, asked = read(walker(step))
    assert reading.uptime == RIGHT
    assert reading.tables["interfaces"] == {}
    assert len(reading.problems) == 1
    assert re.search(problem, reading.problems[0])
    assert len(asked) < 60


def test_an_agent_that_calls_everything_too_big_still_gives_everything() -> None:
    def script(asked: Asked) -> list[bytes]:
        if len(asked.oids) > 4 or asked.repetitions > 5:
            return [write(asked, [], error=(1, 0))]
        return [answer(asked, rows(30))]

    reading, _ = read(script)
    assert {row["name"]: row["in_octets"] for row in reading.tables["interfaces"].values()} == {
        f"xe{index}": index * 10**12 for index in range(1, 31)
    }
    assert reading.problems == ()


def test_one_unreadable_instance_costs_only_itself() -> None:
    mib = rows(3) | {(*OCTETS, 2): v2c.OctetString("12"), (*NAME, 3): v2c.NoSuchInstance("")}

    def script(asked: Asked) -> list[bytes]:
        return [answer(asked, mib if asked.kind == "GetRequestPDU" else rows(3))]

    reading, _ = read(script)
    assert {index[0]: sorted(row) for index, row in reading.tables["interfaces"].items()} == {
        1: ["in_octets", "name", "sysUpTime"],
        2: ["name", "sysUpTime"],
        3: ["in_octets", "sysUpTime"],
    }
    assert reading.problems == ("ifHCInOctets.2: came with tag 0x04 instead of Counter64 (0x46)",)


def test_an_error_for_one_instance_costs_only_itself() -> None:
    def script(asked: Asked) -> list[bytes]:
        if (*OCTETS, 2) in asked.oids:
            return [write(asked, [], error=(5, 1 + asked.oids.index((*OCTETS, 2))))]
        return [answer(asked, rows(3))]

    reading, _ = read(script)
    assert [sorted(row) for row in reading.tables["interfaces"].values()].count(["in_octets", "name", "sysUpTime"]) == 2
    assert reading.problems == ("ifHCInOctets.2: error-status 5",)


def test_a_request_without_an_answer_leaves_the_rest() -> None:
    def script(asked: Asked) -> list[bytes]:
        return [] if (*OCTETS, 1) in asked.oids else [answer(asked, rows(60))]

    reading, _ = read(script)
    names = {row.get("name") for row in reading.tables["interfaces"].values()}
    assert "xe60" in names
    assert "xe1" not in names
    assert len(reading.problems) == 1
    assert "no answer" in reading.problems[0]


def test_an_agent_that_falls_silent_is_not_asked_to_the_end() -> None:
    def script(asked: Asked) -> list[bytes]:
        return [] if len(asked.oids) > 3 else [answer(asked, rows(400))]

    reading, asked = read(script)
    assert reading.tables["interfaces"] == {}
    assert "requests were not sent any more" in reading.problems[-1]
    assert sum(len(request.oids) > 3 for request in asked) == 4


def test_a_missing_wide_counter_is_read_from_its_narrow_forerunner_and_remembered() -> None:
    mib = {oid: value for oid, value in rows(2).items() if oid[:-1] != OCTETS}
    mib |= {(*NARROW, 1): v2c.Counter32(11), (*NARROW, 2): v2c.Counter32(22)}
    reading, asked = read(lambda asked: [answer(asked, mib)], times=2)
    values = [row["in_octets"] for row in reading.tables["interfaces"].values()]
    assert values == [11, 22]
    assert all(isinstance(value, Counter32) for value in values)
    assert sum((*OCTETS, 1) in request.oids for request in asked) == 1


def test_an_old_agent_answers_over_snmpv1_whatever_it_lacks() -> None:
    mib = rows(2) | {(*NARROW, 1): v2c.Counter32(11)}

    def script(asked: Asked) -> list[bytes]:
        missing = [position for position, (_, value) in enumerate(look_up(asked, mib), 1) if _is_exception(value)]
        if missing:
            return [write(asked, [(oid, v2c.null) for oid in asked.oids], error=(2, missing[0]))]
        return [answer(asked, mib)]

    reading, asked = read(script, SnmpVersion.V1)
    assert {request.kind for request in asked} == {"GetRequestPDU", "GetNextRequestPDU"}
    assert [sorted(row) for row in reading.tables["interfaces"].values()] == [
        ["in_octets", "name", "sysUpTime"],
        ["name", "sysUpTime"],
    ]
    assert reading.problems == ()


def _is_exception(value: object) -> bool:
    return isinstance(value, v2c.NoSuchInstance | v2c.EndOfMibView)


def test_a_counter_without_its_leading_zero_is_read_as_what_it_means() -> None:
    def script(asked: Asked) -> list[bytes]:
        mib = {oid: value for oid, value in rows(1).items() if oid[:-1] != OCTETS} | {(*NARROW, 1): v2c.Counter32(1)}
        faulty = bytes((ber.COUNTER32, 4)) + b"\xff\xff\xff\xff"
        octets = answer(asked, mib | {(*NARROW, 1): v2c.Counter32(0x01020304)})
        return [octets.replace(bytes((ber.COUNTER32, 4)) + b"\x01\x02\x03\x04", faulty)]

    reading, _ = read(script)
    assert reading.tables["interfaces"][1,]["in_octets"] == 2**32 - 1


def test_rows_are_learnt_again_after_a_restart() -> None:
    uptimes = iter([900_000, 900_001, 10, 11])
    """Of the head and the rows of a reading each, before and after the restart."""
    present = {"rows": 2}

    def script(asked: Asked) -> list[bytes]:
        if UPTIME not in asked.oids:
            return [answer(asked, rows(present["rows"]))]
        now = next(uptimes)
        present["rows"] = 2 if now > 1_000 else 4
        return [answer(asked, {**rows(present["rows"]), UPTIME: v2c.TimeTicks(now)})]

    reading, _ = read(script, times=2)
    assert len(reading.tables["interfaces"]) == 4


def test_rows_are_learnt_again_after_an_hour_and_not_before() -> None:
    clock = ManualClock(Millis(10**12))

    async def walks() -> list[int]:
        counts = []
        async with visit(lambda asked: [answer(asked, rows(2))], clock=clock) as (session, agent):
            for pause in (0, HOUR - 1, 1):
                clock.steady = Millis(clock.steady + pause)
                await session.read(DECLARATION)
                counts.append(sum(asked.kind == "GetBulkRequestPDU" for asked in agent.asked))
        return counts

    first, second, third = asyncio.run(walks())
    assert first == second < third


def test_rows_are_learnt_again_when_the_trigger_changes() -> None:
    changed = {"at": 100}
    trigger = Column("table_last_change", "ifTableLastChange", (1, 3, 6, 1, 2, 1, 31, 1, 5), Syntax.TIME_TICKS)
    declaration = Declaration(tables=(replace(DECLARATION.tables[0], trigger=trigger),))

    def script(asked: Asked) -> list[bytes]:
        mib = rows(2 if changed["at"] == 100 else 5)
        return [answer(asked, {**mib, (*trigger.oid, 0): v2c.TimeTicks(changed["at"])})]

    async def counts() -> list[int]:
        found = []
        async with visit(script) as (session, _):
            for at in (100, 100, 200):
                changed["at"] = at
                found.append(len((await session.read(declaration)).tables["interfaces"]))
        return found

    assert asyncio.run(counts()) == [2, 2, 5]


def test_a_renumbered_row_is_what_it_says_it_is() -> None:
    order = {"shift": 0}

    def script(asked: Asked) -> list[bytes]:
        mib = dict(ticks()) | {
            (*NAME, 1 + (index + order["shift"]) % 3): v2c.OctetString(f"xe{index}") for index in range(3)
        }
        return [answer(asked, mib | {(*OCTETS, index): v2c.Counter64(index) for index in (1, 2, 3)})]

    async def names() -> list[dict[Value, Value]]:
        found = []
        async with visit(script) as (session, _):
            for shift in (0, 1, 1):
                order["shift"] = shift
                reading = await session.read(DECLARATION, lambda _, key: key == "xe0")
                found.append({row["name"]: row["in_octets"] for row in reading.tables["interfaces"].values()})
        return found

    assert asyncio.run(names()) == [{"xe0": 1}, {"xe2": 1}, {"xe0": 2}]


def test_an_empty_table_is_looked_at_again_at_the_next_reading() -> None:
    present = {"rows": 0}

    async def counts() -> list[int]:
        found = []
        async with visit(lambda asked: [answer(asked, rows(present["rows"]))]) as (session, _):
            for number in (0, 3):
                present["rows"] = number
                found.append(len((await session.read(DECLARATION)).tables["interfaces"]))
        return found

    assert asyncio.run(counts()) == [0, 3]


def test_a_row_that_moved_without_a_word_is_found_again() -> None:
    place = {"index": 1}

    async def names() -> list[list[Value]]:
        found = []
        async with visit(lambda asked: [answer(asked, _one_row(place["index"]))]) as (session, _):
            for index in (1, 9, 9):
                place["index"] = index
                reading = await session.read(DECLARATION)
                found.append([row["name"] for row in reading.tables["interfaces"].values()])
        return found

    assert asyncio.run(names()) == [["xe1"], [], ["xe1"]]


def _one_row(index: int) -> dict[Oid, object]:
    return {**ticks(), (*NAME, index): v2c.OctetString("xe1"), (*OCTETS, index): v2c.Counter64(1)}
