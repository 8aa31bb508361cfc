"""What a person may do: each thing is a value, and one seam carries it to the loop.

A command is committed together with its audit row and answered after the commit. Web threads call
`Commands.submit`; the CLI sends the same values over the unix socket in the state directory.
"""

from dataclasses import dataclass, field
from typing import Protocol

from netmon.admission import AdmissionCommand
from netmon.clock import EPOCH, HOUR, MINUTE, Interval, Millis
from netmon.drill.result import Hindrance
from netmon.model import CountsAs, Entity, Hushed, IncidentId, Message, MunicipalityCode, Role

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
class AddSilence:
    """Somebody wants nobody to be told about something until an end; all of it is judged and shown all the same."""

    hushed: Hushed
    end: Millis
    reason: str


@dataclass(frozen=True, slots=True)
class EndSilence:
    """Somebody ends a silence early."""

    silence: int


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


@dataclass(frozen=True, slots=True)
class PlanMaintenance:
    """Somebody announces work; outages inside count as excused only if it has not begun yet.

    With a length it is flexible: it begins with the first outage of its scope inside the window.
    """

    scope: tuple[Entity, ...]
    window: Interval
    reason: str
    length: Millis | None = None


@dataclass(frozen=True, slots=True)
class PlanWorks:
    """Somebody announces several works: all of them are approved, or none."""

    works: tuple[PlanMaintenance, ...]


@dataclass(frozen=True, slots=True)
class CancelMaintenance:
    """Somebody calls a work off: from now on it mutes and excuses nothing."""

    maintenance: int
    reason: str


@dataclass(frozen=True, slots=True)
class CorrectAvailability:
    """Somebody knows better what a municipality went through; the event log stays as it is."""

    municipality: MunicipalityCode
    window: Interval
    counts_as: CountsAs
    reason: str


@dataclass(frozen=True, slots=True)
class Basis:
    """What figures rest on: how many changes of municipalities and how many corrections, and the last of each."""

    events: int
    last_event: int
    corrections: int
    last_correction: int


@dataclass(frozen=True, slots=True)
class PublishFigures:
    """Somebody gives the figures of a month away, as canonical JSON; what was published before stays."""

    month: str
    sha256: str
    basis: Basis
    reason: str
    figures: str = field(repr=False)


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


@dataclass(frozen=True, slots=True)
class ResendRefused:
    """Somebody has cured what InfluxDB refused these lines for, or hopes so; none named means all."""

    letters: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DropRefused:
    """Somebody has seen what InfluxDB refused, and lets it go; none named means all."""

    letters: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AddAccount:
    """An administrator lets a person in; the hash is argon2id."""

    name: str
    full_name: str
    role: Role
    password_hash: str = field(repr=False)
    temporary: bool = False
    break_glass: bool = False
    municipalities: tuple[MunicipalityCode, ...] = ()
    """For which an account of a municipality speaks; another has none."""


@dataclass(frozen=True, slots=True)
class DisableAccount:
    """An administrator locks a person out; what is open in the person's name is closed."""

    account: str


@dataclass(frozen=True, slots=True)
class EnableAccount:
    """An administrator lets a person in again."""

    account: str


@dataclass(frozen=True, slots=True)
class ResetPassword:
    """An administrator gives a person another password; what is open in the person's name is closed."""

    account: str
    password_hash: str = field(repr=False)
    temporary: bool


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """A person replaces the password that was set at `password_set`, and begins a new session with it.

    With a second factor it takes a code, too.
    """

    account: str
    password_set: Millis
    password_hash: str = field(repr=False)
    token_hash: str = field(repr=False)
    csrf_token: str = field(repr=False)
    code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class IssueLoginLink:
    """Make a link that logs one account in once; the token's SHA-256 is kept."""

    account: str
    token_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """The password that was set at `password_set` was right: open a session under a token's SHA-256.

    An account with a second factor is let in by its code, or by one of its recovery codes, once each.
    """

    account: str
    password_set: Millis
    token_hash: str = field(repr=False)
    csrf_token: str = field(repr=False)
    code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class RedeemLoginLink:
    """Use a one-time link: open a session, and never again with this link."""

    link_hash: str = field(repr=False)
    token_hash: str = field(repr=False)
    csrf_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RenewSession:
    """A session is in use: its idle time starts again. Once a minute is enough; it leaves no audit row."""

    token_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class LightWall:
    """Somebody leaves a wall lit until a moment, at which nobody is logged in: the audit keeps who, when and where."""

    until: Millis


@dataclass(frozen=True, slots=True)
class CloseSession:
    """Log out."""

    token_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RecordFailedLogin:
    """Somebody was not let in: the audit keeps who, when and from where."""

    account: str


Command = (
    Acknowledge
    | PassOn
    | AcceptInvitation
    | RecordRefusedLink
    | AcceptReply
    | RecordRefusedReply
    | AddSilence
    | EndSilence
    | AddNote
    | NoteTicket
    | PromiseReport
    | PlanMaintenance
    | PlanWorks
    | CancelMaintenance
    | CorrectAvailability
    | PublishFigures
    | SendTrial
    | HoldDrill
    | SkipDrill
    | ResendRefused
    | DropRefused
    | AddAccount
    | DisableAccount
    | EnableAccount
    | ResetPassword
    | ChangePassword
    | IssueLoginLink
    | OpenSession
    | RedeemLoginLink
    | RenewSession
    | LightWall
    | CloseSession
    | RecordFailedLogin
    | AdmissionCommand
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it: an account's name, and where from (an IP address, `cli` or `demo`)."""

    account: str
    source: str


@dataclass(frozen=True, slots=True)
class Done:
    """The command is committed; `audit_id` is its audit row, if it leaves one."""

    audit_id: int | None


class Commands(Protocol):
    """The seam that everything a person does goes through."""

    def submit(self, command: Command, actor: Actor) -> Done:
        """Carry a command out.

        Raise CommandRefused with the reason, or TimeoutError when the loop has not answered in 5 s.
        """
        ...
