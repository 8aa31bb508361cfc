"""Which span a chart shows: Grafana's own URL form, `from=now-6h&to=now` or epoch milliseconds."""

import re

from netmon.clock import DAY, HOUR, MINUTE, Interval, Millis

RELATIVE = re.compile(r"now(?:-(\d{1,4})([mhdw]))?")
UNITS = {"m": MINUTE, "h": HOUR, "d": DAY, "w": 7 * DAY}
EPOCH_MILLIS = re.compile(r"\d{10,14}")
PRESETS = ("1h", "6h", "24h", "7d", "30d")
DEFAULT = "now-6h"
LONGEST = 400 * DAY


def parse_range(start: str, end: str, now: Millis) -> Interval:
    """Return the span; what cannot be read, or runs backwards, becomes the last six hours."""
    first, last = _moment(start, now), _moment(end, now)
    if first is None or last is None or not MINUTE <= last - first <= LONGEST:
        return Interval(Millis(now - 6 * HOUR), now)
    return Interval(first, last)


def _moment(text: str, now: Millis) -> Millis | None:
    if EPOCH_MILLIS.fullmatch(text):
        return Millis(int(text))
    match = RELATIVE.fullmatch(text)
    if match is None:
        return None
    return Millis(now - int(match[1]) * UNITS[match[2]]) if match[1] else now
