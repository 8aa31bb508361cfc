"""What happened: one cause, what speaks for it, who is hit, and how it went."""

from dataclasses import dataclass
from enum import StrEnum

from netmon.clock import Millis
from netmon.model.alert import Delivery, Severity
from netmon.model.names import DeviceName, Entity, IncidentId, MunicipalityCode


class CriticalKind(StrEnum):
    """What must never be without connection, the most pressing first."""

    HOSPITAL = "hospital"
    RESCUE = "rescue"
    CMS = "cms"
    DATA_CENTRE = "data-centre"


@dataclass(frozen=True, slots=True, order=True)
class CriticalSite:
    """A place that must never be without connection; `title` is what people called it then."""

    kind: CriticalKind
    name: str
    title: str


@dataclass(frozen=True, slots=True, order=True)
class NextCut:
    """The worst that the loss of one more element would do to those who have just lost their redundancy."""

    municipalities: int
    inhabitants: int
    element: Entity


@dataclass(frozen=True, slots=True)
class Impact:
    """Who is hit: municipalities without connection, those that lost redundancy, people, devices, critical sites."""

    isolated: tuple[MunicipalityCode, ...] = ()
    degraded: tuple[MunicipalityCode, ...] = ()
    inhabitants: int = 0
    """Inhabitants of the isolated municipalities."""
    devices: tuple[DeviceName, ...] = ()
    """Devices that the cause explains, the cause itself left out."""
    sites: tuple[CriticalSite, ...] = ()
    """Critical sites without connection."""
    next_cut: NextCut | None = None
    """What one more loss would do, where this one only took redundancy away."""


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
    One that turned out to be part of an older one has ended without a recovery: `merged_into` it.
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
    merged_into: IncidentId | None = None

    @property
    def is_open(self) -> bool:
        """Whether the cause still holds."""
        return self.ended is None


class NoteKind(StrEnum):
    """What a line of an incident's timeline records."""

    STARTED = "started"
    DETECTED = "detected"
    IMPACT = "impact"
    ACKNOWLEDGED = "acknowledged"
    PASSED_ON = "passed-on"
    """To whom somebody passed it on, and in the lines below what was said with it."""
    NOTE = "note"
    TICKET = "ticket"
    """Under which number a supplier deals with it."""
    PROMISED = "promised"
    """Until when people hear more, in milliseconds as the clock counts them."""
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
    """An incident with everything that happened to it.

    `acknowledged_by` has it in hand until `acknowledged_until`; of one that is over, had it last.
    """

    incident: Incident
    notes: tuple[Note, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    acknowledged_by: str | None = None
    acknowledged_until: Millis | None = None
