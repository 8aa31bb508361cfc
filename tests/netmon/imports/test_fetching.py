"""How NetBox is asked, and that a hostile one gains nothing."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from netmon.errors import CommandRefused, SecretError
from netmon.imports.answers import Answers
from netmon.imports.fetching import LARGEST_PAGE, LISTS, Server, fetch
from netmon.secret import Secret
from tests.netmon.alerting.certificate import tls_pair
from tests.netmon.imports import region, site
from tests.parts.netbox import MAX_PAGE_SIZE, TOKEN, NetBox, NetBoxStarter, send

V2 = "nbt_4F9DAouzURLb.zjebxBPzICiPbWz0Wtx0fTL7bCKXKGTYhNzkgC2S"
DEVICES = "dcim/devices"


def ask(netbox: NetBox, token: str | None = TOKEN, path: str = "") -> Answers:
    return fetch(Server.at(netbox.origin + path, Secret(token) if token else None), lambda *_: None)


def refusal(server: NetBox | Server, token: str | None = TOKEN) -> str:
    if isinstance(server, NetBox):
        server = Server.at(server.origin, Secret(token) if token else None)
    with pytest.raises(CommandRefused) as refused:
        fetch(server, lambda *_: None)
    return str(refused.value)


@pytest.mark.parametrize("path", ["", "/", "/api", "/api/"])
def test_all_pages_of_all_lists_are_read_with_get_alone(netbox: NetBox, path: str) -> None:
    netbox.records = region()
    answers = ask(netbox, path=path)
    for name, records in region().items():
        expected = [one["id"] for one in records if name != "dcim/interfaces" or one["cable"]]
        assert [one.id for one in getattr(answers, name.partition("/")[2])] == expected
    assert {asked.method for asked in netbox.asked} == {"GET"}
    assert all("exclude=config_context" in one.target for one in netbox.asked if DEVICES in one.target)
    assert len([one for one in netbox.asked if DEVICES in one.target]) == len(region()[DEVICES]) / MAX_PAGE_SIZE


def test_progress_is_told_after_each_page(netbox: NetBox) -> None:
    netbox.records = region()
    told: list[tuple[str, int, int]] = []
    fetch(Server.at(netbox.origin, Secret(TOKEN)), lambda *step: told.append(step))
    assert told[:2] == [("dcim/sites/", 2, 3), ("dcim/sites/", 3, 3)]
    assert len({path for path, _, _ in told}) == LISTS


@pytest.mark.parametrize("token", [TOKEN, V2])
def test_the_token_stands_in_the_header_that_its_version_wants_and_nowhere_else(netbox: NetBox, token: str) -> None:
    netbox.records, netbox.token = region(), token
    ask(netbox, token)
    assert all(token not in asked.target for asked in netbox.asked)
    assert token not in repr(Server.at(netbox.origin, Secret(token)))


def test_a_netbox_that_needs_no_token_is_sent_none(netbox: NetBox) -> None:
    netbox.records, netbox.token = region(), None
    ask(netbox, None)
    assert {asked.authorization for asked in netbox.asked} == {None}


@pytest.mark.parametrize("token", [None, "wrong"])
def test_a_token_that_is_not_accepted_is_told_with_the_cure(netbox: NetBox, token: str | None) -> None:
    said = refusal(netbox, token)
    assert said.startswith("NetBox at 127.0.0.1, dcim/sites: it does not accept the token; give one that may read")
    assert "wrong" not in said


@pytest.mark.parametrize("token", ["a\nb", "a b", "ž", "\x7f"])
def test_a_token_that_cannot_stand_in_a_header_is_refused_unseen(netbox: NetBox, token: str) -> None:
    with pytest.raises(SecretError, match="store it anew") as refused:
        ask(netbox, token)
    assert token not in str(refused.value)
    assert netbox.asked == []


@pytest.mark.parametrize(
    "url",
    ["ftp://netbox", "https://", "http://user:t0p@netbox/", "https://netbox/?t0p=1", "http://[", "http://netbox:x"],
)
def test_an_address_that_is_none_or_holds_a_secret_is_refused_unseen(url: str) -> None:
    with pytest.raises(CommandRefused, match="must be http:// or https:// and a host") as refused:
        Server.at(url)
    assert "t0p" not in str(refused.value)


def answering(status: int, body: bytes = b"{}", **headers: str) -> Callable[[NetBox, BaseHTTPRequestHandler], None]:
    return lambda _netbox, handler: send(handler, status, body, **headers)


def page(netbox: NetBox, results: list[dict[str, object]], following: str | None) -> bytes:
    link = following and following.format(origin=netbox.origin, port=netbox.port)
    return json.dumps({"count": 10**6, "next": link, "previous": None, "results": results}).encode()


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (301, "it answered 301, and redirects are not followed; give the address it leads to"),
        (302, "redirects are not followed"),
        (404, "there is no such list; is this NetBox's address?"),
        (500, "it answered 500; look into its log"),
        (204, "it answered 204"),
    ],
)
def test_a_status_is_told_with_what_to_do(netbox: NetBox, status: int, said: str) -> None:
    netbox.answers["dcim/sites"] = answering(status, Location="http://127.0.0.1:9/")
    assert said in refusal(netbox)
    assert len(netbox.asked) == 1


@pytest.mark.parametrize(
    "following",
    [
        "http://127.0.0.2:{port}/api/dcim/sites/?offset=1",
        "https://127.0.0.1:{port}/api/dcim/sites/?offset=1",
        "http://127.0.0.1:1/api/dcim/sites/?offset=1",
        "{origin}/api/users/tokens/?offset=1",
        "//127.0.0.1:{port}/api/dcim/sites/",
        "file:///etc/passwd",
        "http://[",
    ],
)
def test_a_next_page_elsewhere_is_not_asked_for(netbox: NetBox, following: str) -> None:
    body = page(netbox, [site(1, "Aš", "as")], following)
    netbox.answers["dcim/sites"] = answering(200, body)
    assert "its next page is said to be at another address" in refusal(netbox)
    assert len(netbox.asked) == 1


def test_a_list_that_names_the_same_page_again_ends(netbox: NetBox) -> None:
    body = page(netbox, [site(1, "Aš", "as")], "{origin}/api/dcim/sites/?offset=1")
    netbox.answers["dcim/sites"] = answering(200, body)
    assert "the pages of this list do not end" in refusal(netbox)
    assert len(netbox.asked) == 2


def test_a_list_that_always_has_another_page_ends(netbox: NetBox) -> None:

    def endless(netbox: NetBox, handler: BaseHTTPRequestHandler) -> None:
        following = f"{{origin}}/api/dcim/sites/?offset={len(netbox.asked)}"
        send(handler, 200, page(netbox, [site(1, "Aš", "as")], following))

    netbox.answers["dcim/sites"] = endless
    assert "the pages of this list do not end" in refusal(replace(Server.at(netbox.origin), most_pages=5))
    assert len(netbox.asked) == 5


def test_an_empty_page_is_the_last_whatever_it_names(netbox: NetBox) -> None:
    netbox.records = region()
    netbox.answers["dcim/sites"] = answering(200, page(netbox, [], "{origin}/api/dcim/sites/?offset=1"))
    assert ask(netbox).sites == ()


def test_a_page_that_is_too_large_is_not_read_to_its_end(netbox: NetBox) -> None:
    netbox.answers[DEVICES] = answering(200, b" " * (LARGEST_PAGE + 1_000_000))
    assert refusal(netbox).endswith("dcim/devices: one page has more than 8,000,000 bytes")


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"<html>Sign in</html>", "JSON: Invalid JSON"),
        (b"{}", "count: Field required"),
        (b'{"count": 1, "next": 5, "results": []}', "next: "),
        (b'{"count": 1, "next": null, "results": {}}', "results: "),
        (b'{"count": 1, "next": null, "results": [{"id": 1}]}', "results.0.name: "),
        (b'{"count": -1, "next": null, "results": []}', "count: "),
        (b'{"count":1,"results":' + b"[" * 100_000, "JSON: "),
        (b"\xff\xfe", "JSON: "),
    ],
)
def test_what_netbox_would_not_say_is_refused_with_its_place(netbox: NetBox, body: bytes, found: str) -> None:
    netbox.answers[DEVICES] = answering(200, body)
    said = refusal(netbox)
    assert said.startswith(f"NetBox at 127.0.0.1, dcim/devices: this is not what NetBox's API answers ({found}")
    assert len(said) < 400


def test_a_server_that_drips_is_cut_off_in_time(netbox: NetBox) -> None:

    def drip(netbox: NetBox, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Connection", "close")
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        while not netbox.stopped.wait(0.05):
            try:
                handler.wfile.write(b" ")
            except OSError:
                return

    netbox.answers["dcim/sites"] = drip
    begun = time.monotonic()
    assert "took more than 0.5 s" in refusal(replace(Server.at(netbox.origin), within=0.5))
    assert time.monotonic() - begun < 10


def test_a_server_that_breaks_off_is_told(netbox: NetBox) -> None:
    def break_off(_netbox: NetBox, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b'{"count":')

    netbox.answers["dcim/sites"] = break_off
    assert "the answer broke off" in refusal(netbox)


def test_nobody_at_the_address_is_told_with_the_reason() -> None:
    with pytest.raises(CommandRefused, match=r"no answer \(Connection refused\); check the address"):
        fetch(Server.at("http://127.0.0.1:9"), lambda *_: None)


def test_a_certificate_is_believed_only_if_somebody_vouches_for_it(start_netbox: NetBoxStarter, tmp_path: Path) -> None:
    listening, trusting = tls_pair(tmp_path)
    netbox = start_netbox(listening)
    netbox.records = region()
    assert "certificate" in refusal(netbox)
    assert netbox.asked == []
    server = replace(Server.at(netbox.origin, Secret(TOKEN)), tls=trusting)
    assert len(fetch(server, lambda *_: None).devices) == len(region()[DEVICES])


@pytest.mark.parametrize(
    ("url", "token", "tells"),
    [
        ("http://netbox.example.org", TOKEN, True),
        ("http://127.0.0.1:8000", TOKEN, False),
        ("http://netbox.example.org", None, False),
        ("https://netbox.example.org", TOKEN, False),
    ],
)
def test_a_token_in_clear_is_noticed(url: str, token: str | None, tells: bool) -> None:  # noqa: FBT001 -- a table's cell
    assert Server.at(url, Secret(token) if token else None).tells_token_in_clear is tells
