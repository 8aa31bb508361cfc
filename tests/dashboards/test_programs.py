"""How people make tokens, what programs do with them, and what is told where one opens nothing."""

import json
import re
from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient

from dashboards.api.models import ErrorAnswer
from dashboards.app import create_app
from netmon.clock import DAY, MINUTE
from netmon.commands import Actor, PlanWorks
from netmon.commands.admission import AddToken, NoteTokenUse, RecordRefusedToken, RevokeToken
from netmon.model import Scope
from tests.dashboards.exhibit import NOW, Exhibit
from tests.dashboards.people import SAME, Who, come_as, exhibit_for, form_of
from tests.dashboards.test_maintenance_api import BODY


def bearer(token: str) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {token}"}


def program(exhibit: Exhibit) -> FlaskClient:
    return create_app(exhibit, exhibit, exhibit.clock).test_client()


def test_a_token_is_shown_once_and_only_its_hash_is_kept() -> None:
    exhibit = exhibit_for(Who.OPERATOR)
    client = come_as(Who.OPERATOR, exhibit)
    form = {**form_of(exhibit), "label": "Grafana", "scope": ["read", "metrics", "root"], "days": "30"}
    page = client.post("/ucet/klice", data=form, headers=SAME).text
    (token,) = re.findall(r"netmon_[\w-]{43}", page)
    (command, actor) = exhibit.submitted[-1]
    assert isinstance(command, AddToken)
    assert (command.account, command.label, command.scopes) == ("novakova", "Grafana", (Scope.READ, Scope.METRICS))
    assert (command.expires, actor.account) == (NOW + 30 * DAY, "novakova")
    assert token not in repr(exhibit.submitted)
    assert token not in client.get("/ucet/klice").text


def test_a_program_announces_works_without_proof_of_origin_and_is_named() -> None:
    exhibit = exhibit_for(Who.STRANGER)
    answer = program(exhibit).post(
        "/api/v1/maintenance", data=BODY, headers=bearer("netmon_maintenance"), content_type="application/json"
    )
    assert answer.status_code == 201
    assert "X-CSRF-Token" not in answer.headers
    command, actor = exhibit.submitted[-1]
    assert isinstance(command, PlanWorks) or isinstance(exhibit.submitted[-2][0], PlanWorks)
    assert actor == Actor("novakova", "127.0.0.1 token 2")


def test_a_program_of_a_town_sees_what_the_town_does() -> None:
    exhibit = exhibit_for(Who.STRANGER)
    causes = {
        token: {each["id"]: each["cause"] for each in json.loads(program(exhibit).get(
            "/api/v1/incidents", headers=bearer(token)).data)["incidents"]}
        for token in ("netmon_read", "netmon_town")
    }  # fmt: skip
    assert causes["netmon_read"]["INC-2026-0411"] == "device luby-acc-1"
    assert causes["netmon_town"]["INC-2026-0411"] is None
    assert "INC-2026-0409" in causes["netmon_read"].keys() - causes["netmon_town"].keys()


def test_its_use_is_noted_once_a_minute() -> None:
    exhibit = exhibit_for(Who.STRANGER)
    client = program(exhibit)
    for _ in range(3):
        client.get("/api/v1/municipalities", headers=bearer("netmon_read"))
    assert [command for command, _ in exhibit.submitted] == [NoteTokenUse(1)]
    exhibit.clock.advance(MINUTE)
    client.get("/api/v1/municipalities", headers=bearer("netmon_read"))
    assert len(exhibit.submitted) == 2


@pytest.mark.parametrize(
    ("token", "path", "status", "challenge"),
    [
        ("netmon_guess", "/api/v1/municipalities", 401, 'error="invalid_token"'),
        ("netmon_old", "/api/v1/municipalities", 401, 'error="invalid_token"'),
        ("netmon_metrics", "/api/v1/municipalities", 403, 'scope="read"'),
    ],
)
def test_what_a_token_does_not_open_says_why(token: str, path: str, status: int, challenge: str) -> None:
    answer = program(exhibit_for(Who.PUBLIC)).get(path, headers=bearer(token))
    assert answer.status_code == status
    assert challenge in answer.headers["WWW-Authenticate"]
    told = ErrorAnswer.model_validate_json(answer.data, strict=True).error
    assert (told.status, token in told.message) == (status, False)


def test_wrong_tokens_are_bounded_and_right_ones_go_on() -> None:
    exhibit = exhibit_for(Who.PUBLIC)
    client = program(exhibit)
    answers = [client.get("/api/v1/municipalities", headers=bearer(f"netmon_{n}")).status_code for n in range(12)]
    assert answers == [*[401] * 10, 429, 429]
    assert client.get("/api/v1/municipalities", headers=bearer("netmon_read")).status_code == 200


def test_one_that_is_over_is_audited_once_an_hour() -> None:
    exhibit = exhibit_for(Who.PUBLIC)
    client = program(exhibit)
    for _ in range(3):
        client.get("/api/v1/municipalities", headers=bearer("netmon_void"))
    assert [command for command, _ in exhibit.submitted] == [RecordRefusedToken(13, "novakova")]


def test_pages_are_not_for_tokens() -> None:
    exhibit = exhibit_for(Who.STRANGER)
    client = program(exhibit)
    assert client.get("/", headers=bearer("netmon_read")).status_code == 303
    assert client.post("/ucet/klice", headers={**bearer("netmon_read"), **SAME}).status_code == 303
    assert exhibit.submitted == []


def test_people_revoke_only_their_own() -> None:
    exhibit = exhibit_for(Who.MUNICIPALITY)
    client = come_as(Who.MUNICIPALITY, exhibit)
    page = client.get("/ucet/klice").text
    assert ("/ucet/klice/11/zrusit" in page, "/ucet/klice/1/zrusit" in page) == (True, False)
    client.post("/ucet/klice/1/zrusit", data=form_of(exhibit), headers=SAME)
    assert exhibit.submitted[-1][0] == RevokeToken(1, "asak")
