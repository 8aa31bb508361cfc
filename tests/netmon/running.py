"""A netmon at work on loopback: in this process or in one of its own, with the simulator's agents."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from netmon.clock import SECOND, Millis, SystemClock
from netmon.inventory.models import Inventory
from netmon.process.daemon import Daemon
from netmon.reader import Snapshot
from netmon.secret import SecretStore
from netmon.settings import Detection, Flapping, Settings, Snmp
from netmon.simulate.orders import Assignment
from netmon.simulate.region import Region
from tests.netmon.region import COMMUNITY, region, write_region, write_secrets
from tests.parts.waiting import wait_until

WITHIN = 120.0
PACE = {
    "NETMON_INTERVALS__SNMP": "1s",
    "NETMON_INTERVALS__INTERFACES": "2s",
    "NETMON_INTERVALS__SYSTEM": "5s",
    "NETMON_DETECTION__MISSES": "2",
    "NETMON_DETECTION__SETTLE": "1s",
    "NETMON_DETECTION__SETTLE_LIMIT": "3s",
    "NETMON_FLAPPING__REUSE": "2",
    "NETMON_SNMP__TIMEOUT": "300ms",
    "NETMON_GROUP_WAIT": "0s",
    "NETMON_PORT": "0",
}
"""Fast enough that a story takes seconds."""
RUNNING, STOPPED = "running url=", "netmon.process.daemon stopped"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a netmon finds everything: a directory with inventory, secrets and state."""

    directory: Path
    port: int
    """The agents' one."""

    @classmethod
    def prepare(cls, directory: Path, port: int, webhook: str = "http://127.0.0.1:1/hook") -> "Place":
        """Write the region's inventory and secrets."""
        write_region(directory / "inventory", port)
        write_secrets(directory / "secrets", {"community": COMMUNITY, "noc": webhook})
        return cls(directory, port)

    @property
    def inventory(self) -> Inventory:
        """The region as it was written first."""
        return region(self.port)

    @property
    def secrets(self) -> SecretStore:
        """The region's secrets."""
        return SecretStore((self.directory / "secrets",))

    def settings(self, **others: object) -> Settings:
        """Return the settings of a netmon in this process."""
        said = {
            "inventory": self.directory / "inventory",
            "state": self.directory / "state",
            "port": 0,
            "public": True,
            "flapping": Flapping(reuse=2),
            "intervals": {"snmp": SECOND, "interfaces": Millis(2 * SECOND), "system": Millis(5 * SECOND)},
            "detection": Detection(misses=2, answers=2, settle=SECOND, settle_limit=Millis(3 * SECOND)),
            "snmp": Snmp(timeout=Millis(300), attempts=2),
            "group_wait": Millis(0),
        }
        return Settings.model_validate({**said, **others})

    def environment(self, others: Mapping[str, str] = MappingProxyType({})) -> Mapping[str, str]:
        """Return the environment of a netmon in a process of its own."""
        places = {
            "NETMON_INVENTORY": str(self.directory / "inventory"),
            "NETMON_SECRETS": str(self.directory / "secrets"),
            "NETMON_STATE": str(self.directory / "state"),
        }
        return {"PATH": os.environ["PATH"], **PACE, **places, **others}

    def assignment(self) -> Assignment:
        """Return what the agents of the region are to be."""
        return Assignment(inventory=self.inventory, seed=1, since=SystemClock().now(), communities={"test": COMMUNITY})


@asynccontextmanager
async def agents(place: Place) -> AsyncIterator[Region]:
    """Run the region's agents."""
    opened = await Region.open(place.assignment())
    try:
        yield opened
    finally:
        await opened.close()


@asynccontextmanager
async def running(place: Place, **settings: object) -> AsyncIterator[Daemon]:
    """Run a netmon in this loop."""
    daemon = Daemon(place.inventory, place.settings(**settings), place.secrets, SystemClock())
    await daemon.start()
    try:
        yield daemon
    finally:
        await daemon.stop()


async def until(condition: Callable[[], object], what: str) -> None:
    """Return as soon as a condition holds; fail the test, naming it, if it does not in time."""
    await asyncio.to_thread(wait_until, condition, what, WITHIN)


async def until_seen(daemon: Daemon, condition: Callable[[Snapshot], object], what: str) -> Snapshot:
    """Return the first snapshot for which a condition holds."""
    await until(lambda: condition(daemon.reader.snapshot()), what)
    return daemon.reader.snapshot()


@dataclass
class Process:
    """`netmon run` in a process of its own; its log is kept over restarts."""

    place: Place
    environment: Mapping[str, str]
    child: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    def start(self) -> None:
        """Start it and wait until it says that it runs."""
        before = self.log().count(RUNNING)
        with self._log.open("ab") as log:
            words = [sys.executable, "-m", "netmon", "run"]
            self.child = subprocess.Popen(words, env=self.environment, stdout=log, stderr=log)
        wait_until(lambda: self.log().count(RUNNING) > before, "netmon runs", WITHIN)

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.child is not None:
            self.child.kill()
            self.child.wait(60)

    def signal(self, number: int) -> None:
        """Send it a signal."""
        assert self.child is not None
        self.child.send_signal(number)

    def wait(self) -> int:
        """Wait until it has ended and return its exit code."""
        assert self.child is not None
        return self.child.wait(WITHIN)

    def log(self) -> str:
        """Return what it has logged so far."""
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""

    @property
    def _log(self) -> Path:
        return self.place.directory / "log"
