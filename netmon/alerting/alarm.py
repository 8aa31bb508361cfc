"""What netmon says of its own delivery: queued straight for every critical receiver, past every stage.

What is kept from people by a stage that errs would be kept from them a second time by the same stage.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from netmon.alerting.pipeline import dedup_key
from netmon.clock import Millis, to_datetime
from netmon.model import Message, NotificationKind, Severity
from netmon.oncall.policy import Address
from netmon.rules.identity import NETMON

LONGEST_EVIDENCE = 20


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that went wrong with telling people; the same subject is told once."""

    subject_id: str
    since: Millis
    summary: str
    evidence: Sequence[str] = ()


def alarm_messages(alarm: Alarm, base_url: str, ways: Iterable[Address]) -> tuple[Message, ...]:
    """Return the alarm as messages, one for each way."""
    payload = _payload(alarm, base_url)
    kind = NotificationKind.ALARM
    return tuple(
        Message(alarm.subject_id, kind, channel, address, dedup_key(alarm.subject_id, kind, channel, address), payload)
        for channel, address in ways
    )


def _payload(alarm: Alarm, base_url: str) -> dict[str, object]:
    return {
        "kind": NotificationKind.ALARM.value,
        "subject": "alert",
        "id": alarm.subject_id,
        "severity": Severity.CRITICAL.value,
        "cause": {"kind": NETMON.kind.value, "name": NETMON.name, "title": "netmon"},
        "candidates": [],
        "municipalities": [],
        "degraded": 0,
        "inhabitants": 0,
        "started": to_datetime(alarm.since).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "ended": None,
        "summary": alarm.summary,
        "evidence": list(alarm.evidence[:LONGEST_EVIDENCE]),
        "url": f"{base_url.rstrip('/')}/",
    }
