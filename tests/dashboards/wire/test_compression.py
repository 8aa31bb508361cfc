"""What goes over the wire: compressed where it may be, never twice, never late, and nothing can be guessed of it."""

import http.client
from gzip import decompress
from urllib.parse import urlsplit

import pytest
from flask import Request
from flask.testing import FlaskClient
from werkzeug import Response
from werkzeug.datastructures import Accept, Headers
from werkzeug.http import parse_accept_header
from werkzeug.test import EnvironBuilder, TestResponse

from dashboards.wire.compression import LEAST, compress, takes_gzip
from tests.dashboards.people import SAME, TOKEN, Who, come_as, exhibit_for, without_token
from tests.dashboards.site import PAGES, Site

GZIP = {"Accept-Encoding": "gzip, deflate, br, zstd"}
PARTS = ("/static/tokens.css", "/static/live.js", "/static/pages.css")
DATA = ("/api/v1/municipalities", "/o/554499-as/zpravy.rss", "/sla/2026/11.csv")


def squeezed(answer: TestResponse) -> bool:
    return answer.headers.get("Content-Encoding") == "gzip"


def is_varied(answer: TestResponse) -> bool:
    return "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("said", "is_taken"),
    [("gzip", True), ("GZIP", True), ("br, gzip;q=0.8", True), ("*", True), ("gzip;q=0.001", True), ("*;q=0.5", True),
     ("identity;q=0, gzip", True), ("gzip;q=0", False), ("*, gzip;q=0", False), ("*;q=0", False), ("", False),
     ("br", False), ("identity", False), ("identity;q=1, gzip;q=0.5", False), ("gzipped", False), (";;q=,", False)],
)  # fmt: skip
def test_what_a_browser_says_it_takes_is_believed(said: str, is_taken: bool) -> None:  # noqa: FBT001 -- a table's column
    assert takes_gzip(parse_accept_header(said, Accept)) is is_taken


@pytest.mark.parametrize("path", [*PAGES, *PARTS, *DATA])
def test_what_is_compressed_is_the_same_text(path: str) -> None:
    client = come_as(Who.OPERATOR, exhibit_for(Who.OPERATOR))
    bare, short = client.get(path, buffered=True), client.get(path, buffered=True, headers=GZIP)
    assert not squeezed(bare)
    assert is_varied(bare)
    assert is_varied(short)
    assert int(short.headers["Content-Length"]) == len(short.data)
    if len(bare.data) < LEAST:
        assert not squeezed(short)
        return
    assert squeezed(short)
    assert len(short.data) < len(bare.data)
    assert without_token(decompress(short.data).decode()) == without_token(bare.text)


def test_a_head_says_what_a_get_would(client: FlaskClient) -> None:
    for path in ("/", *PARTS):
        asked, told = client.get(path, buffered=True, headers=GZIP), client.head(path, buffered=True, headers=GZIP)
        assert told.data == b""
        assert {**told.headers, "Date": ""} == {**asked.headers, "Date": ""}


def test_a_tag_is_of_the_text_and_good_for_both_forms(client: FlaskClient) -> None:
    for path in (*PARTS, "/api/v1/municipalities"):
        bare, short = (
            client.get(path, buffered=True).headers["ETag"],
            client.get(path, buffered=True, headers=GZIP).headers["ETag"],
        )
        assert short == f"W/{bare}"
        for known, way, tag in ((bare, GZIP, short), (short, GZIP, short), (short, {}, bare), (bare, {}, bare)):
            again = client.get(path, buffered=True, headers={"If-None-Match": known, **way})
            assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
            assert "Content-Encoding" not in again.headers
            assert is_varied(again)


