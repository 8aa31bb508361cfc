"""What an SMS says: how bad, what and who is hit first; then what still has room.

Last come the PIN that takes the incident, and the code that proves who wrote.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from netmon.alerting.merging import language_of
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
        NotificationKind.REMINDER: "PRIPOMINKA",
        NotificationKind.TEST: "ZKOUSKA",
    },
    Language.EN: {
        NotificationKind.RESOLVED: "ENDED",
        NotificationKind.PASSED: "ENDED",
        NotificationKind.FLAPPING: "FLAPPING",
        NotificationKind.DIGEST: "DIGEST",
        NotificationKind.REMINDER: "REMINDER",
        NotificationKind.TEST: "TEST",
    },
}
"""What stands in front instead of the severity, as it says more."""
INHABITANTS = {Language.CS: "{count} obyv.", Language.EN: "{count} inh."}
PIN = {Language.CS: "prevzit: odpovezte {pin}", Language.EN: "to take it reply {pin}"}
CODE = {Language.CS: "kod {code}", Language.EN: "code {code}"}


def no_code(_subject_id: str, _moment: Millis) -> str:
    """Return none: messages bear no code."""
    return ""


def no_pin(_message: Message) -> str:
    """Return none: nobody listens for answers."""
    return ""


@dataclass(frozen=True, slots=True)
class Wording:
    """In which language messages are written that name none, and what signs them."""

    language: Language
    code_of: Callable[[str, Millis], str] = no_code
    """Returns the code of a subject at a moment."""
    pin_of: Callable[[Message], str] = no_pin
    """Returns what an answer to a message has to say."""

    def text(self, message: Message, now: Millis) -> str:
        """Return at most 160 characters of the GSM 7-bit alphabet."""
        language = language_of(message.payload, self.language)
        end = "".join(f" {mark}" for mark in self._marks(message, now, language))
        room = LONGEST_SMS - len(end)
        text = fits(f"{_head(message, language)} {_told(message.payload)}", room)
        for extra in _extras(message.payload, language):
            if len(text) + 1 + len(extra) <= room:
                text = f"{text} {extra}"
        return text + end

    def _marks(self, message: Message, now: Millis, language: Language) -> Iterator[str]:
        if pin := self.pin_of(message):
            yield PIN[language].format(pin=pin)
        if code := self.code_of(message.subject_id, now):
            yield CODE[language].format(code=code)


def _head(message: Message, language: Language) -> str:
    severity = Severity(str(message.payload["severity"]))
    return KINDS[language].get(message.kind, SEVERITIES[language][severity])


def _extras(payload: Mapping[str, object], language: Language) -> Iterator[str]:
    """Yield what is added as far as there is room, the most telling first; never a part of it."""
    if payload.get("inhabitants"):
        yield INHABITANTS[language].format(count=payload["inhabitants"])
    for key in ("url", "runbook"):
        if extra := fold(str(payload.get(key) or "")):
            yield extra


def _told(payload: Mapping[str, object]) -> str:
    """Return the summary in the alphabet, without its mark."""
    return fold(unlinked(cut(str(payload["summary"]), LONGEST_FOREIGN)))
