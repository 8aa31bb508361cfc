"""Until when somebody has taken an incident: for the time that was said, and not once it becomes worse."""

from collections.abc import Sequence

from netmon.clock import Interval, Millis
from netmon.model import Acknowledgement, Incident
from netmon.oncall.book import URGENCY


def acknowledged(acts: Sequence[Acknowledgement], incident: Incident, now: Millis) -> Interval | None:
    """Return from when until when an incident is, or was, in somebody's hands; the last act counts.

    Once it is worse than what was taken it is in nobody's hands: its time ends at the latest now.
    """
    if not acts:
        return None
    last = acts[-1]
    is_worse = URGENCY[incident.severity] > URGENCY[last.severity]
    return Interval(last.span.start, min(last.span.end, now)) if is_worse else last.span


def acknowledged_until(acts: Sequence[Acknowledgement], incident: Incident, now: Millis) -> Millis | None:
    """Return until when an incident is in somebody's hands; None if it is in nobody's now."""
    taken = acknowledged(acts, incident, now)
    return taken.end if taken is not None and now < taken.end else None
