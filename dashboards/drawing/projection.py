"""Where a place lies on the map: a local equirectangular projection, north up."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians

from netmon.geo.geography import Spot
from netmon.inventory.models import Municipality

WIDTH = 1000.0
MARGIN = 30.0


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the drawing's own units, y downwards."""

    x: float
    y: float

    def toward(self, other: "Point", share: float) -> "Point":
        """Return the point at a share of the way to another."""
        return Point(round(self.x + (other.x - self.x) * share, 1), round(self.y + (other.y - self.y) * share, 1))


@dataclass(frozen=True, slots=True)
class Projection:
    """Maps degrees to a drawing `WIDTH` wide and `height` high, fitted to the region."""

    west: float
    north: float
    scale: float
    """Units per degree of latitude."""
    squeeze: float
    """How much shorter a degree of longitude is: the cosine of the middle latitude."""
    height: float

    @classmethod
    def over(cls, places: Iterable[Municipality]) -> "Projection":
        """Return the projection that fits the places, or an empty sheet without any."""
        return cls.fitting((place.longitude, place.latitude) for place in places)

    @classmethod
    def fitting(cls, spots: Iterable[Spot]) -> "Projection":
        """Return the projection that fits some spots, or an empty sheet without any."""
        known = list(spots)
        longitudes = [longitude for longitude, _ in known] or [0.0]
        latitudes = [latitude for _, latitude in known] or [0.0]
        squeeze = cos(radians((min(latitudes) + max(latitudes)) / 2))
        breadth = max((max(longitudes) - min(longitudes)) * squeeze, 1e-3)
        scale = (WIDTH - 2 * MARGIN) / breadth
        height = round((max(latitudes) - min(latitudes)) * scale + 2 * MARGIN)
        return cls(min(longitudes), max(latitudes), scale, squeeze, height)

    def place(self, municipality: Municipality) -> Point:
        """Return where a municipality lies."""
        return self.spot(municipality.longitude, municipality.latitude)

    def spot(self, longitude: float, latitude: float) -> Point:
        """Return where something lies."""
        x = MARGIN + (longitude - self.west) * self.squeeze * self.scale
        y = MARGIN + (self.north - latitude) * self.scale
        return Point(round(x, 1), round(y, 1))
