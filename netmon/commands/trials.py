"""What a person may do to learn whether messages reach people."""

from dataclasses import dataclass, field

from netmon.clock import EPOCH, Millis
from netmon.drill.result import Hindrance
from netmon.model import Message


@dataclass(frozen=True, slots=True)
class SendTrial:
    """Somebody wants to know whether messages reach a receiver; each is of the kind TEST."""

    receiver: str
    messages: tuple[Message, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class HoldDrill:
    """Somebody, or the calendar, wants to know whether a critical incident would reach people.

    Whoever asks leaves it empty: the running netmon fills in the moment and the messages, each of the kind TEST.
    """

    at: Millis = EPOCH
    messages: tuple[Message, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class SkipDrill:
    """A drill that was due is not held: the audit keeps why."""

    at: Millis
    hindrance: Hindrance
    about: str = ""


TrialCommand = SendTrial | HoldDrill | SkipDrill
