"""The seam that every command goes through: who gives it, and what comes back."""

from dataclasses import dataclass
from typing import Protocol

from netmon.commands.accounts import AccountCommand
from netmon.commands.admission import AdmissionCommand
from netmon.commands.figures import FiguresCommand
from netmon.commands.incidents import IncidentCommand
from netmon.commands.refused import RefusedLinesCommand
from netmon.commands.silences import SilenceCommand
from netmon.commands.trials import TrialCommand
from netmon.commands.works import WorkCommand

Command = (
    IncidentCommand
    | SilenceCommand
    | WorkCommand
    | FiguresCommand
    | TrialCommand
    | RefusedLinesCommand
    | AccountCommand
    | AdmissionCommand
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it: an account's name, and where from (an IP address, `cli` or `demo`)."""

    account: str
    source: str


@dataclass(frozen=True, slots=True)
class Done:
    """The command is committed; `audit_id` is its audit row, if it leaves one."""

    audit_id: int | None


class Commands(Protocol):
    """The seam that everything a person does goes through."""

    def submit(self, command: Command, actor: Actor) -> Done:
        """Carry a command out.

        Raise CommandRefused with the reason, or TimeoutError when the loop has not answered in 5 s.
        """
        ...
