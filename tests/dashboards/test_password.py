"""How a person sets a new password, against a real store."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboards.app import create_app
from netmon.clock import HOUR, MINUTE, Clock
from netmon.commands import Actor, Command, Done, ResetPassword
from netmon.errors import CommandRefused
from netmon.model import Role
from netmon.people.passwords import LONGEST_AGE, hash_password
from netmon.phrase import Phrase
from netmon.settings import Settings
from netmon.store.database import STATE_FILE
from tests.dashboards.exhibit import busy_snapshot
from tests.dashboards.house import GIVEN, ROOT, House

SAME = {"Sec-Fetch-Site": "same-origin"}
CHOSEN = "sponka nese modrý most"
INCIDENT = "/v/INC-2026-0412"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    built = House(busy_snapshot(Settings(public=True)), directory=tmp_path)
    yield built
    built.register.close()
    built.store.close()


@pytest.fixture
def client(house: House) -> FlaskClient:
    return visitor(house, house.clock)


def visitor(house: House, clock: Clock) -> FlaskClient:
    return create_app(house, house, clock).test_client()


def log_in(client: FlaskClient, password: str, name: str = "novakova") -> TestResponse:
    data = {"name": name, "password": password, "next": INCIDENT}
    return client.post("/prihlaseni", data=data, headers=SAME)


def change(client: FlaskClient, present: str, new: str, again: str | None = None, **others: str) -> TestResponse:
    data = {"name": "novakova", "password": present, "new": new, "again": new if again is None else again, **others}
    return client.post("/heslo", data=data, headers=SAME)


def is_inside(client: FlaskClient) -> bool:
    return "Odhlásit" in client.get("/?lang=cs").text


def test_a_password_that_was_made_for_somebody_only_lets_another_be_set(client: FlaskClient, house: House) -> None:
    house.add(temporary=True)
    answer = log_in(client, GIVEN)
    assert answer.status_code == 403
    assert 'action="/heslo' in answer.text
    assert 'value="novakova"' in answer.text
    assert f'value="{INCIDENT}"' in answer.text
    assert not is_inside(client)
    answer = change(client, GIVEN, CHOSEN, next=INCIDENT)
    assert (answer.status_code, answer.location) == (303, INCIDENT)
    assert is_inside(client)
    assert house.audit() == ["AddAccount", "RecordFailedLogin", "ChangePassword"]


def test_the_new_password_counts_and_the_old_one_no_more(client: FlaskClient, house: House) -> None:
    house.add(temporary=True)
    change(client, GIVEN, CHOSEN)
    elsewhere = visitor(house, house.clock)
    assert log_in(elsewhere, GIVEN).status_code == 401
    assert log_in(elsewhere, CHOSEN).status_code == 303


@pytest.mark.parametrize("way", ["login", "change"])
def test_a_day_later_it_is_as_wrong_as_any_other(client: FlaskClient, house: House, way: str) -> None:
    house.add(temporary=True)
    house.clock.advance(24 * HOUR)
    answer = log_in(client, GIVEN) if way == "login" else change(client, GIVEN, CHOSEN)
    assert answer.status_code == 401
    assert "Jméno nebo heslo nesouhlasí." in answer.text
    assert house.audit()[-1] == "RecordFailedLogin"
    house.submit(ResetPassword("novakova", hash_password(CHOSEN, Role.OPERATOR), temporary=False), ROOT)
    assert log_in(client, CHOSEN).status_code == 303


def test_after_18_months_another_password_is_due(client: FlaskClient, house: House) -> None:
    house.add()
    assert log_in(client, GIVEN).status_code == 303
    house.clock.advance(LONGEST_AGE)
    assert log_in(client, GIVEN).status_code == 403
    assert change(client, GIVEN, CHOSEN).status_code == 303
    assert is_inside(client)


def test_in_an_emergency_an_old_password_enters(client: FlaskClient, house: House) -> None:
    house.add("obalka", break_glass=True)
    house.clock.advance(LONGEST_AGE)
    assert log_in(client, GIVEN, "obalka").status_code == 303
    assert house.audit()[1:] == ["BreakGlassLogin", "OpenSession"]


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        (("něco jiného", CHOSEN, CHOSEN), 401, "Jméno nebo heslo nesouhlasí."),
        ((GIVEN, CHOSEN, f"{CHOSEN}!"), 422, "Nová hesla se liší"),
        ((GIVEN, "krátké", "krátké"), 422, "má mít 12 až 1024 znaků; toto má 6"),
        ((GIVEN, "novakova-novakova", "novakova-novakova"), 422, "toto heslo lze uhodnout"),
        ((GIVEN, GIVEN, GIVEN), 422, "toto heslo už bylo použito"),
        ((GIVEN, "x" * 1025, "x" * 1025), 422, "toto má 1025"),
    ],
)
def test_what_is_not_taken_is_told_and_never_repeated(
    client: FlaskClient, house: House, typed: tuple[str, str, str], status: int, said: str
) -> None:
    house.add()
    answer = change(client, *typed)
    assert answer.status_code == status
    assert said in answer.text
    assert not [password for password in typed if f'"{password}"' in answer.text]
    assert not is_inside(client)
    assert "ChangePassword" not in house.audit()


def test_who_is_logged_in_goes_on_alone(client: FlaskClient, house: House) -> None:
    house.add()
    elsewhere = visitor(house, house.clock)
    log_in(client, GIVEN)
    log_in(elsewhere, GIVEN)
    page = client.get("/heslo").text
    assert 'value="novakova"' in page
    assert change(client, GIVEN, CHOSEN).status_code == 403, "the session's token is missing"
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    assert change(client, GIVEN, CHOSEN, csrf_token=token).status_code == 303
    assert is_inside(client)
    assert not is_inside(elsewhere)


def test_guessing_is_slowed_down_here_too(client: FlaskClient, house: House) -> None:
    house.add()
    for _ in range(5):
        assert change(client, "něco jiného", CHOSEN).status_code == 401
    assert change(client, GIVEN, CHOSEN).status_code == 429
    house.clock.advance(MINUTE)
    assert change(client, GIVEN, CHOSEN).status_code == 303


def test_no_password_and_no_token_is_kept(client: FlaskClient, house: House) -> None:
    house.add(temporary=True)
    change(client, GIVEN, CHOSEN)
    cookie = client.get_cookie("netmon")
    assert cookie is not None
    with closing(sqlite3.connect(house.directory / STATE_FILE)) as connection:
        kept = "\n".join(connection.iterdump())
    assert not [secret for secret in (GIVEN, CHOSEN, cookie.value) if secret in kept]


def test_a_refusal_is_told_in_the_readers_language(house: House) -> None:
    class Refusing(House):
        def submit(self, command: Command, actor: Actor) -> Done:
            if actor is ROOT or type(command).__name__ == "OpenSession":
                return super().submit(command, actor)
            raise CommandRefused(Phrase("incident {incident} has ended; add a note instead", incident="<b>"))

    refusing = Refusing(busy_snapshot(Settings(public=True)), directory=house.directory)
    refusing.add()
    client = visitor(refusing, refusing.clock)
    log_in(client, GIVEN)
    token = client.get("/heslo").text.partition('name="csrf_token" value="')[2].partition('"')[0]
    for language, said in (("cs", "výpadek &lt;b&gt; už skončil"), ("en", "incident &lt;b&gt; has ended")):
        answer = client.post(f"{INCIDENT}/prevzit?lang={language}", data={"csrf_token": token}, headers=SAME)
        assert answer.status_code == 409
        assert said in answer.text
    refusing.register.close()
    refusing.store.close()
