"""Can this machine's clock be believed: not in the past, and held in time by somebody."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import netmon
from netmon.clock import MINUTE, Clock, Millis, to_datetime
from netmon.doctor.finding import Check, Finding, Verdict
from netmon.doctor.running import read as read_running
from netmon.phrase import Phrase

TOLERANCE = MINUTE
ANSWERS_WITHIN = 2.0
TIMESYNCD = Path("/run/systemd/timesync/synchronized")
"""systemd-timesyncd(8): is there once the clock has been set."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the clock says, and what must lie in its past: our own files, and netmon's last heartbeat."""

    now: Millis
    installed: Millis
    beat: Millis | None


def examine(state: Path, clock: Clock) -> Finding:
    """Return whether the clock is plausible."""
    installed = Millis(Path(netmon.__file__).stat().st_mtime_ns // 1_000_000)
    beat = read_running(state).beat
    return judge(Reading(clock.now(), installed, beat))


def judge(reading: Reading) -> Finding:
    """Return whether everything that has happened lies in the past."""
    shown = f"{to_datetime(reading.now):%Y-%m-%d %H:%M:%S} UTC"
    cure = Phrase("set the clock and have it kept: timedatectl set-ntp true")
    if reading.now + TOLERANCE < reading.installed:
        what = Phrase("the clock says {now}, which is before netmon was installed", now=shown)
        return Finding(Check.CLOCK, Verdict.ERROR, what, cure)
    if reading.beat is not None and reading.now + TOLERANCE < reading.beat:
        beat = f"{to_datetime(reading.beat):%Y-%m-%d %H:%M:%S} UTC"
        what = Phrase("the clock says {now}, which is before netmon's last beat at {beat}", now=shown, beat=beat)
        return Finding(Check.CLOCK, Verdict.ERROR, what, cure)
    return Finding(Check.CLOCK, Verdict.OK, Phrase("it is {now}", now=shown))


def examine_synchronisation() -> Finding:
    """Return whether somebody holds the clock in time; the first who can tell is believed."""
    return judge_synchronisation(is_synchronised=next((said for ask in SOURCES if (said := ask()) is not None), None))


def judge_synchronisation(*, is_synchronised: bool | None) -> Finding:
    """Return what it means that the clock is synchronised, is not, or that nobody can tell."""
    check = Check.SYNCHRONISATION
    if is_synchronised:
        return Finding(check, Verdict.OK, Phrase("the clock is synchronised"))
    if is_synchronised is None:
        what = Phrase("nobody here can tell whether the clock is synchronised")
        cure = Phrase("ask whoever runs the host, or install chrony: apt install chrony")
        return Finding(check, Verdict.WARNING, what, cure)
    what = Phrase("the clock is not synchronised: moments of outages will be wrong")
    cure = Phrase("timedatectl set-ntp true, or apt install chrony; allow UDP port 123 to a time server")
    return Finding(check, Verdict.WARNING, what, cure)


def read_timedatectl(said: str) -> bool | None:
    """Return what `timedatectl show -p NTPSynchronized` says: the kernel's flag, whoever keeps the time."""
    return {"NTPSynchronized=yes": True, "NTPSynchronized=no": False}.get(said.strip())


def read_chrony(said: str) -> bool | None:
    """Return what `chronyc tracking` says in its line of the leap status."""
    for line in said.splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "Leap status":
            return value.strip() != "Not synchronised"
    return None


def _ask_systemd() -> bool | None:
    return read_timedatectl(_output("timedatectl", "show", "-p", "NTPSynchronized"))


def _ask_timesyncd() -> bool | None:
    return TIMESYNCD.exists() or None


def _ask_chrony() -> bool | None:
    return read_chrony(_output("chronyc", "-n", "tracking"))


SOURCES: tuple[Callable[[], bool | None], ...] = (_ask_systemd, _ask_timesyncd, _ask_chrony)


def _output(program: str, *words: str) -> str:
    """Return what a program prints; nothing if there is none, it fails, or takes too long."""
    path = shutil.which(program)
    if path is None:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 -- the machine's own program, with fixed arguments
            [path, *words], stdin=subprocess.DEVNULL, capture_output=True, timeout=ANSWERS_WITHIN, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""
