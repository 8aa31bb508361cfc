"""The sign of life goes out while all is well, and only then; what goes wrong with it is logged once."""

import asyncio
import logging

import pytest

from netmon.alerting.heartbeat import Pulse
from netmon.secret import SecretRef, SecretStore
from netmon.settings import Heartbeat, Method, Settings
from tests.parts.webhook import WebhookReceiver

REFERENCE = SecretRef("secret://life")


def pulse(receiver: WebhookReceiver, *, is_well: bool = True) -> Pulse:
    """Return a pulse toward a receiver."""
    settings = Heartbeat(url=REFERENCE, method=Method.POST)
    return Pulse(settings, SecretStore((), {"NETMON_SECRET_LIFE": receiver.url}), lambda: is_well)


def test_it_beats_while_all_is_well(webhook: WebhookReceiver) -> None:
    asyncio.run(pulse(webhook).beat())
    assert [posted.path for posted in webhook.posted] == ["/hook/t0ps3cret?channel=noc"]


def test_it_stays_away_while_the_audit_finds_something(webhook: WebhookReceiver) -> None:
    asyncio.run(pulse(webhook, is_well=False).beat())
    assert webhook.posted == []


def test_a_failure_is_logged_once_and_its_end_too_without_the_secret(
    webhook: WebhookReceiver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    beating = pulse(webhook)
    for webhook.status in (500, 500, 200, 200):
        asyncio.run(beating.beat())
    logged = [record.getMessage() for record in caplog.records if record.name == "netmon.trouble"]
    assert logged == [
        "trouble begins with=the dead-man heartbeat error=secret://life: answered 500",
        "trouble is over with=the dead-man heartbeat",
    ]
    assert "t0ps3cret" not in caplog.text


def test_a_secret_that_is_nowhere_does_not_end_anything(caplog: pytest.LogCaptureFixture) -> None:
    asyncio.run(Pulse(Heartbeat(url=REFERENCE), SecretStore(), lambda: True).beat())
    assert "'life'" in caplog.text


def test_the_settings_name_a_secret_and_a_pace_and_leave_the_watcher_its_own() -> None:
    told = {
        "NETMON_HEARTBEAT__URL": REFERENCE,
        "NETMON_HEARTBEAT__EVERY": "30s",
        "NETMON_WATCH_SMTP": "mail.example.cz:25",
    }
    settings = Settings.from_environment(told)
    assert settings.heartbeat is not None
    assert (settings.heartbeat.url, settings.heartbeat.every) == (REFERENCE, 30_000)
