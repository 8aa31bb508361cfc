"""What was promised, and how a past is counted against it.

An outage lasts from when service was lost until it is back, whatever part of it lies in the period,
in service hours or in maintenance; it is brief if it lasts less than the contract's minimum, and
then counts as up. Where the time beside it is unknown, so is whether it was brief; maintenance
excuses it only once it is known to be none.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Self

from netmon.clock import EPOCH, Interval, Millis
from netmon.inventory.models import SlaClass
from netmon.judgement.availability import BY_START, Availability, StateInterval, account, runs
from netmon.judgement.calendar import open_hours
from netmon.judgement.parts import OUTAGE, UNKNOWN_OF, UP_OF, Part, part_of


@dataclass(frozen=True, slots=True)
class Terms:
    """What a class of the contract says about one period; without a class every second counts."""

    target: Fraction | None = None
    """A share of time, 999/1000 for 99.9 %."""
    hours: tuple[Interval, ...] | None = None
    """When service was promised; None for always."""
    excludes_maintenance: bool = True
    minimum_outage: Millis = EPOCH

    @classmethod
    def of(cls, sla: SlaClass, period: Interval) -> Self:
        """Return the terms of a class in a period."""
        return cls(
            target=Fraction(str(sla.target)) / 100,
            hours=None if sla.service_hours is None else open_hours(sla.service_hours, period),
            excludes_maintenance=sla.excludes_maintenance,
            minimum_outage=sla.minimum_outage,
        )


def account_under(
    terms: Terms, window: Interval, states: Sequence[StateInterval], excuses: Sequence[Interval]
) -> Availability:
    """Return the partition of a period as the contract counts it.

    `states` and `excuses` are as for `account`; the states should reach out of the period by the
    minimum outage at both ends, so that an outage across midnight is known to be long.
    """
    long = without_brief(states, terms.minimum_outage)
    return account(window, long, excuses if terms.excludes_maintenance else (), terms.hours)


def without_brief(states: Sequence[StateInterval], minimum: Millis) -> Sequence[StateInterval]:
    """Return states in which brief outages are up; those that may be brief or not are unknown."""
    if all(outage.length >= minimum for outage in outages(states)):
        return states
    return [entry for trouble in _troubles(states) for entry in _judged(trouble, minimum)]


def outages(states: Sequence[StateInterval]) -> list[Interval]:
    """Return the outages in states, in order: one lasts while neither up nor unknown time interrupts it."""
    return runs(states, OUTAGE)


@dataclass(frozen=True, slots=True)
class _Trouble:
    """States between two that are up; `since` and `until` are None where history begins or ends."""

    states: tuple[StateInterval, ...]
    since: Millis | None
    until: Millis | None

    def may_last(self, minimum: Millis) -> bool:
        """Say whether all of it may be one outage that is not brief."""
        return self.since is None or self.until is None or self.until - self.since >= minimum


def _troubles(states: Sequence[StateInterval]) -> Iterator[_Trouble]:
    """Yield states in order: what is up by itself, everything between two that are up together."""
    between: list[StateInterval] = []
    since: Millis | None = None
    for entry in sorted(states, key=BY_START):
        if part_of(entry.state) is not Part.UP:
            between.append(entry)
            continue
        if between:
            yield _Trouble(tuple(between), since, entry.interval.start)
        yield _Trouble((entry,), entry.interval.start, entry.interval.end)
        between, since = [], entry.interval.end
    if between:
        yield _Trouble(tuple(between), since, None)


def _judged(trouble: _Trouble, minimum: Millis) -> Iterable[StateInterval]:
    brief = [outage for outage in outages(trouble.states) if outage.length < minimum]
    return trouble.states if not brief else _without(brief, trouble, minimum)


def _without(brief: Sequence[Interval], trouble: _Trouble, minimum: Millis) -> Iterator[StateInterval]:
    instead = UNKNOWN_OF if trouble.may_last(minimum) else UP_OF
    for entry in trouble.states:
        is_brief = any(entry.interval.start in outage for outage in brief)
        yield replace(entry, state=instead[type(entry.state)]) if is_brief else entry
