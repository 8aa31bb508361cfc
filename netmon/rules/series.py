"""The latest samples of one field of one entity, no more of them than its windows need."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from netmon.clock import Millis
from netmon.model import FieldValue
from netmon.rules.lookback import Aspect, Field, Lookback, Nature, Sample, outcome

MOST_SAMPLES = 240
"""Samples kept of one field of one entity: in a long window only the newest of each 240th part is."""


@dataclass(frozen=True, slots=True)
class Need:
    """What is asked of one field, and how far back."""

    field: Field
    lookbacks: Mapping[str, Lookback]
    window: Millis
    """The longest of them."""
    grain: Millis
    """Of samples so close together only the newest is kept."""

    @classmethod
    def of(cls, field: Field, lookbacks: Iterable[Lookback]) -> "Need":
        """Return the need of one field that these lookbacks are of."""
        named = {lookback.name: lookback for lookback in lookbacks}
        window = max(lookback.window for lookback in named.values())
        return cls(field, named, window, Millis(max(1, window // MOST_SAMPLES)))

    @property
    def is_restless(self) -> bool:
        """Whether the answer may change though no visit brings anything."""
        return self.field.is_judged or any(lookback.aspect is Aspect.AGE for lookback in self.lookbacks.values())


class Series:
    """The latest samples of one field of one entity, and what they came to when they were last asked."""

    __slots__ = ("_before", "_newest", "_outcomes", "_samples", "need")

    def __init__(self, need: Need) -> None:
        self._samples: list[Sample] = []
        self._outcomes: dict[str, tuple[FieldValue | None, Millis]] = {}
        """And until when that stands, unless another sample comes."""
        self._newest: FieldValue | None = None
        self._before: FieldValue | None = None
        self.need = need

    def __len__(self) -> int:
        return len(self._samples)

    def add(self, value: FieldValue, at: Millis) -> None:
        """Take a sample; one that is older than the newest tells of a clock set back, and all begins anew."""
        if self._samples and at < self._samples[-1].at:
            self._samples.clear()
            self._newest = self._before = None
        sample = Sample(at, self._grown(value) if self.need.field.nature is Nature.COUNTER else value)
        if self._samples and self._is_spared(sample):
            self._samples.pop()
        self._samples.append(sample)
        self._newest, self._before = value, self._newest
        start = at - self.need.window
        over = next(index for index, sample in enumerate(self._samples) if sample.at >= start)
        del self._samples[: max(over, len(self._samples) - MOST_SAMPLES - 1)]
        self._outcomes.clear()

    def value(self, name: str, now: Millis) -> FieldValue | None:
        """Return what the lookback of this name comes to at a moment."""
        lookback = self.need.lookbacks[name]
        if lookback.aspect is Aspect.AGE:
            return max(0, now - self._samples[-1].at)
        if lookback.aspect is Aspect.PREV:
            return self._before
        known = self._outcomes.get(name)
        if known is None or now >= known[1]:
            known = self._outcomes[name] = self._outcome(lookback, now)
        return known[0]

    def _outcome(self, lookback: Lookback, now: Millis) -> tuple[FieldValue | None, Millis]:
        start = now - lookback.window
        samples: Sequence[Sample] = self._samples
        if samples[0].at < start:
            samples = [sample for sample in samples if sample.at >= start]
        until = samples[0].at + lookback.window + 1 if samples else now + lookback.window
        return outcome(lookback, samples), Millis(until)

    def _grown(self, value: FieldValue) -> FieldValue:
        """Return how much a counter has grown since the first sample; one that began anew has grown by what it says."""
        if isinstance(value, str) or not self._samples or self._newest is None or isinstance(self._newest, str):
            return 0
        total = self._samples[-1].value
        grown = value - self._newest if value >= self._newest else value
        return 0 if isinstance(total, str) else total + grown

    def _is_spared(self, sample: Sample) -> bool:
        """Say whether a sample takes the place of the one before: that of a number, or of the same word."""
        grain, former = self.need.grain, self._samples[-1]
        is_close = sample.at // grain == former.at // grain
        return is_close and (self.need.field.nature is not Nature.WORD or sample.value == former.value)
