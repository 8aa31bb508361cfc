"""How a link lies on the map: where it goes, how wide, and its two halves that meet in the middle.

Each half starts at an end and is coloured by what that end sends, so both directions are seen at once.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import log10

from dashboards.atlas.polyline import Polyline, aside, at, beginning, direction, length, path
from dashboards.drawing.map import load_bin
from dashboards.drawing.projection import Point, Projection
from dashboards.drawing.routes import TRUNK_ROLES, routes
from dashboards.rights import Rights
from dashboards.signs import sign_of
from dashboards.titles import link_title, municipality_name
from netmon.clock import Millis
from netmon.geo.geography import Line
from netmon.inventory.models import Inventory, Link
from netmon.model import EntityKind, LinkName, MunicipalityCode
from netmon.reader import Load, Snapshot

GAP = 15.0
"""Between two links of the same two places."""
NARROWEST = 3.2
THREAD = 1.8
PLAIN = 5.0
"""The breadth of what is drawn without saying how much it can carry."""
GIGABIT = 10**9
STATES = {"operational": 0, "unknown": 1, "degraded": 2, "disconnected": 3}
"""What is drawn later, on top."""
Ends = tuple[MunicipalityCode, MunicipalityCode]


@dataclass(frozen=True, slots=True)
class Half:
    """One direction: a line to the middle, the head of its arrow, and the share of the capacity in use."""

    shaft: Polyline
    head: str
    share: float | None
    step: int | None

    @property
    def path(self) -> str:
        """The line as SVG path data."""
        return path(self.shaft)

    @property
    def css(self) -> str:
        """The class of its colour."""
        return css_of(self.step)


@dataclass(frozen=True, slots=True)
class Strand:
    """A link on the map, or without a `link` all that joins two places, of which nothing else may be known."""

    link: Link | None
    title: str
    ends: Ends
    state: str
    is_trunk: bool
    width: float
    line: Polyline
    used: tuple[float | None, float | None] = (None, None)
    """Which part of the capacity the first end sends, and the second."""
    halves: tuple[Half, ...] = ()
    """The two directions of a trunk that is up."""
    since: Millis | None = None
    in_maintenance: bool = False

    @property
    def path(self) -> str:
        """The whole line as SVG path data."""
        return path(self.line)

    @property
    def middle(self) -> Point:
        """Where its sign stands."""
        return at(self.line, 0.5)

    @property
    def load(self) -> float | None:
        """The busier direction's share."""
        return max((share for share in self.used if share is not None), default=None)

    @property
    def css(self) -> str:
        """The class of the colour of the busier direction."""
        return css_of(load_bin(self.load))


def strands(
    snapshot: Snapshot, rights: Rights, ways: Mapping[LinkName, Line], projection: Projection
) -> tuple[Strand, ...]:
    """Return every link between two places, in the order in which they are drawn."""
    inventory = snapshot.inventory
    spots = {code: projection.place(place) for code, place in inventory.municipalities.items()}
    known = [
        (ends, link)
        for link in inventory.active_links().values()
        if (ends := ends_of(inventory, link))[0] != ends[1] and rights.knows_link(link.name, inventory)
    ]
    together, placed = Counter(_pair(ends) for ends, _ in known), Counter[Ends]()
    worked_on = {
        entity.name for each in snapshot.maintenance for entity in each.scope if entity.kind is EntityKind.LINK
    }
    found = list(_between_places(snapshot, rights, spots))
    for ends, link in known:
        pair = _pair(ends)
        shift = (placed[pair] - (together[pair] - 1) / 2) * GAP * (1 if pair == ends else -1)
        placed[pair] += 1
        start, end = spots[ends[0]], spots[ends[1]]
        way = ways.get(link.name)
        line = aside(start, end, shift) if way is None else _laid(way, start, end, projection)
        found.append(_strand(snapshot, link, ends, line, in_maintenance=link.name in worked_on))
    return tuple(sorted(found, key=lambda strand: (strand.is_trunk, STATES[strand.state])))


