"""One file of an inventory as it is and as it would be: seen, examined, and then written whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from netmon.errors import FileError
from netmon.files import replace_file
from netmon.inventory.fault import Check
from netmon.inventory.loading import Examination, examine
from netmon.phrase import Phrase

FILE_MODE = 0o644


@dataclass(frozen=True, slots=True)
class Change:
    """What a file is to say; `before` is None where there is none yet."""

    path: Path
    before: str | None
    after: str

    @classmethod
    def of(cls, path: Path, after: str) -> "Change":
        """Return the change from what stands there now; raise FileError if that cannot be read."""
        try:
            return cls(path, path.read_text(encoding="utf-8") if path.exists() else None, after)
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8"
            raise FileError(Phrase("{path}: cannot be read: {reason}", path=path, reason=reason)) from error

    @property
    def is_empty(self) -> bool:
        """Whether everything stands there already."""
        return self.before == self.after

    def diff(self) -> list[str]:
        """Return the lines of a unified diff."""
        old = (self.before or "").splitlines()
        source = "/dev/null" if self.before is None else str(self.path)
        return list(unified_diff(old, self.after.splitlines(), source, str(self.path), lineterm=""))

    def examine(self, directory: Path, checks: Sequence[Check] = ()) -> Examination:
        """Return what would be known, and wrong, with this change."""
        return examine(directory, checks, instead={self.path: self.after.encode()})

    def write(self) -> None:
        """Put the file there at once: whoever reads, or is cut off, finds the old one or the new one.

        Raise FileError if it cannot be, or if somebody else has changed the file meanwhile.
        """
        if Change.of(self.path, self.after).before != self.before:
            raise FileError(Phrase("{path}: somebody else has just changed this file; start again", path=self.path))
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self.path, self.after.encode(), FILE_MODE)
        except OSError as error:
            message = Phrase("{path}: cannot be written: {reason}", path=self.path, reason=error.strerror)
            raise FileError(message) from error
