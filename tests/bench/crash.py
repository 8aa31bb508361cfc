"""A thousand kills, in six rounds (the one that is not counted is one, too), and none may cost anything but time.

A round is `tests/crash/test_kills.py` with more kills than `make test-long` has patience for; it raises if
anything was lost, doubled without saying so, or late.
"""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
KILLS = 168
WITHIN = 900
"""Seconds for a round."""


def kills() -> Mapping[str, float]:
    """Kill netmon in each lane, again and again, while outages come and go."""
    words = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/crash/test_kills.py")
    begun = time.monotonic()
    environment = {**os.environ, "CRASH_KILLS": str(KILLS)}
    subprocess.run(words, cwd=ROOT, env=environment, check=True, timeout=WITHIN, stdout=subprocess.DEVNULL)
    return {"kills": KILLS, "lost": 0, "seconds_per_kill": (time.monotonic() - begun) / KILLS}


MEASURES = (kills,)
