"""Parts of pages that are made once for all who look: a wall of screens asks for the same map at the same moment.

What is kept is of one version of the snapshot, the one that was asked for last; it serves whoever may see the same,
in the same language, with the same links. Whoever asks while it is made waits for it instead of making it again.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from threading import RLock
from typing import TypeVar, cast

from flask import current_app, render_template, request
from markupsafe import Markup

from dashboards.desk import visit

EXTENSION = "netmon-kept"
MOST = 64
"""Things; a map and the tiles in each language, for a few kinds of visitors."""
T = TypeVar("T")


@dataclass(slots=True)
class Kept:
    """What was made for a version of the snapshot."""

    _version: int = -1
    _things: dict[Hashable, object] = field(default_factory=dict)
    _lock: RLock = field(default_factory=RLock)

    def of(self, version: int, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made for a version under a key, or make it."""
        with self._lock:
            if version > self._version or len(self._things) >= MOST:
                self._things.clear()
                self._version = max(version, self._version)
            if version < self._version:
                return make()
            if key not in self._things:
                self._things[key] = make()
            return cast("T", self._things[key])


def once(key: Hashable, make: Callable[[], T]) -> T:
    """Return what is the same for all visitors while the snapshot has its version, or make it."""
    kept: Kept = current_app.extensions[EXTENSION]
    return kept.of(visit().snapshot.version, key, make)


def part(template: str, values: Mapping[str, object], changing: Hashable = None) -> Markup:
    """Return a part of a page; `changing` is what it says beside the snapshot, such as how long something has lasted.

    It must say nothing of the visitor but what follows from their rights.
    """
    seen = visit()
    key = (template, seen.rights, seen.words.language, "lang" in request.args, changing)
    return once(key, lambda: Markup(render_template(template, **values)))  # noqa: S704 -- a template of ours
