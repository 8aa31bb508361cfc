"""Who gets in, how often they may try, and what their browser keeps."""

import statistics
import time
from dataclasses import replace
from threading import Barrier, Thread
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboards.app import create_app
from dashboards.door.sessions import digest
from dashboards.passwords import AT_ONCE, WAITING, Busy, PasswordDoor
from netmon.clock import HOUR, MINUTE, Millis
from netmon.commands import OpenSession, RecordFailedLogin
from netmon.model import Account
from netmon.settings import Settings
from tests.dashboards.exhibit import LINK_TOKEN, NOW, PASSWORD, Exhibit, accounts, busy_snapshot

SAME = {"Sec-Fetch-Site": "same-origin"}


def try_login(client: FlaskClient, name: str, password: str, **data: str) -> TestResponse:
    return client.post("/prihlaseni", data={"name": name, "password": password, **data}, headers=SAME)


def test_the_right_password_opens_a_session_and_leads_back(client: FlaskClient, exhibit: Exhibit) -> None:
    answer = try_login(client, "novakova", PASSWORD, next="/v/INC-2026-0412")
    assert (answer.status_code, answer.location) == (303, "/v/INC-2026-0412")
    assert "Jana Nováková" in client.get("/").text
    command, actor = exhibit.submitted[-1]
    assert isinstance(command, OpenSession)
    assert actor.account == "novakova"


def test_the_store_keeps_the_tokens_hash_only(client: FlaskClient, exhibit: Exhibit) -> None:
    try_login(client, "novakova", PASSWORD)
    cookie = client.get_cookie("netmon")
    assert cookie is not None
    assert list(exhibit.sessions) == [digest(cookie.value)]
    assert cookie.value not in repr(exhibit.submitted)


@pytest.mark.parametrize(
    ("name", "password"), [("novakova", "wrong"), ("nikdo", PASSWORD), ("byvaly", PASSWORD), ("", ""), ("novakova", "")]
)
def test_anything_else_is_told_the_same(client: FlaskClient, exhibit: Exhibit, name: str, password: str) -> None:
    answer = try_login(client, name, password)
    assert answer.status_code == 401
    assert "Jméno nebo heslo nesouhlasí." in answer.text
    assert exhibit.sessions == {}
    assert exhibit.submitted[-1][0] == RecordFailedLogin(name)


@pytest.mark.parametrize("kept_out", [{"disabled": True}, {"is_temporary": True, "password_set": Millis(0)}])
def test_a_stranger_and_who_is_kept_out_wait_as_long_as_anybody(kept_out: dict[str, Any]) -> None:
    door, account = PasswordDoor(), accounts()["novakova"]

    def spent(whom: Account | None, password: str) -> float:
        start = time.process_time()
        assert not door.is_right(whom, password, NOW)
        return time.process_time() - start

    turns = range(3)
    known = statistics.median(spent(account, "wrong") for _ in turns)
    unknown = statistics.median(spent(None, "wrong") for _ in turns)
    outside = statistics.median(spent(replace(account, **kept_out), PASSWORD) for _ in turns)
    assert min(unknown, outside) > known / 3  # without the stand-in hash it would be a ten-thousandth


def test_the_sixth_attempt_in_a_minute_waits(client: FlaskClient, exhibit: Exhibit) -> None:
    for _ in range(5):
        assert try_login(client, "novakova", "wrong").status_code == 401
    answer = try_login(client, "novakova", PASSWORD)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"
    exhibit.clock.advance(MINUTE)
    assert try_login(client, "novakova", PASSWORD).status_code == 303


def test_an_account_is_guessed_at_most_ten_times_an_hour_from_one_address(
    client: FlaskClient, exhibit: Exhibit
) -> None:
    for _ in range(10):
        assert try_login(client, "novakova", "wrong").status_code == 401
        exhibit.clock.advance(MINUTE)
    assert try_login(client, "novakova", PASSWORD).status_code == 429
    elsewhere = {"REMOTE_ADDR": "127.0.0.9"}
    data = {"name": "novakova", "password": PASSWORD}
    assert client.post("/prihlaseni", data=data, headers=SAME, environ_base=elsewhere).status_code == 303


