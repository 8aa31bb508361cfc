"""What a rule may ask of the past: a measured field, over a window that ends now.

Enough is known of a window once the samples in it lie at least half of it apart: until then, after
a start as after a silence, what is asked has no value. A window should hold four samples or more.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from netmon.clock import DAY, EPOCH, SECOND, Millis
from netmon.inventory.quantities import MILLIS_PER
from netmon.model import FieldValue

SHORTEST_WINDOW = Millis(10 * SECOND)
LONGEST_WINDOW = DAY


class Nature(StrEnum):
    """How the values of a field follow each other."""

    GAUGE = "a measured number"
    COUNTER = "a counter"
    """It only grows; one that is less than before began anew."""
    WORD = "a measured word"


@dataclass(frozen=True, slots=True)
class Field:
    """What is measured again and again; what is judged comes from netmon itself and not from a visit."""

    name: str
    nature: Nature
    is_judged: bool = False


class Aspect(StrEnum):
    """What is asked of a window; the names are the language's."""

    RATE = "rate"
    """How much a counter grew in a second."""
    INCREASE = "increase"
    """How much a counter grew between the first and the last sample."""
    DELTA = "delta"
    """The last sample less the first."""
    AVG = "avg"
    MIN = "min"
    MAX = "max"
    P50 = "p50"
    P90 = "p90"
    P95 = "p95"
    P99 = "p99"
    LAST = "last"
    """The newest sample, valid or not, as long as it is in the window."""
    CHANGES = "changes"
    """How often a sample differed from the one before."""
    PREV = "prev"
    """The sample before the newest, whatever its age; it takes no window."""
    AGE = "age"
    """How long ago the newest sample was taken; it takes no window."""


@dataclass(frozen=True, slots=True)
class Lookback:
    """One aspect of one field over one window."""

    aspect: Aspect
    field: Field
    window: Millis = EPOCH

    @property
    def name(self) -> str:
        """What its value is called among the facts: `rate(in_octets, 5m)`."""
        parts = [self.field.name, _span(self.window)] if self.window else [self.field.name]
        return f"{self.aspect}({', '.join(parts)})"


class Sample(NamedTuple):
    """What was read at a moment; of a counter, how much it has grown since the first sample."""

    at: Millis
    value: FieldValue


def outcome(lookback: Lookback, samples: Sequence[Sample]) -> FieldValue | None:
    """Return what the samples in the window come to, oldest first; None if they are not enough."""
    if not samples:
        return None
    if lookback.aspect is Aspect.LAST:
        return samples[-1].value
    apart = samples[-1].at - samples[0].at
    if apart == 0 or 2 * apart < lookback.window:
        return None
    return OUTCOMES[lookback.aspect](samples)


def _changes(samples: Sequence[Sample]) -> int:
    return sum(one.value != other.value for one, other in pairwise(samples))


def _growth(samples: Sequence[Sample]) -> float:
    first, last = _numbers((samples[0], samples[-1]))
    return last - first


def _rate(samples: Sequence[Sample]) -> float:
    return _growth(samples) * SECOND / (samples[-1].at - samples[0].at)


def _mean(samples: Sequence[Sample]) -> float:
    return sum(_numbers(samples)) / len(samples)


def _percentile(share: float) -> Callable[[Sequence[Sample]], float]:
    """Return the nearest-rank percentile: a value that was really measured."""

    def of(samples: Sequence[Sample]) -> float:
        return sorted(_numbers(samples))[math.ceil(share * len(samples)) - 1]

    return of


def _numbers(samples: Iterable[Sample]) -> list[float]:
    return [sample.value for sample in samples if not isinstance(sample.value, str)]


OUTCOMES: Mapping[Aspect, Callable[[Sequence[Sample]], float]] = MappingProxyType(
    {
        Aspect.RATE: _rate,
        Aspect.INCREASE: _growth,
        Aspect.DELTA: _growth,
        Aspect.AVG: _mean,
        Aspect.MIN: lambda samples: min(_numbers(samples)),
        Aspect.MAX: lambda samples: max(_numbers(samples)),
        Aspect.P50: _percentile(0.5),
        Aspect.P90: _percentile(0.9),
        Aspect.P95: _percentile(0.95),
        Aspect.P99: _percentile(0.99),
        Aspect.CHANGES: _changes,
    }
)


def _span(window: Millis) -> str:
    """Return a window in the largest unit that divides it: 300,000 as `5m`."""
    unit, millis = max(((unit, millis) for unit, millis in MILLIS_PER.items() if window % millis == 0), key=_size)
    return f"{window // millis}{unit}"


def _size(unit: tuple[str, int]) -> int:
    return unit[1]
