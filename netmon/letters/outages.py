"""When a municipality was without connection, as its contacts see it: what wavers for a moment is one outage."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from netmon.clock import EPOCH, Interval, Millis
from netmon.judgement.availability import StateInterval
from netmon.judgement.parts import OUTAGE, Part, part_of
from netmon.model import MunicipalityState


@dataclass(frozen=True, slots=True)
class Outage:
    """One outage; while nobody knows how a municipality is, it neither lasts nor ends.

    `until` is when the connection came back last, None as long as it did not; `down` is how long there
    was none, `up` how long there has been one since.
    """

    since: Millis
    until: Millis | None = None
    down: Millis = EPOCH
    up: Millis = EPOCH
    is_local: bool = False
    """Whether the network reaches the municipality, and only its own equipment does not answer."""

    def is_over(self, settled: Millis) -> bool:
        """Say whether the connection has been back for long enough."""
        return self.up >= settled

    def after(self, entry: StateInterval) -> "Outage":
        """Return the outage with what came next."""
        length, part = entry.interval.length, part_of(entry.state)
        if part in OUTAGE:
            is_local = entry.state is MunicipalityState.DISCONNECTED
            return replace(self, until=None, down=Millis(self.down + length), up=EPOCH, is_local=is_local)
        if part is Part.UP:
            until = entry.interval.start if self.until is None else self.until
            return replace(self, until=until, up=Millis(self.up + length))
        return self


def last_outage(states: Iterable[StateInterval], settled: Millis) -> Outage | None:
    """Return the last outage among states that are in order, None if there is none."""
    last: Outage | None = None
    for outage in outages(states, settled):
        last = outage
    return last


def outages(states: Iterable[StateInterval], settled: Millis) -> Iterator[Outage]:
    """Yield the outages among states that are in order."""
    last: Outage | None = None
    for entry in states:
        if part_of(entry.state) in OUTAGE and (last is None or last.is_over(settled)):
            if last is not None:
                yield last
            last = Outage(entry.interval.start)
        last = last and last.after(entry)
    if last is not None:
        yield last


def outage_since(since: Millis, states: Iterable[StateInterval], settled: Millis) -> Outage:
    """Return what became of an outage that began at a moment; what comes once it is over is another one."""
    outage = Outage(since)
    for entry in states:
        rest = entry.interval.intersect(Interval(since, entry.interval.end))
        if rest is not None and not outage.is_over(settled):
            outage = outage.after(replace(entry, interval=rest))
    return outage
