"""Whether what a file says of the ground fits what the inventory says of the region."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians

from netmon.geo.geography import Geography, Line, Rings, Spot
from netmon.geo.geojson import Outline, Shape, Way, complaint
from netmon.inventory.complaint import quote
from netmon.inventory.likeness import did_you_mean
from netmon.inventory.models import Inventory, Municipality
from netmon.model import LinkName, MunicipalityCode
from netmon.phrase import Phrase

MARGIN = 0.5
"""Degrees around the region's places in which its shapes may lie."""
KILOMETRES = 111.2
"""In a degree of latitude."""
NEAR = 15.0
"""Kilometres within which a cable ends at the municipality that its link ends in."""
OFF_HOME = 10.0
"""Kilometres that a municipality's place may lie outside the box around its outline."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A box in degrees."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def around(cls, spots: Iterable[Spot], margin: float) -> "Frame":
        """Return the box around some spots, widened."""
        known = list(spots)
        longitudes, latitudes = [x for x, _ in known], [y for _, y in known]
        return cls(min(longitudes) - margin, min(latitudes) - margin, max(longitudes) + margin, max(latitudes) + margin)

    def holds(self, spot: Spot) -> bool:
        """Return whether a spot lies in the box."""
        return self.west <= spot[0] <= self.east and self.south <= spot[1] <= self.north


def checked(path: str, shapes: Sequence[Shape], inventory: Inventory) -> tuple[Geography, list[Phrase]]:
    """Return what shapes say of the region, and everything that is wrong with them."""
    frame = Frame.around((_place(town) for town in inventory.municipalities.values()), MARGIN)
    twice = {name for name, count in Counter(map(_key, shapes)).items() if count > 1}
    complaints = [
        complaint(path, shape.number, what)
        for shape in shapes
        for what in _wrong(shape, inventory, frame, is_twice=_key(shape) in twice)
    ]
    boundaries = {MunicipalityCode(shape.code): shape.rings for shape in shapes if isinstance(shape, Outline)}
    routes = {LinkName(shape.link): shape.line for shape in shapes if isinstance(shape, Way)}
    return Geography(boundaries, routes), complaints


def distance(first: Spot, second: Spot) -> float:
    """Return how far apart two spots are in kilometres, on ground that is nearly flat."""
    squeeze = cos(radians((first[1] + second[1]) / 2))
    return hypot((first[0] - second[0]) * squeeze, first[1] - second[1]) * KILOMETRES


def _key(shape: Shape) -> tuple[str, str]:
    return ("municipality", shape.code) if isinstance(shape, Outline) else ("link", shape.link)


def _wrong(shape: Shape, inventory: Inventory, frame: Frame, *, is_twice: bool) -> Iterator[Phrase]:
    """Yield the first thing that is wrong with a shape: the others follow from it."""
    found = _unknown(shape, inventory) or _outside(shape, frame) or _strange(shape, inventory)
    if found is None and is_twice:
        found = Phrase("{name} has a second shape; put all parts into one feature", name=quote(_key(shape)[1]))
    if found is not None:
        yield found


def _unknown(shape: Shape, inventory: Inventory) -> Phrase | None:
    match shape:
        case Outline(code=code) if code not in inventory.municipalities:
            cure = did_you_mean(code, inventory.municipalities, otherwise=Phrase("leave it out"))
            return Phrase("no municipality has the code {name}; {cure}", name=quote(code), cure=cure)
        case Way(link=link) if link not in inventory.links:
            cure = did_you_mean(link, inventory.links, otherwise=Phrase("leave it out"))
            return Phrase("no link is called {name}; {cure}", name=quote(link), cure=cure)
        case _:
            return None


def _outside(shape: Shape, frame: Frame) -> Phrase | None:
    spots = _spots(shape)
    if all(map(frame.holds, spots)):
        return None
    if all(frame.holds((latitude, longitude)) for longitude, latitude in spots):
        return Phrase("latitude stands before longitude; swap them")
    return Phrase("it lies outside the region; export it in WGS 84 (EPSG:4326)")


def _strange(shape: Shape, inventory: Inventory) -> Phrase | None:
    if isinstance(shape, Way):
        return _elsewhere(shape, inventory)
    town = inventory.municipalities[MunicipalityCode(shape.code)]
    if Frame.around(_spots(shape), OFF_HOME / KILOMETRES).holds(_place(town)):
        return None
    return Phrase("{name} lies elsewhere; look whether the codes are mixed up", name=town.name)


def _elsewhere(way: Way, inventory: Inventory) -> Phrase | None:
    """Return a complaint if a cable does not end where its link does, whichever way round it is drawn."""
    towns = [
        inventory.municipality_of(inventory.devices[end.device]) for end in inventory.links[LinkName(way.link)].ends
    ]
    first, last = (_place(inventory.municipalities[code]) for code in towns)
    ends = way.line[0], way.line[-1]
    if any(distance(one, first) <= NEAR and distance(other, last) <= NEAR for one, other in (ends, ends[::-1])):
        return None
    names = " – ".join(inventory.municipalities[code].name for code in towns)
    return Phrase(
        "the link joins {names}, and the line ends elsewhere; look whether the names are mixed up", names=names
    )


def _spots(shape: Shape) -> Line:
    rings: Rings = shape.rings if isinstance(shape, Outline) else (shape.line,)
    return tuple(spot for ring in rings for spot in ring)


def _place(town: Municipality) -> Spot:
    return town.longitude, town.latitude
