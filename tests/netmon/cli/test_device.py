"""A device added and tested from the command line: real agents, real SSH, real processes that are killed."""

import json
import os
import random
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from pty import openpty

import pytest
from click.testing import CliRunner, Result

from netmon.cli import main
from netmon.cli.device import ROLES
from netmon.console.draft import Draft, Met
from netmon.console.visit import Acquaintance
from netmon.enrolment.proposal import Proposal, propose
from netmon.enrolment.wishes import Meeting, Wishes
from netmon.inventory.loading import load
from netmon.inventory.models import DeviceRole, Inventory
from netmon.model import DeviceName
from tests.netmon.enrolment import STRANGER
from tests.netmon.region import free_udp_port, write_region, write_secrets
from tests.parts import sshd as ssh_part
from tests.parts.snmpd import COMMUNITY, Agent
from tests.parts.sshd import Server, make_key

NAME = DeviceName("smerovac")
"""What the agent's sysName, směrovač, makes."""
SECRETS = {
    "auth": "authentication key",
    "priv": "privacy key, another",
    "wrong": "not the right one",
    "short": "short",
    "community": COMMUNITY,
}
V3 = {"user": "sha-256-aes-128", "auth_key": "secret://auth", "priv_key": "secret://priv"}
V2C = {"version": "v2c", "allow_insecure": "true", "community": "secret://community"}


@dataclass(frozen=True, slots=True)
class Desk:
    """An operator's directory: an inventory of towns only, secrets, and the variables that name them."""

    directory: Path

    @property
    def inventory(self) -> Path:
        """Where devices are written down."""
        return self.directory / "inventory"

    @property
    def environment(self) -> dict[str, str]:
        """What a command there is told by its environment."""
        return {
            "PATH": os.environ["PATH"],
            "NETMON_INVENTORY": str(self.inventory),
            "NETMON_SECRETS": str(self.directory / "secrets"),
            "NETMON_SNMP__TIMEOUT": "500ms",
        }

    def run(self, *words: str, language: str = "en") -> Result:
        """Run `netmon device` with these words."""
        return CliRunner(env={**self.environment, "NETMON_LANGUAGE": language}).invoke(main, ["device", *words])

    def add(self, agent: Agent, *words: str, language: str = "en") -> Result:
        """Add the agent's device, in the first town."""
        return self.run("add", agent.address, "--port", str(agent.port), *words, language=language)

    def files(self) -> list[str]:
        """Return the files of devices, hidden ones left out."""
        return sorted(path.name for path in (self.inventory / "devices").glob("[!.]*"))

    def known(self) -> Inventory:
        """Return the inventory as it stands."""
        return load(self.inventory)


def desk_with(directory: Path, **snmp: object) -> Desk:
    credentials = {"snmp": snmp or {"core": V3}}
    write_region(directory / "inventory", sites={}, devices={}, links={}, anchors={}, credentials=credentials)
    write_secrets(directory / "secrets", SECRETS)
    return Desk(directory)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_with(tmp_path)


def test_a_device_is_added_over_snmpv3_and_can_be_tested(snmpd: Agent, desk: Desk) -> None:
    done = desk.add(snmpd, "--municipality", "A", "--yes")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("--- /dev/null\n+++ ")
    assert f"+  {NAME}:" in done.stdout
    assert "the region begins at smerovac" in done.stderr
    assert "municipality 500002" not in done.stderr, "what other towns lack is not this device's matter"
    device = desk.known().devices[NAME]
    assert device.address == snmpd.address
    assert device.snmp is not None
    assert (device.snmp.credential, device.snmp.port, device.role) == ("core", snmpd.port, DeviceRole.ACCESS)
    tested = desk.run("test", NAME, "--json")
    assert tested.exit_code == 0, tested.output
    said = json.loads(tested.stdout)
    assert (said["ok"], said["ways"][-1]["way"], said["ways"][-1]["said"]) == (True, "snmp", "směrovač")
    again = desk.add(snmpd, "--yes")
    assert again.exit_code == 1
    assert f"{snmpd.address} is in the inventory already, as device {NAME}" in again.stderr


