"""The nouns of the engine: measurements, poll results, states, transitions, incidents, alerts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import NewType

from netmon.clock import Interval, Millis

DeviceName = NewType("DeviceName", str)
LinkName = NewType("LinkName", str)
MunicipalityCode = NewType("MunicipalityCode", str)
"""The six-digit RÚIAN and ČSÚ code; names repeat in the region, codes do not."""
InterfaceName = NewType("InterfaceName", str)
IncidentId = NewType("IncidentId", str)

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


class DeviceState(IntEnum):
    """`net_dev.state`; maintenance is a mask, never a state."""

    DOWN = 0
    UP = 1
    UNREACHABLE = 2
    UNKNOWN = 4


class LinkState(IntEnum):
    """`net_link.state`."""

    DOWN = 0
    UP = 1
    UNKNOWN = 4


class MunicipalityState(IntEnum):
    """`net_muni.state`: bez spojení, v provozu, zhoršeno, odříznuto, bez dat."""

    DISCONNECTED = 0
    OPERATIONAL = 1
    DEGRADED = 2
    ISOLATED = 3
    UNKNOWN = 4

    @property
    def is_connected(self) -> bool:
        """Whether the municipality has its connection, redundant or not."""
        return self in (MunicipalityState.OPERATIONAL, MunicipalityState.DEGRADED)


State = DeviceState | LinkState | MunicipalityState


class EntityKind(StrEnum):
    """What a state belongs to."""

    DEVICE = "device"
    LINK = "link"
    MUNICIPALITY = "municipality"
    INTERFACE = "interface"
    NETMON = "netmon"


@dataclass(frozen=True, slots=True, order=True)
class Entity:
    """One thing that has a state: `device cheb-core-1`, `interface cheb-core-1:xe1`."""

    kind: EntityKind
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Standing:
    """The state an entity is in, since when, and why."""

    state: State
    since: Millis
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
    """A recorded change of state.

    `at` is when it happened, back-dated to the evidence; `known_at` is when netmon decided it.
    """

    entity: Entity
    old: State | None
    new: State
    at: Millis
    known_at: Millis
    reason: str


class Severity(StrEnum):
    """How much an incident or an alert matters, in Alertmanager's usual words."""

    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Impact:
    """Who is hit: municipalities without connection, those that lost redundancy, people, devices."""

    isolated: tuple[MunicipalityCode, ...] = ()
    degraded: tuple[MunicipalityCode, ...] = ()
    inhabitants: int = 0
    """Inhabitants of the isolated municipalities."""
    devices: tuple[DeviceName, ...] = ()
    """Devices that the cause explains, the cause itself left out."""


class EvidenceKind(StrEnum):
    """What speaks for a cause."""

    PORT_DOWN = "port_down"
    """An end of the link reports its interface down."""
    SILENT = "silent"
    """A device does not answer."""
    MORE_SILENT = "more_silent"
    """So many other devices do not answer either."""
    SYNTHETIC = "synthetic"
    """Nothing: the incident was made up for a demonstration."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact that speaks for a cause: of what, since when, or how many; pages put it into words."""

    kind: EvidenceKind
    entity: Entity | None = None
    since: Millis | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Incident:
    """One cause and what follows from it, from the first failed probe to the last recovery.

    `candidates` is the equivalence class: every element that explains the same and that nothing
    refutes; `cause` is its likeliest member. `started` is back-dated; `detected` is the commit.
    """

    id: IncidentId
    cause: Entity
    candidates: tuple[Entity, ...]
    severity: Severity
    impact: Impact
    started: Millis
    detected: Millis
    evidence: tuple[Evidence, ...] = ()
    ended: Millis | None = None

    @property
    def is_open(self) -> bool:
        """Whether the cause still holds."""
        return self.ended is None


class AlertPhase(StrEnum):
    """Where an alert of a rule stands."""

    OK = "ok"
    PENDING = "pending"
    FIRING = "firing"
    CLEARING = "clearing"


@dataclass(frozen=True, slots=True)
class AlertLevel:
    """One severity level of an alert by itself: its phase, and since when."""

    severity: Severity
    phase: AlertPhase
    since: Millis


@dataclass(frozen=True, slots=True)
class Alert:
    """One rule about one entity; `since` is when the present phase began.

    `phase`, `since` and `severity` are those of the worst of `levels`. `fired_at` names the
    episode: it is set when the alert fires and stays, once resolved, until the next one begins.
    """

    rule: str
    entity: Entity
    phase: AlertPhase
    since: Millis
    severity: Severity
    summary: str
    fired_at: Millis | None = None
    levels: tuple[AlertLevel, ...] = ()


class NotificationKind(StrEnum):
    """What a message says."""

    FIRING = "firing"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one address, as it lies in the outbox.

    `subject_id` is the incident's or the alert's key. `dedup_key` is the same at every attempt, so
    a receiver can tell a repetition. `payload` is what the channel renders: plain values only.
    """

    subject_id: str
    kind: NotificationKind
    channel: str
    """A receiver channel: `email` or `webhook`."""
    address: str
    dedup_key: str
    payload: Mapping[str, object]


class DeliveryState(StrEnum):
    """Where a message of the notification outbox stands."""

    NEW = "new"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a message."""

    id: int
    message: Message
    state: DeliveryState
    attempts: int
    created: Millis
    next_at: Millis
    delivered: Millis | None = None
    error: str = ""


class NoteKind(StrEnum):
    """What a line of an incident's timeline records."""

    STARTED = "started"
    DETECTED = "detected"
    IMPACT = "impact"
    ACKNOWLEDGED = "acknowledged"
    NOTE = "note"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Note:
    """One line of an incident's timeline; `author` is empty when netmon itself wrote it."""

    at: Millis
    kind: NoteKind
    text: str
    author: str = ""


@dataclass(frozen=True, slots=True)
class IncidentRecord:
    """An incident with everything that happened to it."""

    incident: Incident
    notes: tuple[Note, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    acknowledged_by: str | None = None


@dataclass(frozen=True, slots=True)
class Maintenance:
    """A window in which outages of its scope are excused, if approved before it began.

    `scope` names devices, links or municipality codes. `source` is `person` or `inventory`.
    """

    id: int
    scope: tuple[Entity, ...]
    window: Interval
    author: str
    approved: Millis
    reason: str
    source: str = "person"


class Role(StrEnum):
    """What an account may do; more comes with the issue that fills it."""

    OPERATOR = "operator"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Account:
    """A named person who may log in; the password is an argon2id hash."""

    name: str
    full_name: str
    role: Role
    password_hash: str = field(repr=False)
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """A login of an account, found by the SHA-256 of its cookie token."""

    token_hash: str = field(repr=False)
    account: str
    csrf_token: str = field(repr=False)
    created: Millis
    last_used: Millis
    expires: Millis
