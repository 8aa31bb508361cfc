"""Shapes of a region that does not exist: squares around the places of the inventory, and cables between them."""

import json
from collections.abc import Iterable
from pathlib import Path

from netmon.inventory.models import Inventory
from netmon.model import LinkName, MunicipalityCode

HALF = 0.02
"""Degrees from a place to the side of its square."""


def collection(*features: object) -> bytes:
    """Return a file with these features."""
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def feature(kind: str, coordinates: object, **properties: object) -> dict[str, object]:
    """Return a feature."""
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def square(longitude: float, latitude: float, half: float = HALF) -> list[list[float]]:
    """Return a closed ring around a spot."""
    corners = [(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)]
    return [[longitude + x, latitude + y] for x, y in corners]


def outlines(inventory: Inventory, codes: Iterable[MunicipalityCode] | None = None) -> list[dict[str, object]]:
    """Return a square for each municipality, or for some."""
    wanted = inventory.municipalities if codes is None else {code: inventory.municipalities[code] for code in codes}
    return [feature("Polygon", [square(place.longitude, place.latitude)], code=code) for code, place in wanted.items()]


def way(inventory: Inventory, name: LinkName, bend: float = 0.011) -> dict[str, object]:
    """Return a bent line between the places of a link's ends."""
    towns = [inventory.municipality_of(inventory.devices[end.device]) for end in inventory.links[name].ends]
    (x1, y1), (x2, y2) = [
        (inventory.municipalities[code].longitude, inventory.municipalities[code].latitude) for code in towns
    ]
    middle = [round((x1 + x2) / 2 + bend, 6), round((y1 + y2) / 2 + bend, 6)]
    return feature("LineString", [[x1, y1], middle, [x2, y2]], link=name)


def write(path: Path, *features: object) -> Path:
    """Write a file with these features."""
    path.write_bytes(collection(*features))
    return path
