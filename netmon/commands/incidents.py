"""What a person may do about an incident: take it, pass it on, write down what is known."""

from dataclasses import dataclass, field

from netmon.clock import HOUR, MINUTE, Millis
from netmon.model import IncidentId, Message

HOLD = Millis(4 * HOUR)
"""How long an incident is in the hands of whoever took it, if nothing else is said."""
ON_ITS_WAY = Millis(15 * MINUTE)
"""How long one that was passed on waits to be taken, before people are called anew."""


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Somebody takes an incident for a time; once that is over, or it becomes worse, people are called again."""

    incident: IncidentId
    note: str = ""
    hold: Millis = HOLD


@dataclass(frozen=True, slots=True)
class PassOn:
    """Somebody passes an incident on to a person who can be called; who does not take it in time has not got it.

    Whoever asks leaves the messages empty: the running netmon fills in what the person is told.
    """

    incident: IncidentId
    person: str
    note: str = ""
    messages: tuple[Message, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class AcceptInvitation:
    """Somebody takes an incident by the link in a message to an address; it works once, until it expires.

    That the link is genuine is settled before: the actor is whom the address belongs to.
    """

    incident: IncidentId
    address: str
    expires: Millis
    note: str = ""
    hold: Millis = HOLD


@dataclass(frozen=True, slots=True)
class RecordRefusedLink:
    """A link to take an incident was forged, used up or too old: the audit keeps which, when and from where."""

    incident: str
    reason: str


@dataclass(frozen=True, slots=True)
class AcceptReply:
    """Somebody takes an incident by answering the SMS that called, once for each such SMS.

    That the PIN was in that SMS is settled before: the actor is whose number it is.
    """

    incident: IncidentId
    number: str
    expires: Millis
    hold: Millis = HOLD


@dataclass(frozen=True, slots=True)
class RecordRefusedReply:
    """SMS took nothing: the audit keeps why and from where; of strangers, who have no number here, how many."""

    number: str
    reason: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class AddNote:
    """Somebody writes down what is known."""

    incident: IncidentId
    text: str


@dataclass(frozen=True, slots=True)
class NoteTicket:
    """Somebody writes down under which number a supplier deals with an incident."""

    incident: IncidentId
    number: str


@dataclass(frozen=True, slots=True)
class PromiseReport:
    """Somebody says until when people hear more of an incident, and is reminded before."""

    incident: IncidentId
    report_by: Millis


IncidentCommand = (
    Acknowledge
    | PassOn
    | AcceptInvitation
    | RecordRefusedLink
    | AcceptReply
    | RecordRefusedReply
    | AddNote
    | NoteTicket
    | PromiseReport
)
