"""What an incident still explains when it is over: whoever was silent with it is asked again only at the next poll."""

from collections.abc import Iterable

from netmon.clock import Millis
from netmon.model import Incident


def echoing(incidents: Iterable[Incident], echo: Millis, now: Millis) -> tuple[Incident, ...]:
    """Return the incidents that ended a moment ago: what they inhibited may be over too, so it is not told yet."""
    return tuple(incident for incident in incidents if incident.ended is not None and now - incident.ended < echo)
