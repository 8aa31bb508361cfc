"""What is said before a promised report is due: to whoever promised it, once."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from netmon.alerting.failover import Desk
from netmon.alerting.notice import notice_of_incident
from netmon.alerting.pipeline import dedup_key
from netmon.alerting.ways import in_order
from netmon.alerting.whereabouts import title_of
from netmon.clock import to_datetime
from netmon.foreign import one_line
from netmon.judgement.calendar import PRAGUE
from netmon.model import IncidentRecord, Message, NotificationKind
from netmon.oncall.policy import Address
from netmon.phrase import Phrase, in_language
from netmon.record.record import Promise, record_of

BEGINNINGS = frozenset({NotificationKind.FIRING, NotificationKind.DIGEST})
LONGEST_AUTHOR = 64


def reminder_messages(due: Iterable[IncidentRecord], desk: Desk) -> tuple[Message, ...]:
    """Return a message for each promise that is due: by the promiser's first way, else to who heard of the incident."""
    return tuple(message for record in due for message in _messages(record, desk))


def _messages(record: IncidentRecord, desk: Desk) -> Iterator[Message]:
    promise = record_of(record.notes).promise
    if promise is None:
        return
    payload, kind = _payload(record, promise, desk), NotificationKind.REMINDER
    subject = f"{record.incident.id}/{promise.at}/{promise.report_by}"
    for channel, address in _ways(record, promise, desk):
        yield Message(record.incident.id, kind, channel, address, dedup_key(subject, kind, channel, address), payload)


def _ways(record: IncidentRecord, promise: Promise, desk: Desk) -> tuple[Address, ...]:
    """Return the way to whoever promised that wakes best; without any, everybody who heard that it began."""
    person = desk.inventory.people.get(promise.author)
    if person is not None and person.ways:
        return in_order(person.ways)[:1]
    heard = (delivery.message for delivery in record.deliveries if delivery.message.kind in BEGINNINGS)
    return tuple(dict.fromkeys((message.channel, message.address) for message in heard))


def _payload(record: IncidentRecord, promise: Promise, desk: Desk) -> dict[str, object]:
    """Return what the incident's own messages hold, and what is asked for."""
    told = notice_of_incident(record.incident, desk.inventory, desk.base_url, desk.language).payload
    line = Phrase(
        "• a report is due at {time}: {title}",
        time=f"{_local(promise):%H:%M}",
        title=one_line(title_of(record.incident.cause, desk.inventory)),
    )
    promised = Phrase("promised by {author}", author=one_line(promise.author)[:LONGEST_AUTHOR])
    return {
        **told,
        "kind": NotificationKind.REMINDER.value,
        "summary": in_language(line, desk.language),
        "evidence": [in_language(promised, desk.language)],
    }


def _local(promise: Promise) -> datetime:
    return to_datetime(promise.report_by).astimezone(PRAGUE)
