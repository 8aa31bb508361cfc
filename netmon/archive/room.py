"""Whether a disk has room for what is about to be written."""

import shutil
from pathlib import Path

from netmon.errors import FileError
from netmon.phrase import Phrase

MEGABYTE = 1_000_000


def check_space(directory: Path, needed: int) -> None:
    """Raise FileError, with both figures, if fewer bytes are free than may be needed."""
    free = shutil.disk_usage(directory).free
    if free < needed:
        raise FileError(
            Phrase(
                "{path}: {free:,} MB are free, up to {needed:,} MB are needed; make room or name another place",
                path=directory,
                free=free // MEGABYTE,
                needed=-(-needed // MEGABYTE),
            )
        )
