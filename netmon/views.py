"""What the dashboards package offers, found through the entry point `netmon.views`.

Without it netmon runs without pages and its mail is plain text.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Any, Protocol

from netmon.commands import Commands
from netmon.reader import Reader

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Mail:
    """A rendered message: subject, plain text and HTML."""

    subject: str
    text: str
    html: str


class Views(Protocol):
    """How people see it."""

    def create_app(self, reader: Reader, commands: Commands) -> WsgiApp:
        """Return the dashboard."""
        ...

    def render_mail(self, payload: Mapping[str, object], language: str) -> Mail:
        """Return a notification's payload as mail."""
        ...


def find_views() -> Views | None:
    """Return the installed views, or None."""
    for entry_point in entry_points(group="netmon.views"):
        views: Views = entry_point.load()
        return views
    return None
