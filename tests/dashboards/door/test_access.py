"""Every route has a policy, nothing is open by accident, and nothing changes without proof of origin."""

import pytest
from flask.testing import FlaskClient

from dashboards.app import create_app
from dashboards.door.access import POLICIES, Access, local_path, trusted_hosts
from netmon.commands import Acknowledge
from netmon.settings import Settings
from tests.dashboards.exhibit import HOSTILE, LINK_TOKEN, Exhibit

SAME = {"Sec-Fetch-Site": "same-origin"}
OPEN_PATHS = ("/prihlaseni", "/prihlaseni/token", "/heslo", "/healthz", "/readyz", "/static/tokens.css")
CLOSED_PATHS = (
    "/", "/dostupnost", "/o/554499-as", "/zarizeni/cheb-core-1", "/vystrahy", "/v/INC-2026-0412", "/udrzba", "/ticho",
    "/udrzba/2", "/sber",
)  # fmt: skip


def log_in(client: FlaskClient) -> None:
    answer = client.post(f"/prihlaseni/{LINK_TOKEN}", headers=SAME)
    assert answer.status_code == 303


def csrf_token(exhibit: Exhibit) -> str:
    return next(iter(exhibit.sessions.values())).csrf_token


def test_every_route_has_a_policy_and_every_policy_a_route(exhibit: Exhibit) -> None:
    routes = {rule.endpoint for rule in create_app(exhibit, exhibit).url_map.iter_rules()}
    assert routes == POLICIES.keys()


def test_every_route_that_changes_anything_refuses_a_get(exhibit: Exhibit) -> None:
    rules = create_app(exhibit, exhibit).url_map.iter_rules()
    changing = {rule.endpoint for rule in rules if "POST" in (rule.methods or ())}
    assert changing == {
        "login.enter", "login.redeem", "login.leave", "password.change", "incidents.acknowledge", "incidents.note",
        "incidents.ticket", "incidents.promise", "incidents.pass_on", "incidents.mute", "wall.light",
        "invitation.accept", "silences.add", "silences.end",
        "maintenance.preview", "maintenance.announce", "maintenance.cancel",
        "api.preview", "api.announce", "api.cancel", "sms.receive",
        "login.prove", "account.end_session", "factor.begin", "factor.confirm", "factor.renew", "tokens.add",
        "tokens.revoke", "people.add", "people.assign", "people.lock", "people.unlock", "people.reset",
        "people.end_sessions", "people.drop_factor", "people.revoke",
    }  # fmt: skip
    assert all(rule.methods == {"POST", "OPTIONS"} for rule in rules if rule.endpoint in changing)


def test_a_route_without_a_policy_is_forbidden(exhibit: Exhibit) -> None:
    app = create_app(exhibit, exhibit)
    app.add_url_rule("/zapomenuta", "forgotten", lambda: "secret")
    assert app.test_client().get("/zapomenuta").status_code == 403


@pytest.mark.parametrize("path", CLOSED_PATHS)
def test_a_closed_house_leads_every_reader_to_the_login(closed_exhibit: Exhibit, path: str) -> None:
    client = create_app(closed_exhibit, closed_exhibit).test_client()
    answer = client.get(path)
    assert answer.status_code == 303
    assert answer.location.startswith("/prihlaseni?next=")
    assert b"Cheb" not in answer.data


@pytest.mark.parametrize("path", OPEN_PATHS)
def test_the_login_and_health_are_open_everywhere(closed_exhibit: Exhibit, path: str) -> None:
    client = create_app(closed_exhibit, closed_exhibit, closed_exhibit.clock).test_client()
    with client.get(path) as answer:
        assert answer.status_code == 200


def test_the_login_page_of_a_closed_house_tells_nothing(closed_exhibit: Exhibit) -> None:
    page = create_app(closed_exhibit, closed_exhibit, closed_exhibit.clock).test_client().get("/prihlaseni").text
    assert "Dostupnost" not in page
    assert "199/216" not in page


def test_no_get_changes_anything(client: FlaskClient, exhibit: Exhibit) -> None:
    for path in ("/", *CLOSED_PATHS, f"/prihlaseni/{LINK_TOKEN}", "/v/INC-2026-0412/prevzit", "/odhlaseni"):
        client.get(path)
    assert exhibit.submitted == []


def test_taking_an_incident_needs_a_login(client: FlaskClient, exhibit: Exhibit) -> None:
    answer = client.post("/v/INC-2026-0412/prevzit", headers=SAME)
    assert answer.status_code == 303
    assert answer.location == "/prihlaseni?next=/v/INC-2026-0412"
    assert exhibit.submitted == []


