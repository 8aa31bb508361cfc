"""One kill at each durable step of a story, and one at each step of the conversations with receivers."""

import asyncio
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.crash.campaign import at_each_step, lanes, live_twice
from tests.crash.sandbox import Lane, Sandbox
from tests.parts.roll import Enrol
from tests.parts.smtp import SmtpStarter
from tests.parts.webhook import WebhookStarter

FEWEST_DURABLE_STEPS = 20
FEWEST_STEPS_ON_THE_WIRE = 30
"""A mail takes a greeting and six replies; there are two mails and two requests."""


@pytest.mark.long
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_nothing_is_lost_by_a_kill_at_any_durable_step(
    tmp_path: Path, start_webhook: WebhookStarter, start_smtp: SmtpStarter, enrol: Enrol
) -> None:
    said = subprocess.run(["strace", "--version"], capture_output=True, text=True, check=True, timeout=60).stdout
    enrol("strace", said.split()[3])

    async def attempt(lane: Lane, number: int) -> bool:
        sandbox = Sandbox(lane, lane.place.directory / f"state-{number}")
        assert await live_twice(sandbox, *killed_at(number)) == [], number
        return sandbox.kills == 1

    async def campaign() -> int:
        async with lanes(tmp_path, start_webhook, start_smtp) as built:
            return await at_each_step(built, attempt)

    steps = asyncio.run(campaign())
    assert steps >= FEWEST_DURABLE_STEPS


@pytest.mark.long
def test_nothing_is_lost_by_a_kill_at_any_step_of_a_delivery(
    tmp_path: Path, start_webhook: WebhookStarter, start_smtp: SmtpStarter
) -> None:
    repetitions: list[int] = []

    async def attempt(lane: Lane, number: int) -> bool:
        sandbox = Sandbox(lane, lane.place.directory / f"state-{number}")
        lane.trap.arm(number, sandbox.kill)
        assert await live_twice(sandbox) == [], number
        repetitions.append(sandbox.deliveries.repetitions())
        return sandbox.kills == 1

    async def campaign() -> int:
        async with lanes(tmp_path, start_webhook, start_smtp) as built:
            return await at_each_step(built, attempt)

    steps = asyncio.run(campaign())
    assert steps >= FEWEST_STEPS_ON_THE_WIRE
    assert any(repetitions), "no kill fell between a receiver's yes and netmon's hearing it"


def killed_at(number: int) -> tuple[str, ...]:
    """Return the tracer that kills a program as it makes something durable for so many times.

    With -D it is not the program's parent; with --seccomp-bpf it would be faster, but kill nobody.
    """
    calls = "fdatasync,fsync"
    return (
        *("strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={calls}"),
        *("-e", f"inject={calls}:signal=SIGKILL:when={number}"),
    )
