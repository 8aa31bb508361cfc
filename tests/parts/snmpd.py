"""net-snmp's snmpd, started on loopback with its own configuration and persistent directory."""

import asyncio
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from netmon.clock import Millis, SystemClock
from netmon.errors import PollError
from netmon.inventory.models import AuthProtocol, PrivProtocol, SnmpCredential, SnmpVersion
from netmon.secret import SecretRef, SecretStore
from netmon.settings import Snmp
from netmon.snmp.credential import ResolvedCredential, resolve
from netmon.snmp.session import SnmpSession
from tests.parts.roll import Enrol

ADDRESS = "127.18.250.1"
COMMUNITY = "kk-readonly"
SECRETS = SecretStore(
    environment={
        "NETMON_SECRET_COMMUNITY": COMMUNITY,
        "NETMON_SECRET_WRONG": "not the right one",
        "NETMON_SECRET_AUTH": "authentication key",
        "NETMON_SECRET_PRIV": "privacy key, another",
    }
)
CONFIGURATION = """
agentAddress udp:{address}:{port}
rocommunity {community} 127.0.0.0/8
sysName směrovač
engineID kk-router
"""
KEYS = '"authentication key" {priv} "privacy key, another"'
NET_SNMP_NAMES = {AuthProtocol.SHA_1: "SHA", PrivProtocol.AES_128: "AES"}
"""Where net-snmp's name for a protocol is not ours."""
ATTEMPTS = 100
EVERY = Snmp(timeout=Millis(100), attempts=1)


@dataclass(frozen=True, slots=True)
class Agent:
    """A running snmpd; started again with `directory` and `port` it is the same device, rebooted."""

    address: str
    port: int
    directory: Path
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(timeout=60)


def community(version: SnmpVersion = SnmpVersion.V2C, name: str = "community") -> ResolvedCredential:
    """Return the community behind a secret, by default the right one."""
    reference = SecretRef(f"secret://{name}")
    return resolve(SnmpCredential(version=version, allow_insecure=True, community=reference), SECRETS)


def user(auth: AuthProtocol, priv: PrivProtocol, **others: str) -> ResolvedCredential:
    """Return the user that the agent has for these protocols, with the right keys unless `others` says more."""
    keys = {"user": _user_name(auth, priv), "auth_key": "secret://auth", "priv_key": "secret://priv"}
    return resolve(SnmpCredential.model_validate({"auth": auth, "priv": priv, **keys, **others}), SECRETS)


def start(directory: Path, *, address: str = ADDRESS, port: int = 0) -> Agent:
    """Start an agent and wait until it answers."""
    port = port or _free_port(address)
    text = CONFIGURATION.format(address=address, port=port, community=COMMUNITY)
    users = "\n".join(_user(auth, priv) for auth in AuthProtocol for priv in PrivProtocol)
    (directory / "snmpd.conf").write_text(text + users, encoding="utf-8")
    with (directory / "log").open("wb") as log:
        process = subprocess.Popen(
            ["snmpd", "-f", "-Lo", "-I", "-smux", "-p", str(directory / "pid")],
            env=os.environ | _environment(directory),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    agent = Agent(address, port, directory, process)
    asyncio.run(_wait(agent))
    return agent


@pytest.fixture(scope="session")
def snmpd(tmp_path_factory: pytest.TempPathFactory, enrol: Enrol) -> Iterator[Agent]:
    """Return an agent that knows the community and a user for each pair of protocols."""
    if shutil.which("snmpd") is None:
        pytest.skip("snmpd is not installed (Debian package snmpd)")
    enrol("snmpd", _version())
    agent = start(tmp_path_factory.mktemp("snmpd"))
    yield agent
    agent.stop()


def _environment(directory: Path) -> dict[str, str]:
    """Return where configuration and memory lie; it counts its starts only if it reads both."""
    state = directory / "state"
    return {"SNMPCONFPATH": f"{directory}:{state}", "SNMP_PERSISTENT_DIR": str(state), "MIBS": ""}


async def _wait(agent: Agent) -> None:
    session = SnmpSession.open(agent.address, agent.port, community(), EVERY, SystemClock())
    for _ in range(ATTEMPTS):
        if agent.process.poll() is not None:
            break
        try:
            await session.probe()
        except PollError:
            await asyncio.sleep(0.1)
        else:
            session.close()
            return
    session.close()
    agent.process.kill()
    pytest.fail(f"snmpd does not answer: {(agent.directory / 'log').read_text()}")


def _user(auth: AuthProtocol, priv: PrivProtocol) -> str:
    name = _user_name(auth, priv)
    keys = KEYS.format(priv=NET_SNMP_NAMES.get(priv, priv))
    return f"createUser {name} {NET_SNMP_NAMES.get(auth, auth)} {keys}\nrouser {name} authpriv"


def _user_name(auth: AuthProtocol, priv: PrivProtocol) -> str:
    return f"{auth}-{priv}".lower()


def _free_port(address: str) -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((address, 0))
        port: int = probe.getsockname()[1]
    return port


def _version() -> str:
    said = subprocess.run(["snmpd", "-v"], capture_output=True, text=True, check=True, timeout=60).stdout
    return said.split("version:")[1].split()[0]
