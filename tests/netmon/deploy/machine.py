"""A real systemd, booted in namespaces of its own, that runs the unit as `netmon print systemd` prints it."""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.parts.waiting import wait_until

SCRIPT = Path(__file__).with_name("machine.sh")
PYTHON = Path("/usr/bin/python3.11")
NEEDED = ("systemctl", "nsenter", "unshare")
TARGET = "[Unit]\nDefaultDependencies=no\nWants=netmon.service netmon-watch.service\n"
DROP_IN = """\
[Unit]
DefaultDependencies=no
[Service]
WatchdogSec=15s
RestartSec=1s
StandardOutput=append:{log}
StandardError=append:{log}
"""
WATCH_DROP_IN = DROP_IN.replace("WatchdogSec=15s\n", "")
BOOTS_WITHIN = 240.0


@dataclass(frozen=True, slots=True)
class Machine:
    """A booted machine; `place` is where it keeps everything."""

    place: Path
    manager: int
    """The process id of its systemd."""

    @property
    def state(self) -> Path:
        """Where the unit's state directory really is."""
        return self.place / "var" / "lib" / "private" / "netmon"

    def systemctl(self, *words: str) -> str:
        """Return what systemctl says on that machine; nothing while systemd does not listen yet."""
        inside = ["nsenter", "--target", str(self.manager), "--mount", "--pid", "systemctl", *words]
        return subprocess.run(inside, capture_output=True, text=True, check=False, timeout=60).stdout.strip()

    def shown(self, name: str, unit: str = "netmon") -> str:
        """Return a property of a unit."""
        return self.systemctl("show", "--value", f"--property={name}", f"{unit}.service")

    def log(self, name: str = "log") -> str:
        """Return what the unit has logged; the watcher logs into `watch-log`."""
        path = self.place / name
        return path.read_text(encoding="utf-8") if path.exists() else ""


def lacking() -> str | None:
    """Return why no machine can be booted here, if none can."""
    if os.geteuid() != 0:
        return "a systemd of its own needs root"
    if sys.version_info[:2] != (3, 11) or not PYTHON.exists():
        return f"the unit hides /root, so its Python must be Debian's: {PYTHON}, and as old as this one"
    missing = [name for name in NEEDED if shutil.which(name) is None]
    return f"not installed: {', '.join(missing)} (Debian packages systemd, util-linux)" if missing else None


@contextmanager
def booted(place: Path, environment: Sequence[str], watching: Sequence[str]) -> Iterator[Machine]:
    """Boot a machine whose netmon, and whose watcher, is told these variables; switch it off at the end."""
    if reason := lacking():
        pytest.skip(reason)
    (place / "target").write_text(TARGET, encoding="utf-8")
    (place / "drop-in").write_text(DROP_IN.format(log=place / "log"), encoding="utf-8")
    (place / "watch-drop-in").write_text(WATCH_DROP_IN.format(log=place / "watch-log"), encoding="utf-8")
    (place / "netmon.env").write_text("".join(f"{line}\n" for line in environment), encoding="utf-8")
    (place / "watch.env").write_text("".join(f"{line}\n" for line in watching), encoding="utf-8")
    words = ["unshare", "--mount", "--propagation", "private", "sh", str(SCRIPT), str(place), _packages()]
    with (place / "console").open("wb") as console:
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=console, stderr=console)
    try:
        wait_until(lambda: process.poll() is not None or _manager(process.pid), "systemd boots", BOOTS_WITHIN)
        manager = _manager(process.pid)
        assert manager, (place / "console").read_text(encoding="utf-8")
        machine = Machine(place, manager)
        wait_until(lambda: machine.shown("SubState") == "running", "the unit runs", BOOTS_WITHIN)
        yield machine
    finally:
        process.terminate()
        process.wait(60)


def _packages() -> str:
    return sysconfig.get_path("purelib")


def _manager(process: int) -> int | None:
    """Return the systemd below a process, once it is one."""
    for pid in _descendants(process):
        with suppress(ProcessLookupError):  # it ended meanwhile
            if Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip() == "systemd":
                return pid
    return None


def _descendants(process: int) -> Iterator[int]:
    for _ in range(4):
        try:
            children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8").split()
        except FileNotFoundError:
            return
        if not children:
            return
        process = int(children[0])
        yield process
