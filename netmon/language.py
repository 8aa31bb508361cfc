"""Which languages people read, and which one somebody at a terminal does."""

import os
from collections.abc import Mapping
from enum import StrEnum

LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The variables that tell a terminal's language; the first that is set counts (POSIX.1-2017, 8.2)."""
UNDERSTAND_CZECH = ("cs", "sk")


class Language(StrEnum):
    """A language people read."""

    CS = "cs"
    EN = "en"


def language_at_terminal(environment: Mapping[str, str] = os.environ) -> Language:
    """Return `NETMON_LANGUAGE` where it names one, else the locale's, else English."""
    stated = environment.get("NETMON_LANGUAGE", "")
    if stated in tuple(Language):
        return Language(stated)
    locale = next((environment[name] for name in LOCALE if environment.get(name)), "")
    return Language.CS if locale.startswith(UNDERSTAND_CZECH) else Language.EN
