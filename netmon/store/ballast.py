"""Room that netmon keeps for the time when the disk is full: files beside its databases, given up one after the other.

What is freed is for states and messages alone: as long as the ballast is not whole again, samples are left out.
"""

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from netmon.files import hand_over

PARTS = 8
MEBIBYTE = 1024**2
LEAST_FREE = MEBIBYTE
"""Bytes below which the disk counts as full where there is no ballast to compare with."""


class Step(StrEnum):
    """What is to be done with the ballast."""

    RELEASE = "release"
    REFILL = "refill"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Room:
    """How much of the disk is free, and of the ballast how many parts are there and how large each is.

    `is_refused` says that a database found no room lately, whatever is free: quotas are not seen otherwise.
    """

    free: int
    parts: int
    part: int
    is_refused: bool = False

    @property
    def is_full(self) -> bool:
        """Whether the disk is full."""
        return self.is_refused or self.free < max(self.part // 2, LEAST_FREE)

    @property
    def step(self) -> Step:
        """What is to be done: what is refilled leaves as much free as the whole ballast takes."""
        if self.is_full:
            return Step.RELEASE if self.parts else Step.NOTHING
        missing = (PARTS - self.parts) * self.part
        return Step.REFILL if missing and not self.is_short else Step.NOTHING

    @property
    def is_short(self) -> bool:
        """Whether parts are missing and cannot be taken back yet."""
        missing = (PARTS - self.parts) * self.part
        return missing > 0 and self.free < missing + PARTS * self.part


class Ballast:
    """The files, in the directory of the databases; `size` is in bytes, 0 for none."""

    def __init__(self, directory: Path, size: int) -> None:
        self._directory = directory
        self._part = size // PARTS

    def room(self, *, is_refused: bool = False) -> Room:
        """Return how things are; raise OSError."""
        disk = os.statvfs(self._directory)
        return Room(disk.f_bavail * disk.f_frsize, len(self._present()), self._part, is_refused)

    def release(self) -> None:
        """Give up a part; raise OSError."""
        for path in self._present()[-1:]:
            path.unlink()

    def refill(self) -> None:
        """Take all parts that are missing; raise OSError, with no part made by halves."""
        for path in self._paths:
            if not path.exists():
                self._make(path)

    def _make(self, path: Path) -> None:
        try:
            with path.open("xb") as file:
                os.posix_fallocate(file.fileno(), 0, self._part)
        except OSError:
            path.unlink(missing_ok=True)
            raise
        path.chmod(0o600)
        hand_over([path], self._directory)

    def _present(self) -> list[Path]:
        return [path for path in self._paths if path.exists()]

    @property
    def _paths(self) -> list[Path]:
        return [self._directory / f"ballast-{number}" for number in range(1, PARTS + 1)]
