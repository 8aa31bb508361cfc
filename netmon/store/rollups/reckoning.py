"""What five minutes, or an hour, of samples come to: mean, largest and 95th percentile of each field, seconds up."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from netmon.clock import HOUR, MINUTE, SECOND, Millis
from netmon.model import FieldValue
from netmon.schema import NOT_AVERAGED

FIVE_MINUTES = Millis(5 * MINUTE)
WIDTHS = (FIVE_MINUTES, HOUR)
"""How long the spans are that samples are rolled up to, the shorter first; each divides the next."""
VALIDITY = 2.5
"""Intervals for which a sample speaks at most, if no other follows."""
PERCENT = 95
STATE, UP = "state", "up"

Sample = tuple[Millis, Mapping[str, FieldValue]]
"""When something was measured, and what."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What the values of a field come to; the percentile is the nearest rank, so it is a value that was measured."""

    n: int
    mean: float
    largest: float
    p95: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Summary":
        """Return the summary of at least one value."""
        n = len(values)
        ranked = sorted(values)
        return cls(n, _short(sum(values) / n), ranked[-1], ranked[-(-n * PERCENT // 100) - 1])

    @property
    def brief(self) -> list[float]:
        """The numbers without those that follow from the one before: [n, mean, largest, p95]."""
        if self.mean == self.largest == self.p95:
            return [self.n, self.mean]
        return [self.n, self.mean, self.largest] + ([self.p95] if self.p95 != self.largest else [])


@dataclass(frozen=True, slots=True)
class RollUp:
    """A span of a series: how many samples it has, and what they come to.

    `known_s` are the seconds of which the samples say whether something was up, `up_s` those in which it was; None
    for a series that never says so.
    """

    width: Millis
    start: Millis
    n: int
    known_s: int | None
    up_s: int | None
    fields: Mapping[str, Summary]

    @property
    def body(self) -> str:
        """The fields as JSON."""
        return json.dumps({name: each.brief for name, each in self.fields.items()}, separators=(",", ":"))


def roll_up(samples: Sequence[Sample], touched: frozenset[Millis] | None = None) -> Iterator[RollUp]:
    """Yield the roll-ups of samples of one series in order of time, whole hours of them.

    With `touched` only the hours and five minutes that these moments lie in. What has no number that means something
    on average has none.
    """
    for _, hour in groupby(samples, lambda sample: sample[0] // HOUR):
        found = list(hour)
        valid = _validity(found)
        for width in WIDTHS:
            starts = None if touched is None else {moment // width for moment in touched}
            for number, part in groupby(found, lambda sample, width=width: sample[0] // width):  # type: ignore[misc]
                if starts is None or number in starts:
                    yield from _reckon(Millis(number * width), width, list(part), valid)


def _reckon(start: Millis, width: Millis, samples: Sequence[Sample], valid: Millis) -> Iterator[RollUp]:
    fields = {name: Summary.of(values) for name, values in _columns(samples).items()}
    if not fields:
        return
    known, up = _observed(samples, Millis(start + width), valid)
    yield RollUp(width, start, len(samples), known, up, fields)


def _columns(samples: Iterable[Sample]) -> dict[str, list[float]]:
    """Return the numbers of each field; a truth value is no number."""
    columns: dict[str, list[float]] = {}
    for _, fields in samples:
        for name, value in fields.items():
            if (type(value) is int or type(value) is float) and name not in NOT_AVERAGED:
                columns.setdefault(name, []).append(value)
    return columns


def _observed(samples: Iterable[Sample], end: Millis, valid: Millis) -> tuple[int | None, int | None]:
    """Return for how many seconds the samples say whether something was up, and in how many of these it was.

    Each speaks until the next one, or the end of the span, but not for longer than it is valid.
    """
    states = [(at, fields.get(UP)) for at, fields in samples if UP in fields or STATE in fields]
    if not states:
        return None, None
    known = up = 0
    for (at, value), (following, _) in pairwise([*states, (end, None)]):
        length = min(following - at, valid)
        known += length if value is not None else 0
        up += length if value else 0
    return known // SECOND, up // SECOND


def _validity(samples: Sequence[Sample]) -> Millis:
    """Return how long a sample of these speaks."""
    gaps = [later[0] - earlier[0] for earlier, later in pairwise(samples)]
    return Millis(round(VALIDITY * median(gaps))) if gaps else FIVE_MINUTES


def _short(value: float) -> float:
    """Return a number with nine digits that mean something, as an integer if it is one."""
    short = float(f"{value:.9g}")
    return int(short) if short.is_integer() else short
