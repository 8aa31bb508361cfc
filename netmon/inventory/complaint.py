"""What is wrong with an inventory, where, and how to mend it."""

from dataclasses import dataclass
from enum import StrEnum

from netmon.phrase import Phrase


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
    what: Phrase
    cure: Phrase

    @classmethod
    def at(
        cls, place: Place, what: Phrase, cure: Phrase, severity: ComplaintSeverity = ComplaintSeverity.ERROR
    ) -> "Complaint":
        """Return a complaint about what stands at a place."""
        return cls(place.file, place.line, place.column, severity, what, cure)

    @property
    def is_error(self) -> bool:
        """Whether the inventory cannot be used because of it."""
        return self.severity is ComplaintSeverity.ERROR

    @property
    def phrase(self) -> Phrase:
        """The line people read."""
        place = Place(self.file, self.line, self.column)
        severity = Phrase(self.severity.value)
        return Phrase(
            "{place}: {severity}: {what}; {cure}", place=place, severity=severity, what=self.what, cure=self.cure
        )

    def __str__(self) -> str:
        return self.phrase


class Misfit(ValueError):
    """A value that means nothing here: what is wrong with it, and what to write instead."""

    def __init__(self, what: Phrase, cure: Phrase) -> None:
        self.what = what
        self.cure = cure
        super().__init__(Phrase("{what}; {cure}", what=what, cure=cure))


LONGEST_QUOTE = 60


def quote(value: object) -> Phrase:
    """Return what somebody wrote, in quotation marks and no longer than a message can bear."""
    text = str(value)
    return Phrase('"{text}"', text=text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…")
