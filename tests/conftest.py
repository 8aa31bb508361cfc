"""Fixtures for all tests; each real part has a file of its own in `tests/parts`."""

pytest_plugins = [
    "tests.parts.roll",
]
