"""When one message says it all: that something began had not got through before it was over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from netmon.alerting.wording import passed_line
from netmon.clock import Interval, from_datetime
from netmon.language import Language
from netmon.model import Delivery, DeliveryState, Message, NotificationKind

FIRING, RESOLVED, PASSED = NotificationKind.FIRING, NotificationKind.RESOLVED, NotificationKind.PASSED
DIGEST = NotificationKind.DIGEST
REPEATED = {Language.CS: "(opakováno)", Language.EN: "(repeated)"}


@dataclass(frozen=True, slots=True)
class Merger:
    """Which rows need not go out any more, and the one that goes instead, as it reads now."""

    superseded: tuple[int, ...]
    end: Delivery


def merger(lane: Sequence[Delivery], language: Language) -> Merger | None:
    """Return what goes out instead of what waits in a lane, None if everything goes by itself.

    A lane is all that goes, or went, to one address about one subject, in order. What may have
    arrived, as netmon was killed while it was sent, is sent again and not merged; nor is anything
    past a digest that waits: it says other things too.
    """
    waiting = [row for row in lane if row.state in {DeliveryState.NEW, DeliveryState.SENDING}]
    end = next((row for row in waiting if row.message.kind is RESOLVED), None)
    if end is None or any(is_doubtful(row.message) or row.message.kind is DIGEST for row in waiting):
        return None
    superseded = tuple(row.id for row in waiting if row.id < end.id)
    beginning = (end.message.subject_id, FIRING)
    if any(beginning in row.message.says and row.state is DeliveryState.SENT for row in lane):
        return Merger(superseded, end) if superseded else None
    return Merger(superseded, replace(end, message=passed(end.message, language)))


def is_doubtful(message: Message) -> bool:
    """Say whether a message may have arrived already."""
    return message.payload.get("repeated") is True


def passed(end: Message, language: Language) -> Message:
    """Return the message of an end as one that tells the beginning too."""
    return replace(end, kind=PASSED, payload=passed_payload(end.payload, language_of(end.payload, language)))


def passed_payload(end: Mapping[str, object], language: Language) -> dict[str, object]:
    """Return the payload of an end as one that tells the beginning too."""
    return {**end, "kind": PASSED.value, "summary": _summary(end, language)}


def marked(message: Message, language: Language) -> Message:
    """Return the message as it is sent: one that may have arrived before says so."""
    if not is_doubtful(message):
        return message
    summary = f"{message.payload.get('summary', '')} {REPEATED[language_of(message.payload, language)]}"
    return replace(message, payload={**message.payload, "summary": summary})


def language_of(payload: Mapping[str, object], own: Language) -> Language:
    """Return the language that a payload is written in: netmon's own unless it names another."""
    return Language(str(payload.get("language", own.value)))


def _summary(payload: Mapping[str, object], language: Language) -> object:
    """Return how long it was down and since when; what it says itself if it does not know, or was merged away."""
    match payload:
        case {"merged_into": str()}:
            return payload.get("summary")
        case {"cause": {"title": str(title)}, "started": str(started), "ended": str(ended)}:
            outage = Interval(*(from_datetime(datetime.fromisoformat(moment)) for moment in (started, ended)))
            return passed_line(title, outage, language)
    return payload.get("summary")
