"""What is known of the ground: outlines of municipalities and the ways of links, in degrees."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from netmon.model import LinkName, MunicipalityCode

Spot = tuple[float, float]
"""Longitude and latitude in WGS 84, in GeoJSON's order (RFC 7946 §3.1.1)."""
Line = tuple[Spot, ...]
Rings = tuple[Line, ...]
"""Outer and inner rings of all polygons alike: what lies inside an odd number of them is inside."""


@dataclass(frozen=True, slots=True, eq=False)
class Geography:
    """Outlines by municipality and ways by link; empty where nobody brought any.

    Whoever shows it asks first who looks: outlines are public, the ways of links are not. One is the same as
    itself only, so that what is drawn of it can be kept.
    """

    boundaries: Mapping[MunicipalityCode, Rings] = field(default_factory=dict)
    routes: Mapping[LinkName, Line] = field(default_factory=dict)

    @property
    def points(self) -> int:
        """How many points it consists of."""
        rings = (ring for rings in self.boundaries.values() for ring in rings)
        return sum(map(len, rings)) + sum(map(len, self.routes.values()))


NOWHERE = Geography()
