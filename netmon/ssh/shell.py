"""What devices answer to commands: at most so many at once, each in a bounded child process."""

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from netmon.clock import SECOND, Clock, Millis
from netmon.errors import AccessDenied, LimitReached, NoResponse, PollError, ProtocolViolation
from netmon.phrase import Phrase
from netmon.ssh.job import Job, Report, Trouble
from netmon.ssh.login import Login
from netmon.ssh.plain import plain
from netmon.ssh.transcript import Transcript

AT_ONCE = 4
DEADLINE = Millis(20 * SECOND)
GRACE = Millis(3 * SECOND)
"""What the child may take beyond its time before it is killed: it needs some to start."""
LARGEST_REPORT = 8 << 20
"""Octets of JSON: every octet of output may have been escaped."""
CHILD = (sys.executable, "-I", "-m", "netmon.ssh.child")
ENVIRONMENT = {"HOME": "/nonexistent", "LANG": "C.UTF-8", "PYTHONUTF8": "1"}
"""Nothing of our own environment: neither secrets nor anybody's SSH configuration."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one visit may take."""

    deadline: Millis = DEADLINE
    output_octets: int = 1 << 20
    memory_octets: int = 1 << 30
    """Address space; netmiko alone takes 250 MB of it."""


class Shell:
    """Runs read-only commands on devices; whoever comes when all places are taken waits."""

    def __init__(self, clock: Clock, limits: Limits | None = None, at_once: int = AT_ONCE) -> None:
        self._clock = clock
        self._limits = limits or Limits()
        self._places = asyncio.Semaphore(at_once)

    async def run(self, login: Login, commands: Sequence[str]) -> Transcript:
        """Return the output of each command, those that failed apart; raise a PollError if there is none at all."""
        job = _job(login, tuple(commands), self._limits)
        async with self._places:
            report = await self._run(job)
        if report.trouble is not None:
            raise _error_of(report, login, self._limits)
        return Transcript(self._clock.now(), _plain(report.outputs), _plain(report.failures))

    async def _run(self, job: Job) -> Report:
        child = await asyncio.create_subprocess_exec(
            *CHILD, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=ENVIRONMENT, start_new_session=True
        )
        try:
            async with asyncio.timeout((self._limits.deadline + GRACE) / 1000):
                return await _talk(child, json.dumps(asdict(job)).encode())
        except TimeoutError:
            return Report(trouble=Trouble.NOT_FINISHED)
        finally:
            if child.returncode is None:
                child.kill()
            await child.wait()


async def _talk(child: Process, job: bytes) -> Report:
    octets, _ = await asyncio.gather(_read(child), _write(child, job))
    if len(octets) > LARGEST_REPORT:
        return Report(trouble=Trouble.LONG_REPORT)
    status = await child.wait()
    try:
        return Report(**json.loads(octets))
    except (ValueError, TypeError):
        return Report(trouble=Trouble.KILLED if status < 0 else Trouble.FAILED, detail=str(abs(status)))


async def _write(child: Process, job: bytes) -> None:
    if child.stdin is not None:
        child.stdin.write(job)
        child.stdin.close()


async def _read(child: Process) -> bytes:
    octets = bytearray()
    while child.stdout is not None and len(octets) <= LARGEST_REPORT:
        chunk = await child.stdout.read(LARGEST_REPORT)
        if not chunk:
            break
        octets += chunk
    return bytes(octets)


def _job(login: Login, commands: tuple[str, ...], limits: Limits) -> Job:
    return Job(
        address=login.address,
        port=login.port,
        user=login.user,
        host_key=login.host_key,
        password=login.password.reveal() if login.password else None,
        private_key=login.private_key.reveal() if login.private_key else None,
        commands=commands,
        seconds=limits.deadline // SECOND,
        output_octets=limits.output_octets,
        memory_octets=limits.memory_octets,
    )


def _plain(texts: Mapping[str, str]) -> dict[str, str]:
    return {command: plain(text) for command, text in texts.items()}


def _error_of(report: Report, login: Login, limits: Limits) -> PollError:
    """Return what a visit that brought nothing ends with."""
    detail = plain(report.detail).strip()
    known: Mapping[str | None, tuple[type[PollError], Phrase]] = {
        Trouble.USER_REFUSED: (AccessDenied, Phrase("the device refuses user {user!r}", user=login.user)),
        Trouble.OTHER_HOST_KEY: (
            AccessDenied,
            Phrase("the device offers the host key {key}, which is not the one pinned", key=detail),
        ),
        Trouble.UNREACHABLE: (NoResponse, Phrase("{reason}", reason=detail)),
        Trouble.SILENT: (NoResponse, Phrase("no answer in time")),
        Trouble.LOST: (NoResponse, Phrase("the connection was lost as soon as it stood")),
        Trouble.TOO_MUCH_OUTPUT: (
            LimitReached,
            Phrase("more than {octets} octets of output", octets=limits.output_octets),
        ),
        Trouble.NOT_FINISHED: (NoResponse, Phrase("not finished after {time} ms", time=limits.deadline)),
        Trouble.LONG_REPORT: (LimitReached, Phrase("the report of the visit is too long")),
        Trouble.KILLED: (LimitReached, Phrase("the visit was ended by its limits (signal {number})", number=detail)),
        Trouble.FAILED: (LimitReached, Phrase("the visit was ended by its limits (exit status {code})", code=detail)),
    }
    no_session = (ProtocolViolation, Phrase("no SSH session: {reason}", reason=detail))
    error, said = known.get(report.trouble, no_session)
    return error(Phrase("{address} port {port}: {said}", address=login.address, port=login.port, said=said))
