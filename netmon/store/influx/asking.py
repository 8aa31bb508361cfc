"""How a server is asked something over HTTP that the client library has no words for: bounded in time and in size."""

import base64
import http.client
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from netmon.deadline import limited_http
from netmon.errors import StoreError
from netmon.foreign import one_line
from netmon.phrase import Phrase
from netmon.secret import Secret

ANSWERS_WITHIN = 60.0
"""Seconds for an answer from its first octet to its last."""
LARGEST_ANSWER = 64 * 1024
LONGEST_TEXT = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said, if not at length."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    """By their names in small letters."""
    text: str = ""

    @property
    def tree(self) -> Mapping[str, object]:
        """The JSON object that was said; an empty one if it was none."""
        try:
            found = json.loads(self.text)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


class UnansweredError(StoreError):
    """A server said something else than was asked for, or nothing; `status` is None without an answer."""

    def __init__(self, message: Phrase, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server is, and how one logs in there: by a token, or in 1.x by `user:password`."""

    url: str
    secret: Secret | None = None
    is_basic: bool = False
    """Whether the secret is sent as user and password, which every 1.x understands."""

    def get(self, path: str) -> Answer:
        """Return what the server says to a question; raise UnansweredError if it says nothing."""
        with self.asked("GET", path) as response:
            text = response.read(LARGEST_ANSWER).decode("utf-8", "replace")
            headers = {name.casefold(): value for name, value in response.headers.items()}
            return Answer(response.status, headers, text)

    @contextmanager
    def asked(
        self, method: str, path: str, words: Mapping[str, str] | None = None
    ) -> Iterator[http.client.HTTPResponse]:
        """Yield the answer to a question, to be read inside; `words` are sent as a form. Raise UnansweredError."""
        body = urlencode(words or {}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if words else {}
        try:
            parts = urlsplit(self.url)
            kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
            connection = kind(parts.hostname or "", parts.port, timeout=ANSWERS_WITHIN)
            with limited_http(connection, ANSWERS_WITHIN):
                connection.request(method, parts.path.rstrip("/") + path, body or None, headers | self._login())
                yield connection.getresponse()
        except OSError as error:
            raise self._silence(
                one_line(error.strerror or str(error))[:LONGEST_TEXT] or type(error).__name__
            ) from error
        except (http.client.HTTPException, ValueError) as error:  # their texts may quote headers, the token among them
            raise self._silence(type(error).__name__) from None

    def refusal(self, response: http.client.HTTPResponse) -> UnansweredError:
        """Return the error that a refusing answer stands for; it tells no secret, should the server echo it."""
        said = one_line(response.read(LARGEST_ANSWER).decode("utf-8", "replace"))
        if self.secret is not None:
            for word in filter(None, (self.secret.reveal(), self.secret.reveal().partition(":")[2])):
                said = said.replace(word, str(self.secret))
        message = Phrase(
            "InfluxDB at {url} answered {status} {reason}",
            url=self.url,
            status=response.status,
            reason=said[:LONGEST_TEXT],
        )
        if response.status == HTTPStatus.UNAUTHORIZED:
            message = Phrase("{said}; is the secret right that is used here?", said=message)
        return UnansweredError(message, response.status)

    def _silence(self, reason: str) -> UnansweredError:
        return UnansweredError(Phrase("InfluxDB at {url} does not answer: {reason}", url=self.url, reason=reason))

    def _login(self) -> dict[str, str]:
        if self.secret is None:
            return {}
        if not self.is_basic:
            return {"Authorization": f"Token {self.secret.reveal()}"}
        return {"Authorization": f"Basic {base64.b64encode(self.secret.reveal().encode()).decode()}"}
