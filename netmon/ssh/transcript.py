"""What a device answered to commands."""

from collections.abc import Mapping
from dataclasses import dataclass

from netmon.clock import Millis


@dataclass(frozen=True, slots=True)
class Transcript:
    """The output of each command, control characters stripped; a missing command failed."""

    at: Millis
    outputs: Mapping[str, str]
    failures: Mapping[str, str]
