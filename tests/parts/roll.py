"""Which real parts took part: printed at the end of a run; and why a skip is a failure in CI."""

import os
from collections.abc import Callable, Generator

import pytest

ROLL = pytest.StashKey[dict[str, str]]()
Enrol = Callable[[str, str], None]


def pytest_configure(config: pytest.Config) -> None:
    """Start with an empty roll."""
    config.stash[ROLL] = {}


@pytest.fixture(scope="session")
def enrol(request: pytest.FixtureRequest) -> Enrol:
    """Return a function that notes a part and its version."""

    def note(part: str, version: str) -> None:
        request.config.stash[ROLL][part] = version

    return note


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure where CI=true: there every part must run."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the parts."""
    parts = config.stash[ROLL]
    if parts:
        terminalreporter.section("real parts")
        for part in sorted(parts):
            terminalreporter.line(f"{part}: {parts[part]}")
