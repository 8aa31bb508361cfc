"""Machines announce works under the rules of the pages, in the words of the command line."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboards.app import create_app
from netmon.commands import CancelMaintenance, PlanWorks
from tests.dashboards.door.test_access import SAME, csrf_token, log_in
from tests.dashboards.exhibit import Exhibit
from tests.dashboards.test_maintenance import done

API = "/api/v1/maintenance"
WORK = {"reason": "Výměna optiky", "start": "2026-11-24 22:00", "end": "2026-11-25 02:00", "links": ["cheb-as"]}
BODY = json.dumps({"maintenance": [WORK]})
CSV = "reason;start;end;links\nVýměna optiky;2026-11-24 22:00;2026-11-25 02:00;cheb-as\n"


def post(
    client: FlaskClient, exhibit: Exhibit, path: str, body: str, kind: str = "application/json"
) -> tuple[int, dict[str, Any]]:
    headers = {**SAME, "X-CSRF-Token": csrf_token(exhibit)}
    answer = client.post(f"{path}?lang=cs", data=body.encode(), headers=headers, content_type=kind)
    assert answer.mimetype == "application/json"
    return answer.status_code, answer.get_json()


@pytest.fixture
def desk(client: FlaskClient) -> FlaskClient:
    """Return a client that somebody is logged in at."""
    log_in(client)
    return client


def test_the_works_are_listed_as_on_the_command_line(desk: FlaskClient) -> None:
    answer = desk.get(API)
    works = answer.get_json()["works"]
    assert answer.status_code == 200
    assert {work["state"] for work in works} == {"open", "waiting", "planned", "over", "cancelled"}
    assert [work["id"] for work in works if work["source"] == "inventory"] == [None]


def test_a_list_is_for_operators_and_a_token_for_sessions(client: FlaskClient) -> None:
    answer = client.get(API)
    assert answer.status_code == 401
    assert "X-CSRF-Token" not in answer.headers


def test_a_session_learns_its_token_from_any_answer(desk: FlaskClient, exhibit: Exhibit) -> None:
    assert desk.get(API).headers["X-CSRF-Token"] == csrf_token(exhibit)


def test_who_is_not_logged_in_is_told_so_in_words(closed_exhibit: Exhibit) -> None:
    answer = create_app(closed_exhibit, closed_exhibit, closed_exhibit.clock).test_client().get(f"{API}?lang=en")
    assert (answer.status_code, answer.get_json()) == (
        401, {"error": {"status": 401, "message": "You are not logged in."}},
    )  # fmt: skip


@pytest.mark.parametrize("path", [API, f"{API}/preview", f"{API}/5/cancel"])
def test_acting_needs_a_login_an_origin_and_the_sessions_token(
    client: FlaskClient, exhibit: Exhibit, path: str
) -> None:
    assert client.post(path, data=BODY, headers=SAME, content_type="application/json").status_code == 401
    log_in(client)
    token = {"X-CSRF-Token": csrf_token(exhibit)}
    foreign, forged = {**token, "Origin": "https://evil.example"}, {**SAME, "X-CSRF-Token": "x"}
    for wrong in (SAME, token, foreign, forged):
        answer = client.post(path, data=BODY, headers=wrong, content_type="application/json")
        assert (answer.status_code, answer.get_json()["error"]["status"]) == (403, 403)
    assert done(exhibit) == []


@pytest.mark.parametrize(("body", "kind"), [(BODY, "application/json"), (BODY, "text/yaml"), (CSV, "text/csv")])
def test_a_preview_changes_nothing_and_says_whom_it_hits(
    desk: FlaskClient, exhibit: Exhibit, body: str, kind: str
) -> None:
    status, said = post(desk, exhibit, f"{API}/preview", body, kind)
    assert (status, said["ok"], said["approved"], said["complaints"]) == (200, True, False, [])
    (work,) = said["works"]
    assert (work["named"], work["inhabitants"], len(work["isolated"]), work["collisions"]) == (
        ["link cheb-as"], 17_611, 5, [],
    )  # fmt: skip
    assert {"kind": "hospital", "name": "as-hospital", "title": "Nemocnice Aš"} in work["sites"]
    assert done(exhibit) == []


def test_works_of_one_body_collide_with_each_other(desk: FlaskClient, exhibit: Exhibit) -> None:
    works = [{**WORK, "links": [link]} for link in ("cheb-treben", "treben-skalna")]
    _, said = post(desk, exhibit, f"{API}/preview", json.dumps({"maintenance": works}))
    assert [len(work["collisions"]) for work in said["works"]] == [0, 1]
    assert said["works"][1]["collisions"][0]["inhabitants"] == 1_349


def test_works_are_announced_in_the_name_of_the_account(desk: FlaskClient, exhibit: Exhibit) -> None:
    status, said = post(desk, exhibit, API, BODY)
    assert (status, said["approved"]) == (201, True)
    command, actor = exhibit.submitted[-1]
    assert isinstance(command, PlanWorks)
    assert (actor.account, command.works[0].reason) == ("novakova", "Výměna optiky")


def test_what_is_wrong_is_said_with_its_place_and_the_cure_and_nothing_is_announced(
    desk: FlaskClient, exhibit: Exhibit
) -> None:
    body = json.dumps({"maintenance": [WORK, {**WORK, "links": ["cheb-aš"]}]}, indent=1, ensure_ascii=False)
    status, said = post(desk, exhibit, API, body)
    assert (status, said["ok"], said["approved"], said["works"]) == (422, False, False, [])
    (complaint,) = said["complaints"]
    assert (complaint["line"], complaint["column"], complaint["severity"]) == (16, 5, "error")
    assert complaint["message"] == "Trasa „cheb-aš“ neexistuje; neměli jste na mysli „cheb-as“?"
    assert done(exhibit) == []


@pytest.mark.parametrize("body", ["", "{", "[]", "\x00", '"x"', '{"maintenance": 1}', "a: &a [*a]", "[" * 10_000])
def test_a_body_that_means_nothing_is_complained_about(desk: FlaskClient, exhibit: Exhibit, body: str) -> None:
    status, said = post(desk, exhibit, API, body)
    assert status == 422
    assert said["complaints"]


def test_a_body_of_another_kind_or_too_long_is_refused(desk: FlaskClient, exhibit: Exhibit) -> None:
    status, said = post(desk, exhibit, API, BODY, "text/plain")
    assert (status, said["error"]["message"]) == (415, "Takovému obsahu nerozumíme; pošlete JSON, YAML nebo CSV.")
    assert post(desk, exhibit, API, "x" * 70_000)[0] == 413


def test_a_work_is_called_off_with_a_reason(desk: FlaskClient, exhibit: Exhibit) -> None:
    status, said = post(desk, exhibit, f"{API}/5/cancel", '{"reason": " "}')
    assert (status, said["error"]["message"]) == (409, "řekněte, proč se práce ruší")
    assert post(desk, exhibit, f"{API}/5/cancel", '{"reason": "mráz"}') == (200, {"cancelled": 5})
    assert done(exhibit)[-1] == CancelMaintenance(5, "mráz")


@pytest.mark.parametrize("body", ["{", "[]", "{}", '{"reason": 7}'])
def test_calling_off_needs_an_object_with_a_reason(desk: FlaskClient, exhibit: Exhibit, body: str) -> None:
    assert post(desk, exhibit, f"{API}/5/cancel", body)[0] == 400
    assert done(exhibit) == []


def test_what_is_not_there_is_said_as_json(desk: FlaskClient) -> None:
    assert desk.get("/api/v1/nikde").get_json()["error"]["status"] == 404
    assert desk.get(f"{API}/preview").get_json()["error"]["status"] == 405
