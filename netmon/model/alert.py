"""What is told: alerts of rules, and the messages on their way to people."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from netmon.clock import Millis
from netmon.model.names import Entity


class Severity(StrEnum):
    """How much an incident or an alert matters, in Alertmanager's usual words."""

    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"


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


def episode_of(alert: Alert, fired_at: Millis) -> str:
    """Return what one firing of an alert is called: the next one is a new subject."""
    return f"{alert.rule}/{alert.entity.kind}/{alert.entity.name}/{fired_at}"


class NotificationKind(StrEnum):
    """What a message says."""

    FIRING = "firing"
    RESOLVED = "resolved"
    FLAPPING = "flapping"
    """What began is over and begins again: nothing more is said until it is steady."""
    PASSED = "passed"
    """It began and is over; that it began had not got through. Says what RESOLVED says, and more."""
    ALARM = "alarm"
    """What netmon has to tell has not got through to somebody, or is not told at all. It has no end."""
    DIGEST = "digest"
    """Several subjects in one message: it `covers` them."""
    REMINDER = "reminder"
    """A report that somebody promised is due soon."""
    LETTER = "letter"
    """Something that is written to a municipality or to a reader of figures, and that has no end."""
    TEST = "test"
    """Nothing happened: somebody wants to know whether messages arrive."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one address, as it lies in the outbox.

    `subject_id` is the incident's or the alert's key. `dedup_key` is the same at every attempt, so
    a receiver can tell a repetition. `payload` is what the channel renders: plain values only.
    """

    subject_id: str
    kind: NotificationKind
    channel: str
    """A receiver channel: `email`, `webhook`, `sms` or `ntfy`."""
    address: str
    dedup_key: str
    payload: Mapping[str, object]
    covers: tuple[tuple[str, NotificationKind], ...] = ()
    """Of a digest: each subject it speaks of, and what it says of it."""

    @property
    def says(self) -> tuple[tuple[str, NotificationKind], ...]:
        """Return each subject that is spoken of, and what is said of it."""
        return self.covers or ((self.subject_id, self.kind),)


class DeliveryState(StrEnum):
    """Where a message of the notification outbox stands."""

    NEW = "new"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    MERGED = "merged"
    """It had not got through when its end came, and went out with it as one message."""


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
