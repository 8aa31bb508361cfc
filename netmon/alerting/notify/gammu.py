"""How a message leaves as SMS through a modem at this machine: as a file in the outbox of gammu-smsd.

Its `files` service reads `OUT<priority><date>_<time>_<serial>_<recipient>_<note>.txt` in the order of
names (gammu-smsd-files(7)), and looks at no name that begins with a point: a file appears whole. With
the message handed over it is gammu-smsd's to send; if it does not, files stay, and we notice.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from netmon.alerting.notify.sms import NUMBER, Wording
from netmon.clock import MINUTE, Clock, Millis, to_datetime
from netmon.errors import DeliveryError
from netmon.foreign import one_line
from netmon.model import Message, Severity
from netmon.phrase import Phrase

PRIORITIES = {Severity.CRITICAL: "A", Severity.WARNING: "M", Severity.INFO: "Z"}
MODE = 0o640
"""The group is the directory's, so that gammu-smsd can read it without being root."""
STALE = Millis(5 * MINUTE)
"""How long a file may wait before gammu-smsd counts as not running."""
MOST_FILES = 10_000


@dataclass(frozen=True, slots=True)
class Gammu:
    """Writes messages into the outbox directory of gammu-smsd."""

    outbox: Path
    wording: Wording
    clock: Clock
    name: str = "sms"

    def send(self, message: Message) -> None:
        """Hand a message over; raise DeliveryError."""
        if not NUMBER.fullmatch(message.address):
            raise DeliveryError(Phrase("{number!r} is not a telephone number", number=message.address), permanent=True)
        try:
            self._hand_over(message, self.clock.now())
        except OSError as error:
            reason = one_line(error.strerror or type(error).__name__)
            raise DeliveryError(
                Phrase("{path}: no SMS can be put there: {reason}", path=self.outbox, reason=reason)
            ) from None

    def _hand_over(self, message: Message, now: Millis) -> None:
        names = sorted(waiting(self.outbox))
        if any(_note(name) == message.dedup_key for name in names):
            return  # whoever was killed between writing and marking comes again
        if is_stuck(self.outbox, names, now):
            raise DeliveryError(
                Phrase("{path}: SMS wait there for minutes; gammu-smsd does not run or cannot send", path=self.outbox)
            )
        self._write(file_name(message, now), self.wording.text(message, now).encode("ascii"))

    def _write(self, name: str, text: bytes) -> None:
        """Let a file appear whole, and stay over a power cut."""
        hidden = self.outbox / f".{name}"
        try:
            descriptor = os.open(hidden, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, MODE)
            with os.fdopen(descriptor, "wb") as file:
                with suppress(PermissionError):  # we are not of that group: then gammu-smsd has to be root
                    os.fchown(descriptor, -1, self.outbox.stat().st_gid)
                os.fchmod(descriptor, MODE)
                file.write(text)
                file.flush()
                os.fsync(descriptor)
            hidden.rename(self.outbox / name)
        finally:
            with suppress(OSError):
                hidden.unlink(missing_ok=True)
        _keep(self.outbox)


def file_name(message: Message, now: Millis) -> str:
    """Return the name of a message's file: the critical first, then the older; the note is its dedup key."""
    priority = PRIORITIES[Severity(str(message.payload["severity"]))]
    moment = to_datetime(now)
    when = f"{moment:%Y%m%d_%H%M%S}_{moment.microsecond // 1000:03d}"
    return f"OUT{priority}{when}_{message.address}_{message.dedup_key}.txt"


def waiting(outbox: Path) -> Iterator[str]:
    """Yield the names of the files that gammu-smsd still has to send; raise OSError."""
    with os.scandir(outbox) as entries:
        yield from islice((entry.name for entry in entries if entry.name.startswith("OUT")), MOST_FILES)


def is_stuck(outbox: Path, names: Iterable[str], now: Millis) -> bool:
    """Say whether any of the files waits longer than it takes to send them."""
    times = (_written(outbox / name) for name in names)
    return any(written is not None and now - written > STALE for written in times)


def _note(name: str) -> str:
    return name.rpartition("_")[2].partition(".")[0]


def _written(path: Path) -> Millis | None:
    """Return when a file was written, None if it is sent meanwhile."""
    try:
        return Millis(path.stat().st_mtime_ns // 1_000_000)
    except FileNotFoundError:
        return None


def _keep(directory: Path) -> None:
    """Have the directory's entries on the disk."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
