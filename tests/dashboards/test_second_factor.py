"""How somebody gets a second factor, logs in with it and without the telephone, and how often it may be guessed."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboards.app import create_app
from netmon.clock import MINUTE, Millis
from netmon.commands.admission import DropFactor
from netmon.errors import CommandRefused
from netmon.model import Role
from netmon.people.secondfactor import STEP, code_at, step_at
from netmon.settings import SecondFactor, Settings
from tests.dashboards.exhibit import busy_snapshot
from tests.dashboards.house import GIVEN, ROOT, House
from tests.dashboards.people import SAME

CHOSEN = "sponka nese modrý most"
INCIDENT = "/v/INC-2026-0412"
SECRET = re.compile(r'class="secret">([A-Z2-7 ]+)<')
CODES = re.compile(r"<code>([a-z0-9]{4}(?:-[a-z0-9]{4}){3})</code>")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    built = House(busy_snapshot(Settings(public=True)), directory=tmp_path)
    yield built
    built.register.close()
    built.store.close()


@pytest.fixture
def client(house: House) -> FlaskClient:
    return browser(house)


def browser(house: House) -> FlaskClient:
    return create_app(house, house, house.clock).test_client()


def password(client: FlaskClient, name: str = "novakova") -> TestResponse:
    return client.post("/prihlaseni", data={"name": name, "password": GIVEN, "next": INCIDENT}, headers=SAME)


def hidden(page: TestResponse, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found is not None
    return unescape(found[1])


def post(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    token = hidden(client.get("/ucet"), "csrf_token")
    return client.post(path, data={"csrf_token": token, **fields}, headers=SAME)


def enrol(client: FlaskClient, house: House) -> tuple[str, list[str]]:
    """Set the second factor up and return its secret and the recovery codes."""
    assert post(client, "/ucet/druhy-faktor/novy").status_code == 303
    page = client.get("/ucet/druhy-faktor")
    found = SECRET.search(page.text)
    assert found is not None
    assert "<svg" in page.text
    secret = found[1].replace(" ", "")
    answer = post(client, "/ucet/druhy-faktor", code=code(secret, house))
    assert answer.status_code == 200
    return secret, CODES.findall(answer.text)


def code(secret: str, house: House, steps: int = 0) -> str:
    return code_at(secret, step_at(house.clock.now()) + steps)


def half(client: FlaskClient) -> str:
    page = password(client)
    assert page.status_code == 200
    return hidden(page, "half")


def prove(client: FlaskClient, key: str, typed: str) -> TestResponse:
    return client.post("/kod", data={"half": key, "code": typed, "next": INCIDENT}, headers=SAME)


def is_inside(client: FlaskClient) -> bool:
    return "Odhlásit" in client.get("/?lang=cs").text


@pytest.fixture
def secret(client: FlaskClient, house: House) -> str:
    """Return the secret of a second factor that was set up a minute ago."""
    house.add()
    assert password(client).status_code == 303
    made, _ = enrol(client, house)
    house.clock.advance(MINUTE)
    return made


def test_the_password_alone_is_half_a_login(house: House, secret: str) -> None:
    client = browser(house)
    key = half(client)
    assert client.get_cookie("netmon") is None
    answer = prove(client, key, code(secret, house))
    assert (answer.status_code, answer.location) == (303, INCIDENT)
    assert is_inside(client)
    assert house.audit()[-1] == "OpenSession"


def test_a_code_is_taken_once_and_none_before_it_after_it(house: House, secret: str) -> None:
    first, second, spent = browser(house), browser(house), code(secret, house)
    house.clock.advance(STEP)
    assert prove(first, half(first), code(secret, house)).status_code == 303
    for typed in (code(secret, house), code(secret, house, -1), spent):
        assert prove(second, half(second), typed).status_code == 401
    assert not is_inside(second)
    house.clock.advance(MINUTE)
    assert prove(second, half(second), code(secret, house)).status_code == 303


def test_a_recovery_code_stands_for_the_telephone_once(client: FlaskClient, house: House) -> None:
    house.add()
    password(client)
    _, codes = enrol(client, house)
    assert len(set(codes)) == 10
    first, second = browser(house), browser(house)
    assert prove(first, half(first), codes[3].upper().replace("-", " ")).status_code == 303
    assert prove(second, half(second), codes[3]).status_code == 401
    assert "Zbývá 9 záložních kódů." in first.get("/ucet?lang=cs").text
    assert house.audit()[-2:] == ["OpenSession", "RecordFailedCode"]
    stored = "\n".join(map(str, house.store._connection.iterdump()))  # noqa: SLF001 -- all that the file holds
    assert not [each for each in codes if each in stored or each.replace("-", "") in stored]


def test_other_recovery_codes_void_the_ones_before(client: FlaskClient, house: House) -> None:
    house.add()
    password(client)
    secret, before = enrol(client, house)
    house.clock.advance(MINUTE)
    after = CODES.findall(post(client, "/ucet/druhy-faktor/kody", code=code(secret, house)).text)
    assert len({*before, *after}) == 20
    other = browser(house)
    assert prove(other, half(other), before[0]).status_code == 401
    assert prove(other, half(other), after[0]).status_code == 303


def test_half_a_login_lasts_five_minutes_and_cannot_be_forged(house: House, secret: str) -> None:
    client = browser(house)
    key = half(client)
    assert prove(client, "forged", code(secret, house)).status_code == 401
    house.clock.advance(Millis(5 * MINUTE))
    assert prove(client, key, code(secret, house)).status_code == 401
    assert not is_inside(client)


def test_codes_are_guessed_ten_times_an_hour_wherever_from(house: House, secret: str) -> None:
    client = browser(house)
    key = half(client)
    for number in range(10):
        assert prove(client, key, f"{number:06}").status_code == 401
    assert prove(client, key, code(secret, house)).status_code == 429
    elsewhere = {"REMOTE_ADDR": "192.0.2.9"}
    data = {"half": key, "code": code(secret, house)}
    assert client.post("/kod", data=data, headers=SAME, environ_base=elsewhere).status_code == 429


def test_a_password_is_not_changed_without_the_code(house: House, secret: str) -> None:
    client = browser(house)
    form = {"name": "novakova", "password": GIVEN, "new": CHOSEN, "again": CHOSEN}
    assert client.post("/heslo", data=form, headers=SAME).status_code == 422
    assert (is_inside(client), house.audit()[-1]) == (False, "RecordFailedCode")
    assert client.post("/heslo", data={**form, "code": code(secret, house)}, headers=SAME).status_code == 303
    assert is_inside(client)


def test_setting_it_up_takes_a_right_code_and_ends_other_sessions(client: FlaskClient, house: House) -> None:
    house.add()
    other = browser(house)
    password(other)
    password(client)
    post(client, "/ucet/druhy-faktor/novy")
    assert post(client, "/ucet/druhy-faktor", code="000000").status_code == 422
    assert is_inside(other)
    account = house.account("novakova")
    assert account is not None
    assert not account.has_factor
    enrol(client, house)
    assert (is_inside(client), is_inside(other)) == (True, False)
    assert SECRET.search(client.get("/ucet/druhy-faktor").text) is None


def test_an_administrator_takes_a_lost_one_away(house: House, secret: str) -> None:
    assert secret
    house.submit(DropFactor("novakova"), ROOT)
    client = browser(house)
    assert password(client).status_code == 303
    assert house.recovery_codes_left("novakova") == 0
    with pytest.raises(CommandRefused, match="has no second factor"):
        house.submit(DropFactor("novakova"), ROOT)


@pytest.mark.parametrize(
    ("needed", "role", "has_to"),
    [
        (SecondFactor.ADMINISTRATORS, Role.OPERATOR, False),
        (SecondFactor.ADMINISTRATORS, Role.ADMINISTRATOR, True),
        (SecondFactor.OPERATORS, Role.OPERATOR, True),
    ],
)
def test_who_has_to_have_one_gets_nowhere_before(
    tmp_path: Path, needed: SecondFactor, role: Role, *, has_to: bool
) -> None:
    house = House(busy_snapshot(Settings(public=True, second_factor=needed)), directory=tmp_path)
    house.add(role=role)
    client = browser(house)
    assert password(client).status_code == 303
    for path in ("/", INCIDENT, "/udrzba", "/ucet/klice"):
        answer = client.get(path)
        assert (answer.status_code, answer.location) == ((303, "/ucet/druhy-faktor") if has_to else (200, None))
    assert client.get("/api/v1/maintenance").status_code == (403 if has_to else 200)
    assert client.get("/ucet").status_code == 200
    if has_to:
        enrol(client, house)
        assert client.get(INCIDENT).status_code == 200
    house.register.close()
    house.store.close()


def test_the_break_glass_account_never_has_to(tmp_path: Path) -> None:
    house = House(busy_snapshot(Settings(second_factor=SecondFactor.OPERATORS)), directory=tmp_path)
    house.add(break_glass=True, role=Role.ADMINISTRATOR)
    client = browser(house)
    password(client)
    assert client.get("/udrzba").status_code == 200
    house.register.close()
    house.store.close()


def test_secrets_are_in_no_repr_and_no_audit(house: House, secret: str) -> None:
    rows = house.store._connection.execute("SELECT subject FROM audit").fetchall()  # noqa: SLF001 -- all of it
    assert secret not in str(rows)


def test_people_end_their_sessions(client: FlaskClient, house: House) -> None:
    house.add()
    others = [browser(house) for _ in range(2)]
    for each in (*others, client):
        password(each)
        house.clock.advance(MINUTE)
    assert client.get("/ucet").text.count('name="session"') == 2
    post(client, "/ucet/relace/konec", session=hidden(client.get("/ucet"), "session"))
    assert sorted(map(is_inside, others)) == [False, True]
    post(client, "/ucet/relace/konec")
    assert [is_inside(each) for each in (*others, client)] == [False, False, True]
