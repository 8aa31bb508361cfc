"""What others wrote, made fit for a phone: short, on one line, and nothing in it opens by a touch."""

import re
from collections.abc import Iterator, Mapping

from netmon.foreign import one_line

LONGEST_FOREIGN = 80
"""Characters of one thing that a device or a person wrote."""
LINK = re.compile(r"(?<=\w)\.(?=[^\W\d_])|://")
"""What makes phones believe that a text is an address: a point between words, or a scheme."""


def cut(text: str, longest: int) -> str:
    """Return the text, with an ellipsis at its end if it is longer."""
    return text if len(text) <= longest else f"{text[: max(0, longest - 1)]}…"


def unlinked(text: str) -> str:
    """Return one line in which a phone finds no link: `evil.example` becomes `evil. example`."""
    return LINK.sub(lambda found: f"{found[0]} ", one_line(text))


def facts_of(payload: Mapping[str, object]) -> Iterator[str]:
    """Yield the lines that say who is hit and what speaks for it."""
    names = [str(place["name"]) for place in _sequence(payload.get("municipalities")) if isinstance(place, Mapping)]
    if names:
        yield one_line(", ".join(names))
    yield from (cut(one_line(str(line)), LONGEST_FOREIGN) for line in _sequence(payload.get("evidence")))


def _sequence(value: object) -> list[object]:
    return value if isinstance(value, list) else []
