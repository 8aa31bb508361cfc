"""How spans of time are written in what a rehearsal says: `1h 5m`."""

from netmon.clock import DAY, HOUR, MINUTE, SECOND, Millis

UNITS = {"d": DAY, "h": HOUR, "m": MINUTE, "s": SECOND}


def span(time: Millis) -> str:
    """Return a span in its largest units, to the second."""
    parts: list[str] = []
    left = int(time)
    for unit, millis in UNITS.items():
        count, left = divmod(left, millis)
        parts += [f"{count}{unit}"] if count else []
    return " ".join(parts) or "0s"
