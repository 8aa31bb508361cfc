"""What devices and people write, made harmless: visible characters, one form, bounded length.

Control characters steer terminals, format characters (bidirectional overrides among them) make
text read as something else, surrogates and unassigned code points break encoders.
"""

import unicodedata

INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
"""Unicode categories: controls, formats, private use, surrogates, unassigned."""
SPACES = frozenset({"Zl", "Zp", "Zs"})


def is_visible(character: str) -> bool:
    """Say whether a character shows itself and nothing else."""
    return unicodedata.category(character) not in INVISIBLE


def one_line(text: str) -> str:
    """Return the text in NFC, each run of white space as one space, invisible characters left out."""
    return " ".join("".join(map(_shown, unicodedata.normalize("NFC", text))).split())


def lines(text: str, limit: int) -> str:
    """Return the text in NFC with its line breaks and without invisible characters, at most `limit` long."""
    kept = "".join(character for character in text if character == "\n" or is_visible(character))
    return unicodedata.normalize("NFC", kept).strip()[:limit]


def _shown(character: str) -> str:
    if unicodedata.category(character) in SPACES or character in "\t\r\n":
        return " "
    return character if is_visible(character) else ""
