"""Who may write what: the state directory is netmon's alone, the inventory nobody changes but its owners."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from netmon.doctor.disk import nearest_directory
from netmon.doctor.finding import Check, Finding, Verdict
from netmon.inventory.directory import MOST_PATHS
from netmon.phrase import Phrase

SHOWN = 3
OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class StateReading:
    """The state directory, or what is above it where it is yet to be made, and who we are."""

    path: Path
    exists: bool
    is_directory: bool
    is_writable: bool
    mode: int
    owner: int
    user: int


def examine_state(state: Path) -> Finding:
    """Return whether netmon can keep its databases here, and nobody else can."""
    nearest = nearest_directory(state)
    found = nearest.stat()
    return judge_state(
        StateReading(
            path=nearest,
            exists=state.exists(),
            is_directory=nearest.is_dir(),
            is_writable=os.access(nearest, os.W_OK | os.X_OK),
            mode=stat.S_IMODE(found.st_mode),
            owner=found.st_uid,
            user=os.geteuid(),
        )
    )


def judge_state(reading: StateReading) -> Finding:
    """Return whether the directory is ours, for us to write and for nobody else to enter."""
    check, path = Check.STATE_DIRECTORY, reading.path
    if not reading.is_directory:
        what = Phrase("{path} is not a directory", path=path)
        return Finding(check, Verdict.ERROR, what, Phrase("set NETMON_STATE to a directory, such as /var/lib/netmon"))
    if not reading.is_writable:
        what = Phrase("{path}: this user (uid {user}) may not write here", path=path, user=reading.user)
        cure = Phrase(
            "run the doctor as the user that runs netmon, or, as root: chown {user} {path}",
            user=reading.user,
            path=path,
        )
        return Finding(check, Verdict.ERROR, what, cure)
    if not reading.exists:
        return Finding(check, Verdict.OK, Phrase("it will be made in {path}", path=path))
    if reading.owner != reading.user:
        what = Phrase(
            "{path} belongs to uid {owner}, this is uid {user}", path=path, owner=reading.owner, user=reading.user
        )
        return Finding(check, Verdict.WARNING, what, Phrase("run the doctor, and netmon, as the user that owns it"))
    if reading.mode & OTHERS:
        what = Phrase("{path}: others may look into it (mode {mode:04o})", path=path, mode=reading.mode)
        return Finding(check, Verdict.WARNING, what, Phrase("chmod 0700 {path}", path=path))
    return Finding(check, Verdict.OK, Phrase("{path} is netmon's alone", path=path))


def examine_inventory(inventory: Path) -> Finding:
    """Return whether everybody on this machine may change what is watched."""
    return judge_inventory(inventory, tuple(writable_by_all(inventory)))


def writable_by_all(directory: Path) -> Iterator[Path]:
    """Yield the directory and the files in it that everybody may change."""
    for path in (directory, *islice(directory.rglob("*"), MOST_PATHS)):
        mode = path.lstat().st_mode
        if not stat.S_ISLNK(mode) and mode & stat.S_IWOTH:
            yield path


def judge_inventory(inventory: Path, writable: tuple[Path, ...]) -> Finding:
    """Return whether there are such files."""
    if not writable:
        what = Phrase("{path}: only its owners change it", path=inventory)
        return Finding(Check.INVENTORY_FILES, Verdict.OK, what)
    what = Phrase(
        "{count:file|files} of the inventory may be changed by everybody: {paths}",
        count=len(writable),
        paths=_few(writable),
    )
    return Finding(Check.INVENTORY_FILES, Verdict.WARNING, what, Phrase("chmod -R o-w {path}", path=inventory))


def _few(paths: tuple[Path, ...]) -> list[str]:
    return [*map(str, paths[:SHOWN]), *(["…"] if len(paths) > SHOWN else [])]
