"""Who comes without TLS is told so, led to where it is, or refused."""

import pytest
from flask.testing import FlaskClient

from dashboards.app import create_app
from netmon.settings import Settings
from tests.dashboards.exhibit import Exhibit, busy_snapshot

BEHIND_PROXY = {"url": "https://netmon.example.cz", "trusted_proxy": "127.0.0.1", "public": True}
HOST = "netmon.example.cz"
UNENCRYPTED = "Spojení není šifrované"


def client_of(**settings: object) -> FlaskClient:
    exhibit = Exhibit(busy_snapshot(Settings.model_validate(settings)))
    return create_app(exhibit, exhibit, exhibit.clock).test_client()


@pytest.mark.parametrize("path", ["/prihlaseni", "/prihlaseni/token"])
@pytest.mark.parametrize(
    ("url", "host", "is_told"),
    [
        ("http://netmon.example.cz", HOST, True),
        ("http://netmon.example.cz", "127.0.0.1:8080", False),
        ("http://127.0.0.1:8080", "localhost", False),
        ("https://netmon.example.cz", HOST, False),
    ],
)
def test_the_login_says_in_plain_words_that_nothing_is_encrypted(
    path: str, url: str, host: str, *, is_told: bool
) -> None:
    answer = client_of(url=url).get(path, headers={"Host": host})
    assert answer.status_code == 200
    assert (UNENCRYPTED in answer.text) == is_told


def test_hsts_is_said_over_tls_only() -> None:
    assert "Strict-Transport-Security" not in client_of(url="http://netmon.example.cz").get("/healthz").headers
    behind = client_of(**BEHIND_PROXY)
    plain = behind.get("/", headers={"Host": HOST, "X-Forwarded-Proto": "http"})
    assert "Strict-Transport-Security" not in plain.headers
    encrypted = behind.get("/prihlaseni", base_url=f"https://{HOST}")
    assert encrypted.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/", "/"),
        ("/v/INC-1?lang=en&x=%26", "/v/INC-1?lang=en&x=%26"),
        ("/o/554499-a%C5%A1", "/o/554499-a%C5%A1"),
        ("/%0d%0aSet-Cookie:%20a=b", "/%0D%0ASet-Cookie:%20a=b"),
    ],
)
@pytest.mark.parametrize("host", [HOST, "127.0.0.1:8080"])
def test_a_reader_in_plain_text_is_led_to_the_same_page_over_tls(path: str, location: str, host: str) -> None:
    asked = {"Host": host, "X-Forwarded-Proto": "http"}
    answer = client_of(**BEHIND_PROXY).open(path, headers=asked)
    assert answer.status_code == 307
    assert answer.headers["Location"] == f"https://{HOST}{location}"


def test_what_is_sent_in_plain_text_is_refused() -> None:
    client = client_of(**BEHIND_PROXY)
    asked = {"Host": HOST, "X-Forwarded-Proto": "http", "Sec-Fetch-Site": "same-origin"}
    answer = client.post("/prihlaseni", data={"name": "novakova", "password": "x"}, headers=asked)
    assert (answer.status_code, answer.headers.get("Set-Cookie")) == (403, None)
    assert "open https://netmon.example.cz" in answer.text


def test_who_comes_past_the_proxy_is_told_where_to_go_and_not_sent_in_a_circle() -> None:
    answer = client_of(**BEHIND_PROXY).get("/", headers={"Host": "127.0.0.1:8080"})
    assert answer.status_code == 403
    assert "must set X-Forwarded-Proto" in answer.text


def test_a_machine_beside_netmon_may_ask_for_its_health() -> None:
    assert client_of(**BEHIND_PROXY).get("/healthz", headers={"Host": "127.0.0.1:8080"}).status_code == 200


def test_without_a_trusted_proxy_nothing_is_known_and_nothing_refused() -> None:
    client = client_of(url="https://netmon.example.cz", public=True)
    assert client.get("/prihlaseni", headers={"Host": HOST, "X-Forwarded-Proto": "http"}).status_code == 200
