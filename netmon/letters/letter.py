"""A letter: finished text in the reader's language, as the outbox keeps it and the mail view sets it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from netmon.alerting.pipeline import dedup_key
from netmon.clock import Millis, to_datetime
from netmon.foreign import one_line
from netmon.language import Language
from netmon.model import Message, NotificationKind, Severity
from netmon.phrase import Phrase, in_language
from netmon.views import Attachment

EMAIL = "email"
LETTER = "letter"
"""What the payload of a letter says of itself."""
LONGEST_TEXT = 1_000
"""Characters of one paragraph or value."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written to one address; sentences are said in its language, values are quoted as they are."""

    subject_id: str
    kind: NotificationKind
    address: str
    language: Language
    title: Phrase
    paragraphs: Sequence[Phrase]
    url: str
    button: Phrase
    footer: Phrase
    started: Millis
    ended: Millis | None = None
    facts: Sequence[tuple[Phrase, str | Phrase]] = ()
    attachments: Sequence[Attachment] = ()
    number: int = 0
    """Which letter of its kind about the same it is."""

    @property
    def key(self) -> str:
        """The same at every attempt."""
        return dedup_key(self.subject_id, self.kind, EMAIL, self.address, self.number)

    def message(self) -> Message:
        """Return the letter as a message of the outbox."""
        return Message(self.subject_id, self.kind, EMAIL, self.address, self.key, self._payload())

    def _payload(self) -> dict[str, object]:
        paragraphs = [self._said(paragraph) for paragraph in self.paragraphs]
        facts = [[self._said(label), self._said(value)] for label, value in self.facts]
        return {
            "subject": LETTER,
            "id": self.subject_id,
            "kind": self.kind.value,
            "severity": Severity.INFO.value,
            "language": self.language.value,
            "summary": self._said(self.title),
            "paragraphs": paragraphs,
            "facts": facts,
            "button": self._said(self.button),
            "url": self.url,
            "footer": self._said(self.footer),
            "started": to_datetime(self.started).isoformat(timespec="milliseconds"),
            "ended": None if self.ended is None else to_datetime(self.ended).isoformat(timespec="milliseconds"),
            "attachments": [asdict(each) for each in self.attachments],
            # For the mail of a netmon without views, which knows notices only.
            "municipalities": [],
            "evidence": [*paragraphs, *(f"{label}: {value}" for label, value in facts)],
        }

    def _said(self, text: str) -> str:
        return one_line(in_language(text, self.language))[:LONGEST_TEXT]