def test_a_person_takes_an_incident_by_name(client: FlaskClient, exhibit: Exhibit) -> None:
    log_in(client)
    answer = client.post("/v/INC-2026-0412/prevzit", data={"csrf_token": csrf_token(exhibit)}, headers=SAME)
    assert answer.status_code == 303
    command, actor = exhibit.submitted[-1]
    assert command == Acknowledge(exhibit.view.incidents[0].incident.id)
    assert (actor.account, actor.source) == ("novakova", "127.0.0.1")
    assert "řeší Jana Nováková" in client.get("/v/INC-2026-0412?lang=cs").text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    ],
)
def test_a_form_from_elsewhere_is_refused(client: FlaskClient, exhibit: Exhibit, headers: dict[str, str]) -> None:
    log_in(client)
    done = len(exhibit.submitted)
    data = {"csrf_token": csrf_token(exhibit)}
    assert client.post("/v/INC-2026-0412/prevzit", data=data, headers=headers).status_code == 403
    assert len(exhibit.submitted) == done


@pytest.mark.parametrize("token", ["", "guess", "ž"])
def test_a_form_without_the_sessions_token_is_refused(client: FlaskClient, exhibit: Exhibit, token: str) -> None:
    log_in(client)
    done = len(exhibit.submitted)
    answer = client.post("/v/INC-2026-0412/prevzit", data={"csrf_token": token}, headers=SAME)
    assert answer.status_code == 403
    assert len(exhibit.submitted) == done


def test_an_older_browser_proves_its_origin_by_the_origin_header(client: FlaskClient, exhibit: Exhibit) -> None:
    log_in(client)
    data = {"csrf_token": csrf_token(exhibit), "text": "vyjíždím"}
    answer = client.post("/v/INC-2026-0412/poznamka", data=data, headers={"Origin": "http://localhost"})
    assert answer.status_code == 303
    assert "vyjíždím" in client.get("/v/INC-2026-0412").text


def test_an_address_only_shows_to_those_who_are_logged_in(client: FlaskClient, exhibit: Exhibit) -> None:
    device = exhibit.view.inventory.devices[next(iter(exhibit.view.inventory.devices))]
    path, address = f"/zarizeni/{device.name}", device.address
    assert address not in client.get(path).text
    log_in(client)
    assert address in client.get(path).text


def test_every_answer_carries_the_headers(client: FlaskClient) -> None:
    for path in ("/", "/static/tokens.css", "/nikde", "/healthz", "/v/INC-2026-0412/prevzit"):
        with client.get(path) as answer:
            headers = answer.headers
        assert headers["Content-Security-Policy"].startswith("default-src 'self'; object-src 'none'")
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
    assert client.get("/").headers["Cache-Control"] == "no-store"


def test_no_page_needs_an_inline_style_or_script(client: FlaskClient) -> None:
    log_in(client)
    for path in ("/", *CLOSED_PATHS):
        page = client.get(path).text
        assert " style=" not in page
        assert "<style" not in page
        assert " onclick" not in page


def test_what_a_device_or_a_person_wrote_is_text(client: FlaskClient) -> None:
    log_in(client)
    for path in ("/v/INC-2026-0412", "/zarizeni/cheb-core-1", "/o/554499-as"):
        page = client.get(path).text
        assert HOSTILE not in page
        assert "<img" not in page
        assert "\u202e" not in page
        assert "\x1b" not in page
    assert "\\u202e" in client.get("/zarizeni/cheb-core-1").text


def test_a_strange_host_name_is_refused(client: FlaskClient) -> None:
    answer = client.get("/", headers={"Host": "rebound.example"})
    assert answer.status_code == 400
    assert "NETMON_URL" in answer.text


def test_the_address_in_the_settings_is_a_trusted_host() -> None:
    settings = Settings(url="https://dohled.kraj.example/", listen="0.0.0.0")  # noqa: S104 -- only a setting here
    assert trusted_hosts(settings) == ["127.0.0.1", "[::1]", "dohled.kraj.example", "localhost"]


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
        "v/1",
        "/a\r\nSet-Cookie: x",
    ],
)
def test_a_login_never_leads_away(target: str) -> None:
    assert local_path(target) == "/"


def test_the_code_of_genuine_sms_is_for_operators_only(client: FlaskClient) -> None:
    assert "7K3QZ9" not in client.get("/v/INC-2026-0412?lang=cs").text
    log_in(client)
    assert "nese dnes kód 7K3QZ9" in client.get("/v/INC-2026-0412?lang=cs").text


def test_a_login_leads_back() -> None:
    assert local_path("/v/INC-1?lang=en") == "/v/INC-1?lang=en"


def test_a_body_that_is_too_long_is_refused(client: FlaskClient, exhibit: Exhibit) -> None:
    log_in(client)
    data = {"csrf_token": csrf_token(exhibit), "text": "x" * 100_000}
    assert client.post("/v/INC-2026-0412/poznamka", data=data, headers=SAME).status_code == 413


def test_the_policies_are_of_every_kind_and_no_other() -> None:
    assert set(POLICIES.values()) == set(Access)
