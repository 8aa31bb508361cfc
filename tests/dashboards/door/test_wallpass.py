"""A lit wall shows the wall in a closed house, and nothing else; it goes out with the password that lit it."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from dashboards.door.wallpass import LASTS, new_pass
from netmon.clock import HOUR, Millis
from netmon.commands import CloseSession, LightWall
from netmon.model import Account, Role
from tests.dashboards.exhibit import NOW, Exhibit, accounts
from tests.dashboards.people import SAME, Who, come_as, exhibit_for, form_of

COOKIE = "netmon-wall"


class House(Exhibit):
    """A closed house whose operator may change."""

    present: Account = accounts()["novakova"]

    def account(self, name: str) -> Account | None:
        """Return the operator as she is now."""
        return self.present if name == "novakova" else super().account(name)


@pytest.fixture
def house() -> House:
    return House(exhibit_for(Who.STRANGER).view)


def lit(house: House) -> FlaskClient:
    """Return the browser of a wall that an operator has left lit."""
    client = come_as(Who.OPERATOR, house)
    answer = client.post("/stena", data=form_of(house), headers=SAME)
    assert answer.status_code == 303
    assert answer.location == "/stena"
    return client


def test_lighting_logs_out_is_audited_and_leaves_the_wall(house: House) -> None:
    client = lit(house)
    assert [type(command) for command, _ in house.submitted] == [LightWall, CloseSession]
    assert house.submitted[0] == (LightWall(Millis(NOW + LASTS)), house.submitted[1][1])
    assert house.sessions == {}
    assert client.get_cookie("netmon") is None
    page = client.get("/stena").text
    assert 'class="figure"' in page
    assert "Trasa Cheb – Aš přerušena" in page
    assert "Nechat svítit" not in page


def test_it_stays_lit_for_weeks_without_anybody(house: House) -> None:
    client = lit(house)
    for _ in range(5):
        house.clock.wall = Millis(house.clock.wall + 30 * 24 * HOUR)
        assert client.get("/stena").status_code == 200


@pytest.mark.parametrize(
    "path", ["/", "/vystrahy", "/v/INC-2026-0412", "/hledat?q=as", "/o/554499-as", "/zarizeni/cheb-core-1", "/sber",
             "/ticho", "/api/v1/incidents", "/udrzba/prace.ics", "/heslo"],
)  # fmt: skip
def test_it_opens_nothing_else(house: House, path: str) -> None:
    stranger = come_as(Who.STRANGER, house)
    client = lit(house)
    assert client.get(path).status_code == stranger.get(path).status_code
    assert "Cheb – Aš" not in client.get(path).text


@pytest.mark.parametrize("path", ["/stena", "/v/INC-2026-0412/prevzit", "/v/INC-2026-0412/ztlumit", "/ticho"])
def test_nobody_acts_from_it(house: House, path: str) -> None:
    client = lit(house)
    before = len(house.submitted)
    client.post(path, data={"csrf_token": "token-of-novakova", "for": "1"}, headers=SAME)
    assert len(house.submitted) == before


def test_its_stream_runs(house: House) -> None:
    with lit(house).get("/udalosti", buffered=False) as answer:
        assert answer.status_code == 200


@pytest.mark.parametrize(
    "changed", [{"password_hash": "$argon2id$v=19$other"}, {"disabled": True}, {"role": Role.MUNICIPALITY}]
)
def test_it_goes_out_with_the_password_or_the_account(house: House, changed: dict[str, object]) -> None:
    client = lit(house)
    house.present = replace(house.present, **changed)  # type: ignore[arg-type]
    answer = client.get("/stena")
    assert (answer.status_code, answer.location) == (303, "/prihlaseni?next=/stena")


def test_it_goes_out_after_a_year(house: House) -> None:
    client = lit(house)
    house.clock.wall = Millis(house.clock.wall + LASTS)
    assert client.get("/stena").status_code == 303


def test_no_other_pass_lights_it(house: House) -> None:
    good = new_pass(house.present, NOW).sealed(house.present)
    until, seal, name = good.split(".")
    forged = ["", ".", "..", f"{until}9.{seal}.{name}", f"{until}.{seal}.spravce", f"{until}.{seal}é.{name}",
              f"{until}.{'0' * 64}.{name}", f"{until}.{seal}.{name} ", f"٣.{seal}.{name}", "9" * 3_000]  # fmt: skip
    for cookie in forged:
        client = come_as(Who.STRANGER, house)
        client.set_cookie(COOKIE, cookie)
        assert client.get("/stena").status_code == 303, cookie
    client = come_as(Who.STRANGER, house)
    client.set_cookie(COOKIE, good)
    assert client.get("/stena").status_code == 200


def test_the_cookie_is_for_nobody_else(house: House) -> None:
    answer = come_as(Who.OPERATOR, house).post("/stena", data=form_of(house), headers=SAME)
    cookie = next(value for value in answer.headers.getlist("Set-Cookie") if value.startswith(f"{COOKIE}="))
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert house.present.password_hash not in cookie
