"""What a notification says as mail: the subject tells what, who is hit and where; the rest follows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from pydantic import AwareDatetime, BaseModel, ConfigDict

from dashboards.formats import Formats
from dashboards.plain import plain
from dashboards.texts import Words
from netmon.alerting.merging import REPEATED, language_of
from netmon.clock import Millis, from_datetime
from netmon.language import Language
from netmon.model import EntityKind, NotificationKind, Severity
from netmon.views import Mail

SUBJECT = 70
"""Characters that a phone's lock screen shows of a subject."""
MARKS = {Severity.CRITICAL: "✖", Severity.WARNING: "▲", Severity.INFO: "•"}
STARTS = (*MARKS.values(), "✔", "↯")
"""What a summary begins with that needs no mark."""
TONES = {
    NotificationKind.FIRING: "#691B10",
    NotificationKind.FLAPPING: "#6B5000",
    NotificationKind.RESOLVED: "#2F6B3A",
    NotificationKind.PASSED: "#2F6B3A",
    NotificationKind.ALARM: "#691B10",
    NotificationKind.DIGEST: "#33475B",
    NotificationKind.REMINDER: "#6B5000",
    NotificationKind.TEST: "#33475B",
}
"""The colour of the headline; its mark and words say the same."""
LASTING = frozenset({NotificationKind.FIRING, NotificationKind.FLAPPING, NotificationKind.REMINDER})
"""What there is still somebody to call about."""


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


class Callee(Value):
    """Somebody to call about it, and what they will ask for."""

    name: str
    phone: str | None = None
    email: str | None = None
    circuit: str | None = None
    customer: str | None = None


class Notice(Value):
    """A notification's payload, as the outbox keeps it."""

    kind: NotificationKind
    subject: Literal["incident", "alert"]
    severity: Severity
    cause: Cause
    candidates: tuple[str, ...] = ()
    others: tuple[Cause, ...] = ()
    municipalities: tuple[Municipality, ...] = ()
    degraded: int = 0
    inhabitants: int = 0
    started: AwareDatetime
    ended: AwareDatetime | None = None
    merged_into: str | None = None
    summary: str = ""
    evidence: tuple[str, ...] = ()
    runbook: str | None = None
    calls: tuple[Callee, ...] = ()
    url: str = ""

    @property
    def is_alert(self) -> bool:
        """Whether a rule speaks, and not an incident."""
        return self.subject == "alert"

    @property
    def alternatives(self) -> tuple[str, ...]:
        """What the cause might be just as well, by title as far as the payload has them."""
        titles = tuple(other.title for other in self.others)
        return titles or tuple(name for name in self.candidates if name != self.cause.name)

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
    """Return a payload as mail, in a language unless it names its own; raise ValueError for one that is none."""
    notice, spoken = Notice.model_validate(dict(payload)), language_of(payload, Language(language))
    words, formats = Words(spoken), Formats(spoken)
    letter = _letter(notice, words, formats)
    environment = _environment()
    return Mail(
        subject=_subject(letter.headline),
        text=environment.get_template("notice.txt").render(letter=letter),
        html=environment.get_template("notice.html").render(letter=letter, language=spoken.value),
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
    return Letter(
        headline=_headline(notice, words, formats),
        facts=tuple(plain(fact, 2000) for fact in _facts(notice, words, formats)),
        evidence=tuple(plain(line) for line in notice.evidence),
        known=words("mail.known"),
        button=words("mail.open" if notice.kind is NotificationKind.FIRING else "mail.look"),
        url=plain(notice.url),
        tone=TONES[notice.kind],
    )


def _headline(notice: Notice, words: Words, formats: Formats) -> str:
    """Return the summary as a push message has it, with a mark in front; an alert that is over says how long it was."""
    said = plain(notice.summary) or plain(notice.cause.title)
    line = said if said.startswith(STARTS) else f"{MARKS[notice.severity]} {said}"
    if notice.is_alert and notice.kind is NotificationKind.RESOLVED and notice.until is not None:
        return f"{line}: {words('mail.resolved', span=formats.duration(notice.until - notice.since))}"
    return line


def _subject(headline: str) -> str:
    """Return the headline as a lock screen shows it; that it may have come before is never cut off."""
    mark = next((f" {mark}" for mark in REPEATED.values() if headline.endswith(f" {mark}")), "")
    return plain(headline.removesuffix(mark), SUBJECT - len(mark)) + mark


def _about(notice: Notice, words: Words) -> str:
    title = plain(notice.cause.title)
    if notice.is_alert:
        return words("mail.about", title=words(f"entity.{notice.cause.kind.value}", title=title))
    return words("mail.cause", title=words(f"mail.cause.{notice.cause.kind.value}", title=title))


def _facts(notice: Notice, words: Words, formats: Formats) -> Iterator[str]:
    if notice.kind is NotificationKind.DIGEST:
        return  # each notice has a line of its own in the evidence
    yield _about(notice, words)
    yield words("mail.started", at=formats.moment(notice.since))
    if notice.until is not None and notice.merged_into is None:
        span = formats.exact_duration(notice.until - notice.since)
        yield words("mail.ended", at=formats.moment(notice.until), span=span)
    if notice.kind is NotificationKind.FLAPPING:
        yield words("mail.flapping")
    yield from _hit(notice, words, formats)
    if notice.alternatives:
        yield words("mail.candidates", names=", ".join(plain(name) for name in notice.alternatives))
    if notice.runbook and notice.until is None:
        yield words("mail.runbook", text=plain(notice.runbook))
    if notice.kind in LASTING:
        yield from (words("mail.call", who=_whom(callee, words)) for callee in notice.calls)


def _whom(callee: Callee, words: Words) -> str:
    """Return `Poohří Net, okruh PN-10427, +420 000 111 222`: in the order in which it is needed."""
    told = (
        callee.name,
        callee.circuit and words("mail.circuit", number=callee.circuit),
        callee.customer and words("mail.customer", number=callee.customer),
        callee.phone,
        callee.email,
    )
    return ", ".join(plain(part) for part in told if part)


def _hit(notice: Notice, words: Words, formats: Formats) -> Iterator[str]:
    """Yield who is hit, of an incident: a rule's own words say what its alert is about."""
    if notice.is_alert:
        return
    if notice.municipalities:
        names = ", ".join(plain(municipality.name) for municipality in notice.municipalities)
        yield words("mail.municipalities", names=names)
        yield words("mail.inhabitants", notice.inhabitants, count=formats.number(notice.inhabitants))
    if notice.degraded:
        yield words("mail.degraded", notice.degraded)
