"""The laboratory as a whole: up, cut, restore, kill, start, down."""

import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

from tests.backbone.configs import Access, SnmpUser, config_files
from tests.backbone.convergence import wait_until_converged
from tests.backbone.plan import NOC, REGION, Plan, Router
from tests.backbone.router import Chassis, Process, make_key, missing_programs
from tests.backbone.system import run
from tests.backbone.wires import Cut, Wires

RECORD = "laboratory.json"
USERS = (
    ("netmon", "SHA-256", "AES"),
    ("sha1", "SHA", "AES"),
    ("sha256", "SHA-256", "AES"),
    ("sha512", "SHA-512", "AES-256"),
)


def obstacle() -> str | None:
    """Return why the laboratory cannot run here, None if it can."""
    if os.geteuid() != 0:
        return "network namespaces need root"
    missing = missing_programs()
    return f"not installed: {', '.join(missing)}" if missing else None


@dataclass(slots=True)
class Laboratory:
    """Routers joined by wires; everything it made lies in `directory` and bears `prefix`."""

    directory: Path
    prefix: str
    plan: Plan = REGION
    lasting: bool = False
    """Whether the routers outlive the process that started them."""
    access: Access = field(init=False)
    chassis: dict[str, Chassis] = field(init=False)
    wires: Wires = field(init=False)

    def __post_init__(self) -> None:
        self.wires = Wires(f"{self.prefix}-wires")
        self.chassis = {
            router.name: Chassis(router.name, self.namespace(router.name), self.directory / router.name)
            for router in self.plan.routers
        }

    @classmethod
    def build(cls, plan: Plan = REGION, *, directory: Path | None = None, lasting: bool = False) -> Self:
        """Return a laboratory that is up and converged; leave nothing behind if that fails."""
        directory = directory or Path(tempfile.mkdtemp(prefix="netmon-laboratory-"))
        laboratory = cls(directory, f"nm{secrets.token_hex(2)}", plan, lasting)
        try:
            laboratory.up()
        except BaseException:
            laboratory.down()
            raise
        return laboratory

    @classmethod
    def found(cls, directory: Path, plan: Plan = REGION) -> Self:
        """Return the laboratory that another process left running in a directory."""
        record = json.loads((directory / RECORD).read_text(encoding="utf-8"))
        laboratory = cls(directory, record["prefix"], plan, lasting=True)
        laboratory.access = Access.parse(record["access"])
        for name, (pid, started) in record["routers"].items():
            laboratory.chassis[name].process = Process(pid, started)
        return laboratory

    def up(self) -> None:
        """Make namespaces and wires, boot all routers, wait until every one reaches every other."""
        self.access = self._make_access()
        self._record()
        run("ip", "-batch", "-", stdin="".join(f"netns add {name}\n" for name in self._namespaces()))
        self.wires.lay(self.plan.wires, self.namespace)
        for router in self.plan.routers:
            self.chassis[router.name].write(config_files(router, self.plan, self.access))
            self._power_on(router)
        self._record()
        self.wait_until_converged()

    def down(self) -> None:
        """End every router, remove every namespace and the directory; whatever is gone already is fine."""
        for chassis in self.chassis.values():
            chassis.power_off()
        for name in self._namespaces():
            if Path("/run/netns", name).exists():
                run("ip", "netns", "delete", name)
        shutil.rmtree(self.directory, ignore_errors=True)

    def cut(self, wire: str, how: Cut = Cut.CARRIER) -> None:
        """Cut a wire by name."""
        self.wires.cut(self.plan.wire(wire), how)

    def restore(self, wire: str) -> None:
        """Make a wire whole."""
        self.wires.restore(self.plan.wire(wire))

    def kill(self, router: str) -> None:
        """Take a router's power: its wires go dark first, so no daemon says goodbye."""
        for wire in self.plan.wires_of(router):
            self.wires.cut(wire, Cut.CARRIER)
        self.chassis[router].power_off()
        self._record()

    def start(self, router: str) -> None:
        """Give a router its power back; it has to boot and to find its neighbours, and hears no dead one's carrier."""
        for wire in self.plan.wires_of(router):
            if all(port.router == router or self.chassis[port.router].is_on for port in wire.ends):
                self.wires.restore(wire)
        self._power_on(self.plan.router(router))
        self._record()

    def mend(self) -> None:
        """Make every wire whole and every router run."""
        for wire in self.plan.wires:
            self.wires.restore(wire)
        for name, chassis in self.chassis.items():
            if not chassis.is_on:
                self.start(name)
        self.wait_until_converged()

    def execute(self, router: str, *words: str) -> str:
        """Run a command inside a router; in the monitor's namespace the host's files are seen."""
        if router == NOC:
            return run(*self.in_noc(words))
        return self.chassis[router].execute(*words)

    def namespace(self, router: str) -> str:
        """Return the name of a router's network namespace."""
        return f"{self.prefix}-{router}"

    def in_noc(self, words: Iterable[str]) -> Sequence[str]:
        """Return the words of a command that runs in the monitor's namespace."""
        return ["ip", "netns", "exec", self.namespace(NOC), *words]

    def wait_until_converged(self) -> None:
        """Wait until every router has booted, knows all its neighbours, and answers the monitor."""
        wait_until_converged(self.plan, self.chassis)

    @property
    def private_key(self) -> Path:
        """The key that opens every router's read-only account."""
        return self.directory / "id_ed25519"

    def host_key(self, router: str) -> str:
        """Return a router's public host key as known_hosts writes it: type and base64."""
        public = (self.chassis[router].directory / "etc/ssh/host_key.pub").read_text("ascii")
        return " ".join(public.split()[:2])

    def _namespaces(self) -> list[str]:
        return [self.wires.namespace, *(chassis.namespace for chassis in self.chassis.values())]

    def _power_on(self, router: Router) -> None:
        chassis = self.chassis[router.name]
        role = ["managed"] if router.managed else []
        chassis.power_on(router.name, str(chassis.directory), str(router.address), *role, lasting=self.lasting)

    def _make_access(self) -> Access:
        make_key(self.private_key, "netmon")
        users = tuple(
            SnmpUser(name, auth, secrets.token_hex(12), priv, secrets.token_hex(12)) for name, auth, priv in USERS
        )
        return Access(secrets.token_hex(8), users, self.private_key.with_suffix(".pub").read_text("ascii").strip())

    def _record(self) -> None:
        processes = {name: chassis.process for name, chassis in self.chassis.items()}
        routers = {name: (process.pid, process.started) for name, process in processes.items() if process}
        text = json.dumps({"prefix": self.prefix, "routers": routers, "access": asdict(self.access)})
        (self.directory / RECORD).write_text(text, encoding="utf-8")
