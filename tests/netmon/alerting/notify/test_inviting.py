"""Mail and pushes bear the link of their own reader; what is in the outbox bears none."""

import re
from urllib.parse import parse_qs, urlsplit

from netmon.alerting.notify.email import Email
from netmon.alerting.notify.invitation import opened
from netmon.alerting.notify.inviting import Inviting
from netmon.alerting.notify.ntfy import Ntfy
from netmon.clock import DAY, MINUTE, ManualClock, Millis
from netmon.model import IncidentId, Invitation, NotificationKind
from netmon.secret import Secret, SecretStore
from netmon.settings import Smtp
from tests.netmon.alerting.occasions import INCIDENT, T0, message
from tests.parts.ntfy import NtfyStarter
from tests.parts.smtp import SmtpStarter

KEY = Secret("c" * 64)
NOC = "noc@kraj.example"
EXPIRES = Millis((T0 + DAY) // MINUTE * MINUTE)


def token_in(url: str) -> str:
    (token,) = parse_qs(urlsplit(url).query)["k"]
    return token


def test_a_mail_bears_its_readers_own_link(start_smtp: SmtpStarter) -> None:
    receiver, clock = start_smtp(None), ManualClock(T0)
    smtp = Smtp(host="127.0.0.1", port=receiver.port, sender="netmon@kraj.example")
    queued = message(NotificationKind.FIRING, "email", NOC)
    channel = Inviting(Email(smtp, SecretStore(), clock), KEY, clock)
    assert channel.name == "email"
    channel.send(queued)
    (received,) = receiver.received
    (url,) = re.findall(r"http://127\.0\.0\.1:8080/v/i-1/odkaz\?k=\S+", received.mail.get_content())
    assert opened(KEY, INCIDENT.id, token_in(url)) == Invitation(IncidentId("i-1"), NOC, EXPIRES)
    assert queued.payload["url"] == "http://127.0.0.1:8080/v/i-1"


def test_a_push_opens_the_link_and_the_end_the_page(start_ntfy: NtfyStarter) -> None:
    ntfy = start_ntfy("")
    secrets = SecretStore((), {"NETMON_SECRET_PUSH": ntfy.url("netmon-7f3a")})
    channel = Inviting(Ntfy(secrets), KEY, ManualClock(T0))
    for kind in (NotificationKind.FIRING, NotificationKind.RESOLVED):
        channel.send(message(kind, "ntfy", "secret://push"))
    firing, resolved = (str(push["click"]) for push in ntfy.pushes)
    found = opened(KEY, INCIDENT.id, token_in(firing))
    assert found is not None
    assert found.address == "secret://push"
    assert resolved == "http://127.0.0.1:8080/v/i-1"
