"""What a device would be in the inventory, as a file: shown to people as a diff, to scripts as JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from netmon.console.terminal import Terminal
from netmon.console.visit import Acquaintance, Refusal
from netmon.enrolment.cure import cure
from netmon.enrolment.proposal import Proposal
from netmon.enrolment.wishes import Meeting
from netmon.errors import CommandRefused
from netmon.inventory.change import Change
from netmon.inventory.complaint import Complaint
from netmon.phrase import Phrase

MOST_PROBLEMS = 5


@dataclass(frozen=True, slots=True)
class Met:
    """A device that answered: what it said, and how it was met."""

    acquaintance: Acquaintance
    meeting: Meeting


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal as a file, and what the inventory would have to complain about then."""

    proposal: Proposal
    met: Met
    change: Change
    complaints: tuple[Complaint, ...]

    @classmethod
    def of(cls, proposal: Proposal, met: Met, directory: Path) -> "Draft":
        """Return the draft of a file that is not there yet; raise CommandRefused if something else stands in it."""
        change = Change.of(proposal.path(directory), proposal.text)
        if change.before is not None:
            raise CommandRefused(
                Phrase("{path}: something else stands in this file; move it, or add --name", path=change.path)
            )
        found = change.examine(directory).complaints
        # Whether other towns have their devices yet is a matter for `netmon check`.
        own = (complaint for complaint in found if complaint.is_error or complaint.file == str(change.path))
        return cls(proposal, met, change, tuple(own))

    @property
    def remarks(self) -> tuple[Phrase, ...]:
        """What somebody should know before they agree: what was guessed, and what could not be read."""
        problems = self.met.acquaintance.problems[:MOST_PROBLEMS]
        unread = (Phrase("not everything could be read: {problem}", problem=problem) for problem in problems)
        return (*self.proposal.remarks, *unread)

    @property
    def is_sound(self) -> bool:
        """Whether the inventory could be used with it."""
        return not any(complaint.is_error for complaint in self.complaints)


def show(draft: Draft, terminal: Terminal) -> None:
    """Print the diff, and say everything somebody should know before they agree."""
    terminal.show_diff(draft.change.diff())
    for remark in draft.remarks:
        terminal.say(Phrase("- {remark}", remark=remark))
    for complaint in draft.complaints:
        terminal.say(complaint.phrase)


def as_json(draft: Draft, reason: Phrase | None) -> str:
    """Return the draft as JSON; `reason` is why it is not written, None if it is."""
    return _json(
        {
            "written": reason is None,
            "reason": reason,
            "file": str(draft.change.path),
            "device": draft.proposal.name,
            "credential": draft.met.acquaintance.credential,
            "sections": draft.proposal.sections,
            "remarks": draft.remarks,
            "complaints": [str(complaint) for complaint in draft.complaints],
        }
    )


def refusals_as_json(refusals: Sequence[Refusal], reason: Phrase) -> str:
    """Return as JSON why there is no draft: nobody answered."""
    return _json(
        {
            "written": False,
            "reason": reason,
            "file": None,
            "device": None,
            "refusals": [
                {
                    "credential": refusal.door.credential,
                    "error": type(refusal.error).__name__,
                    "text": str(refusal.error),
                    "cure": cure(refusal.door, refusal.error),
                }
                for refusal in refusals
            ],
        }
    )


def _json(tree: Mapping[str, object]) -> str:
    return json.dumps(tree, ensure_ascii=False)
