"""How exactly the ends of an outage are known: between two probes, what the first said may have changed at any moment.

The log has an outage from the first probe that was lost to the first that was answered again. So it began after the
last good probe before, at most one interval earlier, and ended after the last bad one, at most one interval earlier.
Where the time beside is unknown nothing is added: that time is counted as unknown already.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from netmon.clock import Interval, Millis
from netmon.judgement.availability import StateInterval, runs
from netmon.judgement.contract import outages
from netmon.judgement.parts import Part


@dataclass(frozen=True, slots=True)
class Bracket:
    """An outage as probes bracket it, each end between a probe that says so and one that says the contrary."""

    began: Interval
    """From the last good probe to the first bad one."""
    ended: Interval
    """From the last bad probe to the first good one; empty while the outage lasts, or where nobody saw its end."""

    @property
    def has_ended(self) -> bool:
        """Whether a good probe ended it."""
        return self.ended.length > 0

    @property
    def surely(self) -> Interval:
        """When service was out in any case; empty for an outage shorter than what lies between two probes."""
        return Interval(self.began.end, self.ended.start)

    @property
    def perhaps(self) -> Interval:
        """When service may have been out."""
        return Interval(self.began.start, self.ended.end)


def brackets(states: Sequence[StateInterval], resolution: Millis) -> tuple[Bracket, ...]:
    """Return the outages in states, in order, as probes bracket them that come at least every `resolution`."""
    up = runs(states, (Part.UP,))
    begins, ends = {span.end: span.start for span in up}, {span.start for span in up}
    found = []
    for outage in outages(states):
        earliest = max(outage.start - resolution, begins.get(outage.start, outage.start))
        last_bad = max(outage.end - resolution, outage.start) if outage.end in ends else outage.end
        began, ended = Interval(Millis(earliest), outage.start), Interval(Millis(last_bad), outage.end)
        found.append(Bracket(began, ended))
    return tuple(found)
