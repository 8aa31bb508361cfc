"""What a device's octets say to people: clean text, whatever the device put there."""

from netmon.foreign import one_line

LONGEST = 255
"""Characters kept; DisplayString (RFC 2579) allows no more octets than that."""


def clean(octets: bytes) -> str:
    """Return the octets as UTF-8, else as windows-1250, without what changes how text is shown."""
    return one_line(_decode(octets[: LONGEST * 4]))[:LONGEST]


def is_utf_8(octets: bytes) -> bool:
    """Say whether octets are the UTF-8 that SnmpAdminString (RFC 3411) wants."""
    try:
        octets.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decode(octets: bytes) -> str:
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("cp1250", errors="replace")
