"""A GeoJSON file (RFC 7946) read as from a stranger: bounded, strict, each complaint with file, feature and cure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import NoReturn

from netmon.errors import FileError
from netmon.foreign import one_line
from netmon.geo.geography import Line, Rings, Spot
from netmon.phrase import Phrase

LARGEST_FILE = 64_000_000
MOST_FEATURES = 5_000
MOST_POINTS = 1_000_000
MOST_RINGS = 20_000
LONGEST_NAME = 200
LARGEST_CODE = 999_999
CODES = ("code", "kod", "KOD")
"""The properties that may hold a municipality's code: ours, and RÚIAN's."""
NAMES = ("link", "name")
"""The properties that may hold a link's name."""
DEGREES = (180.0, 90.0)
Json = object


@dataclass(frozen=True, slots=True)
class Outline:
    """A municipality's outline as a file has it."""

    number: int
    code: str
    rings: Rings


@dataclass(frozen=True, slots=True)
class Way:
    """A link's way as a file has it."""

    number: int
    link: str
    line: Line


Shape = Outline | Way


class Misshapen(Exception):
    """What is wrong with a feature."""

    def __init__(self, what: Phrase) -> None:
        self.what = what
        super().__init__(what)


@dataclass(slots=True)
class Reading:
    """What came of a file: its shapes, what is wrong with others, and how many points may still come."""

    shapes: list[Shape] = field(default_factory=list)
    complaints: list[Phrase] = field(default_factory=list)
    points: int = MOST_POINTS
    rings: int = MOST_RINGS


def read_features(path: str, content: bytes) -> Reading:
    """Return what a file holds; raise FileError where it is no collection of features at all, or has too much."""
    features = _features(path, content)
    reading = Reading()
    for number, feature in enumerate(features, 1):
        try:
            reading.shapes.append(_shape(number, feature, reading))
        except Misshapen as error:
            reading.complaints.append(complaint(path, number, error.what))
    return reading


def complaint(path: str, number: int, what: Phrase) -> Phrase:
    """Return what is wrong with a feature, counted from 1 as an editor's reader counts."""
    return Phrase("{path}: feature {number}: {what}", path=path, number=number, what=what)


def _features(path: str, content: bytes) -> Sequence[Json]:
    if len(content) > LARGEST_FILE:
        raise FileError(
            Phrase(
                "{path}: has more than {limit:,} bytes; simplify the shapes, or import fewer at once",
                path=path, limit=LARGEST_FILE,
            )
        )  # fmt: skip
    tree = _tree(path, content)
    if not isinstance(tree, dict) or tree.get("type") != "FeatureCollection":
        raise FileError(Phrase("{path}: is no GeoJSON FeatureCollection; export it as one", path=path))
    if "crs" in tree and not _is_wgs84(tree["crs"]):
        raise FileError(Phrase("{path}: is not in WGS 84; export it in EPSG:4326", path=path))
    features = tree.get("features")
    if not isinstance(features, list) or not features:
        raise FileError(Phrase("{path}: holds no features; export at least one", path=path))
    if len(features) > MOST_FEATURES:
        raise FileError(
            Phrase(
                "{path}: holds more than {limit:,} features; export this region only", path=path, limit=MOST_FEATURES
            )
        )
    return features


def _tree(path: str, content: bytes) -> Json:
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except RecursionError:
        raise FileError(Phrase("{path}: is nested too deeply to be GeoJSON; export it anew", path=path)) from None
    except ValueError as error:
        reason = one_line(str(error))[:LONGEST_NAME]
        raise FileError(
            Phrase("{path}: is not JSON in UTF-8: {reason}; export it anew", path=path, reason=reason)
        ) from None


def _refuse_constant(name: str) -> NoReturn:
    message = f"{name} is no number"
    raise ValueError(message)


def _is_wgs84(crs: Json) -> bool:
    """Return whether what older writers say of the reference system names the only one that GeoJSON has."""
    said = json.dumps(crs)[:LONGEST_NAME] if crs is not None else "4326"
    return "CRS84" in said or "4326" in said


def _shape(number: int, feature: Json, reading: Reading) -> Shape:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise Misshapen(Phrase("is no Feature; leave it out"))
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    match kind:
        case "Polygon":
            return Outline(number, _named(feature, CODES), tuple(_rings(coordinates, reading)))
        case "MultiPolygon":
            polygons = _listed(coordinates)
            rings = (ring for polygon in polygons for ring in _rings(polygon, reading))
            return Outline(number, _named(feature, CODES), tuple(rings))
        case "LineString":
            return Way(number, _named(feature, NAMES), _line(coordinates, 2, reading))
        case _:
            raise Misshapen(Phrase("is neither Polygon, MultiPolygon nor LineString; convert it, or leave it out"))


def _named(feature: Mapping[str, Json], keys: Sequence[str]) -> str:
    """Return what a feature is called: by a property, else by its id."""
    properties = feature.get("properties")
    known = properties if isinstance(properties, dict) else {}
    found = next((known[key] for key in keys if key in known), feature.get("id"))
    name = one_line(found[:LONGEST_NAME]) if isinstance(found, str) else str(found) if _is_small(found) else ""
    if not name:
        raise Misshapen(Phrase('has no name; write the property "{key}"', key=keys[0]))
    return name


def _is_small(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_CODE


def _rings(coordinates: Json, reading: Reading) -> Iterator[Line]:
    for ring in _listed(coordinates):
        reading.rings -= 1
        if reading.rings < 0:
            raise Misshapen(Phrase("the file holds more than {limit:,} rings; simplify it", limit=MOST_RINGS))
        line = _line(ring, 4, reading)
        if line[0] != line[-1]:
            raise Misshapen(Phrase("a ring does not end where it begins; close it"))
        yield line


def _line(coordinates: Json, least: int, reading: Reading) -> Line:
    spots = _listed(coordinates)
    reading.points -= len(spots)
    if reading.points < 0:
        raise Misshapen(Phrase("the file holds more than {limit:,} points; simplify it", limit=MOST_POINTS))
    if len(spots) < least:
        raise Misshapen(Phrase("a line has fewer than {least} points; draw it whole", least=least))
    return tuple(map(_spot, spots))


def _listed(value: Json) -> list[Json]:
    if not isinstance(value, list) or not value:
        raise Misshapen(Phrase("its coordinates are no list of positions; export it anew"))
    return value


def _spot(value: Json) -> Spot:
    match value:
        case [int() | float() as longitude, int() | float() as latitude, *_] if not _is_bool(longitude, latitude):
            return _checked(longitude, latitude)
        case _:
            raise Misshapen(Phrase("a position is no pair of numbers; write [longitude, latitude]"))


def _is_bool(*values: object) -> bool:
    return any(isinstance(value, bool) for value in values)


def _checked(longitude: float, latitude: float) -> Spot:
    try:
        spot = float(longitude), float(latitude)
    except OverflowError:
        spot = float("inf"), float("inf")
    if not all(map(isfinite, spot)) or any(abs(value) > limit for value, limit in zip(spot, DEGREES, strict=True)):
        raise Misshapen(Phrase("its coordinates are no degrees; export it in WGS 84 (EPSG:4326)"))
    return round(spot[0], 6), round(spot[1], 6)
