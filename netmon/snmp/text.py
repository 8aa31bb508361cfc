"""What a device's octets say to people: clean text, whatever the device put there."""

import unicodedata

LONGEST = 255
"""Characters kept; DisplayString (RFC 2579) allows no more octets than that."""
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Controls, format characters (bidirectional overrides among them), surrogates, unassigned."""
SPACES = frozenset({"Zl", "Zp", "Zs"})


def clean(octets: bytes) -> str:
    """Return the octets as UTF-8, else as windows-1250, without what changes how text is shown."""
    return strip_controls(_decode(octets[: LONGEST * 4]))[:LONGEST]


def strip_controls(text: str) -> str:
    """Return the text in NFC, each run of white space as one space, invisible characters left out."""
    shown = "".join(map(_shown, unicodedata.normalize("NFC", text)))
    return " ".join(shown.split())


def _decode(octets: bytes) -> str:
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("cp1250", errors="replace")


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category in SPACES or character in "\t\r\n":
        return " "
    return "" if category in INVISIBLE else character
