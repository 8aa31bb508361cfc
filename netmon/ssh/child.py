"""What a device prints: the door to netmiko, run as a bounded child process.

`python -m netmon.ssh.child` reads a `Job` as JSON from standard input and writes a `Report` as JSON
to standard output. It lives no longer than its job allows, whatever becomes of its parent.
"""

import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import asdict

from netmiko.exceptions import NetmikoAuthenticationException, NetmikoTimeoutException
from netmiko.terminal_server import TerminalServerSSH
from paramiko.channel import Channel
from paramiko.client import SSHClient
from paramiko.ssh_exception import BadHostKeyException, SSHException

from netmon.ssh.job import Job, Report, Trouble

SSH_PORT = 22
OPEN_FILES = 64
FILE_SIZE = 64 << 10
LOGIN_SHARE = 4
"""Connecting, the banner and the authentication may each take this part of the time."""
CHUNK = 32 << 10
FAILURE_LENGTH = 500
SHORTEST_SHARE = 0.1


def main() -> None:
    """Do the job on standard input."""
    job = Job(**json.load(sys.stdin))
    _bound(job)
    json.dump(asdict(run(job)), sys.stdout)


def _bound(job: Job) -> None:
    """Let the kernel end this process when it wants too much."""
    signal.alarm(job.seconds + 1)
    for limit, value in (
        (resource.RLIMIT_CPU, job.seconds),
        (resource.RLIMIT_AS, job.memory_octets),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, FILE_SIZE),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))


def run(job: Job) -> Report:
    """Log in and run the commands, each in a channel of its own: no prompt is ever parsed."""
    ends = time.monotonic() + job.seconds
    connection = _connection(job)
    try:
        connection.establish_connection()
    except NetmikoAuthenticationException:
        return Report(trouble=Trouble.USER_REFUSED)
    except NetmikoTimeoutException as error:
        return _explain(error)
    client = connection.remote_conn_pre
    if client is None:
        return Report(trouble=Trouble.LOST)
    try:
        return _run_all(client, job, ends)
    finally:
        client.close()


def _connection(job: Job) -> TerminalServerSSH:
    share = job.seconds / LOGIN_SHARE
    name = job.address if job.port == SSH_PORT else f"[{job.address}]:{job.port}"
    return TerminalServerSSH(
        host=job.address,
        port=job.port,
        username=job.user,
        password=job.password,
        use_keys=job.private_key is not None,
        key_file=_in_memory(job.private_key) if job.private_key else None,
        ssh_strict=True,
        alt_host_keys=True,
        alt_key_file=_in_memory(f"{name} {job.host_key}\n"),
        conn_timeout=share,
        banner_timeout=share,
        auth_timeout=share,
        auto_connect=False,
    )


def _in_memory(text: str) -> str:
    """Return the path of a file that exists in memory only."""
    file = os.memfd_create("netmon")
    os.write(file, text.encode())
    return f"/proc/self/fd/{file}"


def _explain(error: NetmikoTimeoutException) -> Report:
    """Return what lies behind netmiko's one exception for everything."""
    cause = error.__context__
    if isinstance(cause, BadHostKeyException):
        offered = f"{cause.key.get_name()} {cause.key.fingerprint}"
        return Report(trouble=Trouble.OTHER_HOST_KEY, detail=offered)
    if isinstance(cause, OSError):
        return Report(trouble=Trouble.UNREACHABLE if cause.strerror else Trouble.SILENT, detail=cause.strerror or "")
    return Report(trouble=Trouble.NO_SESSION, detail=str(cause))


def _run_all(client: SSHClient, job: Job, ends: float) -> Report:
    report = Report()
    room = job.output_octets
    for position, command in enumerate(job.commands):
        share = (ends - time.monotonic()) / (len(job.commands) - position)
        try:
            output, complaint = _run(client, command, room, max(share, SHORTEST_SHARE))
        except (SSHException, OSError) as error:
            report.failures[command] = f"no answer in time ({type(error).__name__})"
            continue
        room -= len(output)
        if room <= 0:
            return Report(trouble=Trouble.TOO_MUCH_OUTPUT)
        if complaint is None:
            report.outputs[command] = output.decode("utf-8", "replace")
        else:
            report.failures[command] = complaint
    return report


def _run(client: SSHClient, command: str, room: int, seconds: float) -> tuple[bytes, str | None]:
    """Return what a command prints, and what it complains about if it failed."""
    ends = time.monotonic() + seconds
    _, stdout, _ = client.exec_command(command, timeout=seconds)
    channel = stdout.channel
    output = _read(channel, channel.recv, room, ends)
    if len(output) >= room:
        return output, None
    errors = _read(channel, channel.recv_stderr, FAILURE_LENGTH, ends).decode("utf-8", "replace").strip()
    channel.status_event.wait(max(ends - time.monotonic(), 0))
    if channel.exit_status > 0 or (errors and not output):
        return output, errors or f"exit status {channel.exit_status}"
    return output, None


def _read(channel: Channel, receive: Callable[[int], bytes], room: int, ends: float) -> bytes:
    """Return what comes until the stream ends or the room is full; raise TimeoutError at `ends`."""
    octets = bytearray()
    while len(octets) < room:
        channel.settimeout(max(ends - time.monotonic(), 0))
        chunk = receive(min(CHUNK, room - len(octets)))
        if not chunk:
            break
        octets += chunk
    return bytes(octets)


if __name__ == "__main__":
    main()
