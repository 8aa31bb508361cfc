"""What an SMS says: how bad, what and who is hit first; then what still has room; last the code that proves it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from netmon.alerting.notify.gsm7 import LONGEST_SMS, fits, fold
from netmon.alerting.notify.quoting import LONGEST_FOREIGN, cut, unlinked
from netmon.clock import Millis
from netmon.language import Language
from netmon.model import Message, NotificationKind, Severity

NUMBER = re.compile(r"\+[1-9][0-9]{7,14}", re.ASCII)
"""E.164: the country's code, then the number."""
SEVERITIES = {
    Language.CS: {Severity.CRITICAL: "KRITICKE", Severity.WARNING: "VAROVANI", Severity.INFO: "INFO"},
    Language.EN: {Severity.CRITICAL: "CRITICAL", Severity.WARNING: "WARNING", Severity.INFO: "INFO"},
}
KINDS = {
    Language.CS: {
        NotificationKind.RESOLVED: "KONEC",
        NotificationKind.PASSED: "KONEC",
        NotificationKind.FLAPPING: "KMITA",
        NotificationKind.DIGEST: "SOUHRN",
        NotificationKind.TEST: "ZKOUSKA",
    },
    Language.EN: {
        NotificationKind.RESOLVED: "ENDED",
        NotificationKind.PASSED: "ENDED",
        NotificationKind.FLAPPING: "FLAPPING",
        NotificationKind.DIGEST: "DIGEST",
        NotificationKind.TEST: "TEST",
    },
}
"""What stands in front instead of the severity, as it says more."""
INHABITANTS = {Language.CS: "{count} obyv.", Language.EN: "{count} inh."}
CODE = {Language.CS: "kod {code}", Language.EN: "code {code}"}


def no_code(_subject_id: str, _moment: Millis) -> str:
    """Return none: messages bear no code."""
    return ""


@dataclass(frozen=True, slots=True)
class Wording:
    """In which language messages are written, and what signs them."""

    language: Language
    code_of: Callable[[str, Millis], str] = no_code
    """Returns the code of a subject at a moment."""

    def text(self, message: Message, now: Millis) -> str:
        """Return at most 160 characters of the GSM 7-bit alphabet."""
        code = self._code(message, now)
        room = LONGEST_SMS - (len(code) + 1 if code else 0)
        text = fits(f"{self._head(message)} {_told(message.payload)}", room)
        for extra in self._extras(message.payload):
            if len(text) + 1 + len(extra) <= room:
                text = f"{text} {extra}"
        return f"{text} {code}" if code else text

    def _head(self, message: Message) -> str:
        severity = Severity(str(message.payload["severity"]))
        return KINDS[self.language].get(message.kind, SEVERITIES[self.language][severity])

    def _extras(self, payload: Mapping[str, object]) -> Iterator[str]:
        """Yield what is added as far as there is room, the most telling first; never a part of it."""
        if payload.get("inhabitants"):
            yield INHABITANTS[self.language].format(count=payload["inhabitants"])
        if url := fold(str(payload.get("url", ""))):
            yield url

    def _code(self, message: Message, now: Millis) -> str:
        code = self.code_of(message.subject_id, now)
        return CODE[self.language].format(code=code) if code else ""


def _told(payload: Mapping[str, object]) -> str:
    """Return the summary in the alphabet, without its mark."""
    return fold(unlinked(cut(str(payload["summary"]), LONGEST_FOREIGN)))
