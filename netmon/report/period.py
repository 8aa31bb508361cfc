"""Which time somebody means: `2026-10`, `2026-Q4`, `2026`, `2026-10-25`, or a moment of the region's clocks."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from netmon.clock import SECOND, Interval, Millis, from_datetime, to_datetime
from netmon.errors import CommandRefused
from netmon.inventory.complaint import quote
from netmon.judgement.calendar import PRAGUE, moments_at, whole_day, whole_month, whole_quarter, whole_year
from netmon.phrase import Phrase

YEAR = re.compile(r"(20\d\d)")
QUARTER = re.compile(r"(20\d\d)-Q([1-4])")
MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
DAY = re.compile(r"20\d\d-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Period:
    """A day, month, quarter or year of the region's calendar, by its name."""

    name: str
    interval: Interval

    @classmethod
    def named(cls, text: str) -> Self:
        """Return the period of a name; raise CommandRefused if there is none."""
        interval = _interval(text)
        if interval is None:
            raise CommandRefused(
                Phrase("{text} is no period; write one such as 2026-10, 2026-Q4, 2026 or 2026-10-25", text=quote(text))
            )
        return cls(text, interval)

    @property
    def is_month(self) -> bool:
        """Whether it is a month, as contracts count."""
        return MONTH.fullmatch(self.name) is not None

    def is_over(self, now: Millis) -> bool:
        """Say whether nothing more can happen in it."""
        return self.interval.end <= now

    def so_far(self, now: Millis) -> Interval:
        """Return what has passed of it; raise CommandRefused if it has not begun."""
        if now <= self.interval.start:
            raise CommandRefused(Phrase("{period} has not begun yet", period=self.name))
        return Interval(self.interval.start, min(self.interval.end, now))


def moment(text: str) -> Millis:
    """Return the moment of a local time, or of one with an offset; raise CommandRefused if it is none or two."""
    try:
        said = datetime.fromisoformat(text.strip())
    except ValueError:
        raise CommandRefused(
            Phrase("{text} is no time; write one such as 2026-10-25T14:30", text=quote(text))
        ) from None
    if said.tzinfo is not None:
        return from_datetime(said)
    moments = moments_at(said)
    if not moments:
        raise CommandRefused(
            Phrase("{text} is a time that the clocks skipped; write one before or after", text=quote(text))
        )
    if len(moments) > 1:
        raise CommandRefused(
            Phrase("{text} came twice; add +02:00 for the first or +01:00 for the second", text=quote(text))
        )
    return moments[0]


def local(at: Millis) -> str:
    """Return a moment as the clocks of the region show it, with its zone."""
    return f"{to_datetime(at).astimezone(PRAGUE):%Y-%m-%d %H:%M:%S %Z}"


def length(span: int) -> str:
    """Return a duration in hours, minutes and seconds, rounded up: no downtime is shown as none."""
    minutes, seconds = divmod(-(-span // SECOND), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def _interval(text: str) -> Interval | None:
    if found := YEAR.fullmatch(text):
        return whole_year(int(found[1]))
    if found := QUARTER.fullmatch(text):
        return whole_quarter(int(found[1]), int(found[2]))
    if found := MONTH.fullmatch(text):
        return whole_month(int(found[1]), int(found[2]))
    return _day(text) if DAY.fullmatch(text) else None


def _day(text: str) -> Interval | None:
    try:
        return whole_day(date.fromisoformat(text))
    except ValueError:
        return None
