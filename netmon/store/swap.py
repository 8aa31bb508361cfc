"""How prepared files take the place of those in a state directory: all of them or none, whenever the process dies.

The new files are prepared in a hidden folder of the same file system. One rename of this folder decides: before it
the old files are the state, after it the new ones are. What then follows is a row of renames; whoever takes the
state lock next carries out those that are left, before anything is opened:

    .restore-draft/                 prepared, not decided: forgotten by the next one who takes the lock
    .restore/new/state.db           decided: while it lies here, the directory's `state.db` is the old one
    .restore/replaced-<time>/       where the old files go, their `-wal` with them
    replaced-<time>/                what is left in the end
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from netmon.files import hand_over, sync

DRAFT, DECIDED, NEW = ".restore-draft", ".restore", "new"
REPLACED = "replaced-"
COMPANIONS = ("", "-wal", "-shm", "-journal")
"""A database file, and what SQLite keeps beside it and would take for the new file's."""


@dataclass(frozen=True, slots=True)
class Move:
    """One rename; it has been done when its source is gone."""

    source: Path
    target: Path

    def carry_out(self) -> None:
        """Rename, on the disk before it returns."""
        self.source.rename(self.target)
        for directory in (self.target.parent, self.source.parent):
            sync(directory)


def begin(directory: Path, stamp: str) -> Path:
    """Return an empty folder for the new files; what they replace will lie under `replaced-<stamp>`."""
    draft = directory / DRAFT
    for folder in (draft, draft / NEW, draft / _free_name(directory, f"{REPLACED}{stamp}")):
        folder.mkdir(mode=0o700)
    return draft / NEW


def decide(directory: Path) -> Path | None:
    """Make the prepared files the state, whatever happens from now on; return where the old ones lie, if any."""
    draft = directory / DRAFT
    made = [draft, *sorted(draft.rglob("*"))]
    hand_over(made, directory)
    for path in reversed(made):
        sync(path)
    Move(draft, directory / DECIDED).carry_out()
    return settle(directory)


def settle(directory: Path) -> Path | None:
    """Forget what was not decided, finish what was; return where replaced files lie, if there were any.

    Only for whoever holds the state lock.
    """
    shutil.rmtree(directory / DRAFT, ignore_errors=True)
    if not is_unsettled(directory):
        return None
    left = list(moves(directory))
    for move in left:
        move.carry_out()
    for folder in (*(directory / DECIDED).iterdir(), directory / DECIDED):
        folder.rmdir()
    sync(directory)
    return left[-1].target if left and left[-1].target.name.startswith(REPLACED) else None


def is_unsettled(directory: Path) -> bool:
    """Say whether new files were decided on that do not all lie in their places."""
    return (directory / DECIDED).is_dir()


def moves(directory: Path) -> Iterator[Move]:
    """Yield the renames that are left, in their order, as the directory is now."""
    decided = directory / DECIDED
    aside = [folder for folder in decided.iterdir() if folder.name != NEW]
    replaced = [path for folder in aside for path in folder.iterdir()]
    new = sorted((decided / NEW).iterdir()) if (decided / NEW).is_dir() else []
    for path in new:
        old = [found for suffix in COMPANIONS if (found := directory / f"{path.name}{suffix}").exists()]
        replaced += old
        yield from (Move(found, aside[0] / found.name) for found in old)
        yield Move(path, directory / path.name)
    if replaced:
        yield Move(aside[0], directory / aside[0].name)


def _free_name(directory: Path, name: str) -> str:
    """Return a name that nothing in the directory has: a clock may tell the same time twice."""
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(name for name in names if not (directory / name).exists())
