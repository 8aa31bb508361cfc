"""Where a secret comes from, and how it stays one."""

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NewType

from netmon.errors import SecretError

SecretRef = NewType("SecretRef", str)
"""A reference `secret://name`; the inventory and the settings hold nothing else."""

REFERENCE = re.compile(r"secret://([a-z0-9][a-z0-9._-]{0,63})")
GROUP_OR_WORLD = stat.S_IRWXG | stat.S_IRWXO
LARGEST = 64 * 1024


class Secret:
    """A value that prints as `***` and is compared, hashed and pickled by nobody."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the value, for the one call that needs it."""
        return self._value

    def __repr__(self) -> str:
        return "***"

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class SecretStore:
    """Resolves references: systemd credentials, then 0400 files, then the environment."""

    directories: tuple[Path, ...] = ()
    environment: Mapping[str, str] | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "SecretStore":
        """Return the store that systemd, files and environment of this process describe."""
        named = (environment.get("CREDENTIALS_DIRECTORY"), environment.get("NETMON_SECRETS"))
        return cls(tuple(Path(name) for name in named if name), environment)

    def resolve(self, reference: SecretRef) -> Secret:
        """Return the secret behind `secret://name`; raise SecretError with the places looked at."""
        match = REFERENCE.fullmatch(reference)
        if match is None:
            message = f"{reference!r} is not a secret reference; write secret://name"
            raise SecretError(message)
        name = match[1]
        for directory in self.directories:
            path = directory / name
            if path.is_file():
                return Secret(_read_private(path))
        variable = "NETMON_SECRET_" + re.sub(r"[.-]", "_", name).upper()
        if self.environment and variable in self.environment:
            return Secret(self.environment[variable])
        looked = ", ".join([*(str(directory / name) for directory in self.directories), f"${variable}"])
        message = f"secret {name!r} is nowhere: looked at {looked}"
        raise SecretError(message)


def _read_private(path: Path) -> str:
    mode = path.stat().st_mode
    if mode & GROUP_OR_WORLD:
        message = f"{path}: others may read this secret (mode {mode & 0o777:04o}); chmod 0400 {path}"
        raise SecretError(message)
    with path.open(encoding="utf-8") as file:
        return file.read(LARGEST).rstrip("\n")
