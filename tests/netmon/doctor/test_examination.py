"""The whole examination as a process of its own: ten seeded faults, a healthy machine, and no trace left."""

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from netmon.clock import HOUR, Millis, SystemClock
from netmon.doctor.examination import examine
from netmon.doctor.finding import Check, Verdict
from netmon.doctor.place import Place
from netmon.store.state import StateStore
from tests.backbone.namespace import inside
from tests.netmon.doctor.influx2 import write_path
from tests.netmon.region import TOWN_OF, region, write_region, write_secrets
from tests.parts.smtp import SmtpReceiver

NAMESPACE = f"netmon-doctor-{os.getpid()}"
LOOPBACK = "127.0.0.1"
SMTP_PORT, INFLUX_PORT, WEB_PORT = 8025, 8086, 8080
"""The namespace is the test's own: nobody else is in it."""
LONG = "a passphrase that is long enough"
SECRETS = {"auth": LONG, "priv": LONG, "influx": "right"}
POWERLESS = ("setpriv", "--bounding-set=-net_raw", "--inh-caps=-net_raw")
FEW_DESCRIPTORS = ("prlimit", "--nofile=128:128")
EVERYBODY, NOBODY = "0 2147483647", "1 0"
Verdicts = Mapping[str, str]

SEEDED = {
    "icmp": "error",  # neither CAP_NET_RAW nor a group in ping_group_range
    "descriptors": "error",  # 128
    "file system": "warning",  # the state lies on tmpfs
    "disk": "error",  # of 8 MB
    "secrets": "error",  # the priv key is nowhere
    "secret files": "error",  # the auth key has mode 0644
    "port": "error",  # somebody listens there
    "influxdb": "error",  # the token is not known
    "mail": "error",  # the recipient is refused
    "clock": "error",  # the last heartbeat lies an hour ahead
}


