"""Which municipality somebody means, by its code or its name."""

import unicodedata

from netmon.errors import CommandRefused
from netmon.inventory.complaint import quote
from netmon.inventory.likeness import nearest
from netmon.inventory.models import Inventory
from netmon.model import MunicipalityCode
from netmon.phrase import Phrase


def municipality_called(text: str, inventory: Inventory) -> MunicipalityCode:
    """Return the code of a municipality; case and accents do not matter. Raise CommandRefused if none is meant."""
    code = MunicipalityCode(text.strip())
    if code in inventory.municipalities:
        return code
    towns = inventory.municipalities.items()
    exact = [key for key, town in towns if town.name == text.strip()]
    found = exact or [key for key, town in towns if _folded(town.name) == _folded(text)]
    if len(found) > 1:
        known = [f"{key} ({inventory.orps[inventory.municipalities[key].orp].name})" for key in found]
        raise CommandRefused(
            Phrase("several municipalities are called {text}; write a code: {codes}", text=quote(text), codes=known)
        )
    if not found:
        raise CommandRefused(
            Phrase("no municipality is called {text}; {cure}", text=quote(text), cure=_cure(text, inventory))
        )
    return found[0]


def _cure(text: str, inventory: Inventory) -> Phrase:
    names = {_folded(town.name): town.name for town in inventory.municipalities.values()}
    found = nearest(_folded(text), names)
    if found is None:
        return Phrase("write its name or its six-digit code")
    return Phrase('did you mean "{name}"?', name=names[found])


def _folded(name: str) -> str:
    bare = unicodedata.normalize("NFKD", " ".join(name.split()).casefold())
    return "".join(character for character in bare if not unicodedata.combining(character))
