"""Which municipality somebody means, by name or by coordinates, and how a name is made of any text."""

import re
import unicodedata
from collections.abc import Iterable
from math import asin, cos, radians, sin, sqrt

from netmon.inventory.models import Inventory
from netmon.model import MunicipalityCode

EARTH_RADIUS = 6371.0
"""Kilometres; the mean of WGS 84 (IUGG)."""
LONGEST_SLUG = 64
UNSUITABLE = re.compile(r"[^a-z0-9]+")

Words = tuple[str, ...]


def municipality_named(text: str, inventory: Inventory) -> tuple[MunicipalityCode, ...]:
    """Return whose name or code the text is, else whose it has in it as whole words; several where names repeat.

    Neither case nor diacritics count, and a name within a longer one does not either: who says
    Horní Slavkov does not mean Slavkov.
    """
    words = words_of(text)
    names = {code: words_of(municipality.name) for code, municipality in inventory.municipalities.items()}
    exact = tuple(code for code, name in names.items() if words in (name, (code,)))
    if exact:
        return exact
    held = {code: name for code, name in names.items() if code in words or _holds(words, name)}
    return tuple(code for code, name in held.items() if not _is_within_another(name, held.values()))


def nearest_municipality(latitude: float, longitude: float, inventory: Inventory) -> MunicipalityCode:
    """Return the municipality whose point is nearest; the inventory has one at least."""

    def distance(code: MunicipalityCode) -> float:
        municipality = inventory.municipalities[code]
        return kilometres_between((latitude, longitude), (municipality.latitude, municipality.longitude))

    return min(inventory.municipalities, key=distance)


def kilometres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance of two points, each (latitude, longitude), along the surface of a sphere."""
    (south, west), (north, east) = ((radians(latitude), radians(longitude)) for latitude, longitude in (one, other))
    chord = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * EARTH_RADIUS * asin(sqrt(min(1.0, chord)))


def slug_of(text: str) -> str:
    """Return a text as lower-case letters, digits and hyphens; empty where none of its letters is Latin."""
    return "-".join(words_of(text))[:LONGEST_SLUG].strip("-")


def words_of(text: str) -> Words:
    """Return the words of a text, without case, diacritics and punctuation."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    return tuple(word for word in UNSUITABLE.split(letters) if word)


def _holds(words: Words, name: Words) -> bool:
    length = len(name)
    return length > 0 and any(words[start : start + length] == name for start in range(len(words) - length + 1))


def _is_within_another(name: Words, names: Iterable[Words]) -> bool:
    return any(name != other and _holds(other, name) for other in names)
