"""How a message leaves as SMS over HTTP, to a real receiver that is asked as each gateway wants."""

import json
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from netmon.alerting.notify.gateway import SmsGateway, filled
from netmon.alerting.notify.sms import Wording
from netmon.clock import ManualClock
from netmon.errors import DeliveryError, SettingsError
from netmon.language import Language
from netmon.model import Message
from netmon.secret import SecretStore
from netmon.settings import Settings
from tests.netmon.alerting.occasions import T0, message
from tests.parts.webhook import WebhookReceiver

PASSWORD, TOKEN = "p4ss&word=1", "Bearer c4nary"
URL = {"NETMON_SMS__GATEWAY__URL": "secret://gateway"}
NUMBER = "+420777123456"


def sms(number: str = NUMBER) -> Message:
    return message(channel="sms", address=number)


def channel(url: str, **settings: str) -> SmsGateway:
    variables = {f"NETMON_SMS__GATEWAY__{name.upper()}": value for name, value in settings.items()}
    found = Settings.from_environment(URL | variables).sms
    assert found is not None
    assert found.gateway is not None
    secrets = SecretStore(
        (), {"NETMON_SECRET_GATEWAY": url, "NETMON_SECRET_PASSWORD": PASSWORD, "NETMON_SECRET_TOKEN": TOKEN}
    )
    return SmsGateway(found.gateway, secrets, Wording(Language.CS), ManualClock(T0))


def test_by_itself_it_posts_a_form(webhook: WebhookReceiver) -> None:
    channel(webhook.url).send(sms())
    (posted,) = webhook.posted
    fields = dict(parse_qsl(posted.body.decode()))
    assert fields["to"] == NUMBER
    assert fields["text"].startswith("KRITICKE 1 obec bez spojeni")
    assert posted.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert posted.headers["Idempotency-Key"] == "key-firing"


def test_with_get_the_fields_follow_what_the_url_holds(webhook: WebhookReceiver) -> None:
    channel(webhook.url, method="GET", body="tel={number}&Msg={text}").send(sms())
    (posted,) = webhook.posted
    query = parse_qs(urlsplit(posted.path).query)
    assert posted.method == "GET"
    assert (query["channel"], query["tel"]) == (["noc"], [NUMBER])
    assert query["Msg"][0].endswith("v/i-1")


def test_a_json_body_may_nest_and_nothing_in_a_value_becomes_structure(webhook: WebhookReceiver) -> None:
    body = '{"messages": [{"to": "{number}", "content": "{text}"}], "ref": "{key}", "flash": false}'
    channel(webhook.url, body=body, authorization="secret://token").send(sms())
    (posted,) = webhook.posted
    assert posted.payload["messages"][0]["to"] == NUMBER
    assert (posted.payload["ref"], posted.payload["flash"]) == ("key-firing", False)
    assert posted.headers["Authorization"] == TOKEN
    hostile = {"{text}": '"}, {number} {password}', "{number}": "1", "{password}": "x"}
    assert filled(["{text}"], hostile) == ['"}, {number} {password}']


def test_a_password_travels_in_the_body_and_stays_whole(webhook: WebhookReceiver) -> None:
    body = "user=netmon&pass={password}&to={number}&text={text}"
    channel(webhook.url, body=body, password="secret://password").send(sms())  # noqa: S106 -- a reference
    assert dict(parse_qsl(webhook.posted[0].body.decode()))["pass"] == PASSWORD


@pytest.mark.parametrize(("status", "permanent"), [(400, True), (302, True), (429, False), (503, False)])
def test_the_status_says_whether_it_was_taken_and_nothing_secret_is_told(
    webhook: WebhookReceiver, status: int, *, permanent: bool
) -> None:
    webhook.status = status
    webhook.body = json.dumps({"error": PASSWORD}).encode()
    with pytest.raises(DeliveryError) as caught:
        channel(
            webhook.url, authorization="secret://token", body="p={password}&{number}={text}&t={text}&n={number}"
        ).send(sms())
    assert caught.value.permanent is permanent
    assert str(caught.value).startswith(f"secret://gateway: answered {status}")
    told = f"{caught.value!r} {caught.value.__context__!r}"
    assert not any(secret in told for secret in (PASSWORD, TOKEN, "t0ps3cret", "127.0.0.1"))


def test_what_is_no_number_is_never_sent(webhook: WebhookReceiver) -> None:
    with pytest.raises(DeliveryError, match="is not a telephone number") as caught:
        channel(webhook.url).send(sms("777 123 456"))
    assert caught.value.permanent
    assert not webhook.posted


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        (URL | {"NETMON_SMS__GATEWAY__BODY": "to={number}"}, r"must say where \{number\} and \{text\} go"),
        (URL | {"NETMON_SMS__GATEWAY__BODY": '{"a": "{number}{text}"'}, "the body is not JSON"),
        (URL | {"NETMON_SMS__GATEWAY__METHOD": "GET", "NETMON_SMS__GATEWAY__BODY": '{"a": "{number}{text}"}'}, "GET"),
        (URL | {"NETMON_SMS__OUTBOX": "/var/spool/sms"}, "SMS leave by one way"),
        ({"NETMON_SMS__KEY": "secret://sms"}, "SMS leave by one way"),
        ({"NETMON_SMS__GATEWAY__URL": "https://user:c4nary@sms.example"}, "not the reference of a secret"),
        (URL | {"NETMON_SMS__GATEWAY__BODI": "x"}, "NETMON_SMS__GATEWAY__BODY"),
    ],
)
def test_settings_that_cannot_work_are_refused_with_the_reason(settings: dict[str, str], reason: str) -> None:
    with pytest.raises(SettingsError, match=reason) as caught:
        Settings.from_environment(settings)
    assert "c4nary" not in str(caught.value)
