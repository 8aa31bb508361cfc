"""Whether everybody on duty gets the rest that the law asks for between two shifts (Labour Code, § 90: 11 hours)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time

from netmon.clock import DAY, HOUR, Interval, Millis
from netmon.inventory.models import Rota
from netmon.judgement.calendar import at_hour
from netmon.oncall.calendar import at_wall
from netmon.oncall.duty import LONGEST_TURN, Shift, shifts

REST = Millis(11 * HOUR)
AROUND = Millis(LONGEST_TURN * DAY)
"""How far around a change of the plan its consequences are looked for."""
FORTNIGHT = Millis(14 * DAY)
LONGEST_ROUND = Millis(366 * DAY)


@dataclass(frozen=True, slots=True)
class ShortRest:
    """Somebody who goes on duty again too soon."""

    person: str
    pause: Interval


def short_rests(duties: Iterable[Shift]) -> Iterator[ShortRest]:
    """Yield every pause between two shifts of a person that is too short, in order; shifts that touch are one."""
    by_person: dict[str, list[Interval]] = {}
    for shift in duties:
        by_person.setdefault(shift.person, []).append(shift.interval)
    pauses = [each for person, spans in by_person.items() for each in _pauses(person, spans)]
    yield from sorted((each for each in pauses if each.pause.length < REST), key=lambda each: each.pause)


def duties(rotas: Mapping[str, Rota], period: Interval) -> tuple[Shift, ...]:
    """Return every shift of several rotas in a period."""
    return tuple(shift for rota in rotas.values() for shift in shifts(rota, period))


def planned_short_rests(rotas: Mapping[str, Rota]) -> tuple[ShortRest, ...]:
    """Return every pause that is too short where a plan repeats itself, and around each override."""
    periods = _united(period for rota in rotas.values() for period in _typical(rota))
    return tuple(rest for period in periods for rest in short_rests(duties(rotas, period)))


def _typical(rota: Rota) -> Iterator[Interval]:
    """Yield periods that show every kind of pause a rota has: its first round, and the time around each override."""
    start = at_hour(rota.start, time())
    yield Interval(start, Millis(start + min(len(rota.members) * FORTNIGHT + AROUND, LONGEST_ROUND)))
    for override in rota.overrides:
        yield Interval(Millis(at_wall(override.start) - AROUND), Millis(at_wall(override.end) + AROUND))


def _united(periods: Iterable[Interval]) -> Iterator[Interval]:
    """Yield the time that the periods cover, each moment once."""
    present: Interval | None = None
    for period in sorted(periods):
        if present is not None and period.start <= present.end:
            present = Interval(present.start, max(present.end, period.end))
        else:
            yield from () if present is None else (present,)
            present = period
    yield from () if present is None else (present,)


def _pauses(person: str, spans: Iterable[Interval]) -> Iterator[ShortRest]:
    """Yield the pauses between spans, which may overlap where somebody is in several rotas."""
    until: Millis | None = None
    for span in sorted(spans):
        if until is not None and span.start > until:
            yield ShortRest(person, Interval(until, span.start))
        until = span.end if until is None else max(until, span.end)
