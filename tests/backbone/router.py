"""How one router runs: its namespaces, its daemons, its end."""

import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from os import kill
from pathlib import Path

from tests.backbone.system import CommandFailed, run, started_at
from tests.parts.waiting import wait_until

BOOT = Path(__file__).with_name("boot.sh")
DAEMONS = (
    "/usr/lib/frr/zebra",
    "/usr/lib/frr/ospfd",
    "/usr/lib/frr/bgpd",
    "snmpd",
    "sshd",
    "lldpd",
    "nft",
    "fping",
    "unshare",
)


@dataclass(frozen=True, slots=True)
class Process:
    """A process that may have ended and whose number may be another's by now."""

    pid: int
    started: int

    @property
    def is_running(self) -> bool:
        """Whether this very process still runs."""
        return started_at(self.pid) == self.started

    def end(self) -> None:
        """Kill the process, if it still is this one."""
        if self.is_running:
            kill(self.pid, signal.SIGKILL)


@dataclass(slots=True)
class Chassis:
    """What a router keeps while it is off: a network namespace and a directory."""

    name: str
    namespace: str
    directory: Path
    process: Process | None = None
    _child: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    def write(self, files: dict[str, str]) -> None:
        """Write the files below /etc that the daemons read; make the SSH host key."""
        for path, text in files.items():
            target = self.directory / "etc" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        (self.directory / "etc/ssh/vtysh").chmod(0o755)
        (self.directory / "snmp").mkdir(exist_ok=True)
        make_key(self.directory / "etc/ssh/host_key", self.name)

    def power_on(self, *arguments: str, lasting: bool) -> None:
        """Start the router's first process; unless `lasting`, it dies with the process that asked."""
        (self.directory / "ready").unlink(missing_ok=True)
        leash = () if lasting else ("setpriv", "--pdeathsig", "KILL")
        words = [*leash, "ip", "netns", "exec", self.namespace, *_unshare(), "sh", BOOT, *arguments]
        with (self.directory / "console.log").open("ab") as log:
            self._child = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        pid = self._child.pid
        self.process = Process(pid, started_at(pid) or 0)

    def wait_until_ready(self, within: float) -> None:
        """Wait until every daemon runs; raise CommandFailed with the console's end if the boot failed."""

        def settled() -> bool:
            return (self.directory / "ready").exists() or not self.is_on

        wait_until(settled, f"boot of {self.name}", within=within)
        if not self.is_on:
            message = f"boot of {self.name} failed: {self.console()[-2000:]}"
            raise CommandFailed(message)

    @property
    def is_on(self) -> bool:
        """Whether the router's first process runs."""
        if self._child is not None:
            return self._child.poll() is None
        return self.process is not None and self.process.is_running

    def power_off(self) -> None:
        """Kill the router's first process, and with it all the others."""
        if self.process is None:
            return
        self.process.end()
        if self._child is not None:
            self._child.wait()
        wait_until(lambda: not self.is_on, f"end of {self.name}")
        self.process = self._child = None

    def execute(self, *words: str) -> str:
        """Run a command inside the router, in all its namespaces."""
        if self.process is None:
            message = f"{self.name} is off"
            raise CommandFailed(message)
        first = _only_child(self.process.pid)
        return run("nsenter", "--target", str(first), "--all", *words)

    def console(self) -> str:
        """Return what the daemons said."""
        return (self.directory / "console.log").read_text(encoding="utf-8", errors="replace")


def make_key(path: Path, comment: str) -> None:
    """Make an SSH key pair without passphrase."""
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", path)


def missing_programs() -> list[str]:
    """Return the programs that a router needs and this machine lacks."""
    return [daemon for daemon in DAEMONS if shutil.which(daemon) is None]


def _unshare() -> list[str]:
    boot, monotonic = (int(time.clock_gettime(clock)) for clock in (time.CLOCK_BOOTTIME, time.CLOCK_MONOTONIC))
    return [
        *("unshare", "--mount", "--uts", "--ipc", "--pid", "--fork", "--kill-child", "--propagation", "private"),
        *("--time", "--boottime", f"-{boot}", "--monotonic", f"-{monotonic}"),
    ]


def _only_child(pid: int) -> int:
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()[0])
