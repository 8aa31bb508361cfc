"""OpenSSH's sshd on loopback: own host key, own user key, and a forced command that plays a router."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from netmon.inventory.models import Ssh, SshCredential
from netmon.secret import SecretRef, SecretStore
from netmon.ssh.login import Login, resolve
from tests.parts.roll import Enrol

ADDRESS = "127.18.251.1"
RECORDED = Path(__file__).parents[1] / "devices" / "frr_8.4.4.json"
CONFIGURATION = """
ListenAddress {address}:{port}
HostKey {directory}/host_key
AuthorizedKeysFile {directory}/authorized_keys
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
SetEnv HOME={directory}
ForceCommand {python} -I {directory}/router.py
"""
ROUTER = """
import json, os, sys
command = os.environ.get("SSH_ORIGINAL_COMMAND", "")
recorded = json.load(open({recorded!r}))
if command in recorded:
    print("a login message before the answer")
    print(recorded[command])
elif command == "hostile controls":
    sys.stdout.write("\\x1b]52;c;ZXZpbA==\\x07\\x1b[31mred\\x1b[0m\\x1bP1;2q\\x1b\\\\ \\x00\\x9bm\\u202efdp.exe\\r\\n")
elif command == "endless":
    while True:
        sys.stdout.write("x" * 65536)
elif command == "endless complaint":
    while True:
        sys.stderr.write("x" * 65536)
elif command == "silent":
    import select
    ended = select.poll()
    ended.register(sys.stdout, 0)
    ended.poll(15_000)
elif command == "drip":
    import time
    while True:
        print("x", flush=True)
        time.sleep(0.1)
elif command == "dead daemon":
    print("bgpd is not running", file=sys.stderr)
    sys.exit(1)
elif command:
    print("% Unknown command", file=sys.stderr)
    sys.exit(2)
else:
    sys.stdin.read()
"""
READY_WITHIN = 60.0


@dataclass(frozen=True, slots=True)
class Server:
    """A running sshd and a login that it accepts."""

    login: Login
    directory: Path
    process: subprocess.Popen[bytes]

    def with_host_key(self, host_key: str) -> Login:
        """Return the login with another key pinned."""
        return replace(self.login, host_key=host_key)


@pytest.fixture(scope="session")
def sshd(tmp_path_factory: pytest.TempPathFactory, enrol: Enrol) -> Iterator[Server]:
    """Return a server that answers FRR's recorded commands, and some that no honest device would."""
    if shutil.which("sshd") is None:
        pytest.skip("sshd is not installed (Debian package openssh-server)")
    enrol("sshd", subprocess.run(["ssh", "-V"], capture_output=True, text=True, check=True, timeout=10).stderr.strip())
    server = start(tmp_path_factory.mktemp("sshd"))
    yield server
    server.process.terminate()
    server.process.wait(timeout=10)


def start(directory: Path) -> Server:
    """Start a server and wait until it listens."""
    host_key = make_key(directory / "host_key")
    (directory / "authorized_keys").write_text(make_key(directory / "user_key") + "\n", encoding="utf-8")
    (directory / "user_key").chmod(0o400)
    (directory / "router.py").write_text(ROUTER.format(recorded=str(RECORDED)), encoding="utf-8")
    port = _free_port()
    configuration = CONFIGURATION.format(address=ADDRESS, port=port, directory=directory, python=sys.executable)
    (directory / "sshd_config").write_text(configuration, encoding="utf-8")
    process = _run(directory)
    _wait(port, process, directory)
    return Server(_login(directory, port, host_key), directory, process)


def make_key(path: Path, kind: str = "ed25519") -> str:
    """Make a key pair and return its public half as `type base64`."""
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-f", str(path)], check=True, timeout=30)
    kind, encoded, *_ = path.with_suffix(".pub").read_text(encoding="utf-8").split()
    return f"{kind} {encoded}"


def _run(directory: Path) -> subprocess.Popen[bytes]:
    command = [str(shutil.which("sshd")), "-D", "-e", "-f", str(directory / "sshd_config")]
    if os.geteuid() == 0:
        # Root's sshd insists on a directory below /run: give it a /run of its own.
        mount = 'mount -t tmpfs tmpfs /run && mkdir -m 0755 /run/sshd && exec "$@"'
        command = ["unshare", "--mount", "--propagation", "private", "sh", "-c", mount, "sh", *command]
    with (directory / "log").open("wb") as log:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)


def _wait(port: int, process: subprocess.Popen[bytes], directory: Path) -> None:
    ends = time.monotonic() + READY_WITHIN
    while time.monotonic() < ends and process.poll() is None:
        try:
            socket.create_connection((ADDRESS, port), timeout=1).close()
        except ConnectionRefusedError:
            time.sleep(0.02)
        else:
            return
    process.kill()
    pytest.fail(f"sshd does not listen: {(directory / 'log').read_text(encoding='utf-8')}")


def _login(directory: Path, port: int, host_key: str) -> Login:
    user = pwd.getpwuid(os.geteuid()).pw_name
    credential = SshCredential(user=user, private_key=SecretRef("secret://user_key"))
    ssh = Ssh(credential="router", port=port, host_key=host_key)
    return resolve(ADDRESS, ssh, credential, SecretStore((directory,)))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        port: int = probe.getsockname()[1]
    return port
