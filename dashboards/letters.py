"""How a letter to a municipality, or to a reader of figures, looks as mail."""

from collections.abc import Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from pydantic import BaseModel, ConfigDict

from dashboards.plain import plain
from netmon.language import Language
from netmon.letters.letter import LETTER
from netmon.model import NotificationKind
from netmon.views import Attachment, Mail

SUBJECT = 120
LONGEST = 1_000
LEAD = 2
"""Paragraphs before the facts."""
CALM = "#33475B"
TONES = {
    NotificationKind.FIRING: "#691B10",
    NotificationKind.FLAPPING: "#6B5000",
    NotificationKind.RESOLVED: "#2F6B3A",
    NotificationKind.PASSED: "#2F6B3A",
}
"""The colour of the headline; its words say the same."""


class Value(BaseModel):
    """A part of a payload; keys that came with a later version are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class File(Value):
    """What is attached."""

    name: str
    type: str
    content: str


class Payload(Value):
    """A letter as the outbox keeps it: finished text in its reader's language."""

    kind: NotificationKind
    language: Language
    summary: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    button: str
    url: str
    footer: str
    attachments: tuple[File, ...] = ()

    @property
    def lead(self) -> tuple[str, ...]:
        """What is read first: the greeting and what it is about; facts follow."""
        return self.paragraphs[:LEAD]

    @property
    def rest(self) -> tuple[str, ...]:
        """What follows the facts."""
        return self.paragraphs[LEAD:]


def is_letter(payload: Mapping[str, object]) -> bool:
    """Say whether a payload is a letter, and not a notification."""
    return payload.get("subject") == LETTER


def render_letter(payload: Mapping[str, object]) -> Mail:
    """Return a letter as mail; raise ValueError for a payload that is none."""
    letter = Payload.model_validate(dict(payload))
    environment = _environment()
    values = {"letter": letter, "tone": TONES.get(letter.kind, CALM)}
    return Mail(
        subject=plain(letter.summary, SUBJECT),
        text=environment.get_template("letter.txt").render(values),
        html=environment.get_template("letter.html").render(values),
        attachments=tuple(Attachment(plain(each.name), each.type, each.content) for each in letter.attachments),
    )


def _shown(text: str) -> str:
    return plain(text, LONGEST)


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dashboards", "templates/mail"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["shown"] = _shown
    return environment
