"""A day in which mail is refused, the push service hangs and the webhook answers 500: nothing is lost."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from netmon.alerting.failover import Desk
from netmon.alerting.notify import Channel
from netmon.alerting.notify.ntfy import Ntfy
from netmon.alerting.notify.posting import Http
from netmon.alerting.notify.webhook import Webhook
from netmon.alerting.pipeline import dedup_key
from netmon.clock import DAY, MINUTE, SECOND, ManualClock, Millis
from netmon.errors import DeliveryError
from netmon.language import Language
from netmon.model import DeliveryState, Message, NotificationKind, Severity
from netmon.oncall.policy import Address
from netmon.secret import SecretStore
from netmon.store.notifications import Waiting
from netmon.store.state import StateStore
from tests.netmon.alerting.dispatch import NOC_MAIL, SMS, WEBHOOK, Line, Office
from tests.netmon.alerting.occasions import BASE_URL, ENDED, INCIDENT, T0, of_incident
from tests.netmon.region import write_secrets
from tests.netmon.rules.small_region import small_region
from tests.parts.webhook import WebhookReceiver, WebhookStarter

FIRING, RESOLVED = NotificationKind.FIRING, NotificationKind.RESOLVED
PUSH = ("ntfy", "secret://push")
WAYS = (WEBHOOK, PUSH, NOC_MAIL)
RECEIVERS = {
    "oncall": {"webhook": ["secret://oncall"], "ntfy": ["secret://push"], "sms": [SMS[1]]},
    "noc": {"email": [NOC_MAIL[1]]},
}
ROUTES = [{"receivers": ["oncall", "noc"]}]
OUTAGES, ENDED_IN_TIME = 4, 3
LASTS = Millis(18 * MINUTE)


def note(kind: NotificationKind, subject: str, way: Address, severity: Severity) -> Message:
    payload = {**of_incident(ENDED if kind is RESOLVED else INCIDENT).payload, "severity": severity.value}
    return Message(subject, kind, *way, dedup_key(subject, kind, *way), payload)


def queue(office: Office, kind: NotificationKind, number: int, *ways: Address) -> None:
    """Tell of a critical outage and of a lesser one by some ways."""
    for subject, severity in ((f"i-{number}", Severity.CRITICAL), (f"w-{number}", Severity.WARNING)):
        office.queue(*(note(kind, subject, way, severity) for way in ways))


def order(said: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return what was said of each subject, in order."""
    lanes: dict[str, list[str]] = {}
    for subject, kind in said:
        lanes.setdefault(subject, []).append(kind)
    return lanes


def taken(receiver: WebhookReceiver, since: int) -> Iterator[tuple[str, str]]:
    """Yield subject and kind of what a receiver took after so many requests."""
    keys = {
        dedup_key(subject, kind, *WEBHOOK): subject
        for number in range(OUTAGES)
        for subject in (f"i-{number}", f"w-{number}")
        for kind in (FIRING, RESOLVED)
    }
    for posted in receiver.posted[since:]:
        if (key := posted.headers["Idempotency-Key"]) in keys:
            yield keys[key], str(posted.payload["kind"])


@pytest.mark.long
def test_a_day_of_three_broken_channels_loses_nothing_keeps_the_order_and_fails_over_in_time(
    tmp_path: Path, start_webhook: WebhookStarter
) -> None:
    failing, hanging, clock = start_webhook(None), start_webhook(None), ManualClock(T0)
    failing.status, hanging.hangs = 500, True
    urls = {"oncall": failing.url, "push": f"http://127.0.0.1:{hanging.port}/topic"}
    secrets, hasty = SecretStore((write_secrets(tmp_path / "secrets", urls),)), Http(within=0.05)
    sms, mail = Line("sms", clock), Line("email", clock)
    mail.trouble = lambda now: DeliveryError("refused") if now < T0 + DAY else None
    channels: list[Channel] = [Webhook(secrets, clock, http=hasty), Ntfy(secrets, http=hasty), mail, sms]
    with StateStore(tmp_path / "state") as store:
        office = Office(store, clock, channels)
        office.desk = Desk(small_region(receivers=RECEIVERS, routes=ROUTES), BASE_URL, Language.CS)
        begun: dict[str, Millis] = {}
        for number in range(OUTAGES):
            begun[f"i-{number}"] = clock.now()
            queue(office, FIRING, number, *WAYS)
            office.pass_time(2 * MINUTE, 10 * SECOND)
            office.pass_time(LASTS, 6 * MINUTE)
            if number < ENDED_IN_TIME:
                queue(office, RESOLVED, number, *WAYS)
                office.queue(note(RESOLVED, f"i-{number}", SMS, Severity.CRITICAL))
            office.pass_time(T0 + (number + 1) * DAY // OUTAGES - clock.now(), 20 * MINUTE)
        assert clock.now() == T0 + DAY
        before, failing.status, hanging.hangs = len(failing.posted), 200, False
        office.pass_time(30 * MINUTE, MINUTE)
        rows = [row for number in range(OUTAGES) for name in "iw" for row in store.deliveries(f"{name}-{number}")]
        assert {row.state for row in rows} <= {DeliveryState.SENT, DeliveryState.MERGED}
        assert store.waiting() == Waiting(0, 0)

    first = {message.subject_id: at for at, message in reversed(sms.heard) if message.kind is FIRING}
    assert all(first[subject] - at <= MINUTE for subject, at in begun.items())
    assert first.keys() == begun.keys(), "what can wait takes no other way"
    heard = {
        "mail": order((message.subject_id, message.kind.value) for _, message in mail.heard),
        "sms": order((message.subject_id, message.kind.value) for _, message in sms.heard),
        "webhook": order(taken(failing, before)),
    }
    for way, lanes in heard.items():
        for subject, kinds in lanes.items():
            is_over = int(subject[2:]) < ENDED_IN_TIME
            assert kinds in ([["passed"], ["firing", "resolved"]] if is_over else [["firing"]]), (way, subject)
    assert len(heard["mail"]) == len(heard["webhook"]) == 2 * OUTAGES
