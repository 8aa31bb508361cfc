"""How a message leaves as SMS through a gateway that speaks HTTP: what is sent there, the settings say."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from netmon.alerting.notify.posting import Http, Request, failures_as_values, judge
from netmon.alerting.notify.sms import NUMBER, Wording
from netmon.clock import Clock
from netmon.errors import DeliveryError
from netmon.model import Message
from netmon.phrase import Phrase
from netmon.secret import SecretRef, SecretStore
from netmon.settings import Gateway, Method

PLACEHOLDER = re.compile(r"\{(?:number|text|key|password)\}")
FORM, JSON = "application/x-www-form-urlencoded", "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class SmsGateway:
    """Asks a gateway, whose URL is a secret, to send a message."""

    gateway: Gateway
    secrets: SecretStore
    wording: Wording
    clock: Clock
    http: Http = field(default_factory=Http)
    name: str = "sms"

    def send(self, message: Message) -> None:
        """Deliver a message; raise DeliveryError, which never names the URL."""
        if not NUMBER.fullmatch(message.address):
            raise DeliveryError(Phrase("{number!r} is not a telephone number", number=message.address), permanent=True)
        address = self.gateway.url
        with failures_as_values(address):
            status = self.http.send(self._request(message))
        judge(address, status)

    def _request(self, message: Message) -> Request:
        url = urlsplit(self._secret(self.gateway.url))
        values = {
            "{number}": message.address,
            "{text}": self.wording.text(message, self.clock.now()),
            "{key}": message.dedup_key,
            "{password}": "" if self.gateway.password is None else self._secret(self.gateway.password),
        }
        headers = {"Idempotency-Key": message.dedup_key}
        if self.gateway.authorization is not None:
            headers["Authorization"] = self._secret(self.gateway.authorization)
        if self.gateway.is_json:
            body = json.dumps(filled(json.loads(self.gateway.body), values)).encode()
            return Request(url, headers | {"Content-Type": JSON}, body)
        form = urlencode([(name, _replaced(text, values)) for name, text in parse_qsl(self.gateway.body)])
        if self.gateway.method is Method.GET:
            return Request(_extended(url, form), headers, method="GET")
        return Request(url, headers | {"Content-Type": FORM}, form.encode())

    def _secret(self, reference: SecretRef) -> str:
        return self.secrets.resolve(reference).reveal()


def filled(template: object, values: Mapping[str, str]) -> object:
    """Return a JSON value with the values in its texts: nothing in a value can become structure."""
    match template:
        case str():
            return _replaced(template, values)
        case list():
            return [filled(each, values) for each in template]
        case dict():
            return {name: filled(each, values) for name, each in template.items()}
    return template


def _replaced(text: str, values: Mapping[str, str]) -> str:
    """Return the text with each placeholder replaced once: what looks like one in a value stays."""
    return PLACEHOLDER.sub(lambda found: values[found[0]], text)


def _extended(url: SplitResult, form: str) -> SplitResult:
    return url._replace(query="&".join(part for part in (url.query, form) if part))
