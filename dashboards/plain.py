"""How to show what a device or a person wrote: nothing in it may act on the reader's screen."""

import unicodedata

from netmon.foreign import is_visible

LONGEST = 255
INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Control, bidirectional and other format characters, unassigned, private use, surrogates, separators."""


def plain(text: object, longest: int = LONGEST) -> str:
    """Return one line of visible text: the invisible shows as its escape, what is longer ends in `…`."""
    line = " ".join(str(text)[: 4 * longest].split())
    shown = "".join(_visible(character) for character in unicodedata.normalize("NFC", line))
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def _visible(character: str) -> str:
    return character if is_visible(character) else character.encode("unicode_escape").decode("ascii")
