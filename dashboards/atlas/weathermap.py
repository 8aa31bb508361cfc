"""The weathermap: the region's ground, places, links in both directions, and labels where they find room."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dashboards.atlas.ground import outlines, projection_of
from dashboards.atlas.polyline import at
from dashboards.atlas.strands import Half, Strand, strands
from dashboards.drawing.labels import Anchor, Box, Label, Sheet, beside
from dashboards.drawing.projection import WIDTH, Point
from dashboards.rights import Rights
from dashboards.signs import Sign, sign_of
from dashboards.towns.slugs import municipality_slug
from netmon.geo.geography import Geography
from netmon.inventory.models import Municipality, MunicipalityKind
from netmon.model import MunicipalityCode
from netmon.reader import Snapshot

NAME, SMALL, FIGURE, SPAN = 22.0, 15.0, 15.0, 19.0
"""Heights of letters: of towns, of other places, of loads and of how long something has been broken."""
FIGURE_LETTERS, SPAN_LETTERS = len("100 %"), len("3 h 05 min")
TOWN, VILLAGE, TROUBLE = 11.0, 6.0, 15.0
"""Room around places."""
QUIET = frozenset({"operational", "unmonitored"})
ALONG = (0.5, 0.36, 0.64, 0.24)


@dataclass(frozen=True, slots=True)
class Spot:
    """A municipality on the map; seats of districts are drawn as squares."""

    code: MunicipalityCode
    slug: str
    name: str
    at: Point
    sign: Sign
    is_town: bool

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is to be told of it."""
        return self.sign.name in QUIET


@dataclass(frozen=True, slots=True)
class Land:
    """A municipality's outline as path data, with the sign that colours it."""

    spot: Spot
    path: str


@dataclass(frozen=True, slots=True)
class Weathermap:
    """Everything that the template draws; what finds no room on the sheet stands in the tables beside it."""

    width: float
    height: float
    lands: tuple[Land, ...]
    spots: tuple[Spot, ...]
    threads: tuple[Strand, ...]
    trunks: tuple[Strand, ...]
    names: tuple[tuple[Spot, Label], ...]
    loads: tuple[tuple[Half, Label], ...]
    spans: tuple[tuple[Strand, Label], ...]

    @property
    def busiest(self) -> list[Strand]:
        """The trunks whose load is known, the busiest first."""
        return sorted((each for each in self.trunks if each.load is not None), key=lambda each: -(each.load or 0))

    @property
    def broken(self) -> list[Strand]:
        """Whatever is down, trunks first."""
        return [each for each in (*self.trunks, *self.threads) if each.state in ("disconnected", "degraded")]


def draw_weathermap(snapshot: Snapshot, geography: Geography, rights: Rights, orp: str | None = None) -> Weathermap:
    """Return the map of a region, or of one of its districts, as somebody may see it."""
    inventory = snapshot.inventory
    shown = {code for code, place in inventory.municipalities.items() if orp is None or place.orp == orp}
    projection = projection_of(inventory, geography, shown)
    spots = {
        code: _spot(code, place, projection.place(place), sign_of(snapshot.municipalities.get(code)))
        for code, place in inventory.municipalities.items()
    }
    every = strands(snapshot, rights, rights.routes(geography, inventory), projection)
    wanted = [strand for strand in every if not shown.isdisjoint(strand.ends)]
    trunks = tuple(strand for strand in wanted if strand.is_trunk)
    seen = sorted(
        (spot for spot in spots.values() if 0 < spot.at.x < WIDTH and 0 < spot.at.y < projection.height),
        key=lambda spot: (not spot.is_quiet, spot.is_town),
    )
    sheet = Sheet(
        [
            *_edges(projection.height),
            *(_room(spot) for spot in seen if orp is not None or spot.is_town or not spot.is_quiet),
            *(Box.around(strand.middle, TROUBLE) for strand in trunks if strand.state != "operational"),
        ]
    )
    names = tuple(_names([spot for spot in seen if spot.code in shown], sheet, all_of_them=orp is not None))
    return Weathermap(
        WIDTH,
        projection.height,
        _lands(geography, spots, outlines(geography, projection)),
        tuple(seen),
        tuple(strand for strand in wanted if not strand.is_trunk),
        trunks,
        names,
        spans=tuple(_spans(trunks, sheet)),
        loads=tuple(_loads(trunks, sheet)),
    )


def _spot(code: MunicipalityCode, place: Municipality, at: Point, sign: Sign) -> Spot:
    return Spot(
        code, municipality_slug(code, place.name), place.name, at, sign, place.kind is MunicipalityKind.TYPE_III
    )


def _lands(
    geography: Geography, spots: Mapping[MunicipalityCode, Spot], paths: Sequence[tuple[MunicipalityCode, str]]
) -> tuple[Land, ...]:
    """Return outlines, those in trouble last so that their borders lie on top."""
    lands = [Land(spots[code], path) for code, path in paths if code in spots and geography.boundaries]
    return tuple(sorted(lands, key=lambda land: not land.spot.is_quiet))


def _edges(height: float) -> Iterator[Box]:
    """Yield what lies above and below the sheet, so that no label leaves it."""
    yield Box(-WIDTH, -height, 2 * WIDTH, 2)
    yield Box(-WIDTH, height - 2, 2 * WIDTH, 2 * height)


def _room(spot: Spot) -> Box:
    return Box.around(spot.at, TROUBLE if not spot.is_quiet else TOWN if spot.is_town else VILLAGE)


def _names(spots: Iterable[Spot], sheet: Sheet, *, all_of_them: bool) -> Iterator[tuple[Spot, Label]]:
    """Yield the names of towns and of what is in trouble, and of as many other places as one district has room for."""
    ranked = sorted(spots, key=lambda spot: (not spot.is_town, spot.is_quiet))
    for spot in ranked:
        if not (spot.is_town or all_of_them or not spot.is_quiet):
            continue
        size = NAME if spot.is_town else SMALL
        choices = list(beside(spot.at, size))
        label = sheet.put(choices, len(spot.name), size)
        if label is not None or spot.is_town:
            yield spot, label or choices[0]


def _spans(trunks: Iterable[Strand], sheet: Sheet) -> Iterator[tuple[Strand, Label]]:
    for strand in trunks:
        if strand.since is not None:
            choices = list(beside(strand.middle, SPAN))
            yield strand, sheet.put(choices, SPAN_LETTERS, SPAN) or choices[0]


def _loads(trunks: Iterable[Strand], sheet: Sheet) -> Iterator[tuple[Half, Label]]:
    """Yield the figure of each half where it has room, the busiest first."""
    halves = [half for strand in trunks for half in strand.halves if half.share is not None]
    for half in sorted(halves, key=lambda half: -(half.share or 0)):
        label = sheet.put(map(_label, (at(half.shaft, share) for share in ALONG)), FIGURE_LETTERS, FIGURE)
        if label is not None:
            yield half, label


def _label(spot: Point) -> Label:
    return Label(Point(spot.x, round(spot.y + FIGURE * 0.35, 1)), Anchor.MIDDLE)
