"""Waiting for a condition, never for a time that is hoped to be enough."""

import time
from collections.abc import Callable

import pytest

LOOK_EVERY = 0.02


def wait_until(condition: Callable[[], object], what: str, within: float = 60.0) -> None:
    """Return as soon as a condition holds; fail the test, naming it, if it does not in time."""
    deadline = time.monotonic() + within
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"after {within} s still not: {what}")
        time.sleep(LOOK_EVERY)
