"""What several works that are proposed together would do: each is previewed beside those before it."""

from collections.abc import Iterable, Iterator, Sequence

from netmon.clock import Interval, Millis
from netmon.commands import PlanMaintenance
from netmon.judgement.situation import Situation
from netmon.judgement.topology import Topology
from netmon.maintenance.preview import Preview, preview
from netmon.maintenance.work import Work


def previews(
    topology: Topology, situation: Situation, works: Sequence[PlanMaintenance], known: Iterable[Work], now: Millis
) -> Iterator[Preview]:
    """Yield what each of the works would do, beside what is down, what is known, and the works before it."""
    others = tuple(known)
    for work in works:
        seen = preview(topology, situation, work, others)
        yield seen
        others = (*others, Work(0, seen.scope, work.window, "", now, work.reason, length=work.length))


def span_of(works: Sequence[PlanMaintenance]) -> Interval:
    """Return the time from the first start to the last end of works; there is one at least."""
    return Interval(min(work.window.start for work in works), max(work.window.end for work in works))
