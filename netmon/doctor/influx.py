"""Does InfluxDB take what we would write: asked with a write of nothing, so that no point appears.

InfluxDB 2 looks for the organisation, the bucket and the right to write before it looks at the body,
and says of an empty one that "writing requires points" (400, JSON); 1.x, VictoriaMetrics and 3 answer 204.
"""

import http.client
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from netmon.clock import MINUTE, SECOND, Clock, Millis, from_datetime
from netmon.deadline import limited_http
from netmon.doctor.finding import Check, Finding, Verdict
from netmon.doctor.url import shown
from netmon.errors import SecretError
from netmon.foreign import one_line
from netmon.phrase import Phrase
from netmon.secret import Secret, SecretStore
from netmon.settings import Influx
from netmon.store.influx.verdict import Verdict as Taken
from netmon.store.influx.verdict import decide

ANSWERS_WITHIN = 5.0
LARGEST_ANSWER = 64 * 1024
LONGEST_TEXT = 200
FURTHEST_APART = MINUTE
REDIRECTIONS = range(300, 400)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the server answered, if it did, in what form, and how far its clock is ahead of ours."""

    status: int | None
    text: str = ""
    is_json: bool = False
    ahead: Millis | None = None


def examine(influx: Influx | None, secrets: SecretStore, clock: Clock) -> Finding:
    """Return whether points can be written."""
    if influx is None:
        what = Phrase("NETMON_INFLUX__URL is not set: points stay in samples.db")
        return Finding(Check.INFLUX, Verdict.NOT_CHECKED, what)
    try:
        token = secrets.resolve(influx.token)
    except SecretError:
        return Finding(Check.INFLUX, Verdict.NOT_CHECKED, Phrase("its token cannot be had, see secrets"))
    return judge(ask(influx, token, clock), influx)


def ask(influx: Influx, token: Secret, clock: Clock) -> Reading:
    """Write nothing and return what the server says to that."""
    try:
        parts = urlsplit(influx.url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=ANSWERS_WITHIN)
        where = urlencode({"org": influx.org, "bucket": influx.bucket, "precision": "s"})
        path = f"{parts.path.rstrip('/')}/api/v2/write?{where}"
        reading = _converse(connection, path, {"Authorization": f"Token {token.reveal()}"}, clock.now)
        return replace(reading, text=reading.text.replace(token.reveal(), str(token)))  # a server may echo it
    except OSError as error:
        return Reading(None, one_line(error.strerror or str(error))[:LONGEST_TEXT] or type(error).__name__)
    except (http.client.HTTPException, ValueError) as error:  # their texts may quote headers, the token among them
        return Reading(None, type(error).__name__)


def _converse(
    connection: http.client.HTTPConnection, path: str, headers: dict[str, str], now: Callable[[], Millis]
) -> Reading:
    with limited_http(connection, ANSWERS_WITHIN):
        connection.request("POST", path, b"", headers)
        response = connection.getresponse()
        said = response.read(LARGEST_ANSWER).decode("utf-8", "replace")
    is_json = response.headers.get_content_type() == "application/json"
    return Reading(response.status, one_line(said)[:LONGEST_TEXT], is_json, _ahead(response.headers.get("Date"), now()))


def _ahead(date: str | None, now: Millis) -> Millis | None:
    try:
        return None if date is None else Millis(from_datetime(parsedate_to_datetime(date)) - now)
    except ValueError:
        return None


def judge(reading: Reading, influx: Influx) -> Finding:
    """Return what the answer to a write of nothing means."""
    takes = decide(reading.status) is Taken.CONFIRMED
    if not takes and not (reading.status == HTTPStatus.BAD_REQUEST and reading.is_json):
        return Finding(Check.INFLUX, Verdict.ERROR, _refusal(reading, influx), _cure(reading.status, influx))
    if reading.ahead is not None and abs(reading.ahead) > FURTHEST_APART:
        what = Phrase("InfluxDB's clock and ours are {seconds:,} s apart", seconds=abs(reading.ahead) // SECOND)
        cure = Phrase("synchronise both clocks; see the line about the clock for which of them is wrong")
        return Finding(Check.INFLUX, Verdict.WARNING, what, cure)
    return Finding(
        Check.INFLUX, Verdict.OK, Phrase("{url} lets us write to {bucket}", url=shown(influx.url), bucket=influx.bucket)
    )


def _refusal(reading: Reading, influx: Influx) -> Phrase:
    if reading.status is None:
        return Phrase("{url} does not answer: {reason}", url=shown(influx.url), reason=reading.text)
    return Phrase(
        "{url} answers {status}: {said}", url=shown(influx.url), status=reading.status, said=reading.text or "—"
    )


def _cure(status: int | None, influx: Influx) -> Phrase:
    match status:
        case None:
            return Phrase("start InfluxDB, or mend NETMON_INFLUX__URL")
        case HTTPStatus.UNAUTHORIZED:
            return Phrase(
                "the server does not know the token {token}: netmon influx setup makes one", token=influx.token
            )
        case HTTPStatus.FORBIDDEN:
            return Phrase(
                "give the token {token} the right to write to {bucket}", token=influx.token, bucket=influx.bucket
            )
        case HTTPStatus.NOT_FOUND:
            return Phrase(
                "mend NETMON_INFLUX__ORG ({org}) or NETMON_INFLUX__BUCKET ({bucket}); netmon influx setup makes them",
                org=influx.org,
                bucket=influx.bucket,
            )
        case _ if status in REDIRECTIONS or status == HTTPStatus.BAD_REQUEST:
            return Phrase("is NETMON_INFLUX__URL the address of InfluxDB itself, with the right http or https?")
        case _:
            return Phrase("look into the log of InfluxDB")
