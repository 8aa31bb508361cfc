"""How far a conversation with a real SMTP receiver comes, and that no mail is ever sent."""

import socket
from pathlib import Path

import pytest

from netmon.doctor.finding import Verdict
from netmon.doctor.mail import Reading, Stage, converse, examine, judge, recipients
from netmon.secret import Secret, SecretRef, SecretStore
from netmon.settings import Smtp
from tests.netmon.alerting.certificate import tls_pair
from tests.netmon.region import region
from tests.parts.smtp import PASSWORD, USER, SmtpStarter

NOC = ("noc@example.org",)
SENDER = "netmon@example.org"


def settings(port: int, **others: object) -> Smtp:
    return Smtp.model_validate({"host": "127.0.0.1", "port": port, "sender": SENDER, **others})


def test_a_server_that_takes_mail_gets_none(start_smtp: SmtpStarter) -> None:
    receiver = start_smtp(None)
    smtp = settings(receiver.port)
    reading = converse(smtp, None, NOC)
    assert reading == Reading(None)
    assert judge(reading, smtp).verdict is Verdict.OK
    assert receiver.received == []


def test_encryption_and_a_log_in_are_gone_through(start_smtp: SmtpStarter, tmp_path: Path) -> None:
    server, client = tls_pair(tmp_path)
    receiver = start_smtp(server)
    smtp = settings(receiver.port, starttls=True, user=USER)
    assert converse(smtp, Secret(PASSWORD), NOC, client) == Reading(None)
    assert receiver.received == []


def test_a_wrong_password_breaks_it_off_and_is_not_shown(start_smtp: SmtpStarter, tmp_path: Path) -> None:
    server, client = tls_pair(tmp_path)
    smtp = settings(start_smtp(server).port, starttls=True, user=USER)
    finding = judge(converse(smtp, Secret("wr0ng-word"), NOC, client), smtp)
    assert "refuses our log-in: 535" in finding.what
    assert "wr0ng-word" not in finding.what


def test_a_certificate_of_nobody_breaks_it_off(start_smtp: SmtpStarter, tmp_path: Path) -> None:
    server, _ = tls_pair(tmp_path)
    smtp = settings(start_smtp(server).port, starttls=True, user=USER)
    assert converse(smtp, Secret(PASSWORD), NOC).broke_at is Stage.ENCRYPTION


def test_a_server_without_starttls_breaks_it_off(start_smtp: SmtpStarter) -> None:
    reading = converse(settings(start_smtp(None).port, starttls=True), None, NOC)
    assert reading == Reading(Stage.ENCRYPTION, "STARTTLS extension not supported by server.")


def test_a_server_that_wants_a_log_in_refuses_the_sender(start_smtp: SmtpStarter, tmp_path: Path) -> None:
    server, client = tls_pair(tmp_path)
    reading = converse(settings(start_smtp(server).port, starttls=True), None, NOC, client)
    assert reading.broke_at is Stage.SENDER
    assert reading.said.startswith("530")


def test_a_recipient_that_is_refused_is_named(start_smtp: SmtpStarter) -> None:
    receiver = start_smtp(None)
    receiver.recipient_answer = "550 no such user here"
    smtp = settings(receiver.port)
    finding = judge(converse(smtp, None, ("lost@example.org",)), smtp)
    assert finding.verdict is Verdict.ERROR
    assert finding.what.endswith("refuses mail to lost@example.org: 550 no such user here")


def test_nobody_listening_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert converse(settings(port), None, NOC) == Reading(Stage.CONNECTION, "Connection refused")


def test_a_password_over_the_open_net_is_doubted_and_over_loopback_not() -> None:
    away = Smtp(host="mail.example.org", sender=SENDER, user="netmon")
    assert judge(Reading(None), away).verdict is Verdict.WARNING
    assert judge(Reading(None), away.model_copy(update={"starttls": True})).verdict is Verdict.OK
    assert judge(Reading(None), away.model_copy(update={"host": "127.0.0.1"})).verdict is Verdict.OK


def test_whom_mail_goes_to_are_the_receivers_of_routes_each_once() -> None:
    inventory = region(
        receivers={"noc": {"email": ["a@example.org", "b@example.org"]}, "old": {"email": ["c@example.org"]}},
        routes=[{"receivers": ["noc"]}, {"receivers": ["noc"]}],
    )
    assert recipients(inventory) == ("a@example.org", "b@example.org")


def test_without_a_server_or_its_password_nobody_is_asked() -> None:
    smtp = settings(1, user="netmon", password=SecretRef("secret://mail"))
    assert examine(smtp, SecretStore((), {}), region()).verdict is Verdict.NOT_CHECKED
    assert examine(None, SecretStore((), {}), region()).verdict is Verdict.NOT_CHECKED


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_a_failure_with_a_cure(stage: Stage) -> None:
    finding = judge(Reading(stage, "450 later", "noc@example.org"), settings(25))
    assert finding.verdict is Verdict.ERROR
    assert "450 later" in finding.what
    assert finding.cure
