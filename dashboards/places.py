"""Where one can go from any page, and by which keys."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A page without an object of its own; `word` is a text's key, `keys` are pressed one after the other."""

    endpoint: str
    word: str
    keys: str
    is_in_menu: bool = True


PLACES = (
    Place("overview.show", "nav.overview", "g o"),
    Place("map.show", "nav.map", "g m"),
    Place("incidents.index", "nav.incidents", "g v"),
    Place("maintenance.index", "nav.maintenance", "g u"),
    Place("availability.show", "nav.availability", "g d"),
    Place("people.index", "nav.people", "g l"),
    Place("wall.show", "nav.wall", "g w"),
    Place("search.show", "search.title", "g h"),
    Place("silences.index", "silence.title", "g t", is_in_menu=False),
    Place("monitor.show", "monitor.title", "g s", is_in_menu=False),
)
