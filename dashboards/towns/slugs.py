"""How a municipality's address reads: `538434-luby`; the code counts, the name is for people."""

import re
import unicodedata

from netmon.model import MunicipalityCode


def slug(name: str) -> str:
    """Return a name in ASCII: `Hradiště (vojenský újezd)` becomes `hradiste-vojensky-ujezd`."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", bare.lower()).strip("-")


def municipality_slug(code: MunicipalityCode, name: str) -> str:
    """Return the last part of a municipality page's address."""
    return f"{code}-{slug(name)}"
