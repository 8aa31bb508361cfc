"""What is done about damaged databases before they are opened: whoever starts, starts."""

import logging
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from netmon.clock import Millis
from netmon.store.aside import set_aside
from netmon.store.damage import examine
from netmon.store.database import SAMPLES_FILE
from netmon.store.samples import KEPT_ASIDE
from netmon.store.shape import misshapen
from netmon.store.swap import COMPANIONS

log = logging.getLogger(__name__)

SAMPLES_LOOK = 0.5
"""Seconds of a start that looking at the samples may take."""


def rescue_samples(directory: Path, now: Millis, *, has_lived: bool) -> Path | None:
    """Set damaged samples aside, so that they are begun anew; return where they lie, None if nothing is wrong.

    An empty file is a loss only where netmon `has_lived`: else it was killed while it made the file.
    """
    path = directory / SAMPLES_FILE
    _clear_folders(path, now)
    if not path.exists():
        return None
    complaint = examine(path, partial(misshapen, schema="samples"), SAMPLES_LOOK)
    if not complaint and has_lived and not path.stat().st_size:
        complaint = "it is empty"
    if not complaint:
        return None
    aside = set_aside(path, now, keep=KEPT_ASIDE)
    log.error("samples begun anew, what was measured is lost kept_as=%s reason=%s", aside, complaint)
    return aside


def _clear_folders(path: Path, now: Millis) -> None:
    """Set aside what lies where SQLite keeps its files beside a database and is none."""
    for found in _with_companions(path):
        if found != path and found.is_dir():
            log.error("a folder is in the way kept_as=%s", set_aside(found, now, keep=KEPT_ASIDE))


def _with_companions(path: Path) -> Iterator[Path]:
    return (path.with_name(f"{path.name}{suffix}") for suffix in COMPANIONS)
