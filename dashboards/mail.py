"""What a notification says as mail: the subject tells what, who is hit and where; the rest follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from pydantic import AwareDatetime, BaseModel, ConfigDict

from dashboards.formats import Formats
from dashboards.plain import plain
from dashboards.texts import Words
from netmon.clock import Millis, from_datetime
from netmon.language import Language
from netmon.model import EntityKind, NotificationKind, Severity
from netmon.views import Mail

SUBJECT = 70
"""Characters that a phone's lock screen shows of a subject."""
MARKS = {Severity.CRITICAL: "✖", Severity.WARNING: "▲", Severity.INFO: "•"}
RESOLVED_MARK = "✔"


class Value(BaseModel):
    """A part of a payload; keys that came with a later version are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Cause(Value):
    """What broke."""

    kind: EntityKind
    name: str
    title: str


class Municipality(Value):
    """Somebody who is without connection."""

    code: str
    name: str


class Notice(Value):
    """A notification's payload, as the outbox keeps it."""

    kind: NotificationKind
    subject: Literal["incident", "alert"]
    severity: Severity
    cause: Cause
    candidates: tuple[str, ...] = ()
    municipalities: tuple[Municipality, ...] = ()
    degraded: int = 0
    inhabitants: int = 0
    started: AwareDatetime
    ended: AwareDatetime | None = None
    merged_into: str | None = None
    summary: str = ""
    evidence: tuple[str, ...] = ()
    url: str = ""

    @property
    def is_alert(self) -> bool:
        """Whether a rule speaks, and not an incident."""
        return self.subject == "alert"

    @property
    def others(self) -> tuple[str, ...]:
        """What the cause might be just as well."""
        return tuple(name for name in self.candidates if name != self.cause.name)

    @property
    def since(self) -> Millis:
        """When it began."""
        return from_datetime(self.started)

    @property
    def until(self) -> Millis | None:
        """When it ended."""
        return from_datetime(self.ended) if self.ended else None


@dataclass(frozen=True, slots=True)
class Letter:
    """The parts of the mail in words, for the two templates."""

    headline: str
    facts: tuple[str, ...]
    evidence: tuple[str, ...]
    known: str
    button: str
    url: str
    tone: str


def render_mail(payload: Mapping[str, object], language: str) -> Mail:
    """Return a notification's payload as mail in a language; raise ValueError for a payload that is none."""
    notice = Notice.model_validate(dict(payload))
    words, formats = Words(Language(language)), Formats(Language(language))
    letter = _letter(notice, words, formats)
    environment = _environment()
    return Mail(
        subject=plain(letter.headline, SUBJECT),
        text=environment.get_template("notice.txt").render(letter=letter),
        html=environment.get_template("notice.html").render(letter=letter, language=language),
    )


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("dashboards", "templates/mail"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _letter(notice: Notice, words: Words, formats: Formats) -> Letter:
    is_over = notice.kind is NotificationKind.RESOLVED
    return Letter(
        headline=_headline(notice, words, formats),
        facts=tuple(plain(fact, 2000) for fact in _facts(notice, words, formats)),
        evidence=tuple(plain(line) for line in notice.evidence),
        known=words("mail.known"),
        button=words("mail.look" if is_over else "mail.open"),
        url=plain(notice.url),
        tone="#2F6B3A" if is_over else "#691B10",
    )


def _headline(notice: Notice, words: Words, formats: Formats) -> str:
    cause = plain(notice.summary).removeprefix(RESOLVED_MARK).strip() if notice.is_alert else _cause(notice, words)
    if notice.merged_into:
        return f"{RESOLVED_MARK} {cause}: {words('mail.merged')}"
    if notice.kind is NotificationKind.RESOLVED:
        span = formats.duration((notice.until or notice.since) - notice.since)
        return f"{RESOLVED_MARK} {cause}: {words('mail.resolved', span=span)}"
    hit = _impact(notice, words)
    return f"{MARKS[notice.severity]} {hit}: {cause}" if hit else f"{MARKS[notice.severity]} {cause}"


def _impact(notice: Notice, words: Words) -> str:
    """Return who is hit, of an incident: a rule's own words say what its alert is about."""
    if notice.is_alert:
        return ""
    if notice.municipalities:
        return words("mail.cut_off", len(notice.municipalities))
    return words("mail.degraded", notice.degraded) if notice.degraded else ""


def _cause(notice: Notice, words: Words) -> str:
    return words(f"mail.cause.{notice.cause.kind.value}", title=plain(notice.cause.title))


def _about(notice: Notice, words: Words) -> str:
    if notice.is_alert:
        title = words(f"entity.{notice.cause.kind.value}", title=plain(notice.cause.title))
        return words("mail.about", title=title)
    return words("mail.cause", title=_cause(notice, words))


def _facts(notice: Notice, words: Words, formats: Formats) -> list[str]:
    facts = [_about(notice, words), words("mail.started", at=formats.moment(notice.since))]
    if notice.until is not None:
        span = formats.exact_duration(notice.until - notice.since)
        facts.append(words("mail.ended", at=formats.moment(notice.until), span=span))
    if notice.municipalities and not notice.is_alert:
        names = ", ".join(plain(municipality.name) for municipality in notice.municipalities)
        facts.append(words("mail.municipalities", names=names))
        facts.append(words("mail.inhabitants", notice.inhabitants, count=formats.number(notice.inhabitants)))
    if notice.degraded:
        facts.append(words("mail.degraded", notice.degraded))
    if notice.others:
        facts.append(words("mail.candidates", names=", ".join(plain(name) for name in notice.others)))
    return facts
