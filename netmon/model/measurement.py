"""What was measured: points in InfluxDB's words, and what one poll came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from netmon.clock import Millis
from netmon.model.names import DeviceName

FieldValue = int | float | str | bool


@dataclass(frozen=True, slots=True)
class Measurement:
    """One point in InfluxDB's words: a name, tags, fields and the slot's time.

    `tags` hold what the inventory names and nothing that a device controls.
    """

    name: str
    tags: Mapping[str, str]
    fields: Mapping[str, FieldValue]
    time: Millis


class PollErrorKind(StrEnum):
    """Why a poll failed, in the words of the error tree."""

    NO_RESPONSE = "no_response"
    ACCESS_DENIED = "access_denied"
    PROTOCOL_VIOLATION = "protocol_violation"
    LIMIT_REACHED = "limit_reached"
    MISCONFIGURED = "misconfigured"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class PollFailure:
    """A failed poll as a value."""

    kind: PollErrorKind
    text: str


@dataclass(frozen=True, slots=True)
class PollResult:
    """What one collector learnt from one device in one slot: always a value, never an exception.

    Serialisable and idempotent by (device, collector, slot). `started` is when the first request
    left, `finished` when the last answer came or was given up. With `failure` set, `measurements`
    hold the part that did arrive.
    """

    device: DeviceName
    collector: str
    slot: Millis
    started: Millis
    finished: Millis
    measurements: tuple[Measurement, ...] = ()
    failure: PollFailure | None = None
    answered: bool = False
    """Whether the device said anything at all: evidence that it is reachable."""
    faults: int = 0
    """Values that the agent encoded against the rules and that were read all the same."""
