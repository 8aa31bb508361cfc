"""Whether a socket for each device can be opened."""

import subprocess
import sys

import pytest

from netmon.doctor.descriptors import OWN, Reading, judge
from netmon.doctor.finding import Verdict
from netmon.process.web import CONNECTIONS

MARGIN = CONNECTIONS + OWN
SCRIPT = """
import resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (int(sys.argv[1]),) * 2)
from netmon.doctor.descriptors import examine
from tests.netmon.region import region
print(examine(region()).verdict)
"""


@pytest.mark.parametrize(
    ("limit", "sockets", "verdict"),
    [
        (None, 10**6, Verdict.OK),
        (MARGIN + 10, 10, Verdict.OK),
        (MARGIN + 9, 10, Verdict.ERROR),
        (1024, 10_000, Verdict.ERROR),
    ],
)
def test_every_device_needs_one_beside_the_margin(limit: int | None, sockets: int, verdict: Verdict) -> None:
    assert judge(Reading(limit, sockets)).verdict is verdict


def test_the_cure_leaves_room() -> None:
    assert f"LimitNOFILE={2 * (MARGIN + 10_000)}" in (judge(Reading(1024, 10_000)).cure or "")


@pytest.mark.parametrize(("limit", "verdict"), [(MARGIN + 4, "ok"), (MARGIN + 3, "error")])
def test_the_hard_limit_of_the_process_is_what_counts(limit: int, verdict: str) -> None:
    words = [sys.executable, "-c", SCRIPT, str(limit)]
    assert subprocess.run(words, capture_output=True, text=True, check=True, timeout=30).stdout.strip() == verdict
