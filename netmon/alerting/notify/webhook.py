"""How a message leaves as JSON over HTTP: posted once, signed if there is a key, redirected never.

Headers and signature are those of Standard Webhooks (https://www.standardwebhooks.com), for which
receivers find libraries.
"""

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from netmon.alerting.notify.posting import Http, Request, failures_as_values, judge
from netmon.clock import SECOND, Clock
from netmon.errors import SecretError
from netmon.model import Message
from netmon.phrase import Phrase
from netmon.secret import Secret, SecretRef, SecretStore

ENCODED_KEY = "whsec_"
"""What a key begins with that is written in base64."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Posts a payload to a URL that is a secret: the outbox, logs and errors hold its reference only.

    `signing_key` names the key of the `webhook-signature` header.
    """

    secrets: SecretStore
    clock: Clock
    signing_key: SecretRef | None = None
    http: Http = field(default_factory=Http)
    name: str = "webhook"

    def send(self, message: Message) -> None:
        """Deliver a message; raise DeliveryError, which never names the URL."""
        with failures_as_values(message.address):
            url = urlsplit(self.secrets.resolve(SecretRef(message.address)).reveal())
            body = json.dumps(message.payload, ensure_ascii=False).encode()
            status = self.http.send(Request(url, self._headers(message, body), body))
        judge(message.address, status)

    def _headers(self, message: Message, body: bytes) -> dict[str, str]:
        moment = str(self.clock.now() // SECOND)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Idempotency-Key": message.dedup_key,
            "webhook-id": message.dedup_key,
            "webhook-timestamp": moment,
        }
        if self.signing_key is not None:
            key = self.secrets.resolve(self.signing_key)
            headers["webhook-signature"] = signature(key, message.dedup_key, moment, body)
        return headers


def signature(key: Secret, message_id: str, moment: str, body: bytes) -> str:
    """Return `v1,` and the HMAC-SHA-256 of what, when and the body: an old message replayed is an old one."""
    signed = b".".join((message_id.encode(), moment.encode(), body))
    digest = hmac.new(_octets(key), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def _octets(key: Secret) -> bytes:
    """Return a key as octets: what follows `whsec_` is base64, anything else is taken as it is written."""
    text = key.reveal()
    if not text.startswith(ENCODED_KEY):
        return text.encode()
    try:
        return base64.b64decode(text.removeprefix(ENCODED_KEY), validate=True)
    except binascii.Error:
        raise SecretError(Phrase("the key that signs webhooks begins with whsec_ and is no base64")) from None
