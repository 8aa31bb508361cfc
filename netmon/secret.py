"""Where a secret comes from, and how it stays one."""

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NewType, NoReturn

from netmon.errors import SecretError
from netmon.phrase import Phrase

SecretRef = NewType("SecretRef", str)
"""A reference `secret://name`; the inventory and the settings hold nothing else."""

REFERENCE = re.compile(r"secret://([a-z0-9][a-z0-9._-]{0,63})")
CREDENTIAL = "netmon_"
"""What systemd puts before a file's name where a unit says `LoadCredential=netmon:DIRECTORY` (systemd.exec(5))."""
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
    credentials: Path | None = None
    """The directory in which systemd hands secrets over."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "SecretStore":
        """Return the store that systemd, files and environment of this process describe."""
        credentials, directory = (environment.get(name) for name in ("CREDENTIALS_DIRECTORY", "NETMON_SECRETS"))
        return cls((Path(directory),) if directory else (), environment, Path(credentials) if credentials else None)

    def resolve(self, reference: SecretRef) -> Secret:
        """Return the secret behind `secret://name`; raise SecretError with the places looked at."""
        match = REFERENCE.fullmatch(reference)
        if match is None:
            raise SecretError(
                Phrase("where a secret is named, something else stands (not shown: it may be one); write secret://name")
            )
        name = match[1]
        paths = [*self._handed_over(name), *(directory / name for directory in self.directories)]
        variable = "NETMON_SECRET_" + re.sub(r"[.-]", "_", name).upper()
        for path in paths:
            if (secret := _read_private(path)) is not None:
                return secret
        if self.environment and self.environment.get(variable):
            return Secret(self.environment[variable])
        raise SecretError(
            Phrase(
                "secret {name!r} is nowhere: looked at {looked}", name=name, looked=[*map(str, paths), f"${variable}"]
            )
        )

    def _handed_over(self, name: str) -> list[Path]:
        """Return where systemd puts a secret: one the unit names by itself, and one of a directory it names."""
        return [self.credentials / name, self.credentials / f"{CREDENTIAL}{name}"] if self.credentials else []


def _read_private(path: Path) -> Secret | None:
    """Return what a file holds, None if there is none; raise SecretError if others may read it, or nobody can."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            _require_private(path, os.fstat(file.fileno()))
            text = file.read(LARGEST + 1).decode().rstrip("\r\n")
    except OSError as error:
        raise SecretError(
            Phrase("{path}: this secret cannot be read: {reason}", path=path, reason=error.strerror)
        ) from error
    except UnicodeDecodeError:
        raise SecretError(
            Phrase("{path}: this secret is not UTF-8 text; write it as text", path=path)
        ) from None  # the error of the codec holds the octets
    if not 0 < len(text) <= LARGEST:
        raise SecretError(
            Phrase("{path}: this secret is empty, or longer than {largest} characters", path=path, largest=LARGEST)
        )
    return Secret(text)


def _require_private(path: Path, found: os.stat_result) -> None:
    """Raise SecretError if others may read; root's group may, as systemd's access lists look like that."""
    mode = stat.S_IMODE(found.st_mode)
    is_open_to_group = mode & stat.S_IRWXG and found.st_gid != ROOT_GROUP
    if mode & stat.S_IRWXO or is_open_to_group:
        raise SecretError(
            Phrase("{path}: others may read this secret (mode {mode:04o}); chmod 0400 {path}", path=path, mode=mode)
        )
