"""What a page weighs on the wire: itself and all that it loads, compressed as a browser gets it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from flask.testing import FlaskClient

GZIP = {"Accept-Encoding": "gzip"}
LOADED = re.compile(r'(?:src|href)="(/static/[^"]+)"')
IMPORTED = re.compile(r'^import .*?from "\./([^"]+)";$', re.MULTILINE)
"""What a script loads in turn; a sheet of ours loads nothing."""
NESTED = re.compile(r"url\(|@import|\bimport\(")
KINDS = ("html", "css", "js", "svg")
ROUND_TRIP = 400
"""Octets of an answer's headers, rounded up."""


@dataclass(frozen=True, slots=True)
class Weight:
    """Octets of bodies by kind, and how many answers they come in."""

    by_kind: Mapping[str, int]
    answers: int

    @property
    def whole(self) -> int:
        """All octets, the answers' headers included."""
        return sum(self.by_kind.values()) + ROUND_TRIP * self.answers


def weigh(client: FlaskClient, path: str) -> Weight:
    """Return what a page weighs; raise AssertionError if it loads more than can be seen in it."""
    by_kind = dict.fromkeys(KINDS, 0) | {"html": len(client.get(path, headers=GZIP).data)}
    parts = set(LOADED.findall(client.get(path).text))
    known: set[str] = set()
    while parts := parts - known:
        part = parts.pop()
        known.add(part)
        text = client.get(part, buffered=True).text
        assert not NESTED.search(text), part
        parts |= {f"/static/{name}" for name in IMPORTED.findall(text)}
        by_kind[PurePosixPath(part).suffix.removeprefix(".")] += len(client.get(part, headers=GZIP, buffered=True).data)
    return Weight(by_kind, 1 + len(known))
