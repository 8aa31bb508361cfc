"""netmon at work in the laboratory: the real process, its state directory, and what it answers."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from tests.backbone import inventory
from tests.backbone.lab import Laboratory
from tests.parts.waiting import wait_until

QUICK = {
    "NETMON_INTERVALS__ICMP": "2s",
    "NETMON_INTERVALS__INTERFACES": "2s",
    "NETMON_INTERVALS__SYSTEM": "4s",
    "NETMON_DETECTION__MISSES": "2",
    "NETMON_DETECTION__SETTLE": "8s",
    "NETMON_DETECTION__SETTLE_LIMIT": "12s",
    "NETMON_FLAPPING__HALF_LIFE": "10s",
    "NETMON_GROUP_WAIT": "0s",
    "NETMON_ECHO": "6s",
    "NETMON_STATE_EVERY": "5s",
}
"""Near the demo's pace, so that a story takes seconds; but net-snmp answers from a cache of 3 s, so a near
end's word comes later and is waited for longer."""


RUNNING = "running url="
"""What netmon logs once everything is open."""
STARTS_WITHIN = 90.0


@dataclass
class Monitor:
    """A netmon that may be killed and started again; it runs in the namespace of whoever starts it."""

    directory: Path
    environment: Mapping[str, str]
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    @classmethod
    def prepare(cls, laboratory: Laboratory, directory: Path, settings: Mapping[str, str], webhook: str) -> Self:
        """Write inventory and secrets of a laboratory; return a netmon that is not started yet."""
        routers = [router.name for router in laboratory.plan.routers if router.managed]
        keys = {name: laboratory.host_key(name) for name in routers}
        directory.mkdir()
        inventory.write(directory / "inventory", laboratory.plan, laboratory.access, keys)
        private_key = laboratory.private_key.read_text(encoding="ascii")
        inventory.write_secrets(directory / "secrets", laboratory.access, private_key, webhook)
        places = {
            "NETMON_INVENTORY": str(directory / "inventory"),
            "NETMON_SECRETS": str(directory / "secrets"),
            "NETMON_STATE": str(directory / "state"),
            "NETMON_PORT": "0",
        }
        return cls(directory, {"PATH": os.environ["PATH"], **places, **QUICK, **settings})

    def start(self) -> None:
        """Start it and wait until it says that it runs."""
        before = self.log().count(RUNNING)
        with (self.directory / "log").open("ab") as log:
            words = [sys.executable, "-m", "netmon", "run"]
            process = self.process = subprocess.Popen(words, env=self.environment, stdout=log, stderr=log)
        wait_until(lambda: self.log().count(RUNNING) > before or process.poll(), "netmon runs", within=STARTS_WITHIN)
        assert process.poll() is None, self.log()

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(timeout=60)

    def status(self) -> dict[str, Any]:
        """Return what `netmon status --json` says; nothing before there is a state."""
        words = [sys.executable, "-m", "netmon", "status", "--json"]
        said = subprocess.run(words, env=self.environment, capture_output=True, text=True, check=False, timeout=120)
        return json.loads(said.stdout) if said.stdout else {}

    def incidents(self) -> list[dict[str, Any]]:
        """Return the open incidents."""
        found: list[dict[str, Any]] = self.status().get("incidents", [])
        return found

    def log(self) -> str:
        """Return what it has logged."""
        path = self.directory / "log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
