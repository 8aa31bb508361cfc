"""The gateway's door: who brings the secret is heard, nobody learns what became of an SMS, and a flood ends there."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from dashboards.app import create_app
from netmon.alerting.notify.invitation import pin_of
from netmon.clock import HOUR, MINUTE, Millis
from netmon.commands import HOLD, AcceptReply, RecordRefusedReply
from netmon.inventory.models import Person
from netmon.model import IncidentId, Invitation, Message, NotificationKind
from netmon.oncall.reply import Call, Refusal
from netmon.settings import Settings
from tests.dashboards.exhibit import GATEWAY, LINK_KEY, NOW, Exhibit, busy_snapshot
from tests.dashboards.people import Who, come_as

DOOR = "/api/v1/sms"
TRUNK = IncidentId("INC-2026-0412")
JANA = "+420777123456"
SOON = Millis(NOW + HOUR)
SMS = Message(TRUNK, NotificationKind.FIRING, "sms", JANA, "key", {"subject": "incident"})
PIN = pin_of(LINK_KEY, SMS)
HEARD = {"heard": True}
REPLIES = {"authorization": "secret://gateway"}


def exhibit_with(sms: Mapping[str, object] | None) -> Exhibit:
    """Return a bad night on which Jana was called by SMS."""
    snapshot = busy_snapshot(Settings.model_validate({"sms": sms}))
    people = {"jana": Person(name="Jana Dvořáková", sms=JANA)}
    inventory = snapshot.inventory.model_copy(update={"people": people})
    calls = (Call(Invitation(TRUNK, JANA, SOON), SMS.dedup_key),)
    return Exhibit(replace(snapshot, inventory=inventory), calls=calls)


@pytest.fixture
def night() -> Exhibit:
    return exhibit_with({"outbox": "/nowhere", "replies": REPLIES})


@pytest.fixture
def gateway(night: Exhibit) -> Iterator[FlaskClient]:
    """Return a client that has neither a session nor a page of ours."""
    with create_app(night, night, night.clock).test_client() as client:
        yield client


def bring(client: FlaskClient, text: str = PIN, sender: str = JANA, authorization: str = GATEWAY) -> int:
    data = {"from": sender, "text": text}
    return client.post(DOOR, data=data, headers={"Authorization": authorization}).status_code


def test_the_answer_of_whoever_was_called_takes_the_incident_and_the_page_says_how(
    gateway: FlaskClient, night: Exhibit
) -> None:
    night.view = replace(night.view, settings=night.view.settings.model_copy(update={"public": True}))
    assert bring(gateway) == 200
    ((command, actor),) = night.submitted
    assert command == AcceptReply(TRUNK, JANA, SOON, HOLD)
    assert (actor.account, actor.source) == ("jana", "127.0.0.1")
    page = come_as(Who.OPERATOR, night).get(f"/v/{TRUNK}?lang=cs").text
    assert "řeší Jana Dvořáková · do 06:47" in page
    assert "<b>Převzato</b> · Jana Dvořáková<p>SMS</p>" in page


def test_json_is_understood_too_under_the_names_of_the_settings() -> None:
    names = {**REPLIES, "number": "MSISDN", "text": "message"}
    night = exhibit_with({"outbox": "/nowhere", "replies": names})
    client = create_app(night, night, night.clock).test_client()
    body = {"MSISDN": JANA.removeprefix("+"), "message": f"{PIN} 8", "id": 7}
    answer = client.post(DOOR, json=body, headers={"Authorization": GATEWAY})
    assert (answer.status_code, answer.get_json()) == (200, HEARD)
    assert [command for command, _ in night.submitted] == [AcceptReply(TRUNK, JANA, SOON, Millis(8 * HOUR))]


def test_the_gateway_never_learns_what_became_of_an_sms(gateway: FlaskClient, night: Exhibit) -> None:
    headers = {"Authorization": GATEWAY}
    for sender, text in ((JANA, "000000"), (JANA, "beru"), ("+420777000000", PIN), ("T-Mobile", ""), (JANA, PIN)):
        answer = gateway.post(DOOR, data={"from": sender, "text": text}, headers=headers)
        assert (answer.status_code, answer.get_json()) == (200, HEARD)
    reasons = [command.reason for command, _ in night.submitted if isinstance(command, RecordRefusedReply)]
    assert reasons == [Refusal.WRONG, Refusal.UNREADABLE, Refusal.STRANGER, Refusal.STRANGER]


@pytest.mark.parametrize("secret", ["", "Bearer", GATEWAY[:-1], f"{GATEWAY} ", GATEWAY.lower(), "žluťoučký"])
def test_whoever_does_not_bring_the_secret_is_refused_and_audited(
    gateway: FlaskClient, night: Exhibit, secret: str
) -> None:
    assert bring(gateway, authorization=secret) == 401
    assert [command for command, _ in night.submitted] == [RecordRefusedReply("", Refusal.FORGED)]


@pytest.mark.parametrize("sms", [None, {"outbox": "/nowhere"}, {"outbox": "/nowhere", "inbox": "/nowhere"}])
def test_where_no_gateway_is_set_up_there_is_no_door(sms: Mapping[str, object] | None) -> None:
    night = exhibit_with(sms)
    assert bring(create_app(night, night, night.clock).test_client()) == 404
    assert night.submitted == []


def test_a_gateway_that_floods_is_slowed_down_until_the_minute_is_over(gateway: FlaskClient, night: Exhibit) -> None:
    answers = [bring(gateway, authorization="") for _ in range(100)]
    assert answers == [401] * 60 + [429] * 40
    answer = gateway.post(f"{DOOR}?lang=en", headers={"Authorization": GATEWAY})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert answer.get_json()["error"]["message"] == "Too many attempts; try again in a minute."
    night.clock.advance(MINUTE)
    assert bring(gateway) == 200


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("x" * 5_000, "application/x-www-form-urlencoded", 413),
        (json.dumps({"from": JANA, "text": "0" * 5_000}), "application/json", 413),
        ("", "application/x-www-form-urlencoded", 400),
        ("from=%2B420777123456", "application/x-www-form-urlencoded", 400),
        ("{", "application/json", 400),
        ("[1]", "application/json", 400),
        (json.dumps({"from": [JANA], "text": PIN}), "application/json", 400),
        (json.dumps({"from": JANA, "text": int(PIN)}), "application/json", 400),
        ("from=x&text=y", "text/plain", 400),
    ],
)
def test_what_is_no_sms_is_refused(gateway: FlaskClient, night: Exhibit, body: str, kind: str, status: int) -> None:
    answer = gateway.post(DOOR, data=body, content_type=kind, headers={"Authorization": GATEWAY})
    assert answer.status_code == status
    assert night.submitted == []


def test_nothing_is_taken_from_the_url_which_proxies_log(gateway: FlaskClient, night: Exhibit) -> None:
    answer = gateway.post(f"{DOOR}?from=%2B420777123456&text={PIN}", headers={"Authorization": GATEWAY})
    assert answer.status_code == 400
    assert gateway.get(f"{DOOR}?from=%2B420777123456&text={PIN}").status_code == 405
    assert night.submitted == []
