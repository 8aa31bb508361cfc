"""How a message leaves as JSON over HTTP, to a real receiver."""

import base64
import hashlib
import hmac
import select
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from netmon.alerting.notify.posting import Http
from netmon.alerting.notify.webhook import Webhook, signature
from netmon.clock import ManualClock
from netmon.errors import DeliveryError
from netmon.secret import Secret, SecretRef, SecretStore
from tests.netmon.alerting.certificate import tls_pair
from tests.netmon.alerting.occasions import T0, message
from tests.parts.webhook import WebhookReceiver, WebhookStarter

KEY = "k3y"
MOST_DROPS = 100
"""Ten times as many as the delivery lasts."""


def channel(url: str) -> Webhook:
    return Webhook(SecretStore((), {"NETMON_SECRET_ONCALL": url, "NETMON_SECRET_KEY": KEY}), ManualClock(T0))


def refusal(url: str) -> DeliveryError:
    """Return how a delivery fails; whatever happens, nothing of the URL is told."""
    with pytest.raises(DeliveryError) as caught:
        channel(url).send(message())
    error = caught.value
    told = f"{error!r} {error.__cause__!r} {'' if error.__suppress_context__ else repr(error.__context__)}"
    assert "t0ps3cret" not in told
    assert "127.0.0.1" not in told
    return error


def test_the_payload_is_posted_as_json_under_its_key(webhook: WebhookReceiver) -> None:
    channel(webhook.url).send(message())
    (posted,) = webhook.posted
    assert posted.path == "/hook/t0ps3cret?channel=noc"
    assert posted.payload == message().payload
    assert posted.headers["Idempotency-Key"] == "key-firing"
    assert posted.headers["Content-Type"] == "application/json; charset=utf-8"
    assert (posted.headers["webhook-id"], posted.headers["webhook-timestamp"]) == ("key-firing", "1763888580")
    assert "webhook-signature" not in posted.headers


def test_a_signature_proves_who_sent_it(webhook: WebhookReceiver) -> None:
    replace(channel(webhook.url), signing_key=SecretRef("secret://key")).send(message())
    (posted,) = webhook.posted
    signed = f"{posted.headers['webhook-id']}.{posted.headers['webhook-timestamp']}.".encode() + posted.body
    expected = base64.b64encode(hmac.new(KEY.encode(), signed, hashlib.sha256).digest()).decode()
    assert posted.headers["webhook-signature"] == f"v1,{expected}"


def test_the_signature_is_the_one_that_standard_webhooks_gives_as_an_example() -> None:
    key = Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    signed = signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b'{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("key", ["whsec_not base64!", "whsec_abc"])
def test_a_key_that_is_half_written_can_be_mended_so_the_message_waits(webhook: WebhookReceiver, key: str) -> None:
    secrets = SecretStore((), {"NETMON_SECRET_ONCALL": webhook.url, "NETMON_SECRET_KEY": key})
    with pytest.raises(DeliveryError, match="is no base64") as caught:
        Webhook(secrets, ManualClock(T0), SecretRef("secret://key")).send(message())
    assert not caught.value.permanent
    assert key not in str(caught.value)
    assert not webhook.posted


def test_https_is_spoken_to_who_can_prove_the_name(start_webhook: WebhookStarter, tmp_path: Path) -> None:
    server, client = tls_pair(tmp_path)
    receiver = start_webhook(server)
    replace(channel(receiver.url), http=Http(client)).send(message())
    assert len(receiver.posted) == 1
    assert str(refusal(receiver.url)) == "secret://oncall: no answer, SSLCertVerificationError"
    assert len(receiver.posted) == 1


@pytest.mark.parametrize(
    ("status", "permanent"),
    [
        (400, True),
        (401, False),
        (403, False),
        (404, True),
        (410, True),
        (408, False),
        (429, False),
        (500, False),
        (503, False),
    ],
)
def test_the_status_says_whether_trying_again_helps(webhook: WebhookReceiver, status: int, *, permanent: bool) -> None:
    webhook.status = status
    error = refusal(webhook.url)
    assert str(error) == f"secret://oncall: answered {status}"
    assert error.permanent is permanent


@pytest.mark.parametrize("head", ["HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"])
def test_a_receiver_that_drips_is_cut_off_after_a_while(head: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as pool:
        drops = pool.submit(_drip, server, head)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        with suppress(DeliveryError):  # what had arrived by then may have been a whole answer
            replace(channel(url), http=Http(within=0.5)).send(message())
        assert drops.result(timeout=10) < MOST_DROPS


def _drip(server: socket.socket, head: str) -> int:
    """Send a head and then an octet now and then, for as long as anybody listens; return how many were sent."""
    line, _ = server.accept()
    with line:
        line.sendall(head.encode())
        for drop in range(MOST_DROPS):
            try:
                line.sendall(b"x")
            except OSError:
                return drop
            select.select([], [], [], 0.05)
    return MOST_DROPS


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(webhook: WebhookReceiver, status: int) -> None:
    webhook.status = status
    webhook.headers["Location"] = webhook.url
    error = refusal(webhook.url)
    assert error.permanent
    assert "redirects are not followed" in str(error)
    assert len(webhook.posted) == 1


def test_a_long_answer_is_not_read_to_its_end(webhook: WebhookReceiver) -> None:
    webhook.body = b"x" * 1_000_000
    channel(webhook.url).send(message())
    assert len(webhook.posted) == 1


def test_a_receiver_that_is_away_is_worth_another_try() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    error = refusal(f"http://127.0.0.1:{port}/t0ps3cret")
    assert str(error) == "secret://oncall: no answer, ConnectionRefusedError"
    assert not error.permanent


@pytest.mark.parametrize(
    "url",
    [
        "ftp://127.0.0.1/t0ps3cret",
        "t0ps3cret",
        "http://",
        "http://127.0.0.1:99999/t0ps3cret",
        "http://127.0.0.1:1/t0ps3cret with spaces",
        "http://[::1/t0ps3cret",
    ],
)
def test_a_secret_that_is_no_url_can_be_mended_so_the_message_waits(url: str) -> None:
    assert not refusal(url).permanent


def test_what_the_library_says_of_a_url_is_kept_to_itself(webhook: WebhookReceiver) -> None:
    assert str(refusal(f"{webhook.url} with spaces")) == "secret://oncall: no answer, InvalidURL"


def test_a_missing_secret_can_be_mended_so_the_message_waits() -> None:
    with pytest.raises(DeliveryError, match="'oncall' is nowhere") as caught:
        Webhook(SecretStore(), ManualClock(T0)).send(message())
    assert not caught.value.permanent
