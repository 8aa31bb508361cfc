"""What a varbind costs us, and what it costs pysnmp's own client, at the same snmpd in the same run."""

import asyncio
import shutil
import tempfile
import time
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path

from pysnmp.hlapi.v1arch.asyncio import (
    CommunityData,
    ObjectIdentity,
    ObjectType,
    SnmpDispatcher,
    UdpTransportTarget,
    bulk_walk_cmd,
)

from collectors.interfaces import DECLARATION
from netmon.clock import SystemClock
from netmon.settings import Snmp
from netmon.snmp.session import SnmpSession
from tests.parts import snmpd

READS = 50
IF_TABLES = ("1.3.6.1.2.1.2.2", "1.3.6.1.2.1.31.1.1")


def varbinds() -> Mapping[str, float]:
    """Read the interfaces of one snmpd, ours and pysnmp's way; CPU of this process per varbind."""
    directory = Path(tempfile.mkdtemp())
    agent = snmpd.start(directory)
    try:
        ours = _cost(lambda: _session_reads(agent))
        theirs = _cost(lambda: _pysnmp_walks(agent))
    finally:
        agent.stop()
        shutil.rmtree(directory)
    return {"netmon_us": ours, "pysnmp_walk_us": theirs, "ratio": theirs / ours}


def _cost(work: Callable[[], Coroutine[None, None, int]]) -> float:
    begun = time.process_time()
    count = asyncio.run(work())
    return 1_000_000 * (time.process_time() - begun) / count


async def _session_reads(agent: snmpd.Agent) -> int:
    session = SnmpSession.open(agent.address, agent.port, snmpd.community(), Snmp(), SystemClock())
    count = 0
    for _ in range(READS):
        reading = await session.read(DECLARATION)
        count += sum(len(row) for table in reading.tables.values() for row in table.values())
    session.close()
    return count


async def _pysnmp_walks(agent: snmpd.Agent) -> int:
    dispatcher = SnmpDispatcher()
    target = await UdpTransportTarget.create((agent.address, agent.port))
    count = 0
    for table in IF_TABLES:
        walk = bulk_walk_cmd(
            dispatcher,
            CommunityData(snmpd.COMMUNITY, mpModel=1),  # noqa: S508 -- on loopback, as ours does
            target,
            0,
            25,
            ObjectType(ObjectIdentity(table)),
            lookupMib=False,
            lexicographicMode=False,
        )
        async for _, _, _, found in walk:
            count += len(found)
    dispatcher.transport_dispatcher.close_dispatcher()
    return count


MEASURES = (varbinds,)
