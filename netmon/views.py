"""What the dashboards package offers, found through the entry point `netmon.views`.

Without it netmon runs without pages and its mail is plain text.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import entry_points
from typing import Any, Protocol

from netmon.commands import Commands
from netmon.reader import Reader
from netmon.report.findings import Findings

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A text file that goes with a mail."""

    name: str
    type: str
    """Its media type, such as `text/csv`."""
    content: str


@dataclass(frozen=True, slots=True)
class Mail:
    """A rendered message: subject, plain text and HTML, and what is attached."""

    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()


class Form(StrEnum):
    """What a report may be given away as; the value is what file names end in."""

    HTML = "html"
    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Document:
    """A report as somebody takes it away."""

    type: str
    """Its media type, such as `application/pdf`."""
    content: bytes


class Views(Protocol):
    """How people see it."""

    def create_app(self, reader: Reader, commands: Commands) -> WsgiApp:
        """Return the dashboard."""
        ...

    def render_mail(self, payload: Mapping[str, object], language: str) -> Mail:
        """Return the payload of a notification or a letter as mail; a letter has a language of its own."""
        ...

    def render_report(self, findings: Findings, form: Form, language: str) -> Document:
        """Return a report with all that an operator may read; raise CommandRefused for what this machine cannot."""
        ...


def find_views() -> Views | None:
    """Return the installed views, or None."""
    for entry_point in entry_points(group="netmon.views"):
        views: Views = entry_point.load()
        return views
    return None
