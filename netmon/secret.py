"""Where a secret comes from, and how it stays one."""

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NewType, NoReturn

from netmon.errors import SecretError

SecretRef = NewType("SecretRef", str)
"""A reference `secret://name`; the inventory and the settings hold nothing else."""

REFERENCE = re.compile(r"secret://([a-z0-9][a-z0-9._-]{0,63})")
ROOT_GROUP = 0
LARGEST = 64 * 1024


class Secret:
    """A value that prints as `***`, and that neither pickle nor copy takes along."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the value, for the one call that needs it."""
        return self._value

    def __repr__(self) -> str:
        return "***"

    __str__ = __repr__

    def __reduce__(self) -> NoReturn:
        message = "a secret does not leave its process"
        raise TypeError(message)


@dataclass(frozen=True, slots=True)
class SecretStore:
    """Resolves references: systemd credentials, then 0400 files, then the environment."""

    directories: tuple[Path, ...] = ()
    environment: Mapping[str, str] | None = field(default=None, repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "SecretStore":
        """Return the store that systemd, files and environment of this process describe."""
        named = (environment.get("CREDENTIALS_DIRECTORY"), environment.get("NETMON_SECRETS"))
        return cls(tuple(Path(name) for name in named if name), environment)

    def resolve(self, reference: SecretRef) -> Secret:
        """Return the secret behind `secret://name`; raise SecretError with the places looked at."""
        match = REFERENCE.fullmatch(reference)
        if match is None:
            message = "where a secret is named, something else stands (not shown: it may be one); write secret://name"
            raise SecretError(message)
        name = match[1]
        paths = [directory / name for directory in self.directories]
        variable = "NETMON_SECRET_" + re.sub(r"[.-]", "_", name).upper()
        for path in paths:
            if (secret := _read_private(path)) is not None:
                return secret
        if self.environment and self.environment.get(variable):
            return Secret(self.environment[variable])
        looked = ", ".join([*map(str, paths), f"${variable}"])
        message = f"secret {name!r} is nowhere: looked at {looked}"
        raise SecretError(message)


def _read_private(path: Path) -> Secret | None:
    """Return what a file holds, None if there is none; raise SecretError if others may read it, or nobody can."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            _require_private(path, os.fstat(file.fileno()))
            text = file.read(LARGEST + 1).decode().rstrip("\r\n")
    except OSError as error:
        message = f"{path}: this secret cannot be read: {error.strerror}"
        raise SecretError(message) from error
    except UnicodeDecodeError:
        message = f"{path}: this secret is not UTF-8 text; write it as text"
        raise SecretError(message) from None  # the error of the codec holds the octets
    if not 0 < len(text) <= LARGEST:
        message = f"{path}: this secret is empty, or longer than {LARGEST} characters"
        raise SecretError(message)
    return Secret(text)


def _require_private(path: Path, found: os.stat_result) -> None:
    """Raise SecretError if others may read; root's group may, as systemd's access lists look like that."""
    mode = stat.S_IMODE(found.st_mode)
    is_open_to_group = mode & stat.S_IRWXG and found.st_gid != ROOT_GROUP
    if mode & stat.S_IRWXO or is_open_to_group:
        message = f"{path}: others may read this secret (mode {mode:04o}); chmod 0400 {path}"
        raise SecretError(message)
