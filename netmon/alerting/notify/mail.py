"""How a notification reads as mail where no view renders it: plain text, the payload's own words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from netmon.foreign import one_line

Payload = Mapping[str, object]
LONGEST_SUBJECT = 200


class Attachment(Protocol):
    """A text file that goes with a mail."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def type(self) -> str:
        """Its media type."""
        ...

    @property
    def content(self) -> str:
        """What stands in it."""
        ...


class Mail(Protocol):
    """A rendered message; `html` may be empty."""

    @property
    def subject(self) -> str:
        """The subject line."""
        ...

    @property
    def text(self) -> str:
        """The message in plain text."""
        ...

    @property
    def html(self) -> str:
        """The message in HTML."""
        ...

    @property
    def attachments(self) -> Sequence[Attachment]:
        """What goes with it."""
        ...


Render = Callable[[Payload], Mail]


@dataclass(frozen=True, slots=True)
class PlainMail:
    """A message that is text and nothing else."""

    subject: str
    text: str
    html: str = ""
    attachments: tuple[Attachment, ...] = ()


def plain_mail(payload: Payload) -> PlainMail:
    """Return the payload as text."""
    return PlainMail(subject_line(str(payload["summary"])), "\n".join(_lines(payload)) + "\n")


def subject_line(text: str) -> str:
    """Return the text on one line, without anything that could end a header or turn the text around."""
    return one_line(text)[:LONGEST_SUBJECT]


def _lines(payload: Payload) -> Iterator[str]:
    yield one_line(str(payload["summary"]))
    yield ""
    yield f"{payload['severity']}, {payload['started']} – {payload['ended'] or '…'}"
    yield from (f"- {one_line(str(name))}" for name in _names(payload["municipalities"]))
    yield from (one_line(str(line)) for line in _sequence(payload["evidence"]))
    yield from (one_line(str(runbook)) for runbook in [payload.get("runbook")] if runbook)
    yield ""
    yield str(payload["url"])


def _names(municipalities: object) -> Iterator[object]:
    return (place["name"] for place in _sequence(municipalities) if isinstance(place, Mapping))


def _sequence(value: object) -> list[object]:
    return value if isinstance(value, list) else []
