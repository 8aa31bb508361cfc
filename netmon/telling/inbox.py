"""The door of SMS that a modem received: the folder that gammu-smsd puts them into (gammu-smsd-files(7)).

A file is moved aside before it is read, so what cannot be moved is not read at all, and marked after it was dealt
with. Whoever is killed in between deals with it again; a PIN that was used does nothing then. SMS that are
not for us stay there to be read by people, the latest of them.
"""

import asyncio
import logging
import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from netmon.clock import HOUR, SECOND, Clock, Millis
from netmon.errors import StoreError
from netmon.foreign import one_line
from netmon.telling.hearing import Hearing
from netmon.trouble import Trouble

log = logging.getLogger(__name__)

EVERY = Millis(5 * SECOND)
SOURCE = "sms"
"""Where the audit says that these come from."""
NAME = re.compile(r"IN[0-9]{8}_[0-9]{6}_[0-9]+_(?P<sender>[^_/]{0,40})_[0-9]+\.txt", re.ASCII)
ASIDE, DONE = "netmon", ".read"
"""The folder inside gammu-smsd's, and how the names of files there end that were dealt with."""
SETTLED = SECOND
"""gammu-smsd writes under the final name: what was written a moment ago may be half a message."""
OLD = HOUR
"""What came so long ago was meant for a night that is over."""
MOST_FILES = 50
MOST_NAMES = 10_000
MOST_KEPT = 1_000
LARGEST = 2_000
UTF_16 = b"\xfe\xff"
"""What gammu-smsd begins a file with that is not in the alphabet of its locale."""


@dataclass(frozen=True, slots=True)
class Inbox:
    """Reads what arrived, in a thread; what cannot be read stops nothing else."""

    folder: Path
    hearing: Hearing
    clock: Clock
    trouble: Trouble = field(default_factory=lambda: Trouble("the inbox of SMS"))

    async def look(self) -> None:
        """Deal with what arrived."""
        self.trouble.is_now(await asyncio.to_thread(self.read))

    def read(self) -> str:
        """Deal with a bounded part of what arrived, the older first, and return what went wrong."""
        try:
            self._aside.mkdir(mode=0o700, exist_ok=True)
            self._claim()
            names = _oldest(self._aside, MOST_FILES)
            for name in names:
                self._deal_with(name)
            if names:
                log.info("event=sms_received count=%d", len(names))
            self._forget()
        except OSError as error:  # a TimeoutError of the commands is one, too: the file is dealt with at the next look
            return f"{one_line(str(self.folder))}: {one_line(error.strerror or type(error).__name__)}"
        except StoreError as error:
            return str(error)
        return ""

    @property
    def _aside(self) -> Path:
        return self.folder / ASIDE

    def _claim(self) -> None:
        """Move aside what was written completely, so that nobody else takes it for new."""
        for name in _oldest(self.folder, MOST_FILES):
            with suppress(FileNotFoundError):
                path, aside = self.folder / name, self._aside / name
                if abs(self.clock.now() - _written(path)) >= SETTLED and not aside.exists():
                    path.rename(aside)

    def _deal_with(self, name: str) -> None:
        path = self._aside / name
        is_old = self.clock.now() - _written(path) > OLD
        text = None if is_old else _text(path)
        if text is not None:
            self.hearing.hear(_sender(name), text, SOURCE)
        path.rename(path.with_name(name + DONE))

    def _forget(self) -> None:
        """Delete the oldest of those that were dealt with."""
        with os.scandir(self._aside) as entries:
            done = sorted(entry.name for entry in islice(entries, MOST_NAMES) if entry.name.endswith(DONE))
        for name in done[:-MOST_KEPT]:
            (self._aside / name).unlink(missing_ok=True)


def _oldest(folder: Path, most: int) -> list[str]:
    """Return the names of received SMS, the older first; the time is a part of the name."""
    return sorted(islice(_received(folder), MOST_NAMES))[:most]


def _received(folder: Path) -> Iterator[str]:
    with os.scandir(folder) as entries:
        yield from (entry.name for entry in entries if NAME.fullmatch(entry.name))


def _sender(name: str) -> str:
    found = NAME.fullmatch(name)
    return "" if found is None else found["sender"]


def _written(path: Path) -> Millis:
    return Millis(path.lstat().st_mtime_ns // 1_000_000)


def _text(path: Path) -> str | None:
    """Return what an SMS says, its beginning if it is endless, None if it is empty or the file cannot be read."""
    try:
        said = _beginning(path)
    except OSError as error:
        log.warning("event=sms_unreadable reason=%s", one_line(error.strerror or type(error).__name__))
        return None
    if not said:
        return None
    return said.removeprefix(UTF_16).decode("utf-16-be" if said.startswith(UTF_16) else "utf-8", "replace")


def _beginning(path: Path) -> bytes:
    """Return the first octets of a file, nothing if it is none; neither a link nor a pipe leads elsewhere."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        return os.read(descriptor, LARGEST) if stat.S_ISREG(os.fstat(descriptor).st_mode) else b""
    finally:
        os.close(descriptor)
