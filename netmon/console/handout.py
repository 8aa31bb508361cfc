"""What netmon hands out: its systemd unit, a site for a reverse proxy, a shell's completion."""

import re
import sys
from importlib.resources import files
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from netmon.console.terminal import Terminal
from netmon.errors import CommandRefused
from netmon.foreign import one_line
from netmon.inventory.reference import reference
from netmon.phrase import Phrase
from netmon.rules.reference import language

USUAL_EXECUTABLE = Path("/opt/netmon/bin/netmon")
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"(?=.{{1,253}}\Z){LABEL}(?:\.{LABEL})*", re.ASCII | re.IGNORECASE)
"""A host name (RFC 1123 §2.1)."""
PATH = re.compile(r"/[\w./+@-]+", re.ASCII)
"""A path that systemd and a shell read as it is: no blank, no quote, no `%`, no `$`."""
HIDDEN = tuple(map(Path, ("/home", "/root", "/run/user", "/tmp", "/var/tmp")))  # noqa: S108 -- compared with
"""What the unit does not let netmon see (ProtectHome, PrivateTmp)."""
COMPLETE_VARIABLE = "_NETMON_COMPLETE"


def print_unit(executable: Path | None, unit: str = "netmon.service") -> None:
    """Print a systemd unit that runs this netmon, or the one named."""
    path = executable or running_executable() or USUAL_EXECUTABLE
    if PATH.fullmatch(str(path)) is None:
        raise CommandRefused(
            Phrase(
                "{path}: a unit needs an absolute path of ASCII letters, digits and ./+@_-", path=one_line(str(path))
            )
        )
    if any(path.is_relative_to(hidden) for hidden in HIDDEN):
        Terminal.of_process().say(
            Phrase("{path}: the unit will not see this file; install netmon into /opt/netmon", path=path)
        )
    _hand_out(unit, executable=str(path))


def print_site(proxy: str, host: str) -> None:
    """Print the site of a proxy that stands before netmon under a host name."""
    if HOST.fullmatch(host) is None:
        raise CommandRefused(
            Phrase("{host}: this is not the name of a host; write one such as netmon.example.cz", host=one_line(host))
        )
    _hand_out(proxy, host=host.lower())


def print_completion(command: click.Command, shell: str) -> None:
    """Print the script that completes a command in a shell, one that click knows."""
    completion = get_completion_class(shell)
    if completion is not None:
        Terminal.of_process().show(completion(command, {}, "netmon", COMPLETE_VARIABLE).source())


def print_reference() -> None:
    """Print the page about the inventory's keys and the language of its rules."""
    Terminal.of_process().show((reference() + language()).removesuffix("\n"))


def running_executable() -> Path | None:
    """Return the `netmon` beside the interpreter that runs, where its environment has one."""
    path = Path(sys.prefix) / "bin" / "netmon"
    return path if path.is_file() else None


def _hand_out(name: str, **values: str) -> None:
    text = files("netmon.deploy").joinpath(name).read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    Terminal.of_process().show(text.removesuffix("\n"))
