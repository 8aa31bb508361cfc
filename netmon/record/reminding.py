"""Who is to be reminded that people wait for a report, and when: a pure function of the timeline and now."""

from collections.abc import Iterable

from netmon.clock import MINUTE, Millis
from netmon.model import IncidentRecord, NotificationKind
from netmon.record.record import Promise, record_of

AHEAD = Millis(15 * MINUTE)
"""How long before its time a promise is remembered; one for a shorter time, when half of that is over."""


def reminders(records: Iterable[IncidentRecord], now: Millis) -> tuple[IncidentRecord, ...]:
    """Return the incidents with a promise that comes near, is not kept, and has not been remembered yet."""
    return tuple(record for record in records if is_near(record, now) and not _is_reminded(record))


def is_near(record: IncidentRecord, now: Millis) -> bool:
    """Say whether it is time to report on an open incident, or past it, and nobody has."""
    promise = record_of(record.notes).promise
    return record.incident.is_open and promise is not None and not promise.is_kept and now >= remind_at(promise)


def remind_at(promise: Promise) -> Millis:
    """Return when a promise is remembered."""
    return Millis(promise.report_by - min(AHEAD, max(0, promise.report_by - promise.at) // 2))


def _is_reminded(record: IncidentRecord) -> bool:
    promise = record_of(record.notes).promise
    return promise is not None and any(
        delivery.message.kind is NotificationKind.REMINDER and delivery.created >= promise.at
        for delivery in record.deliveries
    )
