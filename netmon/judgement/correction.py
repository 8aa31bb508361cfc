"""What a past looks like once people have said what they know better."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Self

from netmon.clock import Interval
from netmon.judgement.availability import StateInterval, excused
from netmon.judgement.parts import OUTAGE, UNKNOWN_OF, UP_OF, part_of
from netmon.model import Correction, CountsAs, Entity, EntityKind, Maintenance, MunicipalityCode, State


@dataclass(frozen=True, slots=True)
class Past:
    """What a municipality went through: its states and what excuses outages, corrections applied to both."""

    states: Sequence[StateInterval] = ()
    excuses: Sequence[Interval] = ()
    corrections: Sequence[Correction] = ()
    """Those that were applied, in the order in which they were received."""

    @classmethod
    def of(
        cls,
        code: MunicipalityCode,
        states: Sequence[StateInterval],
        windows: Iterable[Maintenance],
        corrections: Iterable[Correction],
    ) -> Self:
        """Return the past of a municipality out of what is known of all."""
        own = tuple(correction for correction in corrections if correction.municipality == code)
        planned = excused(windows, Entity(EntityKind.MUNICIPALITY, code))
        return cls(corrected(states, own), (*planned, *worked(own)), own)


def corrected(states: Sequence[StateInterval], corrections: Iterable[Correction]) -> Sequence[StateInterval]:
    """Return states as corrections have them; no correction makes time known that was not recorded."""
    pieces = in_force(corrections)
    if not pieces:
        return states
    return [piece for entry in states for piece in _cut(entry, pieces)]


def worked(corrections: Iterable[Correction]) -> tuple[Interval, ...]:
    """Return when outages are excused by corrections."""
    pieces = in_force(corrections)
    return tuple(span for span, correction in pieces.items() if correction.counts_as is CountsAs.MAINTENANCE)


def in_force(corrections: Iterable[Correction]) -> Mapping[Interval, Correction]:
    """Return which correction holds when, in order of time: of several the one received last."""
    received = sorted(corrections, key=lambda correction: correction.id)
    edges = sorted({edge for correction in received for edge in (correction.window.start, correction.window.end)})
    pieces: dict[Interval, Correction] = {}
    for start, end in pairwise(edges):
        holding = [correction for correction in received if start in correction.window]
        if holding:
            pieces[Interval(start, end)] = holding[-1]
    return pieces


def _cut(entry: StateInterval, pieces: Mapping[Interval, Correction]) -> Iterator[StateInterval]:
    """Yield an interval, in pieces where corrections begin or end."""
    at = entry.interval.start
    for span, correction in pieces.items():
        inside = span.intersect(entry.interval)
        if inside is not None:
            if at < inside.start:
                yield replace(entry, interval=Interval(at, inside.start))
            yield _as_corrected(replace(entry, interval=inside), correction)
            at = inside.end
    if at < entry.interval.end:
        yield replace(entry, interval=Interval(at, entry.interval.end))


def _as_corrected(entry: StateInterval, correction: Correction) -> StateInterval:
    state = _state(entry.state, correction.counts_as)
    return entry if state is entry.state else replace(entry, state=state, reason=f"corrected: {correction.reason}")


def _state(recorded: State, counts_as: CountsAs) -> State:
    match counts_as:
        case CountsAs.UP if part_of(recorded) in OUTAGE:
            return UP_OF[type(recorded)]
        case CountsAs.UNKNOWN:
            return UNKNOWN_OF[type(recorded)]
        case _:
            return recorded
