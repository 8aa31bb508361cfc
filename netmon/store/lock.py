"""Who owns a state directory: one process at a time."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from netmon.errors import StoreError

LOCK_FILE = "netmon.lock"


class StateLock:
    """The exclusive right to write into a state directory, held until closed or until the process ends."""

    def __init__(self, directory: Path) -> None:
        """Take the lock; raise StoreError naming the holder if another process has it."""
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path = directory / LOCK_FILE
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"{directory} is in use by another netmon (process {self._holder()}); stop it first"
            self.close()
            raise StoreError(message) from error
        os.ftruncate(self._file, 0)
        os.write(self._file, str(os.getpid()).encode())

    def close(self) -> None:
        """Give the lock up; closing twice is harmless."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _holder(self) -> str:
        return os.read(self._file, 20).decode(errors="replace") or "unknown"
