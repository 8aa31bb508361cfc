"""Where a site lies, and what stands there, as far as its texts and coordinates tell."""

from collections.abc import Iterable, Sequence

from netmon.inventory.models import Inventory, SiteKind
from netmon.inventory.whereabouts import kilometres_between, municipality_named, nearest_municipality, words_of
from netmon.model import MunicipalityCode

FARTHEST = 20.0
"""Kilometres from a municipality's point at which a place may still belong to it."""
Point = tuple[float, float]
"""Latitude and longitude."""

KINDS = {
    SiteKind.HOSPITAL: ("nemocnice", "hospital", "poliklinika"),
    SiteKind.RESCUE: ("hasici", "hasicska", "hzs", "zachranna", "zachranka", "zzs", "rescue", "fire"),
    SiteKind.SCHOOL: ("skola", "gymnazium", "zs", "ss", "school"),
    SiteKind.CMS: ("cms", "kivs"),
    SiteKind.DATA_CENTRE: ("datove", "datacentrum", "datacentre", "datacenter", "dc"),
    SiteKind.POP: ("uzel", "pop", "node", "vez", "vysilac"),
    SiteKind.OFFICE: ("urad", "office", "magistrat", "radnice"),
}
"""Words, without diacritics, that tell what stands at a site."""


def kind_of(texts: Iterable[str]) -> SiteKind | None:
    """Return what the texts about a site call it, or None."""
    words = {word for text in texts for word in words_of(text)}
    return next((kind for kind, known in KINDS.items() if not words.isdisjoint(known)), None)


def municipality_of(texts: Sequence[str], point: Point | None, inventory: Inventory) -> MunicipalityCode | None:
    """Return the municipality that the first telling text names, else the nearest; None if nothing tells.

    Where a name belongs to several, or to none, the point decides, unless it is nowhere near.
    """
    for text in texts:
        named = municipality_named(text, inventory)
        if len(named) == 1:
            return named[0]
        if named and point is not None:
            return min(named, key=lambda code: _distance(point, code, inventory))
    if point is None or not inventory.municipalities:
        return None
    nearest = nearest_municipality(*point, inventory)
    return nearest if _distance(point, nearest, inventory) <= FARTHEST else None


def _distance(point: Point, code: MunicipalityCode, inventory: Inventory) -> float:
    municipality = inventory.municipalities[code]
    return kilometres_between(point, (municipality.latitude, municipality.longitude))
