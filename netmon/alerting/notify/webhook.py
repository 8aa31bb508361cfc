"""How a message leaves as JSON over HTTP: posted once, signed if there is a key, redirected never."""

import hashlib
import hmac
import http.client
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from netmon.deadline import REPLY_WITHIN, TALK_WITHIN, limited_http
from netmon.errors import DeliveryError, SecretError
from netmon.model import Message
from netmon.phrase import Phrase
from netmon.secret import SecretRef, SecretStore

LARGEST_ANSWER = 64 * 1024
WORTH_RETRYING = frozenset({408, 425, 429})
"""Request Timeout, Too Early, Too Many Requests: the request was not judged."""
SUCCESS = range(200, 300)
REDIRECTION = range(300, 400)
SERVER_ERROR = range(500, 600)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Posts a payload to a URL that is a secret: the outbox, logs and errors hold its reference only.

    `signing_key` names the key of the `Netmon-Signature: sha256=…` header, the HMAC of the body.
    """

    secrets: SecretStore
    signing_key: SecretRef | None = None
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    within: float = TALK_WITHIN
    """Seconds that a delivery may take, however slowly the receiver drips."""
    name: str = "webhook"

    def send(self, message: Message) -> None:
        """Deliver a message; raise DeliveryError, which never names the URL."""
        try:
            url = urlsplit(self.secrets.resolve(SecretRef(message.address)).reveal())
            body = json.dumps(message.payload, ensure_ascii=False).encode()
            status = self._post(url, body, self._headers(message, body))
        except (OSError, http.client.HTTPException, ValueError) as error:
            # Their texts quote hosts and paths, so only the kind of failure is told.
            raise DeliveryError(
                Phrase("{address}: no answer, {kind}", address=message.address, kind=type(error).__name__)
            ) from None
        except SecretError as error:
            raise DeliveryError(*error.args) from None
        _judge(message.address, status)

    def _post(self, url: SplitResult, body: bytes, headers: Mapping[str, str]) -> int:
        connection = self._connection(url)
        with limited_http(connection, self.within):
            connection.request("POST", _target(url), body, headers)
            response = connection.getresponse()
            response.read(LARGEST_ANSWER)
            return response.status

    def _connection(self, url: SplitResult) -> http.client.HTTPConnection:
        match url.scheme, url.hostname:
            case "https", str(host):
                return http.client.HTTPSConnection(host, url.port, timeout=REPLY_WITHIN, context=self.tls)
            case "http", str(host):
                return http.client.HTTPConnection(host, url.port, timeout=REPLY_WITHIN)
        raise DeliveryError(Phrase("the secret behind a webhook is not an http:// or https:// URL"))

    def _headers(self, message: Message, body: bytes) -> dict[str, str]:
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "netmon",
            "Idempotency-Key": message.dedup_key,
        }
        if self.signing_key is not None:
            key = self.secrets.resolve(self.signing_key).reveal().encode()
            headers["Netmon-Signature"] = f"sha256={hmac.new(key, body, hashlib.sha256).hexdigest()}"
        return headers


def _target(url: SplitResult) -> str:
    return (url.path or "/") + (f"?{url.query}" if url.query else "")


def _judge(address: str, status: int) -> None:
    """Raise DeliveryError unless the status says that the message was taken."""
    if status in SUCCESS:
        return
    is_temporary = status in WORTH_RETRYING or status in SERVER_ERROR
    said = Phrase("{address}: answered {status}", address=address, status=status)
    if status in REDIRECTION:
        said = Phrase("{said}; redirects are not followed", said=said)
    raise DeliveryError(said, permanent=not is_temporary)
