"""Six hours of life leave a process and its files as large as they were."""

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from tests.netmon.store.soak import INTERFACES

HOURS = 6
LONGEST = 300
"""Seconds of real time; it takes a tenth of that."""
MEBIBYTE = 1024 * 1024
LOG_OF_A_THOUSAND_PAGES = 1_000 * (4096 + 24)
"""Where SQLite empties a log (`wal_autocheckpoint`); it never gets smaller, and grows by a transaction beyond it."""


@pytest.mark.long
def test_six_hours_make_nothing_grow(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.netmon.store.soak", str(tmp_path), str(HOURS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)
    assert done.returncode == 0, done.stderr
    hours = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(hours) == HOURS
    settled = hours[1:]
    assert slope([hour["rss"] for hour in settled]) < MEBIBYTE
    assert len({hour["handles"] for hour in settled}) == 1
    assert all(hour["logs"] < 3 * LOG_OF_A_THOUSAND_PAGES for hour in settled), "two files, and room for transactions"
    assert all(hour["waiting"] == 0 for hour in hours)
    assert all(later["sent"] - earlier["sent"] >= 60 * INTERFACES for earlier, later in pairwise(hours))
    assert hours[-1]["samples"] < 1.05 * hours[3]["samples"], "what is forgotten makes room for what comes"


def slope(values: list[int]) -> float:
    """Return by how much values grow from one to the next, by least squares."""
    middle = (len(values) - 1) / 2
    mean = sum(values) / len(values)
    above = sum((number - middle) * (value - mean) for number, value in enumerate(values))
    return above / sum((number - middle) ** 2 for number in range(len(values)))


def test_a_slope_is_that_of_a_line() -> None:
    assert slope([3, 5, 7, 9]) == 2
    assert slope([4, 4, 4]) == 0
