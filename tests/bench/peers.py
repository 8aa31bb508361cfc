"""What the same job costs others: pysnmp, gufo-snmp, and the snmp_exporter of Prometheus.

Each is asked in the way that is cheapest for it. A stack imports its library itself, so that no
process carries the memory of another.
"""

import asyncio
import http.client
import json
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.job import (
    AGENT_CORE,
    AUTH_PASSPHRASE,
    COLUMNS,
    COMMUNITY,
    INTERFACES,
    PRIV_PASSPHRASE,
    USER,
    Job,
    Price,
    main,
)

if TYPE_CHECKING:
    from gufo.snmp import User
    from pysnmp.hlapi.v3arch.asyncio.auth import CommunityData, UsmUserData

REPETITIONS = 25
"""Rows in an answer of a walk: the exporter's own default, and what fits a datagram."""
INSTANCES_IN_A_GET = 24
GETS = tuple(
    [f"{column}.{row + 1}" for row in range(INTERFACES) for column in COLUMNS.values()][at : at + INSTANCES_IN_A_GET]
    for at in range(0, INTERFACES * len(COLUMNS), INSTANCES_IN_A_GET)
)
EXPORTER = "prometheus-snmp-exporter"
SCRAPERS = 4
STARTING = 10.0
"""Seconds."""


async def pysnmp_v2c(job: Job) -> Price:
    """Walk with a community."""
    from pysnmp.hlapi.v3arch.asyncio.auth import CommunityData  # noqa: PLC0415

    return await _pysnmp(job, CommunityData(COMMUNITY, mpModel=1))  # noqa: S508 -- on loopback


async def pysnmp_v3(job: Job) -> Price:
    """Walk as a user."""
    from pysnmp.hlapi.v3arch.asyncio.auth import (  # noqa: PLC0415
        UsmUserData,
        usmAesCfb128Protocol,
        usmHMAC192SHA256AuthProtocol,
    )

    return await _pysnmp(
        job,
        UsmUserData(
            USER,
            AUTH_PASSPHRASE,
            PRIV_PASSPHRASE,
            authProtocol=usmHMAC192SHA256AuthProtocol,
            privProtocol=usmAesCfb128Protocol,
        ),
    )


async def _pysnmp(job: Job, who: "CommunityData | UsmUserData") -> Price:
    from pysnmp.hlapi.v3arch.asyncio import (  # noqa: PLC0415
        ContextData,
        ObjectIdentity,
        ObjectType,
        SnmpEngine,
        UdpTransportTarget,
        bulk_walk_cmd,
    )

    engine = SnmpEngine()
    targets = {address: await UdpTransportTarget.create((address, job.port)) for address in job.addresses}

    async def visit(address: str) -> int:
        count = 0
        for column in COLUMNS.values():
            walk = bulk_walk_cmd(
                engine,
                who,
                targets[address],
                ContextData(),
                0,
                REPETITIONS,
                ObjectType(ObjectIdentity(column)),
                lookupMib=False,
                lexicographicMode=False,
            )
            async for _, _, _, found in walk:
                count += len(found)
        return count

    try:
        return await job.price(visit)
    finally:
        engine.close_dispatcher()


async def gufo_v2c(job: Job) -> Price:
    """Get known instances with a community."""
    return await _gufo(job, None)


async def gufo_v3(job: Job) -> Price:
    """Get known instances as a user."""
    from gufo.snmp import Aes128Key, Sha256Key, User  # noqa: PLC0415

    auth, priv = Sha256Key(AUTH_PASSPHRASE.encode()), Aes128Key(PRIV_PASSPHRASE.encode())
    return await _gufo(job, User(USER, auth_key=auth, priv_key=priv))


async def _gufo(job: Job, user: "User | None") -> Price:
    from gufo.snmp.aio import SnmpSession  # noqa: PLC0415

    async with AsyncExitStack() as stack:
        sessions = {
            address: await stack.enter_async_context(
                SnmpSession(address, port=job.port, community=COMMUNITY, user=user),
            )
            for address in job.addresses
        }

        async def visit(address: str) -> int:
            session = sessions[address]
            return sum([len(await session.get_many(instances)) for instances in GETS])

        return await job.price(visit)


async def exporter_v2c(job: Job) -> Price:
    """Scrape with a community."""
    return await _exporter(job, {"version": 2, "auth": {"community": COMMUNITY}})


async def exporter_v3(job: Job) -> Price:
    """Scrape as a user."""
    user = {
        "security_level": "authPriv",
        "username": USER,
        "auth_protocol": "SHA256",
        "password": AUTH_PASSPHRASE,
        "priv_protocol": "AES",
        "priv_password": PRIV_PASSPHRASE,
    }
    return await _exporter(job, {"version": 3, "auth": user})


async def _exporter(job: Job, who: dict[str, object]) -> Price:
    """Return what the exporter costs; who scrapes it moves over to the agent's core."""
    with _exporting(who) as (process, port):
        os.sched_setaffinity(0, {AGENT_CORE})
        idle: asyncio.Queue[http.client.HTTPConnection] = asyncio.Queue()
        for _ in range(SCRAPERS):
            idle.put_nowait(http.client.HTTPConnection("127.0.0.1", port, timeout=STARTING))

        async def visit(address: str) -> int:
            connection = await idle.get()
            samples = await asyncio.to_thread(_scrape, connection, f"/snmp?module=job&target={address}:{job.port}")
            idle.put_nowait(connection)
            return samples

        return await job.price(visit, process)


def _scrape(connection: http.client.HTTPConnection, path: str) -> int:
    connection.request("GET", path)
    body = connection.getresponse().read()
    return body.count(b"\nif")


@contextmanager
def _exporting(who: dict[str, object]) -> Iterator[tuple[int, int]]:
    """Run an exporter; the values are its process's id and its port."""
    metrics = [_metric(name, oid) for name, oid in COLUMNS.items()]
    module = {"walk": list(COLUMNS.values()), "metrics": metrics, "max_repetitions": REPETITIONS, **who}
    with tempfile.TemporaryDirectory() as directory:
        configuration = Path(directory) / "snmp.yml"
        configuration.write_text(json.dumps({"job": module}), encoding="utf-8")  # JSON is YAML
        port = _free_port()
        listening = [f"--config.file={configuration}", f"--web.listen-address=127.0.0.1:{port}", "--log.level=error"]
        with subprocess.Popen([EXPORTER, *listening], stdin=subprocess.DEVNULL) as process:
            try:
                _await_exporter(port)
                yield process.pid, port
            finally:
                process.kill()


def _metric(name: str, oid: str) -> dict[str, object]:
    kind = "DisplayString" if name in {"ifName", "ifAlias"} else "gauge" if "Status" in name else "counter"
    indexes = [{"labelname": "ifIndex", "type": "gauge"}]
    return {"name": name, "oid": oid, "type": kind, "help": name, "indexes": indexes}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def _await_exporter(port: int) -> None:
    deadline = time.monotonic() + STARTING
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=STARTING).close()
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


STACKS = {
    "pysnmp v2c": pysnmp_v2c,
    "pysnmp v3": pysnmp_v3,
    "gufo-snmp v2c": gufo_v2c,
    "gufo-snmp v3": gufo_v3,
    "snmp_exporter v2c": exporter_v2c,
    "snmp_exporter v3": exporter_v3,
}

if __name__ == "__main__":
    main(STACKS)
