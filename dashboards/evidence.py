"""What speaks for a cause, in the reader's words; what is not recognised stands as it was noted."""

import re
from datetime import UTC, datetime, time

from dashboards.formats import Formats
from dashboards.plain import plain
from dashboards.texts import Words
from netmon.clock import DAY, Millis, from_datetime, to_datetime

SINCE = r"(\d\d:\d\d:\d\d)Z"
PORT = re.compile(rf"(\S+) (\S+) reports ifOperStatus down since {SINCE}")
SILENT = re.compile(rf"(\S+) silent since {SINCE}")
MORE = re.compile(r"(\d{1,6}) more devices silent")


def evidence_line(text: str, near: Millis, words: Words, formats: Formats) -> str:
    """Return one line of evidence; its times are UTC, and lie within half a day of `near`."""
    if match := PORT.fullmatch(text):
        at = formats.clock(_moment(match[3], near))
        return words("evidence.port", device=plain(match[1]), interface=plain(match[2]), at=at)
    if match := SILENT.fullmatch(text):
        return words("evidence.silent", device=plain(match[1]), at=formats.clock(_moment(match[2], near)))
    if match := MORE.fullmatch(text):
        return words("evidence.more", int(match[1]))
    return plain(text)


def _moment(clock: str, near: Millis) -> Millis:
    """Return when a UTC clock showed a time, on the day that is nearest."""
    day = to_datetime(near).date()
    same_day = from_datetime(datetime.combine(day, _time(clock), tzinfo=UTC))
    return min((Millis(same_day + shift) for shift in (-DAY, 0, DAY)), key=lambda moment: abs(moment - near))


def _time(clock: str) -> time:
    """Return a time of day; an impossible one is midnight, since what is noted is never trusted."""
    try:
        return time.fromisoformat(clock)
    except ValueError:
        return time()
