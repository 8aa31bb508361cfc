"""How a text fits into one SMS: 160 characters of the GSM 7-bit alphabet (3GPP TS 23.038).

One letter outside it, such as `č`, and a message has room for 70.
"""

import string
import unicodedata

LONGEST_SMS = 160
ALPHABET = frozenset(string.ascii_letters + string.digits + " @!\"#$%&'()*+,-./:;<=>?_")
"""What the alphabet has in common with ASCII and takes one septet each; `[\\]^{|}~` take two."""
LIKENESSES = {
    "[": "(",
    "]": ")",
    "{": "(",
    "}": ")",
    "\\": "/",
    "|": "/",
    "~": "-",
    "^": "'",
    "`": "'",
    "…": "...",
    "–": "-",
    "—": "-",
    "‑": "-",
    "−": "-",
    "„": '"',
    "“": '"',
    "”": '"',
    "‚": "'",
    "‘": "'",
    "’": "'",
    "→": ">",
    "↔": "-",
    "×": "x",
    "ß": "ss",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "€": "EUR",
}


def fold(text: str) -> str:
    """Return the text in the alphabet: letters lose their diacritics, what has no likeness is left out."""
    plain = "".join(LIKENESSES.get(character, character) for character in text)
    kept = (character for character in unicodedata.normalize("NFKD", plain) if character in ALPHABET)
    return " ".join("".join(kept).split())


def fits(text: str, longest: int = LONGEST_SMS) -> str:
    """Return a folded text that is no longer, with two points where something is missing."""
    return text if len(text) <= longest else f"{text[: longest - 2].rstrip()}.."
