"""The link in a message: opening it changes nothing, it works once, and a forged one is refused and audited."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from dashboards.app import create_app
from netmon.alerting.notify.invitation import link_of, sealed
from netmon.clock import DAY, HOUR, MINUTE, Millis
from netmon.commands import AcceptInvitation, RecordRefusedLink
from netmon.inventory.models import Person
from netmon.model import IncidentId, Invitation, Message, NotificationKind
from netmon.secret import Secret
from tests.dashboards.door.test_access import SAME
from tests.dashboards.exhibit import LINK_KEY, NOW, Exhibit

TRUNK = IncidentId("INC-2026-0412")
PART = IncidentId("INC-2026-0409")
"""It was joined to that of the trunk."""
JANA = "jana@kraj.example"
SOON = Millis((NOW + HOUR) // MINUTE * MINUTE)
GENUINE = Invitation(TRUNK, JANA, SOON)
PAGE = f"/v/{TRUNK}/odkaz"


def staffed(exhibit: Exhibit) -> Exhibit:
    """Return an exhibit whose inventory knows Jana."""
    people = {"jana": Person(name="Jana Dvořáková", email=JANA)}
    inventory = exhibit.view.inventory.model_copy(update={"people": people})
    exhibit.view = replace(exhibit.view, inventory=inventory)
    return exhibit


@pytest.fixture
def night(closed_exhibit: Exhibit) -> Exhibit:
    return staffed(closed_exhibit)


@pytest.fixture
def guest(night: Exhibit) -> Iterator[FlaskClient]:
    """Return a client that nobody has logged in with."""
    with create_app(night, night, night.clock).test_client() as client:
        yield client


def page(token: str, incident: str = TRUNK) -> str:
    return f"/v/{incident}/odkaz?k={token}"


def press(client: FlaskClient, token: str, incident: str = TRUNK) -> int:
    return client.post(f"/v/{incident}/odkaz", data={"k": token}, headers=SAME).status_code


def forgeries() -> dict[str, tuple[str, str]]:
    """Return tokens that are not genuine, each with the incident it is tried on."""
    good = sealed(LINK_KEY, GENUINE)
    address, minute, mac = good.split(".")
    other = sealed(LINK_KEY, replace(GENUINE, address="eva@kraj.example")).partition(".")[0]
    return {
        "nothing": ("", TRUNK),
        "garbage": ("žluťoučký", TRUNK),
        "endless": (good * 50, TRUNK),
        "another incident's": (good, "INC-2026-0411"),
        "another key's": (sealed(Secret("1" * 64), GENUINE), TRUNK),
        "another address": (f"{other}.{minute}.{mac}", TRUNK),
        "a later end": (f"{address}.{int(minute) + 1}.{mac}", TRUNK),
        "another seal": (f"{address}.{minute}.{mac[::-1]}", TRUNK),
        "no seal": (f"{address}.{minute}.", TRUNK),
        "an address that is no text": (f"_____.{minute}.{mac}", TRUNK),
    }


def test_a_genuine_link_shows_what_is_to_be_taken_and_one_button(guest: FlaskClient) -> None:
    text = guest.get(page(sealed(LINK_KEY, GENUINE)) + "&lang=cs").text
    assert "Cheb – Aš" in text
    assert "Převezme: Jana Dvořáková. Na 4 hodiny." in text
    assert len(re.findall(r'<button class="take">', text)) == 1


def test_prefetching_every_link_changes_nothing(guest: FlaskClient, night: Exhibit) -> None:
    genuine = sealed(LINK_KEY, GENUINE)
    text = guest.get(page(genuine)).text
    for link in {page(genuine), *re.findall(r'href="(/[^"]*)"', text)}:
        for _ in range(2):
            guest.get(link.replace("&amp;", "&")).close()
            guest.head(link.replace("&amp;", "&")).close()
    for token, incident in forgeries().values():
        assert guest.get(page(token, incident)).status_code == 410
    assert night.submitted == []
    assert press(guest, genuine) == 303


def test_the_button_takes_the_incident_in_the_name_of_whom_the_message_was_sent_to(
    guest: FlaskClient, night: Exhibit
) -> None:
    token = sealed(LINK_KEY, GENUINE)
    answer = guest.post(PAGE, data={"k": token}, headers=SAME, follow_redirects=True)
    ((command, actor),) = night.submitted
    assert command == AcceptInvitation(TRUNK, JANA, SOON)
    assert (actor.account, actor.source) == ("jana", "127.0.0.1")
    assert "řeší Jana Dvořáková · do 06:47" in guest.get(page(token) + "&lang=cs").text
    assert '<button class="take">' not in answer.text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("cs", "Výpadek, o kterém byla zpráva, se ukázal být součástí tohoto."),
        ("en", "The incident that the message was about turned out to be part of this one."),
    ],
)
def test_the_link_of_an_incident_that_was_joined_to_another_takes_that_one_and_says_so(
    guest: FlaskClient, night: Exhibit, language: str, sentence: str
) -> None:
    token = sealed(LINK_KEY, replace(GENUINE, incident=PART))
    text = guest.get(f"{page(token, PART)}&lang={language}").text
    assert sentence in text
    assert "Cheb – Aš" in text
    assert f'action="/v/{PART}/odkaz' in text
    answer = guest.post(f"/v/{PART}/odkaz?lang={language}", data={"k": token}, headers=SAME, follow_redirects=True)
    ((command, _),) = night.submitted
    assert command == AcceptInvitation(PART, JANA, SOON)
    assert "Jana Dvořáková" in answer.text
    assert '<button class="take">' not in answer.text
    assert sentence not in guest.get(f"{page(sealed(LINK_KEY, GENUINE))}&lang={language}").text


def test_a_link_works_once_and_its_replay_is_audited(guest: FlaskClient, night: Exhibit) -> None:
    token = sealed(LINK_KEY, GENUINE)
    assert [press(guest, token), press(guest, token)] == [303, 410]
    command, _ = night.submitted[-1]
    assert command == RecordRefusedLink(TRUNK, "this link was used already; open the incident and log in")


@pytest.mark.parametrize("case", forgeries())
def test_a_forged_link_is_refused_audited_and_tells_nothing(guest: FlaskClient, night: Exhibit, case: str) -> None:
    token, incident = forgeries()[case]
    assert press(guest, token, incident) == 410
    ((command, actor),) = night.submitted
    assert command == RecordRefusedLink(incident, "forged")
    assert (actor.account, actor.source) == ("", "127.0.0.1")
    assert "Cheb" not in guest.get(page(token, incident)).text


def test_an_expired_link_is_refused_and_audited(guest: FlaskClient, night: Exhibit) -> None:
    token = sealed(LINK_KEY, GENUINE)
    night.clock.advance(SOON - NOW - 1)
    assert guest.get(page(token)).status_code == 200
    night.clock.advance(1)
    assert guest.get(page(token)).status_code == 410
    assert press(guest, token) == 410
    assert [command for command, _ in night.submitted] == [RecordRefusedLink(TRUNK, "expired")]


def test_the_link_of_somebody_who_has_left_is_refused(guest: FlaskClient, night: Exhibit) -> None:
    token = sealed(LINK_KEY, replace(GENUINE, address="byvaly@kraj.example"))
    assert press(guest, token) == 410
    assert [command for command, _ in night.submitted] == [RecordRefusedLink(TRUNK, "the address is nobody's any more")]


def test_guessing_is_slowed_down_and_cannot_flood_the_audit(guest: FlaskClient, night: Exhibit) -> None:
    answers = [press(guest, "guess") for _ in range(8)]
    assert answers == [410] * 5 + [429] * 3
    assert len(night.submitted) == 5


def test_a_button_on_a_strangers_page_takes_nothing(guest: FlaskClient, night: Exhibit) -> None:
    token = sealed(LINK_KEY, GENUINE)
    answer = guest.post(PAGE, data={"k": token}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert night.submitted == []


def test_a_message_that_something_began_bears_a_link_that_works(guest: FlaskClient) -> None:
    payload = {"subject": "incident", "url": f"http://localhost/v/{TRUNK}"}
    message = Message(TRUNK, NotificationKind.FIRING, "email", JANA, "k", payload)
    link = link_of(LINK_KEY, message, NOW)
    assert link.startswith(f"http://localhost{PAGE}?k=")
    assert guest.get(link).status_code == 200
    assert press(guest, link.partition("?k=")[2]) == 303


@pytest.mark.parametrize(
    ("kind", "subject"), [(NotificationKind.RESOLVED, "incident"), (NotificationKind.FIRING, "alert")]
)
def test_other_messages_bear_none(kind: NotificationKind, subject: str) -> None:
    message = Message(TRUNK, kind, "email", JANA, "k", {"subject": subject, "url": "http://localhost/v/1"})
    assert link_of(LINK_KEY, message, NOW) == ""


def test_no_link_lives_longer_than_a_day(guest: FlaskClient, night: Exhibit) -> None:
    message = Message(TRUNK, NotificationKind.FIRING, "sms", JANA, "k", {"subject": "incident", "url": ""})
    token = link_of(LINK_KEY, message, NOW).partition("?k=")[2]
    night.clock.advance(DAY)
    assert guest.get(page(token)).status_code == 410