def ends_of(inventory: Inventory, link: Link) -> Ends:
    """Return the municipalities that a link joins."""
    first, second = (inventory.municipality_of(inventory.devices[end.device]) for end in link.ends)
    return first, second


def is_trunk(inventory: Inventory, link: Link) -> bool:
    """Return whether a link joins core or aggregation devices."""
    return {inventory.devices[end.device].role for end in link.ends} <= TRUNK_ROLES


def shares(load: Load, capacity: int) -> tuple[float | None, float | None]:
    """Return which part of a capacity is in use in each direction."""
    return _share(load.forward, capacity), _share(load.backward, capacity)


def css_of(step: int | None) -> str:
    """Return the class of a step of the load scale, or of a load that is not known."""
    return "load-none" if step is None else f"load-{step}"


def _share(rate: int | None, capacity: int) -> float | None:
    return None if rate is None else rate / capacity


def _strand(snapshot: Snapshot, link: Link, ends: Ends, line: Polyline, *, in_maintenance: bool) -> Strand:
    standing, is_thick = snapshot.links.get(link.name), is_trunk(snapshot.inventory, link)
    state = sign_of(standing).name if standing else "unknown"
    width = max(NARROWEST, round(4.5 + 3 * log10(link.capacity / GIGABIT), 1)) if is_thick else THREAD
    used = shares(snapshot.loads.get(link.name, Load()), link.capacity)
    return Strand(
        link,
        link_title(snapshot.inventory, link),
        ends,
        state,
        is_thick,
        width,
        line,
        used if state == "operational" else (None, None),
        _halves(line, width, used) if state == "operational" and is_thick else (),
        standing.since if standing and state == "disconnected" else None,
        in_maintenance,
    )


def _between_places(snapshot: Snapshot, rights: Rights, spots: Mapping[MunicipalityCode, Point]) -> Iterator[Strand]:
    """Yield what outsiders see: between which places the backbone runs, and where it is broken."""
    inventory = snapshot.inventory
    for route in () if rights.sees_all else routes(snapshot):
        if route.is_trunk and not all(rights.knows_link(link.name, inventory) for link in route.links):
            title = " – ".join(municipality_name(inventory, code) for code in route.ends)
            line = spots[route.ends[0]], spots[route.ends[1]]
            yield Strand(None, title, route.ends, route.state, is_trunk=True, width=PLAIN, line=line,
                         since=route.down_since)  # fmt: skip


def _laid(way: Line, start: Point, end: Point, projection: Projection) -> Polyline:
    """Return a cable's way from the first end to the second, whichever way round it was drawn."""
    line = tuple(projection.spot(longitude, latitude) for longitude, latitude in way)
    there, back = length((start, line[0])) + length((line[-1], end)), length((start, line[-1])) + length((line[0], end))
    return (start, *(line if there <= back else reversed(line)), end)


def _halves(line: Polyline, width: float, used: tuple[float | None, float | None]) -> tuple[Half, Half]:
    return _half(line, width, used[0]), _half(line[::-1], width, used[1])


def _half(line: Polyline, width: float, share: float | None) -> Half:
    whole, long = length(line), round(width * 1.3 + 3, 1)
    shaft = beginning(line, max(0.0, whole / 2 - long))
    tip = at(line, 0.5)
    x, y = direction((*shaft, tip))
    spread = width * 0.9 + 1.5
    root = shaft[-1]
    corners = (Point(root.x - y * spread, root.y + x * spread), tip, Point(root.x + y * spread, root.y - x * spread))
    head = " ".join(f"{corner.x:.1f},{corner.y:.1f}" for corner in corners)
    return Half(shaft, head, share, load_bin(share))


def _pair(ends: Ends) -> Ends:
    return (min(ends), max(ends))
