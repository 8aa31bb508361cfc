"""What is said by another way because the first did not carry it: pure decisions over the outbox and now."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from netmon.alerting.alarm import Alarm, alarm_messages
from netmon.alerting.digest import listed
from netmon.alerting.pipeline import dedup_key
from netmon.alerting.ways import critical_ways, next_ways, recipients
from netmon.clock import HOUR, SECOND, Millis
from netmon.foreign import one_line
from netmon.inventory.models import Inventory
from netmon.language import Language
from netmon.model import Delivery, DeliveryState, Message, NotificationKind, Severity
from netmon.oncall.policy import Address

OUT_WITHIN = Millis(50 * SECOND)
"""How long a critical message may take by one channel, so that the next has it within a minute."""
BEGINNINGS = frozenset({NotificationKind.FIRING})
ENDS = frozenset({NotificationKind.RESOLVED, NotificationKind.PASSED})
SELF_TOLD = frozenset({NotificationKind.ALARM, NotificationKind.TEST})
"""What is not told of when it is given up: it was told by every way anyway, or somebody waits for how it goes."""
LONGEST_REASON = 200
UNDELIVERED = {
    Language.CS: "✖ zpráva nedošla: {channel} {address}",
    Language.EN: "✖ a message did not arrive: {channel} {address}",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """Whom to tell, in which language, and where to look."""

    inventory: Inventory
    base_url: str
    language: Language


def detours(unsent: Sequence[Delivery], desk: Desk, now: Millis) -> tuple[Message, ...]:
    """Return everything that the state of the outbox makes worth saying by another way."""
    return (*failed_over(unsent, desk.inventory, now), *undelivered(unsent, desk, now))


def failed_over(unsent: Sequence[Delivery], inventory: Inventory, now: Millis) -> tuple[Message, ...]:
    """Return the critical messages that have not gone out in time, each by the next way of whom it was for.

    That something began is not sent around any more once its end waits behind it; a digest, once all ends do.
    """
    over = frozenset(lane for row in unsent for lane in _lanes(row.message, ENDS))
    return tuple(
        _by(way, row.message)
        for row in unsent
        if is_overdue(row, now) and not _lanes(row.message, BEGINNINGS) <= over
        for way in next_ways((row.message.channel, row.message.address), recipients(inventory))
    )


def is_overdue(row: Delivery, now: Millis) -> bool:
    """Say whether a critical beginning should have gone out by now, or never will.

    What comes from the future was queued before the clock stepped back; that it failed is known all the same.
    """
    waited = now - row.created
    is_late = waited >= OUT_WITHIN or (waited < 0 and bool(row.error))
    return _is_urgent(row.message) and (is_late or row.state is DeliveryState.DEAD)


def undelivered(unsent: Sequence[Delivery], desk: Desk, now: Millis) -> tuple[Message, ...]:
    """Return what is said of messages that were given up: once an hour for each recipient, by every other way."""
    dead = [row for row in unsent if row.state is DeliveryState.DEAD and row.message.kind not in SELF_TOLD]
    failures: dict[tuple[Address, int], list[Delivery]] = {}
    for row in dead:
        failures.setdefault(((row.message.channel, row.message.address), row.next_at // HOUR), []).append(row)
    return tuple(
        message
        for (failing, hour), rows in failures.items()
        for message in alarm_messages(
            _alarm(failing, hour, rows, desk.language),
            desk.base_url,
            (way for way in critical_ways(desk.inventory, now) if way != failing),
        )
    )


def _alarm(failing: Address, hour: int, rows: Sequence[Delivery], language: Language) -> Alarm:
    channel, address = failing
    return Alarm(
        subject_id=f"undelivered/{hashlib.sha256(':'.join(failing).encode()).hexdigest()[:12]}/{hour}",
        since=min(row.next_at for row in rows),
        summary=UNDELIVERED[language].format(channel=channel, address=address),
        evidence=tuple(
            f"{one_line(str(row.message.payload.get('summary', '')))}: {one_line(row.error)[:LONGEST_REASON]}"
            for row in rows
        ),
    )


def _is_urgent(message: Message) -> bool:
    """Say whether a message tells that something critical began, by itself or in a digest."""
    said = listed(message.payload) if message.kind is NotificationKind.DIGEST else (message.payload,)
    return any(map(_is_critical_beginning, said))


def _is_critical_beginning(said: Mapping[str, object]) -> bool:
    return said.get("kind") == NotificationKind.FIRING and said.get("severity") == Severity.CRITICAL


def _lanes(message: Message, kinds: Collection[NotificationKind]) -> frozenset[tuple[str, str, str]]:
    """Return each subject of which a message says one of these kinds, with where it goes."""
    return frozenset((subject, message.channel, message.address) for subject, kind in message.says if kind in kinds)


def _by(way: Address, message: Message) -> Message:
    """Return the message by another way, as it reads where nobody may have heard it before."""
    channel, address = way
    key = dedup_key(message.subject_id, message.kind, channel, address)
    payload = {name: value for name, value in message.payload.items() if name != "repeated"}
    return replace(message, channel=channel, address=address, dedup_key=key, payload=payload)