def test_a_part_of_a_file_is_of_the_file_as_it_is(client: FlaskClient) -> None:
    whole = client.get(PARTS[0], buffered=True)
    part = client.get(
        PARTS[0], buffered=True, headers={**GZIP, "Range": "bytes=10-19", "If-Range": whole.headers["ETag"]}
    )
    assert (part.status_code, part.data, squeezed(part)) == (206, whole.data[10:20], False)
    assert "Accept-Ranges" not in client.get(PARTS[0], buffered=True, headers=GZIP).headers


def test_a_stream_of_events_is_never_compressed(client: FlaskClient) -> None:
    with client.get("/udalosti?version=0", headers=GZIP, buffered=False) as answer:
        assert "Content-Encoding" not in answer.headers
        assert next(iter(answer.iter_encoded())) == b"retry: 5000\n\n"


@pytest.mark.parametrize(
    ("body", "headers"),
    [(b"x" * 5000, {"Content-Encoding": "br", "Content-Type": "text/html"}),
     (b"%PDF" * 999, {"Content-Type": "application/pdf"}), (b"x" * (LEAST - 1), {"Content-Type": "text/html"})],
)  # fmt: skip
def test_nothing_is_compressed_twice_or_for_nothing(body: bytes, headers: dict[str, str]) -> None:
    asked = Request(EnvironBuilder(headers=Headers(GZIP)).get_environ())
    answer = compress(Response(body, headers=headers), asked, is_private=False, is_file=False)
    assert answer.get_data() == body
    assert answer.headers.get("Content-Encoding") == headers.get("Content-Encoding")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_no_strange_page_learns_the_compressed_length_of_what_somebody_may_see(site: str) -> None:
    strange = {**GZIP, "Sec-Fetch-Site": site}
    operator = come_as(Who.OPERATOR, exhibit_for(Who.OPERATOR))
    assert not squeezed(operator.get("/v/INC-2026-0412?guess=7K3QZ9", headers=strange))
    assert squeezed(operator.get("/v/INC-2026-0412", headers={**GZIP, "Sec-Fetch-Site": "none"}))
    assert squeezed(operator.get("/v/INC-2026-0412", headers={**GZIP, **SAME}))
    assert squeezed(operator.get(PARTS[0], buffered=True, headers=strange))
    assert squeezed(come_as(Who.PUBLIC, exhibit_for(Who.PUBLIC)).get("/", headers=strange))


def test_the_token_looks_different_in_each_page_and_proves_the_same() -> None:
    exhibit = exhibit_for(Who.OPERATOR)
    operator = come_as(Who.OPERATOR, exhibit)
    pages = [operator.get("/v/INC-2026-0412").text for _ in range(2)]
    first, second = (set(TOKEN.findall(page)) for page in pages)
    assert (len(first), len(second), len(first | second)) == (1, 1, 2)
    (session,) = exhibit.sessions.values()
    assert all(session.csrf_token not in page for page in pages)
    for token in first | second:
        data = {"csrf_token": token, "text": "vyjíždím"}
        assert operator.post("/v/INC-2026-0412/poznamka", data=data, headers=SAME).status_code == 303
    data = {"csrf_token": "A" * len(token), "text": "vyjíždím"}
    assert operator.post("/v/INC-2026-0412/poznamka", data=data, headers=SAME).status_code == 403


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", ["/", PARTS[0]])
def test_a_connection_can_be_used_again_after_each_kind_of_answer(site: Site, method: str, path: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(site.origin).netloc, timeout=30)
    try:
        tag = ""
        for headers in (GZIP, {}, {**GZIP, "If-None-Match": "{tag}"}, GZIP):
            connection.request(method, path, headers={name: each.format(tag=tag) for name, each in headers.items()})
            answer = connection.getresponse()
            body = answer.read()
            assert len(body) == (
                0 if method == "HEAD" or answer.status == 304 else int(answer.headers["Content-Length"])
            )
            assert answer.headers.get("Transfer-Encoding") is None
            tag = answer.headers.get("ETag", tag)
        assert tag == "" or answer.status == 200
    finally:
        connection.close()
