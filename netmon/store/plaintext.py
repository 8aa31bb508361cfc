"""What of a person's text is kept: readable characters on a bounded number of lines."""

import unicodedata

INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
"""Unicode categories that no note needs: controls, bidi marks, private use, surrogates, unassigned."""


def plain(text: str, limit: int) -> str:
    """Return text in NFC without control and bidi characters, at most `limit` characters; lines stay."""
    kept = (character for character in text if character == "\n" or unicodedata.category(character) not in INVISIBLE)
    return unicodedata.normalize("NFC", "".join(kept)).strip()[:limit]
