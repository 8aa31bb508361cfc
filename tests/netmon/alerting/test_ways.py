"""By which ways somebody is reached, and which one is next."""

import pytest

from netmon.alerting.ways import critical_ways, next_ways
from netmon.oncall.policy import Address
from tests.netmon.alerting.dispatch import NOC_MAIL, ONCALL_MAIL, SMS, WEBHOOK, region
from tests.netmon.alerting.occasions import T0

NTFY = ("ntfy", "secret://topic")
OTHER_SMS = ("sms", "+420601000002")
SOMEBODY = (SMS, OTHER_SMS, NTFY, WEBHOOK, ONCALL_MAIL)


@pytest.mark.parametrize(
    ("failing", "following"),
    [
        (SMS, (NTFY,)),
        (OTHER_SMS, (NTFY,)),
        (NTFY, (WEBHOOK,)),
        (ONCALL_MAIL, (SMS,)),
        (NOC_MAIL, ()),
    ],
)
def test_the_next_way_is_one_by_another_channel(failing: Address, following: tuple[Address, ...]) -> None:
    assert next_ways(failing, [SOMEBODY, (NOC_MAIL,)]) == following


def test_everybody_who_shares_a_way_has_a_next_one() -> None:
    assert next_ways(SMS, [(SMS, WEBHOOK), (SMS, ONCALL_MAIL), (SMS, WEBHOOK)]) == (WEBHOOK, ONCALL_MAIL)


def test_the_critical_ways_are_those_of_all_who_are_called_the_loudest_first() -> None:
    assert critical_ways(region(), T0) == (SMS, WEBHOOK, ONCALL_MAIL, NOC_MAIL)
