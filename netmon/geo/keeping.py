"""The geography beside the state: one GeoJSON file, replaced whole, read again when it has changed."""

import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

from netmon.errors import FileError
from netmon.files import hand_over, replace_file
from netmon.geo.geography import NOWHERE, Geography
from netmon.geo.geojson import LARGEST_FILE, Outline, Way, read_features
from netmon.model import LinkName, MunicipalityCode

log = logging.getLogger(__name__)

GEOGRAPHY_FILE = "geography.json"
MODE = 0o600
"""The ways of cables are nobody else's business."""


def keep(directory: Path, geography: Geography) -> Path:
    """Write a geography beside the state, whole or not at all, and return where."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = directory / GEOGRAPHY_FILE
    collection = {"type": "FeatureCollection", "features": list(_features(geography))}
    replace_file(path, json.dumps(collection, separators=(",", ":"), ensure_ascii=False).encode(), MODE)
    hand_over([path], directory)
    return path


def kept(directory: Path) -> Geography:
    """Return the geography beside the state, empty where there is none; raise FileError if it is damaged."""
    path = directory / GEOGRAPHY_FILE
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        return NOWHERE
    reading = read_features(str(path), content)
    for complaint in reading.complaints[:1]:
        raise FileError(complaint)
    return Geography(
        {MunicipalityCode(shape.code): shape.rings for shape in reading.shapes if isinstance(shape, Outline)},
        {LinkName(shape.link): shape.line for shape in reading.shapes if isinstance(shape, Way)},
    )


class Atlas:
    """The geography for pages: read when it is asked for first, and again when another file lies there.

    One that cannot be read is told once in the log, and pages draw their map from points.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._lock = threading.Lock()
        self._mark: tuple[int, int, int] | None = None
        self._known = NOWHERE

    def geography(self) -> Geography:
        """Return what lies there now; the same value as long as it is the same file."""
        mark = self._present()
        with self._lock:
            if mark != self._mark:
                self._mark, self._known = mark, self._read()
            return self._known

    def _present(self) -> tuple[int, int, int] | None:
        try:
            found = (self._directory / GEOGRAPHY_FILE).stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def _read(self) -> Geography:
        try:
            return kept(self._directory)
        except (FileError, OSError) as error:
            log.warning("event=geography_unreadable error=%r", str(error))
            return NOWHERE


def _features(geography: Geography) -> Iterator[dict[str, object]]:
    for code, rings in geography.boundaries.items():
        # Every ring as a polygon of its own: whoever draws them fills what lies inside an odd number of them.
        yield _feature({"code": code}, "MultiPolygon", [[ring] for ring in rings])
    for link, line in geography.routes.items():
        yield _feature({"link": link}, "LineString", line)


def _feature(properties: dict[str, object], kind: str, coordinates: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}
