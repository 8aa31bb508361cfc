"""What is believed of devices, how soon, and what is said of those that cannot decide."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from netmon.clock import MINUTE, SECOND, Millis
from netmon.phrase import Phrase
from netmon.settings.kinds import Duration, Period


class Detection(BaseModel):
    """How soon a failure is believed and how long the neighbourhood may settle."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    misses: int = Field(default=3, ge=1, le=10)
    """Failed probes in a row that make a device DOWN."""
    answers: int = Field(default=2, ge=1, le=10)
    """Answered probes in a row that make it UP again."""
    settle: Duration = Millis(5 * SECOND)
    """Quiet time after the last failure that the present cause does not explain."""
    settle_limit: Duration = Millis(20 * SECOND)
    """Longest wait after the first failed probe."""
    validity: float = Field(default=2.5, ge=1, le=10)
    """Intervals after which a sample counts as unknown."""


class Flapping(BaseModel):
    """What counts as flapping, and how much is said of it (RFC 2439 §4); a change counts 1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    half_life: Period = Millis(10 * MINUTE)
    """How long it takes a penalty to halve."""
    suppress: float = Field(default=3, ge=1, le=1000)
    """The penalty from which on something flaps."""
    reuse: float = Field(default=1.5, ge=0.1, le=1000)
    """The penalty at which it is steady again."""
    limit: float = Field(default=6, ge=1, le=1000)
    """The highest penalty; it bounds the time after the last change."""
    messages: int = Field(default=3, ge=2, le=1000)
    """Messages about one thing that an address gets in an hour at most."""

    @model_validator(mode="after")
    def _require_order(self) -> Self:
        if not self.reuse < self.suppress <= self.limit:
            raise ValueError(
                Phrase("reuse must be lower than suppress, and limit not lower than that; write such as 1.5, 3 and 6")
            )
        return self
