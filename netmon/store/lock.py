"""Who owns a state directory: one process at a time."""

import fcntl
import logging
import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from netmon.errors import StoreError
from netmon.files import hand_over
from netmon.phrase import Phrase
from netmon.store import swap

log = logging.getLogger(__name__)

LOCK_FILE = "netmon.lock"
LONGEST_PID = 20


class StateInUse(StoreError):
    """Another process has the lock."""


class StateLock:
    """The exclusive right to write into a state directory, held until closed or until the process ends.

    Whoever gets it finds the state whole: a restore that was cut off is finished, or forgotten, first.
    """

    def __init__(self, directory: Path) -> None:
        """Take the lock; raise StateInUse naming the holder if another process has it, else StoreError."""
        self._file = -1
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = _open(directory)
            _take(self._file, directory)
            _settle(directory)
        except OSError as error:
            self.close()
            message = Phrase("{path}: cannot be locked: {reason}", path=error.filename, reason=error.strerror)
            raise StoreError(message) from error
        except StoreError:
            self.close()
            raise

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


def _open(directory: Path) -> int:
    path = directory / LOCK_FILE
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    hand_over([path], directory)
    return file


def _take(file: int, directory: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        process = os.read(file, LONGEST_PID).decode(errors="replace") or "?"
        message = Phrase(
            "{path} is in use by another netmon (process {process}); stop it first", path=directory, process=process
        )
        raise StateInUse(message) from error
    with suppress(OSError):  # on a full disk nobody learns who has it
        os.ftruncate(file, 0)
        os.write(file, str(os.getpid()).encode())


def _settle(directory: Path) -> None:
    """Finish or forget a restore that was cut off."""
    was_decided = swap.is_unsettled(directory)
    replaced = swap.settle(directory)
    if was_decided:
        log.warning("restore that was cut off is finished replaced=%s", replaced)
