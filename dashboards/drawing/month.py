"""A month of days in weeks, and what goes on in each of them: over midnight too, by the region's own calendar."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from dashboards.formats import local
from netmon.clock import Interval, Millis
from netmon.judgement.calendar import whole_day, whole_month

WEEK = 7
WRITTEN = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
FIRST_YEAR, LAST_YEAR = 2000, 2199


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month."""

    year: int
    number: int

    @classmethod
    def of(cls, text: str, now: Millis) -> Self:
        """Return the month that is written as `2026-11`; the present one where none is."""
        found, today = WRITTEN.fullmatch(text), local(now)
        if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            return cls(today.year, today.month)
        return cls(int(found[1]), int(found[2]))

    @property
    def name(self) -> str:
        """How it is written: `2026-11`."""
        return f"{self.year:04}-{self.number:02}"

    @property
    def interval(self) -> Interval:
        """Its time."""
        return whole_month(self.year, self.number)

    def after(self, months: int) -> "Month":
        """Return the month so many later, or earlier."""
        years, number = divmod(self.number - 1 + months, 12)
        return Month(self.year + years, number + 1)


@dataclass(frozen=True, slots=True)
class Span:
    """Something that goes on for a time; `key` tells it from others."""

    key: str
    interval: Interval


@dataclass(frozen=True, slots=True)
class Piece:
    """What of a span lies in one day; without a `start` it came from the day before, without `end` it goes on."""

    key: str
    start: Millis | None
    end: Millis | None


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a month's weeks; some at its edges belong to the next one or the last."""

    date: str
    number: int
    is_within: bool
    is_today: bool
    pieces: tuple[Piece, ...]


def weeks(month: Month, spans: Sequence[Span], now: Millis) -> list[tuple[Day, ...]]:
    """Return the weeks of a month, from Monday to Sunday, with the pieces of spans in each day, the earliest first."""
    ordered = sorted(spans, key=lambda span: (span.interval.start, span.interval.end, span.key))
    days = [_day(day, month, ordered, now) for day in _dates(month)]
    return [tuple(days[start : start + WEEK]) for start in range(0, len(days), WEEK)]


def _dates(month: Month) -> Iterator[date]:
    first, following = date(month.year, month.number, 1), month.after(1)
    beyond = date(following.year, following.number, 1)
    day = first - timedelta(days=first.weekday())
    while day < beyond or day.weekday():
        yield day
        day += timedelta(days=1)


def _day(day: date, month: Month, spans: Sequence[Span], now: Millis) -> Day:
    time = whole_day(day)
    found = (span for span in spans if span.interval.intersect(time) is not None)
    is_within = (day.year, day.month) == (month.year, month.number)
    return Day(day.isoformat(), day.day, is_within, now in time, tuple(_piece(span, time) for span in found))


def _piece(span: Span, day: Interval) -> Piece:
    start, end = span.interval.start, span.interval.end
    return Piece(span.key, start if start >= day.start else None, end if end <= day.end else None)
