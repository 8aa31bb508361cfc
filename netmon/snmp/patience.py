"""How long to wait for an answer: as RFC 6298 has it for TCP, between a floor and what the settings allow."""

from dataclasses import dataclass, field

SMOOTHING, VARIATION = 1 / 8, 1 / 4
"""Alpha and beta of RFC 6298 §2."""
SHARE_OF_VARIATION = 4
SHORTEST = 0.25
"""Seconds: agents compute an answer now and then, and a second request would only be work for them."""


@dataclass(slots=True)
class RoundTrip:
    """The round trip to one device as learnt so far, in seconds."""

    longest: float
    smoothed: float | None = None
    variation: float = 0.0
    patience: float = field(init=False)
    """How long to wait for the first attempt's answer."""

    def __post_init__(self) -> None:
        self.patience = self.longest

    def learn(self, took: float) -> None:
        """Take in how long an answer to a first attempt took (Karn: later attempts tell nothing)."""
        if self.smoothed is None:
            self.smoothed, self.variation = took, took / 2
        else:
            self.variation += VARIATION * (abs(self.smoothed - took) - self.variation)
            self.smoothed += SMOOTHING * (took - self.smoothed)
        reckoned = self.smoothed + SHARE_OF_VARIATION * self.variation
        self.patience = min(self.longest, max(SHORTEST, reckoned))
