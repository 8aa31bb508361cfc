"""Who looks after the files while netmon runs: what is damaged is set aside, and said until somebody has looked."""

import logging
from collections.abc import Mapping
from pathlib import Path

from netmon.clock import SECOND, Clock, Millis
from netmon.errors import StoreError
from netmon.model import FieldValue
from netmon.store.aside import kept_aside
from netmon.store.samples import SampleStore
from netmon.trouble import Trouble

log = logging.getLogger(__name__)

EVERY = Millis(5 * SECOND)


class Caretaker:
    """Looks at the files every few seconds; rules and pages ask it how they are."""

    def __init__(self, directory: Path, samples: SampleStore, clock: Clock) -> None:
        self._directory = directory
        self._samples = samples
        self._clock = clock
        self._aside = kept_aside(directory)
        self._trouble = Trouble("a damaged samples.db that cannot be replaced")

    def fields(self) -> Mapping[str, FieldValue]:
        """Return what rules may ask about the files."""
        return {"damaged_files": len(self._aside)}

    def storage(self) -> str:
        """Return `ok`, or what somebody has to look at."""
        return ", ".join(path.name for path in self._aside) or "ok"

    async def look(self) -> None:
        """Begin anew what turned out to be damaged; see what lies aside."""
        try:
            aside = self._samples.mend(self._clock.now())
        except (StoreError, OSError) as error:
            self._trouble.is_now(str(error))
        else:
            self._trouble.is_now("")
            if aside is not None:
                log.error("samples begun anew, what was measured is lost kept_as=%s", aside)
        self._aside = kept_aside(self._directory)
