"""Administrators review who may log in, as what and for which towns."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboards.app import create_app
from netmon.model import Role
from netmon.settings import Settings
from tests.dashboards.exhibit import HOSTILE, PASSWORD, Exhibit, busy_snapshot
from tests.dashboards.house import GIVEN, House
from tests.dashboards.people import SAME, Who, come_as
from tests.dashboards.test_pages import text_of


def test_every_account_is_listed_with_role_towns_and_state(exhibit: Exhibit) -> None:
    page = come_as(Who.ADMINISTRATOR, exhibit).get("/ucty?lang=cs").text
    said = text_of(page)
    assert "asak Aška Ašská obec: Aš povolen 23. 11. 2026 02:47 –" in said
    assert "novakova Jana Nováková operátor povolen" in said
    assert "byvaly Bývalý Kolega operátor zakázán" in said
    assert HOSTILE not in page
    assert "argon2" not in page
    assert PASSWORD not in page


def test_only_an_administrator_is_led_there(exhibit: Exhibit) -> None:
    assert 'href="/ucty' in come_as(Who.ADMINISTRATOR, exhibit).get("/").text
    for who in (Who.PUBLIC, Who.MUNICIPALITY, Who.OPERATOR):
        assert "/ucty" not in come_as(who, exhibit).get("/").text


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    built = House(busy_snapshot(Settings()), directory=tmp_path)
    built.add("spravce", role=Role.ADMINISTRATOR)
    yield built
    built.register.close()
    built.store.close()


def log_in(house: House, name: str, password: str) -> tuple[FlaskClient, int]:
    client = create_app(house, house, house.clock).test_client()
    return client, client.post("/prihlaseni", data={"name": name, "password": password}, headers=SAME).status_code


def post(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/ucet").text)
    assert token is not None
    return client.post(path, data={"csrf_token": token[1], **fields}, headers=SAME)


def shown_password(page: TestResponse) -> str:
    found = re.search(r'class="secret">([a-z0-9-]+)<', page.text)
    assert found is not None
    return found[1]


def test_an_account_is_made_used_changed_locked_and_opened_again(house: House) -> None:
    client, _ = log_in(house, "spravce", GIVEN)
    town = {"name": "asak", "full_name": "Aška", "role": "municipality", "codes": "554499, 554634"}
    password = shown_password(post(client, "/novy-ucet", **town))
    assert log_in(house, "asak", password)[1] == 403
    made = house.account("asak")
    assert made is not None
    assert (made.role, made.municipalities, made.is_temporary) == (Role.MUNICIPALITY, ("554499", "554634"), True)
    assert post(client, "/ucty/asak/role", role="operator").status_code == 303
    raised = post(client, "/ucty/asak/role", role="administrator")
    assert len(shown_password(raised)) >= 17
    account = house.account("asak")
    assert account is not None
    assert (account.role, account.municipalities) == (Role.ADMINISTRATOR, ())
    another = shown_password(post(client, "/ucty/asak/heslo"))
    assert another not in client.get("/ucty/asak").text
    assert post(client, "/ucty/asak/zakazat").status_code == 303
    assert log_in(house, "asak", another)[1] == 401
    assert post(client, "/ucty/asak/zakazat").status_code == 422
    assert post(client, "/ucty/asak/povolit").status_code == 303
    assert log_in(house, "asak", another)[1] == 403
    done = ["AddAccount", "RecordFailedLogin", "AssignRole", "AssignRole", "ResetPassword", "DisableAccount"]
    assert house.audit()[2:8] == done


def test_what_cannot_be_done_says_why(house: House) -> None:
    client, _ = log_in(house, "spravce", GIVEN)
    for path, fields, why in (
        ("/novy-ucet", {"name": "Nová", "full_name": "x", "role": "operator"}, "název účtu"),
        ("/novy-ucet", {"name": "obec", "full_name": "Obec", "role": "municipality"}, "šestimístný"),
        ("/ucty/spravce/role", {"role": "operator"}, "posledn"),
        ("/ucty/spravce/zakazat", {}, "posledn"),
        ("/ucty/spravce/faktor", {}, "nemá druhý faktor"),
    ):
        answer = post(client, f"{path}?lang=cs", **fields)
        assert (answer.status_code, why in answer.text) == (422, True), text_of(answer.text)


def test_locking_revokes_tokens_and_ends_sessions(house: House) -> None:
    house.add()
    client, _ = log_in(house, "spravce", GIVEN)
    colleague, _ = log_in(house, "novakova", GIVEN)
    post(colleague, "/ucet/klice", label="Grafana", scope="read")
    (token,) = house.tokens("novakova")
    assert token.is_good(house.clock.now())
    assert post(client, "/ucty/novakova/relace").status_code == 303
    assert colleague.get("/ucet").status_code == 303
    post(client, "/ucty/novakova/zakazat")
    assert [each.is_good(house.clock.now()) for each in house.tokens()] == [False]
