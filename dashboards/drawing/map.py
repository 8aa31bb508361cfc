"""The region at a glance: where every municipality lies, what joins them and what is broken."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log10

from dashboards.drawing.labels import Box, Label, Sheet, along, beside
from dashboards.drawing.projection import WIDTH, Point, Projection
from dashboards.drawing.routes import Route, routes
from dashboards.signs import Sign, sign_of
from dashboards.towns.slugs import municipality_slug
from netmon.inventory.models import MunicipalityKind
from netmon.model import MunicipalityCode
from netmon.reader import Snapshot

LOAD_BINS = (0.05, 0.15, 0.30, 0.50, 0.70, 0.85)
"""Upper bounds of the load scale; the seventh bin has none."""
NAME_SIZE = 27.0
LOAD_SIZE = 20.0
LOAD_LETTERS = len("100 / 100 %")
SPAN_LETTERS = len("✖ 3 h 05 min")
QUIET = ("operational", "unmonitored")


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality on the map; the seats of ORP are drawn as squares, and named."""

    slug: str
    name: str
    at: Point
    sign: Sign
    is_town: bool


@dataclass(frozen=True, slots=True)
class Stroke:
    """A route on the map; `load` holds the bins of its two halves, None where it is not known."""

    route: Route
    start: Point
    middle: Point
    end: Point
    width: float
    load: tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Map:
    """Everything the template draws; a route whose figure finds no room has it in the table only."""

    width: float
    height: float
    places: tuple[Place, ...]
    strokes: tuple[Stroke, ...]
    names: tuple[tuple[Place, Label], ...]
    spans: tuple[tuple[Stroke, Label], ...]
    loads: tuple[tuple[Stroke, Label], ...]


def draw_map(snapshot: Snapshot) -> Map:
    """Return the map of a snapshot; what is in trouble comes last, on top of what is quiet."""
    inventory = snapshot.inventory
    projection = Projection.over(inventory.municipalities.values())
    spots = {code: projection.place(place) for code, place in inventory.municipalities.items()}
    places = [_place(snapshot, code, spot) for code, spot in spots.items()]
    places.sort(key=lambda place: (place.sign.name not in QUIET, place.is_town))
    strokes = [_stroke(route, spots) for route in routes(snapshot)]
    sheet = Sheet(Box.around(place.at, 13) for place in places if place.is_town or place.sign.name not in QUIET)
    return Map(
        WIDTH,
        projection.height,
        tuple(places),
        tuple(strokes),
        spans=_spans(strokes, sheet),
        names=_names(places, sheet),
        loads=_loads(strokes, sheet),
    )


def load_bin(share: float | None) -> int | None:
    """Return which of the seven steps of the load scale a share belongs to."""
    return None if share is None else sum(share >= bound for bound in LOAD_BINS)


def _place(snapshot: Snapshot, code: MunicipalityCode, spot: Point) -> Place:
    municipality = snapshot.inventory.municipalities[code]
    return Place(
        municipality_slug(code, municipality.name),
        municipality.name,
        spot,
        sign_of(snapshot.municipalities.get(code)),
        is_town=municipality.kind is MunicipalityKind.TYPE_III,
    )


def _stroke(route: Route, spots: Mapping[MunicipalityCode, Point]) -> Stroke:
    start, end = (spots[code] for code in route.ends)
    width = round(2.5 + 2 * max(0.0, log10(route.capacity / 10**9)), 1)
    return Stroke(route, start, start.toward(end, 0.5), end, width, (load_bin(route.there), load_bin(route.back)))


def _spans(strokes: Sequence[Stroke], sheet: Sheet) -> tuple[tuple[Stroke, Label], ...]:
    broken = [stroke for stroke in strokes if stroke.route.is_trunk and stroke.route.down_since is not None]
    return tuple((stroke, _put(sheet, beside(stroke.middle, NAME_SIZE), SPAN_LETTERS)) for stroke in broken)


def _names(places: Sequence[Place], sheet: Sheet) -> tuple[tuple[Place, Label], ...]:
    towns = [place for place in places if place.is_town]
    return tuple((town, _put(sheet, beside(town.at, NAME_SIZE), len(town.name))) for town in towns)


def _put(sheet: Sheet, choices: Iterable[Label], letters: int) -> Label:
    """Return a place even where there is no room: names and outages are never left out."""
    wanted = list(choices)
    return sheet.put(wanted, letters, NAME_SIZE) or wanted[0]


def _loads(strokes: Sequence[Stroke], sheet: Sheet) -> tuple[tuple[Stroke, Label], ...]:
    known = [
        stroke
        for stroke in strokes
        if stroke.route.is_trunk and stroke.route.state == "operational" and None not in stroke.load
    ]
    known.sort(key=lambda stroke: -stroke.route.capacity)
    tried = (
        (stroke, sheet.put(along(stroke.start, stroke.end, LOAD_SIZE), LOAD_LETTERS, LOAD_SIZE)) for stroke in known
    )
    return tuple((stroke, label) for stroke, label in tried if label is not None)
