"""Which span a chart shows: Grafana's own URL form, `from=now-6h&to=now` or epoch milliseconds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from netmon.clock import DAY, HOUR, MINUTE, Interval, Millis, from_datetime, to_datetime
from netmon.judgement.calendar import PRAGUE, at_hour

RELATIVE = re.compile(r"now(?:-(\d{1,4})([mhdwMy]))?(?:/([dwMy]))?", re.ASCII)
SPANS = {"m": MINUTE, "h": HOUR, "d": DAY, "w": 7 * DAY}
MONTHS = {"M": 1, "y": 12}
EPOCH_MILLIS = re.compile(r"\d{10,14}", re.ASCII)
WALL_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d", re.ASCII)
"""What a browser's field for a date and a time gives."""
DEFAULT = ("now-6h", "now")
PRESETS = {
    "1h": ("now-1h", "now"),
    "6h": DEFAULT,
    "24h": ("now-24h", "now"),
    "7d": ("now-7d", "now"),
    "30d": ("now-30d", "now"),
    "month": ("now/M", "now"),
    "last_month": ("now-1M/M", "now-1M/M"),
}
LONGEST = 400 * DAY
JANUARY, DECEMBER = 1, 12


@dataclass(frozen=True, slots=True)
class TimeRange:
    """A span, and the texts that an address says it by."""

    start: str
    end: str
    window: Interval
    is_typed: bool = False
    """Whether somebody filled it in as wall time: its address is better said by what it came to."""

    @property
    def asked(self) -> Mapping[str, str]:
        """The span as an address says it: a relative one moves with the clock."""
        return {"from": self.start, "to": self.end}

    @property
    def pinned(self) -> Mapping[str, str]:
        """The very same span for ever."""
        return _said(self.window)

    def moved(self, share: float) -> Mapping[str, str]:
        """Return the span moved by a share of its own length."""
        step = round(self.window.length * share)
        return _said(Interval(Millis(max(0, self.window.start + step)), Millis(max(1, self.window.end + step))))

    def stretched(self, factor: float) -> Mapping[str, str]:
        """Return a span of another length around the same middle."""
        middle = (self.window.start + self.window.end) // 2
        half = min(LONGEST, max(MINUTE, round(self.window.length * factor))) // 2
        return _said(Interval(Millis(max(0, middle - half)), Millis(middle + half)))


def read_range(asked: Mapping[str, str], now: Millis) -> TimeRange:
    """Return the span that an address asks for; what cannot be read, or runs backwards, is the last six hours."""
    start, end = asked.get("from", DEFAULT[0]), asked.get("to", DEFAULT[1])
    first, last = _moment(start, now), _moment(end, now, is_end=True)
    if first is None or last is None or not MINUTE <= last - first <= LONGEST:
        return TimeRange(*DEFAULT, Interval(Millis(now - 6 * HOUR), now))
    window = Interval(first, last)
    if WALL_TIME.fullmatch(start) or WALL_TIME.fullmatch(end):
        return TimeRange(str(first), str(last), window, is_typed=True)
    return TimeRange(start, end, window)


def _said(window: Interval) -> Mapping[str, str]:
    return {"from": str(window.start), "to": str(window.end)}


def _moment(text: str, now: Millis, *, is_end: bool = False) -> Millis | None:
    if EPOCH_MILLIS.fullmatch(text):
        return Millis(int(text))
    if WALL_TIME.fullmatch(text):
        return _wall_time(text)
    match = RELATIVE.fullmatch(text)
    if match is None:
        return None
    count, unit, rounded = int(match[1] or 0), match[2] or "m", match[3]
    moment = Millis(now - count * SPANS[unit]) if unit in SPANS else _months_before(now, count * MONTHS[unit])
    return moment if rounded is None else _edge(moment, rounded, is_end=is_end)


def _wall_time(text: str) -> Millis | None:
    try:
        return from_datetime(datetime.fromisoformat(text).replace(tzinfo=PRAGUE))
    except ValueError:
        return None


def _months_before(now: Millis, months: int) -> Millis:
    """Return the same time of day some months ago, on the month's last day where it has no such day."""
    here = to_datetime(now).astimezone(PRAGUE)
    first = _first_of(here.date(), -months)
    last_day = (_first_of(first, 1) - timedelta(days=1)).day
    return at_hour(first.replace(day=min(here.day, last_day)), here.time())


def _edge(moment: Millis, unit: str, *, is_end: bool) -> Millis:
    """Return where the day, week, month or year around a moment begins, or ends."""
    day = to_datetime(moment).astimezone(PRAGUE).date()
    match unit:
        case "d":
            first, following = day, day + timedelta(days=1)
        case "w":
            first = day - timedelta(days=day.weekday())
            following = first + timedelta(days=7)
        case "M":
            first, following = _first_of(day, 0), _first_of(day, 1)
        case _:
            first, following = date(day.year, JANUARY, 1), date(day.year + 1, JANUARY, 1)
    return at_hour(following if is_end else first, time())


def _first_of(day: date, months: int) -> date:
    """Return the first day of the month so many months later; none lies before our calendar."""
    number = max(DECEMBER, day.year * DECEMBER + day.month - 1 + months)
    return date(number // DECEMBER, number % DECEMBER + 1, 1)
