"""How many octets have passed a point by a moment: a daily curve in closed form.

The rate is a mean times one plus a few sines whose amplitudes add up to less than one, so it is
always positive and its integral only grows. Nothing is accumulated: any moment can be asked for, in
any order, and every process that knows the seed gets the same figure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, pi

from netmon.clock import DAY, HOUR, MINUTE, Interval, Millis
from netmon.simulate.chance import share

TURN = 2 * pi
MICRO = 1_000_000
WAVES = ((DAY, 0.45), (DAY // 2, 0.15), (37 * MINUTE, 0.15), (101_000, 0.10))
"""Period in milliseconds and amplitude: the day, its second hump, and the unrest within the hour."""
TROUGH = 3 * HOUR
"""When the night is deepest, in milliseconds after midnight UTC."""
LEAST_LOAD, MOST_LOAD = 0.03, 0.30
"""Shares of the capacity that a mean rate lies between; peaks stay below 60 %."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Traffic in one direction at one point; `mean` is in octets a second."""

    mean: int
    phases: tuple[float, ...]
    """Where each wave of WAVES stands at the epoch, in turns."""

    def octets(self, spans: Iterable[Interval]) -> int:
        """Return the octets that pass during the spans, the fraction dropped once at the end."""
        return sum(self._micro_octets(span.end) - self._micro_octets(span.start) for span in spans) // MICRO

    def _micro_octets(self, at: Millis) -> int:
        swing = 0.0
        for (period, amplitude), phase in zip(WAVES, self.phases, strict=True):
            swing -= amplitude * period * cos(TURN * (at % period / period + phase))
        # The straight part stays a whole number, as a float would lose octets over months of 100 Gbit/s.
        return self.mean * (at * 1_000 + round(swing * 1_000 / TURN))


def flow(capacity: int, seed: int, *point: str) -> Flow:
    """Return the flow over something of `capacity` bit/s."""
    load = LEAST_LOAD + (MOST_LOAD - LEAST_LOAD) * share(seed, "load", *point) ** 2
    day = -0.25 - TROUGH / DAY + 0.08 * (share(seed, "day", *point) - 0.5)
    rest = (share(seed, "wave", *point, number) for number in range(len(WAVES) - 1))
    return Flow(mean=max(1, int(capacity * load / 8)), phases=(day, *rest))
