"""Where damaged databases go: aside, under a name that says since when, so that somebody can look at them.

They stay until a newer one needs the place, or somebody takes them away.
"""

import shutil
from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path

from netmon.clock import Millis, to_datetime
from netmon.files import sync
from netmon.store.swap import COMPANIONS

MARK = ".damaged-"


def set_aside(path: Path, now: Millis, *, keep: int) -> Path:
    """Rename a database and what SQLite keeps beside it; return its new name. The newest `keep` stay."""
    target = _free_name(path, now)
    for suffix in COMPANIONS:
        found = path.with_name(f"{path.name}{suffix}")
        if found.exists():
            found.rename(target.with_name(f"{target.name}{suffix}"))
    for old in kept_aside(path.parent, path.name)[:-keep]:
        _remove(old)
    sync(path.parent)
    return target


def kept_aside(directory: Path, name: str = "*") -> tuple[Path, ...]:
    """Return the damaged databases that lie in a directory, or those of one name, the oldest first."""
    found = directory.glob(f"{name}{MARK}*")
    return tuple(sorted(path for path in found if not path.name.endswith(tuple(filter(None, COMPANIONS)))))


def _free_name(path: Path, now: Millis) -> Path:
    """Return a name that nothing in the directory has: a clock may tell the same time twice."""
    name = f"{path.name}{MARK}{to_datetime(now):%Y%m%dT%H%M%SZ}"
    names: Iterator[str] = chain([name], (f"{name}.{number}" for number in count(2)))
    return next(free for each in names if not (free := path.with_name(each)).exists())


def _remove(path: Path) -> None:
    for suffix in COMPANIONS:
        found = path.with_name(f"{path.name}{suffix}")
        if found.is_dir():
            shutil.rmtree(found, ignore_errors=True)
        else:
            found.unlink(missing_ok=True)
