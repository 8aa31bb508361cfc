"""What `netmon geo` does: a stranger's shapes become the geography beside the state, all of them or none."""

import json
from pathlib import Path

from netmon.console.terminal import Terminal
from netmon.errors import FileError
from netmon.geo.checking import checked
from netmon.geo.geography import Geography
from netmon.geo.geojson import LARGEST_FILE, read_features
from netmon.geo.keeping import keep, kept
from netmon.geo.simplify import TooIntricate, simplified
from netmon.inventory.loading import load
from netmon.phrase import Phrase, joined

MOST_COMPLAINTS = 20
MOST_KEPT = 60_000
"""Points that are kept: what a browser draws without effort."""


def import_shapes(file: Path, state: Path, inventory: Path, *, as_json: bool) -> None:
    """Take over what a file says of the ground; raise FileError naming everything that is wrong with it."""
    found = _read(file, inventory)
    before = kept(state)
    try:
        wanted = simplified(Geography(found.boundaries or before.boundaries, found.routes or before.routes), MOST_KEPT)
    except TooIntricate:
        raise FileError(
            Phrase("{path}: has too many points to be simplified; bring coarser shapes", path=file)
        ) from None
    path = keep(state, wanted)
    _tell(found, wanted, path, as_json=as_json)


def _read(file: Path, inventory: Path) -> Geography:
    with file.open("rb") as opened:
        content = opened.read(LARGEST_FILE + 1)
    reading = read_features(str(file), content)
    geography, strange = checked(str(file), reading.shapes, load(inventory))
    complaints = [*reading.complaints, *strange]
    if complaints:
        more = len(complaints) - MOST_COMPLAINTS
        rest = [Phrase("and {more:complaint|complaints} more", more=more)] if more > 0 else []
        raise FileError(joined([*complaints[:MOST_COMPLAINTS], *rest], "\n"))
    return geography


def _tell(found: Geography, wanted: Geography, path: Path, *, as_json: bool) -> None:
    terminal = Terminal.of_process()
    if as_json:
        told = {
            "boundaries": len(found.boundaries), "routes": len(found.routes),
            "points": wanted.points, "points_read": found.points, "path": str(path),
        }  # fmt: skip
        terminal.show(json.dumps(told, ensure_ascii=False))
        return
    terminal.show(
        Phrase(
            "{boundaries:outline|outlines} and {routes:way|ways} taken over into {path}",
            boundaries=len(found.boundaries), routes=len(found.routes), path=path,
        )
    )  # fmt: skip
    if wanted.points < found.points:
        terminal.say(Phrase("simplified from {read:,} points to {points:,}", read=found.points, points=wanted.points))
