"""Whom nobody reaches as netmon is set up, and that what goes there is not tried for a day."""

import asyncio
from contextlib import closing
from pathlib import Path

import pytest

from netmon.alerting.notifier import Notifier
from netmon.alerting.notify.invitation import pin_of
from netmon.clock import ManualClock
from netmon.inventory.models import Receiver
from netmon.model import DeliveryState
from netmon.secret import SecretStore
from netmon.settings import Settings, Smtp
from netmon.store.database import STATE_FILE, open_reader
from netmon.store.notifications import Waiting, deliveries_about
from netmon.store.state import StateStore
from netmon.telling.channels import NO_MAIL, NO_SMS, channels_of, is_gateway, unreachable
from netmon.views import find_views
from tests.netmon.called import KEY, sms
from tests.netmon.region import region
from tests.netmon.store.nouns import T0, message, opening

SMTP = Settings(smtp=Smtp(host="127.0.0.1", sender="netmon@example.org"))
BY_MODEM = Settings.from_environment({"NETMON_SMS__OUTBOX": "/nowhere/outbox", "NETMON_SMS__KEY": "secret://noc"})
BY_GATEWAY = Settings.from_environment({"NETMON_SMS__GATEWAY__URL": "secret://noc"})
SIGNING = Settings.from_environment({"NETMON_WEBHOOK_KEY": "secret://signing"})
URL = SecretStore((), {"NETMON_SECRET_NOC": "http://127.0.0.1:1/hook"})
NUMBER = "+420777123456"
NOWHERE = "secret 'noc' is nowhere: looked at $NETMON_SECRET_NOC"


@pytest.mark.parametrize(
    ("receiver", "settings", "secrets", "reasons"),
    [
        ({"email": ["noc@example.org"]}, Settings(), URL, [NO_MAIL]),
        ({"email": ["noc@example.org"]}, SMTP, URL, []),
        ({"webhook": ["secret://noc"]}, Settings(), URL, []),
        ({"webhook": ["secret://noc"]}, Settings(), SecretStore((), {}), [NOWHERE]),
        ({"sms": [NUMBER]}, Settings(), URL, [NO_SMS]),
        ({"sms": [NUMBER]}, BY_MODEM, URL, ["/nowhere/outbox: there is no such directory to put SMS into"]),
        ({"sms": [NUMBER]}, BY_GATEWAY, URL, []),
        ({"sms": [NUMBER]}, BY_GATEWAY, SecretStore((), {}), [NOWHERE]),
        ({"ntfy": ["secret://noc"]}, Settings(), URL, []),
        ({"ntfy": ["secret://noc"]}, Settings(), SecretStore((), {}), [NOWHERE]),
        ({"webhook": ["secret://noc"]}, SIGNING, URL, [NOWHERE.replace("noc", "signing").replace("NOC", "SIGNING")]),
        (
            {"email": ["noc@example.org"], "webhook": ["secret://noc"]},
            Settings(),
            SecretStore((), {}),
            [NO_MAIL, NOWHERE],
        ),
    ],
)
def test_a_receiver_that_nothing_reaches_is_named_with_the_reason(
    receiver: dict[str, object], settings: Settings, secrets: SecretStore, reasons: list[str]
) -> None:
    inventory = region(receivers={"noc": receiver})
    assert list(unreachable(inventory, settings, secrets)) == [("noc", reason) for reason in reasons]


def test_a_receiver_that_no_route_names_is_nobody_s_concern() -> None:
    inventory = region(receivers={"noc": {"webhook": ["secret://noc"]}, "old": {"email": ["old@example.org"]}})
    assert list(unreachable(inventory, Settings(), URL)) == []


def test_every_channel_that_an_inventory_can_name_is_there_with_smtp_and_without() -> None:
    for settings in (Settings(), SMTP, BY_MODEM, BY_GATEWAY):
        for views in (None, find_views()):
            channels = channels_of(settings, URL, ManualClock(T0), views)
            assert {channel.name for channel in channels} == set(Receiver.model_fields)


def test_mail_without_smtp_is_given_up_at_once_with_the_reason(tmp_path: Path) -> None:
    clock = ManualClock(T0)
    with StateStore(tmp_path) as store:
        store.commit(judgement=opening(), messages=[message()], now=T0)
        asyncio.run(Notifier(store, channels_of(Settings(), URL, clock, None), clock).drain_once())
        assert store.waiting() == Waiting(waiting=0, dead=1)
        with closing(open_reader(tmp_path / STATE_FILE)) as connection:
            (delivery,) = deliveries_about(connection, "i-1")
    assert (delivery.state, delivery.error) == (DeliveryState.DEAD, NO_MAIL)


LISTENING = {"NETMON_SMS__INBOX": "/nowhere/inbox"}, {"NETMON_SMS__REPLIES__AUTHORIZATION": "secret://noc"}


@pytest.mark.parametrize("listening", [*LISTENING, {}])
def test_sms_bear_a_pin_where_answers_are_listened_for_and_only_there(
    listening: dict[str, str], tmp_path: Path
) -> None:
    settings = Settings.from_environment({"NETMON_SMS__OUTBOX": str(tmp_path), **listening})
    said = sms(NUMBER)
    for channel in channels_of(settings, SecretStore(), ManualClock(T0), None, KEY):
        if channel.name == "sms":
            channel.send(said)
    (file,) = tmp_path.iterdir()
    assert (pin_of(KEY, said) in file.read_text("ascii")) is bool(listening)


def test_a_gateway_is_known_by_the_whole_header_and_by_none_while_the_secret_is_lost() -> None:
    settings = Settings.from_environment({"NETMON_SMS__OUTBOX": "/nowhere", **LISTENING[1]})
    secrets = SecretStore((), {"NETMON_SECRET_NOC": "Bearer s3cret"})
    assert is_gateway(settings, secrets, "Bearer s3cret")
    assert not any(is_gateway(settings, secrets, each) for each in ("", "s3cret", "Bearer s3cre", "Bearer s3cret "))
    assert not is_gateway(settings, SecretStore((), {}), "")
    assert not is_gateway(Settings(), secrets, "Bearer s3cret")
