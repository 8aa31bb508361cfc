"""What an answer of InfluxDB means for the lines that were sent."""

from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus

from netmon.clock import Millis


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came back for one request; without an answer `status` is None and `text` says why."""

    status: int | None
    text: str = ""
    retry_after: Millis | None = None


class Verdict(StrEnum):
    """What to do with the lines of a request."""

    CONFIRMED = "confirmed"
    """They are in InfluxDB."""
    PARTIAL = "partial"
    """Some are refused for good, the others are in InfluxDB: look for the former, unless it is all of them."""
    HALVE = "halve"
    """One of them is bad, or they are too many: try the halves."""
    REFUSED = "refused"
    """Nothing is wrong with them: keep them, and tell somebody about the token, bucket or address."""
    LATER = "later"
    """InfluxDB is busy or away: keep them."""


LATER = frozenset({None, HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})


def decide(status: int | None) -> Verdict:
    """Return what a status of `/api/v2/write` means; None stands for no answer at all."""
    match status:
        case _ if status in LATER or (status is not None and status >= HTTPStatus.INTERNAL_SERVER_ERROR):
            return Verdict.LATER
        case HTTPStatus.OK | HTTPStatus.NO_CONTENT:
            return Verdict.CONFIRMED
        case HTTPStatus.BAD_REQUEST | HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return Verdict.HALVE
        case HTTPStatus.UNPROCESSABLE_ENTITY:
            return Verdict.PARTIAL
        case _:
            return Verdict.REFUSED
