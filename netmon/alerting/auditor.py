"""Whether everybody who is to be told is told: proved every minute, from what holds and what lies in the outbox.

It believes no stage: where to a notice goes is asked anew, what was done is read from the disk, and what
was not done needs a reason that somebody gave.
"""

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from netmon.alerting.alarm import Alarm, alarm_messages
from netmon.alerting.failover import Desk
from netmon.alerting.notice import Notice
from netmon.alerting.stages import Envelope, PipelineContext, Suppressed, dedup, route
from netmon.alerting.ways import critical_ways
from netmon.clock import DAY, HOUR, MINUTE, SECOND, Clock, Interval, Millis
from netmon.drill.result import reached_nobody
from netmon.foreign import one_line
from netmon.language import Language
from netmon.model import Delivery, DeliveryState, Message, NotificationKind, Severity
from netmon.oncall.policy import Address
from netmon.reader import Audit

log = logging.getLogger(__name__)

EVERY = MINUTE
HEALTHY_FOR = Millis(2 * EVERY + 30 * SECOND)
"""How long an audit without a finding speaks for netmon: one may come late, and one be lost."""
FRESH = Millis(2 * MINUTE)
"""How old the picture may be that is audited: it is made every second."""
HEARD_WITHIN = Millis(5 * MINUTE)
"""How long something critical may wait until anybody at all has it: time for every channel to be tried."""
RECENT = Millis(10 * MINUTE)
"""How long a message that is due may wait for a courier."""
ENDED_WITHIN = Millis(10 * MINUTE)
"""How long the end of an incident may take into the outbox."""
TELLING = {
    Language.CS: "✖ netmon: někdo se nemusel dozvědět o výpadku",
    Language.EN: "✖ netmon: somebody may not have been told of an outage",
}
UNSENT = frozenset({DeliveryState.NEW, DeliveryState.SENDING})
BEGINNINGS = frozenset({NotificationKind.FIRING, NotificationKind.DIGEST})
"""By what somebody is told that something began."""


class Law(StrEnum):
    """What is demanded of delivery, named by its breach."""

    UNTOLD = "untold"
    """No message, and no reason for that."""
    UNHEARD = "unheard"
    """It is critical, and nobody at all has heard of it in time."""
    STUCK = "stuck"
    """A message is due, and nobody carries it."""
    LOST = "lost"
    """A message was given up, and nobody else has it."""
    UNENDED = "unended"
    """Somebody was told that an incident began, and is not to be told that it is over."""
    BLIND = "blind"
    """Nothing was judged of late."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A law that does not hold, of what, and for whom: nobody in particular if it does not say."""

    law: Law
    subject_id: str
    address: Address = ("", "")

    def __str__(self) -> str:
        return " ".join(filter(None, (self.law, one_line(self.subject_id), *self.address)))


@dataclass(frozen=True, slots=True)
class Picture:
    """What the last round believed: everything that holds, what it kept back and why, and by which plan.

    `believed` are subjects that people are to go on believing in, although they have ended: they flap.
    """

    notices: tuple[Notice, ...]
    suppressed: tuple[Suppressed, ...]
    context: PipelineContext
    believed: frozenset[str] = frozenset()

    def routed(self) -> tuple[Envelope, ...]:
        """Return what fires, with everybody who is to be told."""
        firing = (notice for notice in self.notices if notice.kind is NotificationKind.FIRING)
        return route(tuple(map(Envelope, firing)), self.context).passed


class Ledger(Protocol):
    """What was really done."""

    def deliveries(self, subject_id: str) -> Sequence[Delivery]:
        """Return what became of every message about a subject."""
        ...

    def unended(self, ended: Interval) -> frozenset[str]:
        """Return the incidents that ended in a period, and not everybody who was told is to hear of it."""
        ...

    def last_drill(self) -> Sequence[Delivery]:
        """Return what became of every message of the last drill."""
        ...

    def unknown(self, messages: Sequence[Message]) -> tuple[Message, ...]:
        """Return those of some messages that were never queued."""
        ...


