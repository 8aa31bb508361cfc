"""The sheet of a weathermap: what of the region it shows, and the outlines of municipalities on it."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from dashboards.drawing.projection import WIDTH, Projection
from netmon.geo.geography import Geography, Line, Rings
from netmon.inventory.models import Inventory
from netmon.model import MunicipalityCode

GRAIN = 2
"""Steps of the outlines' grid in one unit: a rounded spot is the same for both neighbours of a border."""
SHEETS = 16
"""Kept: the region and each of its districts, before and after an import."""
LOWEST, HIGHEST = 0.45, 1.1
"""How high a sheet may be in parts of its breadth."""


def projection_of(inventory: Inventory, geography: Geography, codes: Iterable[MunicipalityCode]) -> Projection:
    """Return the projection that fits some municipalities with their outlines, neither flat nor endless."""
    wanted = [code for code in codes if code in inventory.municipalities]
    places = [inventory.municipalities[code] for code in wanted]
    spots = [(place.longitude, place.latitude) for place in places]
    outlines = (spot for code in wanted for ring in geography.boundaries.get(code, ()) for spot in ring)
    fitted = Projection.fitting([*spots, *outlines])
    return _framed(fitted)


def _framed(fitted: Projection) -> Projection:
    """Return a projection whose sheet is as high as people expect of a map."""
    if fitted.height > WIDTH * HIGHEST:
        share = WIDTH * HIGHEST / fitted.height
        spare = (1 - share) * WIDTH / 2 / (fitted.scale * share * fitted.squeeze)
        return Projection(
            fitted.west - spare, fitted.north, fitted.scale * share, fitted.squeeze, round(WIDTH * HIGHEST)
        )
    lacking = max(0.0, WIDTH * LOWEST - fitted.height)
    return Projection(
        fitted.west,
        fitted.north + lacking / 2 / fitted.scale,
        fitted.scale,
        fitted.squeeze,
        fitted.height + round(lacking),
    )


@lru_cache(maxsize=SHEETS)
def outlines(geography: Geography, projection: Projection) -> tuple[tuple[MunicipalityCode, str], ...]:
    """Return the outline of each municipality as SVG path data in `GRAIN` steps a unit."""
    drawn = ((code, _path(rings, projection)) for code, rings in geography.boundaries.items())
    return tuple((code, path) for code, path in drawn if path)


def _path(rings: Rings, projection: Projection) -> str:
    return "".join(filter(None, (_ring(ring, projection) for ring in rings)))


def _ring(ring: Line, projection: Projection) -> str:
    """Return one ring, empty where nothing of it would be seen."""
    steps = list(_steps(ring, projection))
    if len(steps) <= 2 or not any(_is_on(x, y, projection) for x, y in steps):  # noqa: PLR2004 -- a line has no inside
        return ""
    (x, y), *others = steps
    pieces = [f"M{x} {y}l"]
    for right, below in others:
        pieces.append(f"{right - x} {below - y} ")
        x, y = right, below
    return "".join(pieces).rstrip() + "z"


def _steps(ring: Line, projection: Projection) -> Iterator[tuple[int, int]]:
    """Yield the ring's spots on the grid, none twice in a row."""
    before: tuple[int, int] | None = None
    for longitude, latitude in ring[:-1]:
        spot = projection.spot(longitude, latitude)
        step = round(spot.x * GRAIN), round(spot.y * GRAIN)
        if step != before:
            yield step
        before = step


def _is_on(x: int, y: int, projection: Projection) -> bool:
    return 0 <= x <= WIDTH * GRAIN and 0 <= y <= projection.height * GRAIN
