"""How figures look in a language: numbers, shares, spans and moments as people write them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from netmon.clock import DAY, HOUR, MINUTE, SECOND, Millis, to_datetime
from netmon.judgement.availability import floor_percent
from netmon.judgement.calendar import PRAGUE
from netmon.language import Language

NBSP = "\u00a0"
DASH = "–"
BIT_RATES = ((10**12, "Tb/s"), (10**9, "Gb/s"), (10**6, "Mb/s"), (10**3, "kb/s"))
PATTERNS = {
    Language.CS: {"day": "d. M.", "date": "d. M. y", "weekday": "EEEEEE d. M. y"},
    Language.EN: {"day": "d MMM", "date": "d MMM y", "weekday": "EEE d MMM y"},
}


def local(moment: Millis) -> datetime:
    """Return a moment on the region's wall clock."""
    return to_datetime(moment).astimezone(PRAGUE)


@lru_cache(maxsize=1024)
def _decimal(figure: Decimal, pattern: str, locale: str) -> str:
    """Return a figure; a page has the same few a hundred times, and each takes babel as long as ten tags."""
    return format_decimal(figure, format=pattern, locale=locale)


@dataclass(frozen=True, slots=True)
class Formats:
    """The figures of one language."""

    language: Language

    def number(self, value: float | Decimal) -> str:
        """Return `1 234,5`."""
        return format_decimal(value, locale=self.language.value)

    def percent(self, share: Fraction | None, decimals: int = 2) -> str:
        """Return `99,95 %` rounded down, `100 %` only when nothing is missing, a dash for None."""
        if share is None:
            return DASH
        figure = floor_percent(share, decimals)
        pattern = "0" if share in (0, 1) else "0." + "0" * decimals
        return _decimal(figure, pattern, self.language.value) + NBSP + "%"

    def target(self, percent: float) -> str:
        """Return a contracted share as it stands in the contract: `99,9 %`."""
        return format_decimal(Decimal(str(percent)), format="0.####", locale=self.language.value) + NBSP + "%"

    def load(self, share: float) -> str:
        """Return how full a link is: `71 %`."""
        return f"{round(share * 100)}{NBSP}%"

    def duration(self, span: int) -> str:
        """Return `45 s`, `12 min`, `3 h 05 min` or `2 d 04 h`, rounded down."""
        if span < MINUTE:
            parts = f"{max(0, span) // SECOND} s"
        elif span < HOUR:
            parts = f"{span // MINUTE} min"
        elif span < DAY:
            parts = f"{span // HOUR} h {span % HOUR // MINUTE:02} min"
        else:
            parts = f"{span // DAY} d {span % DAY // HOUR:02} h"
        return parts.replace(" ", NBSP)

    def exact_duration(self, span: int) -> str:
        """Return a span to the second: `12 min 05 s`, `3 h 05 min 20 s`."""
        hours, rest = divmod(span, HOUR)
        minutes, rest = divmod(rest, MINUTE)
        parts = [f"{hours} h"] if hours else []
        if hours or minutes:
            parts.append(f"{minutes:02} min" if hours else f"{minutes} min")
        parts.append(f"{rest // SECOND:02} s" if parts else f"{rest // SECOND} s")
        return " ".join(parts).replace(" ", NBSP)

    def clock(self, moment: Millis) -> str:
        """Return `02:47:05`."""
        return local(moment).strftime("%H:%M:%S")

    def weekday(self, moment: Millis) -> str:
        """Return `po 23. 11. 2026`."""
        return self._date(local(moment), "weekday")

    def moment(self, moment: Millis) -> str:
        """Return `23. 11. 2026 02:35`."""
        return f"{self._date(local(moment), 'date')} {local(moment):%H:%M}"

    def second(self, moment: Millis) -> str:
        """Return `25. 10. 2026 02:30:00`; with its offset in the hour that comes twice."""
        at = local(moment)
        is_twice = at.utcoffset() != at.replace(fold=1 - at.fold).utcoffset()
        said = f"{self._date(at, 'date')} {at:%H:%M:%S}"
        return said + (f"{NBSP}({at.isoformat()[-6:]})" if is_twice else "")

    def month(self, name: str) -> str:
        """Return `říjen 2026` for `2026-10`."""
        return format_date(date.fromisoformat(f"{name}-01"), "LLLL y", locale=self.language.value).replace(" ", NBSP)

    def since(self, moment: Millis, now: Millis) -> str:
        """Return `02:35` for today, `21. 11. 02:35` for this year, else with the year."""
        at, today = local(moment), local(now)
        if at.date() == today.date():
            return f"{at:%H:%M}"
        return f"{self._date(at, 'day' if at.year == today.year else 'date')} {at:%H:%M}"

    def iso(self, moment: Millis) -> str:
        """Return a moment for machines: ISO 8601, UTC."""
        return to_datetime(moment).isoformat(timespec="seconds")

    def day(self, iso: str) -> str:
        """Return `23. 11.` for `2026-11-23`."""
        pattern = PATTERNS[self.language]["day"]
        return format_date(date.fromisoformat(iso), pattern, locale=self.language.value).replace(" ", NBSP)

    def day_of_week(self, iso: str) -> str:
        """Return `po` for `2026-11-23`."""
        return format_date(date.fromisoformat(iso), "EEEEEE", locale=self.language.value)

    def bit_rate(self, rate: float | None) -> str:
        """Return `1,2 Gb/s`, a dash for None."""
        if rate is None:
            return DASH
        for size, unit in BIT_RATES:
            if abs(rate) >= size:
                return f"{self._short(rate / size)}{NBSP}{unit}"
        return f"{self._short(rate)}{NBSP}b/s"

    def _short(self, value: float) -> str:
        return format_decimal(value, format="0" if abs(value) >= 100 else "0.#", locale=self.language.value)  # noqa: PLR2004 -- three digits

    def _date(self, at: datetime, name: str) -> str:
        return format_datetime(at, PATTERNS[self.language][name], locale=self.language.value).replace(" ", NBSP)
