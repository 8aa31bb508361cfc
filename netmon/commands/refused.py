"""What a person may do about lines that InfluxDB refused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ResendRefused:
    """Somebody has cured what InfluxDB refused these lines for, or hopes so; none named means all."""

    letters: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DropRefused:
    """Somebody has seen what InfluxDB refused, and lets it go; none named means all."""

    letters: tuple[int, ...] = ()


RefusedLinesCommand = ResendRefused | DropRefused
