"""How telling about an incident or an alert went and how it goes on, as people and programs read it."""

from collections.abc import Iterator, Mapping

from netmon.foreign import one_line
from netmon.inventory.models import Inventory
from netmon.model import Delivery, DeliveryState, Message, NotificationKind
from netmon.oncall.policy import ways_of
from netmon.phrase import Phrase
from netmon.rehearsal.course import Course
from netmon.report.period import local

KINDS: Mapping[NotificationKind, Phrase] = {
    NotificationKind.FIRING: Phrase("it began"),
    NotificationKind.RESOLVED: Phrase("it is over"),
    NotificationKind.FLAPPING: Phrase("it comes and goes"),
    NotificationKind.PASSED: Phrase("it began and is over"),
    NotificationKind.ALARM: Phrase("alarm about delivery"),
    NotificationKind.DIGEST: Phrase("together with others"),
    NotificationKind.REMINDER: Phrase("reminder"),
    NotificationKind.LETTER: Phrase("letter"),
    NotificationKind.TEST: Phrase("test"),
}
LONGEST_ERROR = 200


def course_lines(found: Course, inventory: Inventory) -> Iterator[Phrase]:
    """Yield who was told and what became of it, what is held back and why, and what is to come."""
    for row in found.deliveries:
        told = {"time": local(row.created), "kind": KINDS[row.message.kind], "whom": whom(row.message, inventory)}
        yield Phrase("told {time}: {kind}, {whom}: {became}", became=_became(row), **told)
    if found.known_as is not None:
        yield Phrase("people know of it as {subject}", subject=one_line(found.known_as))
    for held in found.suppressed:
        reason = Phrase("held back by {stage}: {reason}", stage=held.stage, reason=held.reason)
        yield reason if held.until is None else Phrase("{reason}, until {time}", reason=reason, time=local(held.until))
    for message in found.pending:
        kind = KINDS[message.kind]
        yield Phrase("goes out now: {kind}, {whom}", kind=kind, whom=whom(message, inventory))
    yield from _coming(found, inventory)
    yield from found.doubts


def course_object(found: Course, inventory: Inventory) -> dict[str, object]:
    """Return how telling went and goes on, as JSON has it."""
    return {
        "deliveries": [
            {
                **_message_object(row.message, inventory),
                "state": row.state,
                "at": row.created,
                "delivered": row.delivered,
                "attempts": row.attempts,
                "error": row.error,
            }
            for row in found.deliveries
        ],
        "known_as": found.known_as,
        "suppressed": [{"stage": each.stage, "reason": each.reason, "until": each.until} for each in found.suppressed],
        "pending": [_message_object(message, inventory) for message in found.pending],
        "next": [
            {"at": each.at, **_message_object(message, inventory)} for each in found.coming for message in each.messages
        ],
        "doubts": list(found.doubts),
    }


def whom(message: Message, inventory: Inventory) -> str:
    """Return where a message goes and who reads there: `sms +420777123456 (Jana Dvořáková)`."""
    name = _reader(message, inventory)
    where = f"{one_line(message.channel)} {one_line(message.address)}"
    return f"{where} ({one_line(name)})" if name else where


def _coming(found: Course, inventory: Inventory) -> Iterator[Phrase]:
    if found.coming:
        yield Phrase("if all stays as it is and nobody does anything:")
    elif found.is_open:
        yield Phrase("nobody else is called, as all stands now")
    for each in found.coming:
        for message in each.messages:
            kind = KINDS[message.kind]
            yield Phrase("  {time}: {kind}, {whom}", time=local(each.at), kind=kind, whom=whom(message, inventory))


def _became(row: Delivery) -> Phrase:
    """Return what became of a message; that it was given up, or is tried again, stands where its time stood."""
    facts = {"time": local(row.next_at), "error": one_line(row.error)[:LONGEST_ERROR]}
    match row.state:
        case DeliveryState.SENT:
            return Phrase("delivered {time}", time=local(row.next_at if row.delivered is None else row.delivered))
        case DeliveryState.DEAD:
            return Phrase("given up {time}: {error}", **facts)
        case DeliveryState.MERGED:
            return Phrase("not sent: its end says it too")
        case DeliveryState.SENDING:
            return Phrase("is being sent")
        case DeliveryState.NEW if row.attempts:
            return Phrase("{attempts:attempt|attempts} failed, next {time}: {error}", attempts=row.attempts, **facts)
    return Phrase("waits to be sent")


def _reader(message: Message, inventory: Inventory) -> str:
    """Return the person, else the receiver, who reads at an address by now; nothing if it is nobody's."""
    way = (message.channel, message.address)
    people = (person.name for person in inventory.people.values() if way in person.ways)
    receivers = (name for name, receiver in inventory.receivers.items() if way in ways_of(receiver))
    return next(people, None) or next(receivers, "")


def _message_object(message: Message, inventory: Inventory) -> dict[str, object]:
    return {
        "kind": message.kind,
        "channel": message.channel,
        "address": message.address,
        "to": _reader(message, inventory),
    }
