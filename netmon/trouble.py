"""Since when does something fail: said when it begins and when it is over, and not in between."""

import logging

log = logging.getLogger(__name__)


class Trouble:
    """The trouble with one thing, empty while all is well."""

    def __init__(self, thing: str) -> None:
        self._thing = thing
        self._text = ""

    @property
    def lasts(self) -> bool:
        """Whether there is trouble now."""
        return bool(self._text)

    def is_now(self, text: str) -> None:
        """Note what the trouble is, or by an empty text that there is none."""
        if text and not self._text:
            log.error("trouble begins with=%s error=%s", self._thing, text)
        elif self._text and not text:
            log.info("trouble is over with=%s", self._thing)
        self._text = text