class Auditor:
    """Audits, remembers whether all was well, and asks for help by every way if not."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger = ledger
        self._clock = clock
        self._well_at: Millis | None = None
        self._known: frozenset[Violation] = frozenset()
        self.found = 0
        """Violations so far, each counted once as long as it lasts."""
        self.last: Audit | None = None
        """The latest audit, as people are shown it."""

    @property
    def is_healthy(self) -> bool:
        """Say whether an audit of late found nothing; whoever has not audited yet does not know."""
        return self._well_at is not None and self._clock.monotonic() - self._well_at <= HEALTHY_FOR

    def audit(self, picture: Picture, desk: Desk) -> tuple[Message, ...]:
        """Return the messages that ask for help, none if all laws hold; raise StoreError if nothing can be read."""
        found = self._examine(picture)
        if not found:
            self._well_at = self._clock.monotonic()
        self._note(frozenset(found))
        self.last = Audit(self._clock.now(), tuple(map(str, found)))
        return self._ledger.unknown(_alarm(found, desk, self._clock.now())) if found else ()

    def _examine(self, picture: Picture) -> tuple[Violation, ...]:
        now, routed = self._clock.now(), picture.routed()
        rows = {envelope.notice.subject_id: self._ledger.deliveries(envelope.notice.subject_id) for envelope in routed}
        ended = self._ledger.unended(Interval(Millis(now - DAY), Millis(now - ENDED_WITHIN)))
        return (
            *([] if now - picture.context.now <= FRESH else [Violation(Law.BLIND, "netmon")]),
            *violations(routed, rows, picture.suppressed, now),
            *(Violation(Law.UNENDED, subject) for subject in sorted(ended - picture.believed)),
            *_of_drill(self._ledger.last_drill(), now),
        )

    def _note(self, found: frozenset[Violation]) -> None:
        """Log what is new, and that all is well again; count what is new."""
        for violation in sorted(found - self._known, key=str):
            self.found += 1
            log.error("audit failed law=%s subject=%s", violation.law, one_line(violation.subject_id))
        if self._known and not found:
            log.info("audit passes again")
        self._known = found


def violations(
    routed: Sequence[Envelope], rows: Mapping[str, Sequence[Delivery]], suppressed: Sequence[Suppressed], now: Millis
) -> tuple[Violation, ...]:
    """Return every breach of: what fires and is routed is sent, on its way, or suppressed with a reason.

    `routed` says who is to hear that something began, `rows` is the outbox by subject.
    """
    excused = excuses(suppressed)
    return tuple(
        found
        for envelope in routed
        for found in _of_notice(envelope, rows.get(envelope.notice.subject_id, ()), excused, now)
    )


def excuses(suppressed: Sequence[Suppressed]) -> frozenset[str]:
    """Return the subjects whose beginning is kept back for a reason; that it was told already is to be proved."""
    return frozenset(
        held.notice.subject_id
        for held in suppressed
        if held.reason and held.stage != dedup.__name__ and held.notice.kind is NotificationKind.FIRING
    )


def _of_notice(
    envelope: Envelope, rows: Sequence[Delivery], excused: Collection[str], now: Millis
) -> Iterator[Violation]:
    notice = envelope.notice
    told = {(row.message.channel, row.message.address): row for row in rows if row.message.kind in BEGINNINGS}
    is_heard = any(row.state is DeliveryState.SENT for row in told.values())
    for address in envelope.addresses:
        row = told.get(address)
        if row is None and notice.subject_id not in excused:
            yield Violation(Law.UNTOLD, notice.subject_id, address)
        elif row is not None and (law := _breach(row, now, is_heard=is_heard)) is not None:
            yield Violation(law, notice.subject_id, address)
    waiting = [row for row in told.values() if row.state in UNSENT]
    if notice.severity is Severity.CRITICAL and not is_heard and _longest(waiting, now) > HEARD_WITHIN:
        yield Violation(Law.UNHEARD, notice.subject_id)


def _of_drill(rows: Sequence[Delivery], now: Millis) -> Iterator[Violation]:
    """Yield that a drill reached nobody at all: the outside has to hear of it, as every way out is shut."""
    if reached_nobody(rows, now):
        yield Violation(Law.UNHEARD, rows[0].message.subject_id)


def _breach(row: Delivery, now: Millis, *, is_heard: bool) -> Law | None:
    if row.state in UNSENT and row.next_at < now - RECENT:
        return Law.STUCK
    if row.state is DeliveryState.DEAD and not is_heard:
        return Law.LOST
    return None


def _longest(waiting: Sequence[Delivery], now: Millis) -> int:
    return max((now - row.created for row in waiting), default=0)


def _alarm(found: Sequence[Violation], desk: Desk, now: Millis) -> tuple[Message, ...]:
    """Return what is said of an audit that failed: once an hour, to everybody who gets critical messages."""
    alarm = Alarm(f"audit/{now // HOUR}", now, TELLING[desk.language], tuple(map(str, found)))
    return alarm_messages(alarm, desk.base_url, critical_ways(desk.inventory, now))