@dataclass
class CountingReceiver(SmtpReceiver):
    """Counts how often a mail that was begun is taken back."""

    resets: int = 0

    async def handle_RSET(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd's
        """Forget the mail."""
        self.resets += 1
        return "250 OK"


@dataclass(frozen=True, slots=True)
class Machine:
    """Directories and servers of one set-up."""

    directory: Path
    receiver: CountingReceiver

    def environment(self) -> Mapping[str, str]:
        """Return what netmon is told there."""
        return {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "NETMON_INVENTORY": str(self.directory / "inventory"),
            "NETMON_STATE": str(self.directory / "state"),
            "NETMON_SECRETS": str(self.directory / "secrets"),
            "NETMON_INFLUX__URL": f"http://{LOOPBACK}:{INFLUX_PORT}",
            "NETMON_INFLUX__TOKEN": "secret://influx",
            "NETMON_SMTP__HOST": LOOPBACK,
            "NETMON_SMTP__PORT": str(SMTP_PORT),
            "NETMON_SMTP__SENDER": "netmon@example.org",
        }

    def doctor(self, *before: str) -> tuple[int, Verdicts]:
        """Run the command as a child in the namespace; return its exit code and what is not fine."""
        words = ["unshare", "--mount", *before, sys.executable, "-m", "netmon", "doctor", "--json"]
        with inside(NAMESPACE):
            done = subprocess.run(
                words, env=self.environment(), capture_output=True, text=True, timeout=60, check=False
            )
        assert done.stderr == ""
        findings = json.loads(done.stdout)["findings"]
        assert [finding["check"] for finding in findings] == [check.value for check in Check]
        assert all(finding["cure"] for finding in findings if finding["verdict"] in ("error", "warning"))
        return done.returncode, {
            finding["check"]: finding["verdict"]
            for finding in findings
            if finding["verdict"] not in ("ok", "not checked")
        }


def allow_ping(groups: str) -> None:
    """Say in the namespace which groups may ping without a capability."""
    with inside(NAMESPACE):
        Path("/proc/sys/net/ipv4/ping_group_range").write_text(groups, encoding="ascii")


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """Return a healthy set-up in a network namespace of its own."""
    lacking = [tool for tool in ("ip", "unshare", "setpriv", "prlimit") if shutil.which(tool) is None]
    if os.geteuid() != 0 or lacking:
        pytest.skip(f"a namespace takes root and util-linux, iproute2; missing: {lacking}")
    receiver = CountingReceiver()
    smtp = Controller(receiver, hostname=LOOPBACK, port=SMTP_PORT)
    with ExitStack() as closing:
        subprocess.run(["ip", "netns", "add", NAMESPACE], check=True, timeout=60)
        closing.callback(subprocess.run, ["ip", "netns", "del", NAMESPACE], check=True, timeout=60)
        subprocess.run(["ip", "-n", NAMESPACE, "link", "set", "lo", "up"], check=True, timeout=60)
        with inside(NAMESPACE):
            closing.enter_context(write_path(INFLUX_PORT))
            smtp.start()
            closing.callback(smtp.stop)
        prepare(tmp_path)
        yield Machine(tmp_path, receiver)


def prepare(directory: Path) -> None:
    """Write an inventory watched by ping over SNMPv3, its secrets and a state directory."""
    devices = {
        name: {**region().devices[name].model_dump(mode="json", exclude={"name", "ssh"}), "reachability": "icmp"}
        for name in TOWN_OF
    }
    write_region(
        directory / "inventory",
        devices=json.loads(json.dumps(devices)),
        credentials={"snmp": {"test": {"user": "n", "auth_key": "secret://auth", "priv_key": "secret://priv"}}},
        receivers={"noc": {"email": ["noc@example.org"]}},
    )
    write_secrets(directory / "secrets", SECRETS)
    (directory / "state").mkdir(mode=0o700)


def test_ten_seeded_faults_are_found_and_on_a_healthy_machine_none(machine: Machine) -> None:
    allow_ping(EVERYBODY)
    code, healthy = machine.doctor(*POWERLESS)
    assert code == 0
    assert set(healthy) <= {"synchronisation", "file system"}  # warnings of the machine the tests run on
    assert set(healthy.values()) <= {"warning"}
    allow_ping(NOBODY)
    machine.receiver.recipient_answer = "550 no such user here"
    (machine.directory / "secrets" / "priv").unlink()
    (machine.directory / "secrets" / "auth").chmod(0o644)
    (machine.directory / "secrets" / "influx").write_text("wrong", encoding="utf-8")
    with StateStore(machine.directory / "future") as store:
        store.beat(Millis(SystemClock().now() + HOUR))
    with inside(NAMESPACE), socket.create_server((LOOPBACK, WEB_PORT)):
        code, found = machine.doctor("sh", "-c", on_tmpfs(machine.directory), "sh", *FEW_DESCRIPTORS, *POWERLESS)
    assert code == 1
    assert {check: verdict for check, verdict in found.items() if check in SEEDED or check not in healthy} == SEEDED


def on_tmpfs(directory: Path) -> str:
    """Return the shell's words that put a state with a future onto a small disk in memory, and go on."""
    state = directory / "state"
    return f'mount -t tmpfs -o size=8m,mode=0700 tmpfs {state} && cp {directory}/future/* {state} && exec "$@"'


def test_nothing_is_left_behind(machine: Machine) -> None:
    before = listing(machine.directory)
    machine.doctor()
    assert listing(machine.directory) == before
    assert (machine.receiver.received, machine.receiver.resets) == ([], 1)


def listing(directory: Path) -> list[tuple[Path, int, int]]:
    return [(path, path.lstat().st_mode, path.lstat().st_mtime_ns) for path in sorted(directory.rglob("*"))]


@contextmanager
def deaf() -> Iterator[int]:
    """Run a server that takes connections and never says a word."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        yield listener.getsockname()[1]


def place(directory: Path, **environment: str) -> Place:
    write_region(directory / "inventory")
    return Place.of(directory / "inventory", directory / "state", environment, SystemClock())


def test_whoever_never_answers_is_left_behind(tmp_path: Path) -> None:
    others = set(threading.enumerate())
    with deaf() as port:
        smtp = {"NETMON_SMTP__HOST": LOOPBACK, "NETMON_SMTP__PORT": str(port), "NETMON_SMTP__SENDER": "n@example.org"}
        findings = {finding.check: finding for finding in examine(place(tmp_path, **smtp), ends_within=1.0)}
    assert findings[Check.MAIL].verdict is Verdict.NOT_CHECKED
    assert findings[Check.MAIL].what == "nothing came back within 1 s"
    assert findings[Check.TIME_ZONE].verdict is Verdict.OK
    for thread in set(threading.enumerate()) - others:
        thread.join(60)


def test_with_wrong_settings_and_inventory_the_rest_is_looked_at(tmp_path: Path) -> None:
    somewhere = place(tmp_path, NETMON_PRT="1")
    (tmp_path / "inventory" / "region.yaml").write_text("devices: [", encoding="utf-8")
    findings = {finding.check: finding.verdict for finding in examine(somewhere)}
    assert list(findings) == list(Check)
    assert findings[Check.SETTINGS] is findings[Check.INVENTORY] is Verdict.ERROR
    assert findings[Check.INFLUX] is findings[Check.DISK] is findings[Check.DESCRIPTORS] is Verdict.NOT_CHECKED
    assert findings[Check.SOFTWARE] is findings[Check.STATE_DIRECTORY] is Verdict.OK
