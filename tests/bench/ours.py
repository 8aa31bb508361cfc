"""What netmon's own session costs: a declaration of the job's columns, read from all devices."""

import time

from netmon.clock import HOUR, Clock, Millis, SystemClock
from netmon.console.run import allow_sockets
from netmon.inventory.models import SnmpCredential, SnmpVersion
from netmon.process.heap import spare_collections
from netmon.secret import SecretRef, SecretStore
from netmon.settings import Snmp
from netmon.snmp.credential import ResolvedCredential, resolve
from netmon.snmp.declaration import Column, Declaration, Syntax, Table
from netmon.snmp.session import SnmpSession
from tests.bench.job import AUTH_PASSPHRASE, COLUMNS, COMMUNITY, PRIV_PASSPHRASE, USER, Job, Price, main

SYNTAXES = {
    "ifName": Syntax.TEXT,
    "ifAlias": Syntax.TEXT,
    "ifAdminStatus": Syntax.INTEGER,
    "ifOperStatus": Syntax.INTEGER,
    "ifHighSpeed": Syntax.GAUGE32,
    "ifInErrors": Syntax.COUNTER32,
    "ifOutErrors": Syntax.COUNTER32,
    "ifInDiscards": Syntax.COUNTER32,
    "ifOutDiscards": Syntax.COUNTER32,
}
"""The others are Counter64."""
TABLE_LAST_CHANGE = (1, 3, 6, 1, 2, 1, 31, 1, 5)
SECRETS = SecretStore(
    environment={
        "NETMON_SECRET_COMMUNITY": COMMUNITY,
        "NETMON_SECRET_AUTH": AUTH_PASSPHRASE,
        "NETMON_SECRET_PRIV": PRIV_PASSPHRASE,
    }
)
PATIENCE = Snmp()


def _column(name: str, oid: str) -> Column:
    return Column(name, name, tuple(map(int, oid.split("."))), SYNTAXES.get(name, Syntax.COUNTER64))


INTERFACES = Table(
    "interfaces",
    columns=tuple(_column(name, oid) for name, oid in COLUMNS.items()),
    key=_column("ifName", COLUMNS["ifName"]),
    trigger=Column("ifTableLastChange", "ifTableLastChange", TABLE_LAST_CHANGE, Syntax.TIME_TICKS),
)
DECLARATION = Declaration(tables=(INTERFACES,))


async def v2c(job: Job) -> Price:
    """Read with a community."""
    reference = SecretRef("secret://community")
    return await _price(job, SnmpCredential(version=SnmpVersion.V2C, allow_insecure=True, community=reference))


async def v3(job: Job) -> Price:
    """Read as a user, with SHA-256 and AES-128, which are the defaults."""
    auth, priv = SecretRef("secret://auth"), SecretRef("secret://priv")
    return await _price(job, SnmpCredential(user=USER, auth_key=auth, priv_key=priv))


class Skipping(SystemClock):
    """A clock that can be put forward; it takes no longer to read than netmon's own."""

    def __init__(self) -> None:
        self._ahead = 0

    def monotonic(self) -> Millis:
        """Return the system's time, and what was skipped."""
        return Millis(time.monotonic_ns() // 1_000_000 + self._ahead)

    def skip(self) -> None:
        """Let an hour pass."""
        self._ahead += HOUR


async def _price(job: Job, credential: SnmpCredential) -> Price:
    resolved, clock = resolve(credential, SECRETS), Skipping()
    sessions = {address: _open(address, job.port, resolved, clock) for address in job.addresses}
    try:
        return await job.price(lambda address: _read(sessions[address]), an_hour_later=clock.skip)
    finally:
        for session in sessions.values():
            session.close()


def _open(address: str, port: int, credential: ResolvedCredential, clock: Clock) -> SnmpSession:
    return SnmpSession.open(address, port, credential, PATIENCE, clock)


async def _read(session: SnmpSession) -> int:
    """Return how many of the values asked came; the sysUpTime in every row is an addition of ours."""
    rows = (await session.read(DECLARATION)).tables[INTERFACES.name].values()
    return sum(map(len, rows)) - len(rows)


STACKS = {"netmon v2c": v2c, "netmon v3": v3}

if __name__ == "__main__":
    allow_sockets()
    spare_collections()
    main(STACKS)
