"""Who is on duty: at a moment exactly one member of a rota, over a period in shifts.

The turns are counted from the rota's start by the calendar alone. So a closure day or a holiday that is
written down later puts off one hand-over and changes nobody else's turn.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import pairwise

from netmon.clock import DAY, Interval, Millis
from netmon.inventory.models import Override, Rota, Weekday
from netmon.judgement.calendar import at_hour
from netmon.oncall.calendar import LONGEST_REST, NEXT_DAY, at_wall, local_day, postponed

WEEK = tuple(Weekday)
LONGEST_TURN = LONGEST_REST + len(WEEK) + 1
"""Days within which a hand-over took place, whatever day it is."""
LONGEST_PERIOD = Millis(3 * 366 * DAY)
"""Nobody plans duty for longer; a question for more is answered up to here."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody's duty; `reason` is why it is not just the person's turn."""

    person: str
    interval: Interval
    is_override: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _HandOver:
    """A hand-over: its number since the rota's start, and when it takes place."""

    number: int
    at: Millis


def on_duty(rota: Rota, at: Millis) -> str:
    """Return the member who is on duty at a moment."""
    override = _override(rota, at)
    return override.person if override else _whose_turn(rota, at)


def shifts(rota: Rota, period: Interval) -> tuple[Shift, ...]:
    """Return who is on duty in a period, without a gap and in order; the first and the last shift are cut to it."""
    end = Millis(min(period.end, period.start + LONGEST_PERIOD))
    edges = [period.start, *(at for at in _edges(rota, period) if period.start < at < end), end]
    found: list[Shift] = []
    for start, following in pairwise(edges):
        shift = _shift(rota, Interval(start, following))
        if found and _is_same(found[-1], shift):
            shift = _joined(found.pop(), shift)
        found.append(shift)
    return tuple(found)


def next_change(rota: Rota, at: Millis) -> Shift | None:
    """Return the shift that follows the one at a moment; None if nobody else comes within the next weeks."""
    ahead = Interval(at, Millis(at + 2 * LONGEST_TURN * DAY))
    following = [shift for shift in shifts(rota, ahead)[1:] if shift.person != on_duty(rota, at)]
    return following[0] if following else None


def _shift(rota: Rota, interval: Interval) -> Shift:
    override = _override(rota, interval.start)
    if override is None:
        return Shift(_whose_turn(rota, interval.start), interval)
    return Shift(override.person, interval, is_override=True, reason=override.reason or "")


def _is_same(one: Shift, other: Shift) -> bool:
    return (one.person, one.is_override, one.reason) == (other.person, other.is_override, other.reason)


def _joined(one: Shift, other: Shift) -> Shift:
    return Shift(one.person, Interval(one.interval.start, other.interval.end), one.is_override, one.reason)


def _override(rota: Rota, at: Millis) -> Override | None:
    """Return who stands in at a moment; the last one written down counts."""
    standing_in = (each for each in reversed(rota.overrides) if at_wall(each.start) <= at < at_wall(each.end))
    return next(standing_in, None)


def _whose_turn(rota: Rota, at: Millis) -> str:
    """Return the member whose turn began with the latest hand-over."""
    latest = local_day(at)
    days = (latest - timedelta(days=back) for back in range(LONGEST_TURN + 1))
    begun = (each.number for day in days for each in _hand_overs(rota, day) if each.at <= at)
    return rota.members[next(begun) % len(rota.members)]


def _edges(rota: Rota, period: Interval) -> list[Millis]:
    """Return every moment around a period at which somebody else may come on duty, in order."""
    first = local_day(period.start) - timedelta(days=LONGEST_TURN)
    count = (local_day(period.end) - first).days + 1
    planned = {each.at for ahead in range(count) for each in _hand_overs(rota, first + ahead * NEXT_DAY)}
    standing_in = {at_wall(wall) for each in rota.overrides for wall in (each.start, each.end)}
    return sorted(planned | standing_in)


def _hand_overs(rota: Rota, day: date) -> Iterator[_HandOver]:
    """Yield the hand-overs that the calendar has on a day, the last first, and when they take place."""
    plan = rota.hand_over
    days, times = sorted({WEEK.index(each) for each in plan.days}), sorted(set(plan.times))
    if day.weekday() in days:
        actual = day if plan.on_holidays else postponed(day, rota.closures)
        number = _number(day, days, len(times)) - _number(rota.start, days, len(times))
        for position in reversed(range(len(times))):
            yield _HandOver(number + position, at_hour(actual, time.fromisoformat(times[position])))


def _number(day: date, days: list[int], times: int) -> int:
    """Return how many hand-overs the calendar has before a day, since a Monday long ago."""
    weeks, _ = divmod(day.toordinal() - 1, len(WEEK))
    return (weeks * len(days) + sum(each < day.weekday() for each in days)) * times
