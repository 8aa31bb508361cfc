"""How netmon makes files: whole, on the disk, and of the right owner."""

import os
from collections.abc import Iterable
from pathlib import Path

ROOT = 0


def sync(path: Path) -> None:
    """Return when a file, or the names in a directory, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def hand_over(paths: Iterable[Path], directory: Path) -> None:
    """Give what root has made to the owner of the directory: the netmon that a system runs is not root."""
    if os.geteuid() != ROOT:
        return
    owner = directory.stat()
    for path in paths:
        os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)


def replace_file(path: Path, content: bytes, mode: int) -> None:
    """Replace a file whole, on the disk before it returns; the hidden half of a cut-off write is never read."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync(path.parent)
