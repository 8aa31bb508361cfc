"""Which incident somebody takes, and until when: for the time that was said, and not once it becomes worse."""

from collections.abc import Callable, Sequence

from netmon.clock import Interval, Millis
from netmon.model import Acknowledgement, Incident, IncidentId
from netmon.oncall.book import URGENCY

MOST_JOINED = 16
"""Incidents that are followed from one to the one it was joined to; there are two or three."""


def whole(key: IncidentId, joined_to: Callable[[IncidentId], IncidentId | None]) -> IncidentId:
    """Return the incident that one has become part of by now, itself if it stands by itself."""
    for _ in range(MOST_JOINED):
        onward = joined_to(key)
        if onward is None:
            return key
        key = onward
    return key


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
