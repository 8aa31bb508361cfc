"""Who gets which right on a server, and the file in which each finds its secret."""

import os
from dataclasses import dataclass
from pathlib import Path

from netmon.clock import DAY, Millis
from netmon.phrase import Phrase

RETENTION = {
    "netmon": Millis(90 * DAY),
    "netmon/5m": Millis(365 * DAY),
    "netmon/1h": Millis(5 * 365 * DAY),
}
"""How long each bucket keeps its points; in 1.x `netmon/1h` is the retention policy `1h` of the database `netmon`."""


MADE, KEPT, PUT_RIGHT = Phrase("made"), Phrase("kept"), Phrase("put right")
"""What became of a thing that is needed."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A secret that somebody needs, and the one thing it may do."""

    holder: str
    action: str
    may: Phrase

    @property
    def description(self) -> str:
        """The name the token has on a server of 2.x."""
        return f"netmon {self.holder}"

    @property
    def user(self) -> str:
        """Who it is on a server of 1.x."""
        return f"netmon-{self.holder}"

    def path_in(self, directory: Path) -> Path:
        """Return the secret's file: in a directory of its own, so that no holder sees the other's."""
        return directory / self.holder / f"influx-{self.holder}-token"


GRANTS = (
    Grant("writer", "write", Phrase("may only write")),
    Grant("grafana", "read", Phrase("may only read")),
    Grant("reader", "read", Phrase("may only read")),
)
"""netmon writes, Grafana draws; whoever reads besides is netmon itself, when it compares, and people's own programs."""


def write_private(path: Path, text: str) -> None:
    """Replace a file whole; at no moment can others read it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(file, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)
