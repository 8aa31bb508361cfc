"""Shifts as an iCalendar (RFC 5545), which every calendar program reads; times stand in UTC, so no zone is needed."""

from collections.abc import Iterable, Iterator

from netmon.clock import Millis, to_datetime
from netmon.foreign import one_line
from netmon.oncall.duty import Shift

LONGEST_LINE = 75
"""Octets of a line (RFC 5545, 3.1), without its end."""
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
END = "\r\n"


def calendar(title: str, shifts: Iterable[tuple[str, str, Shift]], now: Millis) -> str:
    """Return a calendar of shifts, each with the name of its rota and what it is to be called."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//netmon//oncall//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(title)}",
        *(line for rota, summary, shift in shifts for line in _event(rota, summary, shift, now)),
        "END:VCALENDAR",
    ]
    return "".join(folded(line) + END for line in lines)


def folded(line: str) -> str:
    """Return a line of at most 75 octets, or several that are one; no letter is cut in two."""
    pieces, length = [""], 0
    for letter in line:
        octets = len(letter.encode())
        if length + octets > LONGEST_LINE:
            pieces.append("")
            length = 1  # the space that the continuation begins with
        pieces[-1] += letter
        length += octets
    return f"{END} ".join(pieces)


def _event(rota: str, summary: str, shift: Shift, now: Millis) -> Iterator[str]:
    start, end = shift.interval.start, shift.interval.end
    yield "BEGIN:VEVENT"
    yield f"UID:{rota}-{shift.person}-{start}@netmon"  # the same at every download, so nothing is doubled
    yield f"DTSTAMP:{_moment(now)}"
    yield f"DTSTART:{_moment(start)}"
    yield f"DTEND:{_moment(end)}"
    yield f"SUMMARY:{_text(summary)}"
    if shift.reason:
        yield f"DESCRIPTION:{_text(shift.reason)}"
    yield "END:VEVENT"


def _moment(at: Millis) -> str:
    return f"{to_datetime(at):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    return one_line(text).translate(ESCAPES)
