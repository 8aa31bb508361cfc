"""The agents that clients are measured against: `agent.c`, compiled once and started on a core of its own."""

import hashlib
import os
import select
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import click

SOURCE = Path(__file__).with_name("agent.c")
CACHE = Path(__file__).parents[2] / ".bench"
COMPILER = "cc"
COMPILING = 120
"""Seconds."""
STARTING = 30
"""Seconds; five thousand devices take one."""
STOPPING = 5
DEVICES_PER_NET = 250


@dataclass(frozen=True, slots=True)
class Fleet:
    """How many devices answer and what they have.

    `load` is how busy links are, in per cent, on average; at a `pace` of 60 the counters see in a second
    what they would see in a minute. `dead`, `slow` (4 s) and `drip` (one answer to ten requests)
    are per cent of the devices: the first of them, in this order.
    """

    devices: int = 200
    interfaces: int = 48
    port: int = 16_100
    seed: int = 1
    load: int = 30
    pace: int = 1
    dead: int = 0
    slow: int = 0
    drip: int = 0

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where the devices answer, in their order."""
        numbers = (divmod(number, DEVICES_PER_NET) for number in range(self.devices))
        return tuple(f"127.1.{net}.{host + 1}" for net, host in numbers)


@contextmanager
def serving(fleet: Fleet, core: int) -> Iterator[int]:
    """Serve a fleet from one core for as long as the context lasts; the value is the process's id."""
    words = [f"{name}={value}" for name, value in asdict(fleet).items()]
    pipe = subprocess.PIPE
    with subprocess.Popen([compiled(), *words], stdin=pipe, stdout=pipe, stderr=pipe) as process:
        try:
            _await_readiness(process)
            os.sched_setaffinity(process.pid, {core})
            yield process.pid
        finally:
            _stop(process)


def compiled() -> Path:
    """Return the agent as a program, compiled unless this very source has been before."""
    program = CACHE / f"agent-{hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]}"
    if not program.exists():
        CACHE.mkdir(exist_ok=True)
        draft = program.with_suffix(f".{os.getpid()}")
        _compile(draft)
        draft.replace(program)
    return program


def _compile(program: Path) -> None:
    command = [COMPILER, "-std=c11", "-O2", "-Wall", "-Wextra", "-o", str(program), str(SOURCE), "-lcrypto"]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=COMPILING)
    except FileNotFoundError as error:
        complaint = f"{COMPILER}: there is no C compiler for the bench's agent; install Debian's gcc and libc6-dev"
        raise click.ClickException(complaint) from error
    except subprocess.CalledProcessError as error:
        raise click.ClickException(_why_not(error.stderr)) from error


def _why_not(said: str) -> str:
    packages = {"openssl/": "libssl-dev", "-lcrypto": "libssl-dev", ".h: No such file": "libc6-dev"}
    lacking = next((package for trace, package in packages.items() if trace in said), None)
    cure = f"; install Debian's {lacking}" if lacking else f":\n{said}"
    return f"{SOURCE}: cannot be compiled{cure}"


def _await_readiness(process: subprocess.Popen[bytes]) -> None:
    assert process.stdout is not None
    assert process.stderr is not None
    is_said, _, _ = select.select([process.stdout], [], [], STARTING)
    if is_said and process.stdout.readline() == b"ready\n":
        return
    process.kill()
    reason = process.stderr.read().decode(errors="replace").strip()
    complaint = reason or f"agent: not ready after {STARTING} s"
    raise click.ClickException(complaint)


def _stop(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    process.stdin.close()
    try:
        process.wait(STOPPING)
    except subprocess.TimeoutExpired:
        process.kill()
