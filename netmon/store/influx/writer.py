"""How lines reach InfluxDB: one request, one answer, no retries behind our back.

The client's batching mode keeps points in memory and drops them; so it is used synchronously, and
what is not confirmed stays in the backlog.
"""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.client import HTTPException
from typing import Protocol, cast

from influxdb_client.client.influxdb_client import InfluxDBClient
from influxdb_client.client.write_api import SYNCHRONOUS, WriteApi
from influxdb_client.domain.write_precision import WritePrecision
from influxdb_client.rest import ApiException
from urllib3.exceptions import HTTPError

from netmon.clock import SECOND, Millis
from netmon.errors import SecretError
from netmon.secret import Secret
from netmon.store.influx.verdict import Outcome

SECONDS = cast("WritePrecision", WritePrecision.S)
TIMEOUT = Millis(10 * SECOND)
LONGEST_PAUSE = Millis(3_600 * SECOND)
LONGEST_TEXT = 300
UNKNOWN_TOKEN = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})


class Writer(Protocol):
    """Whatever lines can be written to."""

    def write(self, lines: str, policy: str = "") -> Outcome:
        """Send lines of line protocol to a retention policy and return what came back; this blocks."""
        ...


class InfluxWriter:
    """Writes to one bucket of one InfluxDB, and to those of its policies (`bucket/policy`), over `/api/v2/write`.

    The token is asked for when it is needed first, and again after the server did not know it.
    """

    def __init__(
        self, url: str, *, org: str, bucket: str, token: Callable[[], Secret], timeout: Millis = TIMEOUT
    ) -> None:
        self._url = url
        self._org = org
        self._bucket = bucket
        self._token = token
        self._timeout = timeout
        self._client: InfluxDBClient | None = None

    def write(self, lines: str, policy: str = "") -> Outcome:
        """Send lines with times in seconds; return the answer, or why there was none within 10 s."""
        bucket = f"{self._bucket}/{policy}" if policy else self._bucket
        try:
            self._opened().write(bucket, self._org, lines, write_precision=SECONDS)
        except ApiException as error:
            if error.status in UNKNOWN_TOKEN:
                self.close()
            return Outcome(error.status or None, _text(error.body or error.reason), _retry_after(error.headers or {}))
        except SecretError as error:
            return Outcome(None, _text(error))
        except (HTTPError, HTTPException, OSError, ValueError) as error:  # their texts may quote headers
            return Outcome(None, type(error).__name__)
        return Outcome(204)

    def close(self) -> None:
        """Close the connection and forget the token."""
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _opened(self) -> WriteApi:
        """Return the way to the server, made anew after it was closed; raise SecretError."""
        if self._client is None:
            token = self._token().reveal()
            self._client = InfluxDBClient(self._url, token=token, org=self._org, timeout=self._timeout, retries=False)
        return self._client.write_api(write_options=SYNCHRONOUS)


def _text(said: object) -> str:
    """Return what the server says as one readable line."""
    return " ".join("".join(part for part in str(said) if part.isprintable() or part.isspace()).split())[:LONGEST_TEXT]


def _retry_after(headers: Mapping[str, str]) -> Millis | None:
    """Return the wait of a `Retry-After` in seconds (RFC 9110 §10.2.3); a date is not honoured."""
    value = headers.get("Retry-After", "")
    return Millis(min(int(value) * SECOND, LONGEST_PAUSE)) if value.isascii() and value.isdigit() else None
