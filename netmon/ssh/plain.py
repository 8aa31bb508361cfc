"""What is left of terminal output when everything that steers a terminal is taken out."""

import re

from netmon.foreign import is_visible

SEQUENCES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI: cursor, colours
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # OSC, DCS, SOS, PM, APC
    r"|\x9b[0-?]*[ -/]*[@-~]"  # CSI in one character
    r"|\x1b[ -/]*[0-~]"  # everything else that begins with ESC
)
"""ECMA-48 §8.3."""
KEPT = frozenset("\n\t")


def plain(text: str) -> str:
    """Return the text with line breaks and tabs, but without escape sequences, controls and overrides."""
    without = SEQUENCES.sub("", text.replace("\r\n", "\n"))
    return "".join(character for character in without if character in KEPT or is_visible(character))
