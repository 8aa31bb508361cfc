"""How much of something is left: a token bucket, as a value."""

from dataclasses import dataclass

from netmon.clock import SECOND, Millis


@dataclass(frozen=True, slots=True)
class Allowance:
    """What may be taken: `burst` at once, and one again `every` so many milliseconds."""

    burst: int
    every: Millis

    @classmethod
    def per_second(cls, rate: int, burst: int) -> "Allowance":
        """Return an allowance of so many a second."""
        return cls(burst, Millis(SECOND // rate))


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many tokens were left `at` a moment of the monotonic clock."""

    tokens: int
    at: Millis

    @classmethod
    def full(cls, allowance: Allowance, now: Millis) -> "Bucket":
        """Return a bucket that nobody has taken from yet."""
        return cls(allowance.burst, now)

    def taken(self, allowance: Allowance, now: Millis) -> "Bucket | None":
        """Return the bucket with one token less, None if there is none to take."""
        grown = self._grown(allowance, now)
        tokens = min(allowance.burst, self.tokens + grown)
        if not tokens:
            return None
        at = now if tokens == allowance.burst else Millis(self.at + grown * allowance.every)
        return Bucket(tokens - 1, at)

    def is_full(self, allowance: Allowance, now: Millis) -> bool:
        """Say whether it is as if nobody had ever taken from it."""
        return self.tokens + self._grown(allowance, now) >= allowance.burst

    def _grown(self, allowance: Allowance, now: Millis) -> int:
        return max(0, now - self.at) // allowance.every
