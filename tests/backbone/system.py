"""How the laboratory asks the system for something: one command with its complaint kept, one process."""

import subprocess
from pathlib import Path

LONGEST = 30.0
"""Seconds after which a command is given up."""


class CommandFailed(Exception):
    """A command of the laboratory failed; the text is what it said."""


def run(*words: str | Path, stdin: str = "") -> str:
    """Run a command to its end and return what it printed; raise CommandFailed."""
    done = subprocess.run(words, input=stdin, capture_output=True, text=True, timeout=LONGEST, check=False)
    if done.returncode:
        message = f"{' '.join(map(str, words))}: exit {done.returncode}: {done.stderr.strip() or done.stdout.strip()}"
        raise CommandFailed(message)
    return done.stdout


def started_at(pid: int) -> int | None:
    """Return when a process started, in clock ticks since boot; None if it has ended.

    /proc/PID/stat: state is field 3, starttime field 22 (proc(5)).
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] == "Z" else int(fields[19])
