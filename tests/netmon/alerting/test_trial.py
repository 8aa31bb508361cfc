"""What a test message is: like all others, and of no kind that anybody has to answer."""

from pathlib import Path

import pytest

from netmon.alerting.notify.mail import plain_mail
from netmon.alerting.trial import trial_of
from netmon.clock import MINUTE, Millis
from netmon.commands import Actor, SendTrial
from netmon.errors import CommandRefused
from netmon.language import Language
from netmon.model import Message, NotificationKind
from netmon.store.notifications import Waiting
from netmon.store.state import StateStore
from tests.netmon.alerting.occasions import T0, message

SOMEBODY = Actor("novakova", "cli")
WAYS = (("sms", "+420777123456"), ("email", "noc@kraj.example"))


def trial(now: Millis = T0) -> tuple[Message, ...]:
    return trial_of("oncall", WAYS, "https://netmon.kraj.example/", Language.CS, now)


def test_there_is_one_for_each_way_and_all_are_about_one_thing() -> None:
    assert [(each.channel, each.address) for each in trial()] == list(WAYS)
    assert {each.kind for each in trial()} == {NotificationKind.TEST}
    assert len({each.subject_id for each in trial()}) == 1
    assert len({each.dedup_key for each in (*trial(), *trial(Millis(T0 + 1)))}) == 4


def test_whoever_reads_other_payloads_can_read_it() -> None:
    (first, _) = trial()
    assert set(message().payload) <= {*first.payload, "merged_into"}
    assert plain_mail(first.payload).subject == "• zkouška: zpráva pro oncall; nic se nestalo"
    assert first.payload["url"] == "https://netmon.kraj.example/"


def test_nothing_else_can_be_queued_by_hand(tmp_path: Path) -> None:
    with StateStore(tmp_path) as store:
        for messages in ((), (message(),), (*trial(), message())):
            with pytest.raises(CommandRefused, match="only messages of the kind test"):
                store.execute(SendTrial("oncall", messages), SOMEBODY, T0)
        assert store.waiting() == Waiting(0, 0)
        store.execute(SendTrial("oncall", trial()), SOMEBODY, Millis(T0 + MINUTE))
        assert store.waiting() == Waiting(2, 0)
