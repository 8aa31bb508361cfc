"""The systemd unit: what systemd itself thinks of it, and that it says what it promises."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from netmon.cli import main
from netmon.clock import SECOND
from netmon.console.handout import running_executable
from netmon.inventory.quantities import parse_duration
from netmon.process.daemon import SHORTEST_WATCHDOG

THRESHOLD = 20
"""systemd-analyze counts in tenths: 2.0."""


def unit(*words: str) -> str:
    done = CliRunner().invoke(main, ["print", "systemd", *words], env={"LANG": "C"})
    assert done.exit_code == 0
    return done.stdout


def settings(text: str) -> dict[str, list[str]]:
    """Return each setting of a unit with its values."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if not line.startswith("#") and "=" in line:
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


def analyze(directory: Path, *words: str, options: Sequence[str] = ()) -> "subprocess.CompletedProcess[str]":
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed (Debian package systemd)")
    path = directory / "netmon.service"
    executable = directory / "netmon"
    for name in (executable, executable.with_name("netmon-watch")):
        name.symlink_to("/bin/true")
    path.write_text(unit("--executable", str(executable), *options), encoding="utf-8")
    command = ["systemd-analyze", *words, str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("options", [(), ("--watcher",)])
def test_systemd_thinks_the_unit_safe(tmp_path: Path, options: Sequence[str]) -> None:
    done = analyze(tmp_path, "security", "--offline=true", f"--threshold={THRESHOLD}", "--no-pager", options=options)
    assert done.returncode == 0, done.stdout[-200:] + done.stderr


@pytest.mark.parametrize("options", [(), ("--watcher",)])
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path, options: Sequence[str]) -> None:
    done = analyze(tmp_path, "verify", options=options)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_unit_runs_the_netmon_that_printed_it() -> None:
    assert settings(unit())["ExecStart"] == [f"{running_executable()} run"]


@pytest.mark.parametrize("path", ["netmon", "/opt/net mon/netmon", "/opt/%n", "/opt/$x", '/opt/"', "/opt/a\nUser=root"])
def test_a_path_that_systemd_would_read_otherwise_is_refused(path: str) -> None:
    done = CliRunner().invoke(main, ["print", "systemd", "--executable", path], env={"LANG": "C"})
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("netmon print systemd: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(("path", "is_told"), [("/home/jana/netmon", True), ("/opt/netmon/bin/netmon", False)])
def test_a_netmon_that_the_unit_hides_is_told_of(path: str, *, is_told: bool) -> None:
    done = CliRunner().invoke(main, ["print", "systemd", "--executable", path], env={"LANG": "C"})
    assert done.exit_code == 0
    assert ("will not see this file" in done.stderr) == is_told


def test_the_watchdog_waits_longer_than_netmon_needs_between_beats() -> None:
    (patience,) = settings(unit())["WatchdogSec"]
    assert parse_duration(patience) >= SHORTEST_WATCHDOG > SECOND


def test_the_one_capability_is_the_one_that_icmp_needs() -> None:
    said = settings(unit())
    assert said["AmbientCapabilities"] == said["CapabilityBoundingSet"] == ["CAP_NET_RAW"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Type", "notify"),
        ("DynamicUser", "yes"),
        ("StateDirectoryMode", "0700"),
        ("ProtectSystem", "strict"),
        ("NoNewPrivileges", "yes"),
        ("MemoryDenyWriteExecute", "yes"),
        ("LoadCredential", "netmon:/etc/netmon/secrets"),
        ("LimitCORE", "0"),
        ("UMask", "0077"),
        ("Restart", "on-failure"),
    ],
)
def test_the_unit_confines_netmon(name: str, value: str) -> None:
    assert settings(unit())[name] == [value]


def test_no_placeholder_is_left() -> None:
    assert "@executable@" not in unit() + unit("--watcher")


def test_the_watcher_stands_beside_netmon_may_see_its_state_and_nothing_more() -> None:
    main, watcher = settings(unit()), settings(unit("--watcher"))
    assert watcher["ExecStart"] == [f"{running_executable()}-watch"]
    assert watcher["User"] == main["User"]
    assert watcher["StateDirectory"][0].split()[0] == main["StateDirectory"][0]
    assert watcher["CapabilityBoundingSet"] == [""]
    assert watcher["Restart"] == ["always"]
