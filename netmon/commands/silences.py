"""What a person may do about who is told: nothing at all, for a while, of something."""

from dataclasses import dataclass

from netmon.clock import Millis
from netmon.model import Hushed


@dataclass(frozen=True, slots=True)
class AddSilence:
    """Somebody wants nobody to be told about something until an end; all of it is judged and shown all the same."""

    hushed: Hushed
    end: Millis
    reason: str


@dataclass(frozen=True, slots=True)
class EndSilence:
    """Somebody ends a silence early."""

    silence: int


SilenceCommand = AddSilence | EndSilence