def test_v3_is_tried_first_and_what_is_in_clear_last(snmpd: Agent, tmp_path: Path) -> None:
    desk = desk_with(tmp_path, old=V2C, stranger={**V3, "user": "nobody"})
    done = desk.add(snmpd, "--municipality", "A", "--yes", "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["credential"] == "old"
    assert "  as stranger: " in done.stderr
    assert "does not know the user" in done.stderr
    assert "create user nobody there with SHA-256, AES-128" in done.stderr


@pytest.mark.parametrize(
    ("credential", "reason", "cure"),
    [
        ({**V3, "user": "nobody"}, "does not know the user", "create user nobody there"),
        ({**V3, "auth_key": "secret://wrong"}, "authentication key or protocol", "netmon secret set wrong"),
        ({**V3, "priv_key": "secret://wrong"}, "privacy key", "compare `priv`"),
        ({**V3, "priv_key": "secret://none"}, "secret 'none' is nowhere", "keep it: netmon secret set none"),
        ({**V3, "auth_key": "secret://short"}, "shorter than 8 octets", "keep it: netmon secret set short"),
        ({**V2C, "community": "secret://wrong"}, "no answer to 2 requests", "silence is also what a wrong community"),
    ],
)
def test_each_refusal_is_told_with_its_cure(
    snmpd: Agent, tmp_path: Path, credential: Mapping[str, str], reason: str, cure: str
) -> None:
    desk = desk_with(tmp_path, core=credential)
    done = desk.add(snmpd, "--yes")
    assert done.exit_code == 1
    assert reason in done.stderr
    assert cure in done.stderr
    assert f"netmon device add: {snmpd.address} answers to no credential" in done.stderr
    assert desk.files() == []


def test_where_no_agent_listens_scripts_are_told_why(desk: Desk) -> None:
    port = free_udp_port()
    done = desk.run("add", "127.19.40.1", "--port", str(port), "--json")
    said = json.loads(done.stdout)
    assert (done.exit_code, said["written"], said["device"]) == (1, False, None)
    (refusal,) = said["refusals"]
    assert (refusal["credential"], refusal["error"]) == ("core", "NoResponse")
    assert "no SNMP agent listens" in refusal["text"]
    assert refusal["cure"].startswith("switch SNMP on there")


def test_without_yes_nothing_is_written(snmpd: Agent, desk: Desk) -> None:
    done = desk.add(snmpd, "--municipality", "A")
    assert (done.exit_code, desk.files()) == (1, [])
    assert f"+  {NAME}:" in done.stdout
    assert "add --yes" in done.stderr


def test_json_without_yes_is_a_rehearsal(snmpd: Agent, desk: Desk) -> None:
    done = desk.add(snmpd, "--municipality", "A", "--role", "core", "--json")
    said = json.loads(done.stdout)
    assert (done.exit_code, said["written"], desk.files()) == (0, False, [])
    assert said["sections"]["devices"][NAME]["role"] == "core"
    done = desk.add(snmpd, "--municipality", "A", "--json", "--yes")
    assert (done.exit_code, json.loads(done.stdout)["written"], desk.files()) == (0, True, [f"{NAME}.yaml"])


def test_czech_is_spoken_to_who_reads_it(snmpd: Agent, desk: Desk) -> None:
    doubtful = desk.add(snmpd, "--yes", language="cs")
    assert "nic neříká, ve které obci zařízení stojí; přidejte --municipality" in doubtful.stderr
    done = desk.add(snmpd, "--municipality", "A", "--yes", language="cs")
    assert "nebyla žádná kotva: kraj začíná u zařízení smerovac" in done.stderr
    assert f"dále: netmon device test {NAME}" in done.stderr
    assert "SNMP: v pořádku (směrovač), " in desk.run("test", NAME, language="cs").stdout


def test_a_file_that_is_there_already_is_left_alone(snmpd: Agent, desk: Desk) -> None:
    (desk.inventory / "devices").mkdir()
    file = desk.inventory / "devices" / f"{NAME}.yaml"
    file.write_text("# somebody's notes\n", encoding="utf-8")
    done = desk.add(snmpd, "--municipality", "A", "--yes")
    assert done.exit_code == 1
    assert "something else stands in this file" in done.stderr
    assert file.read_text(encoding="utf-8") == "# somebody's notes\n"


@pytest.mark.parametrize(
    ("words", "exit_code", "reason"),
    [
        (["add", "router.example.org"], 2, '"router.example.org" is no IP address'),
        (["add", "127.19.40.1", "--at", "here"], 2, "--at: write latitude and longitude"),
        (["add", "127.19.40.1", "--role", "chef"], 2, "chef"),
        (["add", "127.19.40.1", "--port", "0"], 2, "0"),
        (["add", "127.19.40.1", "--credential", "cor", "--yes"], 1, 'no SNMP credential "cor"; did you mean "core"?'),
        (["test", "hub"], 2, 'there is no device "hub"; the inventory has 0 devices'),
    ],
)
def test_what_is_wrong_with_the_words_is_told(desk: Desk, words: list[str], exit_code: int, reason: str) -> None:
    done = desk.run(*words)
    assert done.exit_code == exit_code
    assert reason in done.stderr


def test_an_inventory_without_credentials_says_what_to_write(tmp_path: Path) -> None:
    desk = desk_with(tmp_path)
    write_region(desk.inventory, sites={}, devices={}, links={}, anchors={}, credentials={})
    done = desk.run("add", "127.19.40.1", "--yes")
    assert done.exit_code == 1
    assert "has no SNMP credential; write one below credentials, snmp, such as core: {user: netmon," in done.stderr


def test_a_draft_the_inventory_cannot_be_used_with_is_not_sound(tmp_path: Path) -> None:
    desk = desk_with(tmp_path)
    meeting = Meeting("127.19.40.1", 161, "gone")
    proposal = propose(STRANGER, desk.known(), meeting, Wishes(municipality="A"))
    assert isinstance(proposal, Proposal)
    met = Met(Acquaintance("gone", STRANGER, ("interfaces: more than 20000 varbinds",)), meeting)
    draft = Draft.of(proposal, met, desk.inventory)
    assert not draft.is_sound
    assert "credential" in str(draft.complaints[0])
    assert draft.remarks[-1] == "not everything could be read: interfaces: more than 20000 varbinds"


def test_the_roles_are_those_of_the_inventory() -> None:
    assert tuple(DeviceRole) == ROLES


def write_device(desk: Desk, server: Server, address: str, **entry: object) -> None:
    """Write down one device, and how to log in to the SSH server."""
    private_key = (server.directory / "user_key").read_text(encoding="ascii")
    write_secrets(desk.directory / "secrets", {"user_key": private_key})
    ssh = {"router": {"user": server.login.user, "private_key": "secret://user_key"}}
    device = {"site": "a", "role": "core", "platform": "frr", "addresses": [address], **entry}
    write_region(desk.inventory, devices={"hub": device}, links={}, credentials={"snmp": {"core": V3}, "ssh": ssh})


def ssh_of(server: Server, host_key: str = "") -> dict[str, str]:
    return {"credential": "router", "port": str(server.login.port), "host_key": host_key or server.login.host_key}


def way(done: Result, name: str) -> dict[str, object]:
    """Return how one way to the device went."""
    (found,) = [way for way in json.loads(done.stdout)["ways"] if way["way"] == name]
    assert found["took_ms"] >= 0
    return dict(found)


def test_every_way_to_a_device_is_tested_with_its_reason_and_cure(snmpd: Agent, sshd: Server, desk: Desk) -> None:
    snmp = {"credential": "core", "port": str(snmpd.port)}
    write_device(desk, sshd, snmpd.address, reachability="snmp", snmp=snmp, ssh=ssh_of(sshd))
    done = desk.run("test", "hub")
    lines = done.stdout.splitlines()
    assert (done.exit_code, lines[0]) == (1, f"hub at {snmpd.address}")
    assert lines[1].startswith("  SNMP: fine (směrovač), ")
    assert f"SSH: {snmpd.address} port {sshd.login.port}" in lines[2]
    assert f"reach TCP port {sshd.login.port}" in lines[3]


def test_ssh_is_tested_by_logging_in(sshd: Server, desk: Desk, tmp_path: Path) -> None:
    other_key = make_key(tmp_path / "other")
    for host_key, error in (("", None), (other_key, "AccessDenied"), ("nonsense", "SettingsError")):
        write_device(desk, sshd, ssh_part.ADDRESS, ssh=ssh_of(sshd, host_key))
        found = way(desk.run("test", "hub", "--json"), "ssh")
        assert found["error"] == error
        assert (found["cure"] is None) == (error is None)


def test_a_device_that_no_echo_comes_back_from_is_told(sshd: Server, desk: Desk) -> None:
    write_device(desk, sshd, "127.255.255.255")
    done = desk.run("test", "hub", "--json")
    assert (done.exit_code, way(done, "icmp")["ok"]) == (1, False)


@dataclass
class Session:
    """`netmon device add` at a terminal of its own."""

    process: "subprocess.Popen[bytes]"
    terminal: int
    said: str = ""

    def expect(self, text: str, within: float = 60.0) -> None:
        """Read on until a text has come; fail if it does not."""
        ends = time.monotonic() + within
        while text not in self.said:
            ready, _, _ = select.select([self.terminal], [], [], max(0.0, ends - time.monotonic()))
            chunk = self._read() if ready else b""
            assert chunk, f"not said: {text!r}, but: {self.said}"
            self.said += chunk.decode("utf-8", "replace")

    def type(self, text: str) -> None:
        """Type, and forget what was said before."""
        self.said = ""
        os.write(self.terminal, text.encode())

    def exit_code(self) -> int:
        """Return how it ended."""
        return self.process.wait(timeout=60)

    def end_with(self, keys: str) -> int:
        """Type, and return how it ended.

        Python misses a Ctrl-C that comes in the moment between a prompt and the read behind it: people press again.
        """
        for _ in range(4):
            self.type(keys)
            with suppress(subprocess.TimeoutExpired):
                return self.process.wait(timeout=10)
        return self.exit_code()

    def _read(self) -> bytes:
        try:
            return os.read(self.terminal, 65_536)
        except OSError:  # EIO: the other end is closed
            return b""


@contextmanager
def at_terminal(desk: Desk, agent: Agent, *words: str) -> Iterator[Session]:
    ours, theirs = openpty()
    command = [sys.executable, "-m", "netmon", "device", "add", agent.address, "--port", str(agent.port), *words]
    environment = {**desk.environment, "TERM": "xterm", "NETMON_LANGUAGE": "cs", "PYTHONUTF8": "1"}
    # What a shell begins in the background ignores Ctrl-C, and so would we, as its heirs.
    launcher = ["env", "--default-signal=INT", "setsid", "--ctty", "--wait", *command]
    process = subprocess.Popen(launcher, env=environment, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    try:
        yield Session(process, ours)
    finally:
        process.kill()
        process.wait(timeout=60)
        os.close(ours)


def test_at_a_terminal_it_asks_what_it_cannot_know(snmpd: Agent, tmp_path: Path) -> None:
    desk = desk_with(tmp_path, core=V3, other=V2C)
    with at_terminal(desk, snmpd) as session:
        session.expect("Které přihlašovací údaje SNMP? core, other, nebo * pro všechny postupně")
        session.type("core\n")
        session.expect("Obec (název nebo kód)")
        session.type("Z\n")
        session.expect("Obec (název nebo kód)")
        assert "žádná obec se nejmenuje „Z“" in session.said
        session.type("B\n")
        session.expect("Zapsat? [a/N]")
        assert "\x1b[32m+devices:" in session.said
        session.type("a\n")
        session.expect(f"dále: netmon device test {NAME}")
        assert session.exit_code() == 0
    assert desk.known().municipality_of(desk.known().devices[NAME]) == "500002"


@pytest.mark.parametrize(("keys", "exit_code"), [("\n", 1), ("n\n", 1), ("\x03", 130), ("\x04", 130)])
def test_whoever_does_not_agree_leaves_everything_as_it_was(
    snmpd: Agent, desk: Desk, keys: str, exit_code: int
) -> None:
    with at_terminal(desk, snmpd, "--municipality", "A") as session:
        session.expect("Zapsat? [a/N]")
        assert session.end_with(keys) == exit_code
    assert desk.files() == []


@pytest.mark.long
def test_killed_at_any_moment_it_leaves_the_old_state_or_the_new(snmpd: Agent, tmp_path: Path) -> None:
    chance = random.Random(3)  # noqa: S311 -- moments to kill at
    desk = desk_with(tmp_path)
    words = [sys.executable, "-m", "netmon", "device", "add", snmpd.address, "--port", str(snmpd.port)]
    words += ["--municipality", "A", "--yes"]
    started = time.monotonic()
    subprocess.run(words, env=desk.environment, check=True, capture_output=True, timeout=60)
    took = time.monotonic() - started
    file = desk.inventory / "devices" / f"{NAME}.yaml"
    whole = file.read_bytes()
    outcomes = set()
    for round_ in range(24):
        file.unlink(missing_ok=True)
        process = subprocess.Popen(words, env=desk.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        kill_after(process, chance.uniform(0.3, 2) * took, drafts=file.parent if round_ % 2 else None)
        outcomes.add(file.exists())
        assert not file.exists() or file.read_bytes() == whole
        assert set(desk.known().devices) == ({NAME} if file.exists() else set())
    assert outcomes == {False, True}


def kill_after(process: "subprocess.Popen[bytes]", seconds: float, drafts: Path | None) -> None:
    """Kill a process after a time, or as soon as a hidden draft in the directory shows that it writes."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends and process.poll() is None and not (drafts and any(drafts.glob(".*"))):
        pass
    process.kill()
    process.wait(timeout=60)
    for draft in drafts.glob(".*") if drafts else ():
        draft.unlink()
