"""A laboratory leaves nothing behind, however it ends."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.backbone.lab import Laboratory, obstacle
from tests.backbone.plan import NOC, Plan, Router
from tests.backbone.system import run
from tests.parts.waiting import wait_until

PAIR = Plan((Router("a", 1), Router(NOC, 100, managed=False)), ((f"{NOC}-a", NOC, "a"),))

pytestmark = pytest.mark.skipif(bool(obstacle()), reason=f"the laboratory cannot run here: {obstacle()}")


def traces(prefix: str) -> list[str]:
    """Return the namespaces and processes of a laboratory."""
    namespaces = [name for name in run("ip", "netns", "list").split() if name.startswith(prefix)]
    return namespaces + [line for line in run("ps", "-eo", "args").splitlines() if f"netns exec {prefix}" in line]


@pytest.fixture
def build() -> Iterator[Callable[[], Laboratory]]:
    """Return what builds a small laboratory; all are down afterwards."""
    built: list[Laboratory] = []

    def build() -> Laboratory:
        built.append(Laboratory.build(PAIR))
        return built[-1]

    yield build
    for laboratory in built:
        laboratory.down()


def test_down_removes_what_up_made_and_may_be_repeated(build: Callable[[], Laboratory]) -> None:
    laboratory = build()
    processes = [chassis.process for chassis in laboratory.chassis.values()]
    assert all(process and process.is_running for process in processes)

    laboratory.down()
    laboratory.down()

    assert not any(process and process.is_running for process in processes)
    assert not traces(laboratory.prefix)
    assert not laboratory.directory.exists()


@pytest.mark.long
def test_the_end_of_one_laboratory_leaves_another_alone(build: Callable[[], Laboratory]) -> None:
    first, second = build(), build()

    first.down()

    assert second.execute("a", "hostname").strip() == "a"


@pytest.mark.long
def test_the_routers_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    script = (
        "import os, pathlib, signal\n"
        "from tests.backbone.lab import Laboratory\n"
        "from tests.backbone.test_life import PAIR\n"
        f"Laboratory.build(PAIR, directory=pathlib.Path({str(tmp_path)!r}))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=False)

    left = Laboratory.found(tmp_path, PAIR)

    wait_until(lambda: not any(chassis.is_on for chassis in left.chassis.values()), "end of the routers")
    left.down()
    assert not traces(left.prefix)
