"""What people did about what is told: who has taken an incident until when, and what is silenced."""

from dataclasses import dataclass

from netmon.clock import Interval, Millis
from netmon.model.alert import Severity
from netmon.model.names import Entity, EntityKind, IncidentId

SILENCEABLE = frozenset({EntityKind.DEVICE, EntityKind.LINK, EntityKind.MUNICIPALITY})


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Somebody took an incident for a time; `severity` is what it had then."""

    span: Interval
    severity: Severity
    author: str


@dataclass(frozen=True, slots=True)
class Hushed:
    """What a silence silences; an empty field matches everything, but not all are empty."""

    rules: tuple[str, ...] = ()
    """Alerts of one of these rules; incidents are of the rule `incident`."""
    entities: tuple[Entity, ...] = ()
    """What concerns one of these devices or links, or hits none but these municipalities."""
    orps: tuple[str, ...] = ()
    """What concerns one of these districts (ORP) and no other."""
    severities: tuple[Severity, ...] = ()
    """Of these severities."""

    @property
    def is_everything(self) -> bool:
        """Whether nothing is named, so that all would be silent."""
        return not (self.rules or self.entities or self.orps or self.severities)


@dataclass(frozen=True, slots=True)
class Silence:
    """Somebody wants to hear nothing of something for a time; what happens is judged and shown all the same.

    `span` is as it was asked for; `ended` is when somebody ended it early.
    """

    id: int
    hushed: Hushed
    span: Interval
    author: str
    reason: str
    ended: Millis | None = None

    @property
    def until(self) -> Millis:
        """When it is, or was, over."""
        return self.span.end if self.ended is None else min(self.ended, self.span.end)

    def is_in_force(self, now: Millis) -> bool:
        """Say whether it silences at a moment."""
        return self.span.start <= now < self.until


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a genuine link says: whoever has this address may take this incident until it expires."""

    incident: IncidentId
    address: str
    expires: Millis