def test_a_login_from_another_site_is_refused(client: FlaskClient, exhibit: Exhibit) -> None:
    data = {"name": "novakova", "password": PASSWORD}
    assert client.post("/prihlaseni", data=data, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert exhibit.sessions == {}


def test_a_planted_cookie_is_never_taken_over(client: FlaskClient, exhibit: Exhibit) -> None:
    client.set_cookie("netmon", "planted-by-an-attacker")
    try_login(client, "novakova", PASSWORD)
    assert digest("planted-by-an-attacker") not in exhibit.sessions


def test_the_cookie_is_strict_on_plain_http(client: FlaskClient) -> None:
    cookie = try_login(client, "novakova", PASSWORD).headers["Set-Cookie"]
    assert cookie.startswith("netmon=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))


def test_the_cookie_belongs_to_the_host_alone_over_tls() -> None:
    exhibit = Exhibit(busy_snapshot(Settings(url="https://localhost", public=True)))
    answer = try_login(create_app(exhibit, exhibit).test_client(), "novakova", PASSWORD)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-netmon=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


def test_logging_out_ends_the_session_in_the_store(client: FlaskClient, exhibit: Exhibit) -> None:
    try_login(client, "novakova", PASSWORD)
    cookie = client.get_cookie("netmon")
    assert cookie is not None
    token = next(iter(exhibit.sessions.values())).csrf_token
    assert client.post("/odhlaseni", data={"csrf_token": token}, headers=SAME).status_code == 303
    assert exhibit.sessions == {}
    client.set_cookie("netmon", cookie.value)
    assert "Jana Nováková</a><button" not in client.get("/").text


def test_an_expired_session_is_nobody(client: FlaskClient, exhibit: Exhibit) -> None:
    try_login(client, "novakova", PASSWORD)
    exhibit.clock.advance(2 * HOUR)
    assert client.post("/v/INC-2026-0412/prevzit", headers=SAME).location.startswith("/prihlaseni")


def test_a_disabled_account_loses_its_open_sessions(client: FlaskClient, exhibit: Exhibit) -> None:
    try_login(client, "novakova", PASSWORD)
    (key, session), *_ = exhibit.sessions.items()
    exhibit.sessions[key] = replace(session, account="byvaly")
    assert client.post("/v/INC-2026-0412/prevzit", headers=SAME).location.startswith("/prihlaseni")


def test_a_one_time_link_works_once_and_only_when_the_button_is_pressed(client: FlaskClient, exhibit: Exhibit) -> None:
    assert "<form" in client.get(f"/prihlaseni/{LINK_TOKEN}").text
    assert exhibit.sessions == {}
    assert client.post(f"/prihlaseni/{LINK_TOKEN}", headers=SAME).status_code == 303
    client.delete_cookie("netmon")
    answer = client.post(f"/prihlaseni/{LINK_TOKEN}", headers=SAME)
    assert answer.status_code == 410
    assert len(exhibit.sessions) == 1
    assert exhibit.submitted[-1][0] == RecordFailedLogin("")


def test_no_more_passwords_are_checked_at_once_than_there_is_memory_for() -> None:
    door, crowd = PasswordDoor(), 2 * (AT_ONCE + WAITING)
    barrier, outcomes = Barrier(crowd), list[str]()

    def knock() -> None:
        barrier.wait(60)
        try:
            outcomes.append("checked" if not door.is_right(None, "x", NOW) else "open")
        except Busy:
            outcomes.append("turned away")

    threads = [Thread(target=knock) for _ in range(crowd)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(outcomes) == crowd
    assert "turned away" in outcomes
    assert outcomes.count("checked") <= AT_ONCE + WAITING
