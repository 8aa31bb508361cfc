"""How a message leaves over HTTP, whatever it says: once, bounded in time and length, redirected never."""

import http.client
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import SplitResult

from netmon.deadline import REPLY_WITHIN, TALK_WITHIN, limited_http
from netmon.errors import DeliveryError, SecretError
from netmon.phrase import Phrase

LARGEST_ANSWER = 64 * 1024
WORTH_RETRYING = frozenset({401, 403, 407, 408, 425, 429})
"""The request was not judged: we are not known yet, or no longer (a password is mended while the message waits), or it
came too slowly, too early or too often."""
SUCCESS = range(200, 300)
REDIRECTION = range(300, 400)
SERVER_ERROR = range(500, 600)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a server; the URL is a secret, so nothing of it is ever told."""

    url: SplitResult = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = None
    method: str = "POST"


@dataclass(frozen=True, slots=True)
class Http:
    """Sends requests; `tls` decides whose certificates are believed."""

    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    within: float = TALK_WITHIN
    """Seconds that a delivery may take, however slowly the receiver drips."""

    def send(self, request: Request) -> int:
        """Return the status of the answer."""
        connection = self._connection(request.url)
        with limited_http(connection, self.within):
            headers = {"User-Agent": "netmon", **request.headers}
            connection.request(request.method, _target(request.url), request.body, headers)
            response = connection.getresponse()
            response.read(LARGEST_ANSWER)
            return response.status

    def _connection(self, url: SplitResult) -> http.client.HTTPConnection:
        match url.scheme, url.hostname:
            case "https", str(host):
                return http.client.HTTPSConnection(host, url.port, timeout=REPLY_WITHIN, context=self.tls)
            case "http", str(host):
                return http.client.HTTPConnection(host, url.port, timeout=REPLY_WITHIN)
        raise DeliveryError(Phrase("the secret that is to hold a URL holds no http:// or https:// URL"))


@contextmanager
def failures_as_values(address: str) -> Iterator[None]:
    """Turn everything that a conversation over HTTP can do to us into a DeliveryError that never names the URL."""
    try:
        yield
    except (OSError, http.client.HTTPException, ValueError) as error:
        # Their texts quote hosts and paths, so only the kind of failure is told.
        raise DeliveryError(
            Phrase("{address}: no answer, {kind}", address=address, kind=type(error).__name__)
        ) from None
    except SecretError as error:
        raise DeliveryError(*error.args) from None


def judge(address: str, status: int) -> None:
    """Raise DeliveryError unless the status says that the message was taken."""
    if status in SUCCESS:
        return
    is_temporary = status in WORTH_RETRYING or status in SERVER_ERROR
    said = Phrase("{address}: answered {status}", address=address, status=status)
    if status in REDIRECTION:
        said = Phrase("{said}; redirects are not followed", said=said)
    raise DeliveryError(said, permanent=not is_temporary)


def _target(url: SplitResult) -> str:
    return (url.path or "/") + (f"?{url.query}" if url.query else "")
