"""When does time alone change what is excused: the starts and ends of windows."""

from collections.abc import Iterable

from netmon.clock import Millis
from netmon.maintenance.work import Work
from netmon.model import Maintenance


def next_edge(windows: Iterable[Maintenance], works: Iterable[Work], now: Millis) -> Millis | None:
    """Return the first moment after `now` at which a window begins or ends, or a work may begin or no longer may."""
    spans = (*(window.window for window in windows), *(work.lasting for work in works))
    edges = (edge for span in spans for edge in (span.start, span.end))
    return min((edge for edge in edges if edge > now), default=None)
