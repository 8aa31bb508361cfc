"""The demo's own webhook: what it counts and what it refuses."""

import http.client
import json
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from netmon.simulate.receiver import LARGEST_BODY, Receiver, Told


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as opened:
        yield opened


def payload(kind: str = "firing", subject_id: str = "i-1", subject: str = "incident") -> bytes:
    return json.dumps({"kind": kind, "id": subject_id, "subject": subject, "summary": "výpadek"}).encode()


def post(receiver: Receiver, body: bytes, key: str = "k", *, path: str = "/demo", length: str | None = None) -> int:
    url = urlsplit(receiver.url)
    connection = http.client.HTTPConnection(str(url.hostname), url.port, timeout=60)
    try:
        headers = {"Idempotency-Key": key, "Content-Length": str(len(body)) if length is None else length}
        connection.request("POST", path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def test_a_message_is_taken_and_counted(receiver: Receiver) -> None:
    assert post(receiver, payload(), "a") == 204
    assert post(receiver, payload("resolved"), "b") == 204
    assert receiver.counts() == Told(firing=1, resolved=1)
    assert [arrival.summary for arrival in receiver.arrivals()] == ["výpadek", "výpadek"]


def test_a_repetition_under_the_same_key_counts_once(receiver: Receiver) -> None:
    assert [post(receiver, payload(), "a") for _ in range(3)] == [204, 204, 204]
    assert receiver.counts() == Told(firing=1, resolved=0)


def test_each_incident_and_recipient_counts_once_whatever_the_key(receiver: Receiver) -> None:
    for key, subject_id, path in (("1", "i-1", "/a"), ("2", "i-1", "/a"), ("3", "i-1", "/b"), ("4", "i-2", "/a")):
        post(receiver, payload(subject_id=subject_id), key, path=path)
    assert receiver.counts() == Told(firing=3, resolved=0)


def test_alerts_are_kept_but_are_no_incidents(receiver: Receiver) -> None:
    assert post(receiver, payload(subject="alert")) == 204
    assert receiver.counts() == Told(firing=0, resolved=0)
    assert len(receiver.arrivals()) == 1


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"kind": "other"}', b"\xff", b"[" * 50_000])
def test_what_is_no_message_is_refused(receiver: Receiver, body: bytes) -> None:
    assert post(receiver, body) == 400
    assert not receiver.arrivals()


def test_a_message_without_a_key_is_refused(receiver: Receiver) -> None:
    assert post(receiver, payload(), "") == 400


@pytest.mark.parametrize(
    ("length", "status"), [("", 411), ("-1", 411), (str(LARGEST_BODY + 1), 413), ("9" * 5000, 413)]
)
def test_a_body_of_unknown_or_immoderate_length_is_not_read(receiver: Receiver, length: str, status: int) -> None:
    assert post(receiver, b"", length=length) == status


def test_a_get_is_refused(receiver: Receiver) -> None:
    url = urlsplit(receiver.url)
    connection = http.client.HTTPConnection(str(url.hostname), url.port, timeout=60)
    connection.request("GET", "/demo")
    assert connection.getresponse().status == 501
    connection.close()
