"""Whether there is a way to everybody whom a route names."""

import pytest

from netmon.doctor.finding import Verdict
from netmon.doctor.receivers import examine
from netmon.secret import SecretStore
from netmon.settings import Settings, Smtp
from tests.netmon.region import region

SMTP = Settings(smtp=Smtp(host="127.0.0.1", sender="netmon@example.org"))
MAIL, SMS = {"email": ["noc@example.org"]}, {"sms": ["+420777123456"]}


@pytest.mark.parametrize(
    ("receiver", "settings", "what"),
    [
        (MAIL, Settings(), "mail is to go to noc, but none leaves"),
        (SMS, SMTP, "SMS are to go to noc, but none leaves"),
        (MAIL | SMS, Settings(), "mail is to go to noc, but none leaves"),
        (MAIL, SMTP, None),
        ({"webhook": ["secret://nowhere"]}, Settings(), None),
    ],
)
def test_who_cannot_be_reached_is_named_with_the_medium(
    receiver: dict[str, list[str]], settings: Settings, what: str | None
) -> None:
    found = examine(region(receivers={"noc": receiver}), settings, SecretStore())
    assert found.verdict is (Verdict.OK if what is None else Verdict.WARNING)
    assert found.what == (what or "there is a way to every receiver")


def test_without_a_route_nobody_is_told() -> None:
    found = examine(region(routes=[]), Settings(), SecretStore())
    assert (found.verdict, found.what) == (
        Verdict.WARNING,
        "no route leads to anybody: nobody is told of an outage",
    )
