"""Which moment people mean by `14:30` or `+90m`: the next one there is."""

import re
from datetime import datetime, time

from netmon.clock import Millis
from netmon.errors import CommandRefused
from netmon.inventory.complaint import Misfit, quote
from netmon.inventory.quantities import parse_duration
from netmon.judgement.calendar import NEXT_DAY, moments_at
from netmon.oncall.calendar import at_wall, local_day
from netmon.phrase import Phrase

CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", re.ASCII)


def next_moment(text: str, now: Millis) -> Millis:
    """Return the next time the region's clocks show `14:30`, or `+90m` from now; raise CommandRefused."""
    if text.startswith("+"):
        return Millis(now + _length(text))
    shown = CLOCK.fullmatch(text)
    if shown is None:
        raise _not_understood(text)
    hour, today = time(int(shown[1]), int(shown[2])), local_day(now)
    walls = (datetime.combine(day, hour) for day in (today, today + NEXT_DAY))
    return next(at for wall in walls for at in moments_at(wall) or (at_wall(wall),) if at > now)


def _length(text: str) -> Millis:
    try:
        return parse_duration(text.removeprefix("+"))
    except Misfit:
        raise _not_understood(text) from None


def _not_understood(text: str) -> CommandRefused:
    return CommandRefused(Phrase("{text} is no time; write one such as 14:30, or +90m", text=quote(text)))
