"""A message that says nothing happened: it goes the way of all others, so its arrival proves the way."""

from collections.abc import Iterable, Iterator

from netmon.alerting.pipeline import dedup_key
from netmon.clock import Millis, to_datetime
from netmon.language import Language
from netmon.model import EntityKind, Message, NotificationKind, Severity
from netmon.oncall.policy import Address

SUMMARIES = {
    Language.CS: "• zkouška: zpráva pro {name}; nic se nestalo",
    Language.EN: "• test: a message for {name}; nothing happened",
}


def trial_of(
    name: str, addresses: Iterable[Address], base_url: str, language: Language, now: Millis
) -> tuple[Message, ...]:
    """Return a message to each address; every trial is a subject of its own."""
    payload = trial_payload(f"test/{name}/{now}", SUMMARIES[language].format(name=name), base_url, now)
    return tuple(_messages(addresses, payload))


def trial_payload(subject_id: str, summary: str, base_url: str, now: Millis) -> dict[str, object]:
    """Return what every other payload holds too, so that whoever reads one can read this."""
    return {
        "kind": NotificationKind.TEST.value,
        "subject": "alert",
        "id": subject_id,
        "severity": Severity.INFO.value,
        "cause": {"kind": EntityKind.NETMON.value, "name": "netmon", "title": "netmon"},
        "candidates": [],
        "others": [],
        "municipalities": [],
        "degraded": 0,
        "inhabitants": 0,
        "sites": [],
        "next_cut": None,
        "started": to_datetime(now).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "ended": None,
        "summary": summary,
        "evidence": [],
        "calls": [],
        "url": f"{base_url.rstrip('/')}/",
    }


def _messages(addresses: Iterable[Address], payload: dict[str, object]) -> Iterator[Message]:
    subject, kind = str(payload["id"]), NotificationKind.TEST
    for channel, address in addresses:
        yield Message(subject, kind, channel, address, dedup_key(subject, kind, channel, address), payload)
