"""What people know better about the past: records beside the event log, which itself never changes."""

from dataclasses import dataclass
from enum import StrEnum

from netmon.clock import Interval, Millis
from netmon.model.names import MunicipalityCode


class CountsAs(StrEnum):
    """What corrected time counts as."""

    UP = "up"
    """Outages were none: a false positive."""
    UNKNOWN = "unknown"
    """Nothing that was recorded can be relied on."""
    MAINTENANCE = "maintenance"
    """Outages were announced work that nobody had entered in time."""
    RECORDED = "recorded"
    """As recorded: earlier corrections are withdrawn."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody says about a municipality's past; of several about one moment, the last holds."""

    id: int
    municipality: MunicipalityCode
    window: Interval
    counts_as: CountsAs
    reason: str
    author: str
    at: Millis
    """When netmon received it."""
