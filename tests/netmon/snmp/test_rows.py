"""Which rows a session asks for: those an agent has now, learnt again when there is a reason to."""

from dataclasses import replace

from pysnmp.proto.api import v2c

from netmon.clock import HOUR, ManualClock, Millis
from netmon.inventory.models import SnmpVersion
from netmon.snmp.declaration import Column, Counter32, Declaration, Oid, Syntax, Value
from netmon.snmp.plan import LARGEST_REPLY
from tests.netmon.snmp.agent import UPTIME, Asked, answer, look_up, ticks, visit, write
from tests.netmon.snmp.haste import run
from tests.netmon.snmp.table import DECLARATION, NAME, NARROW, OCTETS, read, rows


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

    first, second, third = run(walks())
    assert first == second < third


def test_answers_are_filled_once_it_is_known_what_rows_take() -> None:
    def script(asked: Asked) -> list[bytes]:
        return [answer(asked, rows(60))]

    gets = [sum(asked.kind == "GetRequestPDU" for asked in read(script, times=times)[1]) for times in (1, 2, 3)]

    assert gets[1] - gets[0] == gets[2] - gets[1] < gets[0] - 1
    reading, asked = read(script, times=2)
    assert len(reading.tables["interfaces"]) == 60
    assert all(len(answer(request, rows(60))) <= LARGEST_REPLY for request in asked if request.kind == "GetRequestPDU")


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

    assert run(counts()) == [2, 2, 5]


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

    assert run(names()) == [{"xe0": 1}, {"xe2": 1}, {"xe0": 2}]


def test_an_empty_table_is_looked_at_again_at_the_next_reading() -> None:
    present = {"rows": 0}

    async def counts() -> list[int]:
        found = []
        async with visit(lambda asked: [answer(asked, rows(present["rows"]))]) as (session, _):
            for number in (0, 3):
                present["rows"] = number
                found.append(len((await session.read(DECLARATION)).tables["interfaces"]))
        return found

    assert run(counts()) == [0, 3]


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

    assert run(names()) == [["xe1"], [], ["xe1"]]


def test_a_table_whose_subagent_is_gone_is_a_problem_at_once_and_not_an_empty_one() -> None:
    present = {"agent": True}

    def script(asked: Asked) -> list[bytes]:
        if present["agent"]:
            return [answer(asked, rows(2))]
        unknown = v2c.NoSuchObject("")
        found = look_up(asked, ticks())
        return [write(asked, [(oid, unknown if isinstance(told, v2c.NoSuchInstance) else told) for oid, told in found])]

    async def problems() -> list[int]:
        found = []
        async with visit(script) as (session, _):
            for is_there in (True, False, False, True):
                present["agent"] = is_there
                found.append(len((await session.read(DECLARATION)).problems))
        return found

    sound, gone, still_gone, back = run(problems())
    assert (sound, back) == (0, 0)
    assert gone
    assert still_gone


def _one_row(index: int) -> dict[Oid, object]:
    return {**ticks(), (*NAME, index): v2c.OctetString("xe1"), (*OCTETS, index): v2c.Counter64(1)}
