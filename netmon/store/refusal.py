"""Why something a person asked for is not done."""

from netmon.errors import CommandRefused
from netmon.phrase import Phrase


def refuse_if(condition: bool, reason: Phrase) -> None:  # noqa: FBT001 -- the condition is the point
    """Raise CommandRefused with the reason if the condition holds."""
    if condition:
        raise CommandRefused(reason)
