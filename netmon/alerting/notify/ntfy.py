"""How a message leaves as a push through ntfy (https://docs.ntfy.sh/publish/): as JSON, so nothing can become a header.

The secret holds the topic's URL, such as `https://ntfy.example.org/netmon-7f3a`; a token that the
server wants stands in it as the password of nobody: `https://:tk_…@ntfy.example.org/netmon-7f3a`.
"""

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

from netmon.alerting.notify.posting import Http, Request, failures_as_values, judge
from netmon.alerting.notify.quoting import LONGEST_FOREIGN, cut, facts_of, unlinked
from netmon.errors import DeliveryError
from netmon.foreign import one_line
from netmon.model import Message, NotificationKind, Severity
from netmon.phrase import Phrase
from netmon.secret import SecretRef, SecretStore

PRIORITIES = {Severity.CRITICAL: 5, Severity.WARNING: 4, Severity.INFO: 3}
"""5 breaks through a phone's quiet mode, 4 rings long, 3 rings."""
LOUD = frozenset({NotificationKind.FIRING, NotificationKind.ALARM, NotificationKind.DIGEST, NotificationKind.REMINDER})
CALM = 3
TAGS = {Severity.CRITICAL: "rotating_light", Severity.WARNING: "warning", Severity.INFO: "information_source"}
TAGS_OF_KIND = {
    NotificationKind.RESOLVED: "white_check_mark",
    NotificationKind.PASSED: "white_check_mark",
    NotificationKind.FLAPPING: "repeat",
    NotificationKind.DIGEST: "newspaper",
    NotificationKind.REMINDER: "alarm_clock",
    NotificationKind.TEST: "test_tube",
}
RUNBOOK = "Runbook"
"""The word of the trade in both languages."""
PAGES = ("https://", "http://")
LONGEST_TITLE = 120
LONGEST_TEXT = 2_000
"""ntfy turns what is longer than 4096 octets into an attachment."""


@dataclass(frozen=True, slots=True)
class Ntfy:
    """Publishes to a topic whose URL is a secret."""

    secrets: SecretStore
    http: Http = field(default_factory=Http)
    name: str = "ntfy"

    def send(self, message: Message) -> None:
        """Deliver a message; raise DeliveryError, which never names the URL."""
        with failures_as_values(message.address):
            topic = urlsplit(self.secrets.resolve(SecretRef(message.address)).reveal())
            status = self.http.send(_request(topic, message))
        judge(message.address, status)


def push(message: Message) -> dict[str, object]:
    """Return what ntfy shows: what happened, the facts, and the page that says more."""
    payload = message.payload
    severity = Severity(str(payload["severity"]))
    is_loud = message.kind in LOUD
    shown: dict[str, object] = {
        "title": cut(unlinked(str(payload["summary"])), LONGEST_TITLE),
        "message": cut("\n".join(map(unlinked, (*facts_of(payload), *_runbook_line(payload)))), LONGEST_TEXT),
        "priority": PRIORITIES[severity] if is_loud else CALM,
        "tags": [TAGS_OF_KIND.get(message.kind, TAGS[severity])],
    }
    return shown | ({"click": payload["url"]} if payload.get("url") else {}) | _runbook_button(payload)


def _runbook_line(payload: Mapping[str, object]) -> Iterator[str]:
    """Yield where it is written what to do, unless a button leads there."""
    runbook = str(payload.get("runbook") or "")
    if runbook and not runbook.startswith(PAGES):
        yield f"{RUNBOOK}: {cut(one_line(runbook), LONGEST_FOREIGN)}"


def _runbook_button(payload: Mapping[str, object]) -> dict[str, object]:
    """Return the button that opens what is to be done, if that is a page."""
    runbook = str(payload.get("runbook") or "")
    if not runbook.startswith(PAGES):
        return {}
    return {"actions": [{"action": "view", "label": RUNBOOK, "url": runbook}]}


def _request(topic: SplitResult, message: Message) -> Request:
    base, _, name = topic.path.rpartition("/")
    if not name:
        raise DeliveryError(Phrase("{address}: the URL names no topic of ntfy", address=message.address))
    body = json.dumps({"topic": unquote(name), **push(message)}, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", **_authorization(topic)}
    return Request(topic._replace(path=f"{base}/", query=""), headers, body)


def _authorization(topic: SplitResult) -> Mapping[str, str]:
    """Return the header that proves who publishes, if the URL holds a password or token."""
    if topic.password is None:
        return {}
    credentials = f"{unquote(topic.username or '')}:{unquote(topic.password)}".encode()
    return {"Authorization": f"Basic {base64.b64encode(credentials).decode()}"}
