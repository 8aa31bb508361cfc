"""In which words a push message says that something comes and goes, and that it no longer does."""

from netmon.foreign import one_line
from netmon.language import Language

LONGEST_TITLE = 40

FLAPS = {
    Language.CS: "↯ kolísá: {title} (další zprávy až po ustálení)",
    Language.EN: "↯ flapping: {title} (quiet until it is steady)",
}
STEADY = {
    Language.CS: "✔ ustáleno: {title}",
    Language.EN: "✔ steady again: {title}",
}


def flapping_line(title: str, language: Language) -> str:
    """Return that something comes and goes."""
    return FLAPS[language].format(title=one_line(title)[:LONGEST_TITLE])


def steady_line(title: str, language: Language) -> str:
    """Return that something no longer comes and goes."""
    return STEADY[language].format(title=one_line(title)[:LONGEST_TITLE])
