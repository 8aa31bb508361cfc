"""iCalendar (RFC 5545), which every calendar program reads; times stand in UTC, so no zone is needed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from netmon.clock import Interval, Millis, to_datetime
from netmon.foreign import one_line

LONGEST_LINE = 75
"""Octets of a line (RFC 5545, 3.1), without its end."""
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
END = "\r\n"


@dataclass(frozen=True, slots=True)
class Event:
    """One event; `uid` is the same at every download, so nothing is doubled, and `stamp` when it was written last."""

    uid: str
    frame: Interval
    summary: str
    stamp: Millis
    about: str = ""
    url: str = ""
    is_cancelled: bool = False


def calendar(product: str, title: str, events: Iterable[Event]) -> str:
    """Return a calendar that a program of ours publishes."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//netmon//{product}//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(title)}",
        *(line for event in events for line in _lines(event)),
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


def _lines(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{_moment(event.stamp)}"
    yield f"DTSTART:{_moment(event.frame.start)}"
    yield f"DTEND:{_moment(event.frame.end)}"
    yield f"SUMMARY:{_text(event.summary)}"
    if event.about:
        yield f"DESCRIPTION:{_text(event.about)}"
    if event.url:
        yield f"URL:{one_line(event.url)}"  # a URI is no text, and not escaped
    if event.is_cancelled:
        yield "SEQUENCE:1"  # a program that knows the event takes over only a later version
        yield "STATUS:CANCELLED"
    yield "END:VEVENT"


def _moment(at: Millis) -> str:
    return f"{to_datetime(at):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    return one_line(text).translate(ESCAPES)
