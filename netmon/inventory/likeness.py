"""Which known name somebody probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches

from netmon.phrase import Phrase

MOST_CANDIDATES = 1_000
"""Names compared at most: comparing is slow, and a message may wait only so long."""
LENGTH_DIFFERENCE = 3
SHORTEST_BEGINNING = 2
MOST_LISTED = 8


def nearest(word: str, names: Iterable[str]) -> str | None:
    """Return the name most like a word, or else the shortest that begins with it, or None."""
    known = tuple(names)
    alike = [name for name in known if abs(len(name) - len(word)) <= LENGTH_DIFFERENCE]
    found = get_close_matches(word, alike[:MOST_CANDIDATES], n=1)
    if not found and len(word) >= SHORTEST_BEGINNING:
        found = sorted((name for name in known if name.startswith(word)), key=len)
    return found[0] if found else None


def did_you_mean(word: str, names: Iterable[str], *, otherwise: Phrase) -> Phrase:
    """Return a cure that proposes the nearest name, or what to do if there is none."""
    name = nearest(word, names)
    return Phrase('did you mean "{name}"?', name=name) if name is not None else otherwise


def one_of(names: Iterable[str]) -> Phrase:
    """Return a cure that lists the names, as far as a line can bear them."""
    known = list(names)
    if not known:
        return Phrase("nothing may stand here")
    more = ["…"] if len(known) > MOST_LISTED else []
    return Phrase("write one of {names}", names=known[:MOST_LISTED] + more)
