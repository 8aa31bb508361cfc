"""What is wrong with an inventory, where, and how to mend it."""

from dataclasses import dataclass
from enum import StrEnum


class ComplaintSeverity(StrEnum):
    """Whether the inventory can be used all the same."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a file; lines and columns count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Complaint:
    """One fault at one place: `what` names the thing and the fault, `cure` says what to write."""

    file: str
    line: int
    column: int
    severity: ComplaintSeverity
    what: str
    cure: str

    @classmethod
    def at(
        cls, place: Place, what: str, cure: str, severity: ComplaintSeverity = ComplaintSeverity.ERROR
    ) -> "Complaint":
        """Return a complaint about what stands at a place."""
        return cls(place.file, place.line, place.column, severity, what, cure)

    @property
    def is_error(self) -> bool:
        """Whether the inventory cannot be used because of it."""
        return self.severity is ComplaintSeverity.ERROR

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.severity}: {self.what}; {self.cure}"


LONGEST_QUOTE = 60


def quote(value: object) -> str:
    """Return what somebody wrote, in quotation marks and no longer than a message can bear."""
    text = str(value)
    return f'"{text}"' if len(text) <= LONGEST_QUOTE else f'"{text[: LONGEST_QUOTE - 1]}…"'
