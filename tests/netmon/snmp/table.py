"""An interface table whose every value is known, and how it is read."""

from pysnmp.proto.api import v2c

from netmon.errors import PollError
from netmon.inventory.models import SnmpVersion
from netmon.snmp.declaration import Column, Declaration, Oid, Reading, Syntax, Table, Value
from tests.netmon.snmp.agent import Asked, Delay, Script, answer, at_once, ticks, visit
from tests.netmon.snmp.haste import run

NAME: Oid = (1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 1)
OCTETS: Oid = (1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 6)
NARROW: Oid = (1, 3, 6, 1, 2, 1, 2, 2, 1, 10)
KEY = Column("name", "ifName", NAME, Syntax.TEXT)
IN_OCTETS = Column(
    "in_octets", "ifHCInOctets", OCTETS, Syntax.COUNTER64, Column("in_octets", "ifInOctets", NARROW, Syntax.COUNTER32)
)
DECLARATION = Declaration(tables=(Table("interfaces", (KEY, IN_OCTETS), KEY),))
RIGHT = 123_456
"""sysUpTime."""


def rows(number: int) -> dict[Oid, object]:
    """Return an honest interface table."""
    return (
        dict(ticks())
        | {(*NAME, index): v2c.OctetString(f"xe{index}") for index in range(1, number + 1)}
        | {(*OCTETS, index): v2c.Counter64(index * 10**12) for index in range(1, number + 1)}
    )


def counters(reading: Reading) -> dict[Value | None, Value | None]:
    """Return the counters of a reading by name."""
    return {row.get("name"): row.get("in_octets") for row in reading.tables["interfaces"].values()}


def right(asked: Asked) -> bytes:
    """Return the answer to a probe."""
    return answer(asked, ticks())


def probe(script: Script) -> int | PollError:
    """Return what a probe comes to."""

    async def visited() -> int | PollError:
        async with visit(script) as (session, _):
            try:
                return await session.probe()
            except PollError as error:
                return error

    return run(visited())


def read(
    script: Script, version: SnmpVersion = SnmpVersion.V2C, times: int = 1, delay: Delay = at_once
) -> tuple[Reading, list[Asked]]:
    """Return the last of some readings, and everything that was asked."""

    async def visits() -> tuple[Reading, list[Asked]]:
        async with visit(script, version, delay=delay) as (session, agent):
            for _ in range(times - 1):
                await session.read(DECLARATION)
            return await session.read(DECLARATION), agent.asked

    return run(visits())
