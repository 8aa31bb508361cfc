"""A month's works as a calendar shows them, and all announced ones as calendar programs fetch them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import czech_sort

from dashboards.desk import Visit
from dashboards.drawing.month import Day, Month, Span, weeks
from dashboards.plain import plain
from dashboards.titles import entity_title, municipality_name
from dashboards.works.listing import OVER, work_key
from netmon.icalendar import Event
from netmon.inventory.models import Inventory
from netmon.judgement.topology import Topology
from netmon.maintenance.listing import Listed, WorkState
from netmon.maintenance.outcome import municipalities_of
from netmon.maintenance.preview import colliding
from netmon.maintenance.work import PERSON

MOST_SHOWN = 200
"""Works of a month."""
MOST_COMPARED = 40
"""Works that are held against each other, the earliest of those that are not over."""
MOST_NAMED = 5
"""Municipalities that the name of a work has."""
REACH = 12
"""Months that one can turn to before and after the present one: works are listed as far."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One work in the calendar."""

    key: str
    where: str
    reason: str
    state: WorkState
    collides: bool

    @property
    def is_over(self) -> bool:
        """Whether nothing happens any more."""
        return self.state in OVER


@dataclass(frozen=True, slots=True)
class Plan:
    """A month of works; a month beyond what is listed has no way on."""

    month: Month
    earlier: Month | None
    later: Month | None
    weeks: list[tuple[Day, ...]]
    entries: Mapping[str, Entry]
    more: int


def plan(month: Month, found: Sequence[Listed], seen: Visit) -> Plan:
    """Return the works of a month by days."""
    within = [each for each in found if _span(each).interval.intersect(month.interval) is not None]
    shown, inventory = within[:MOST_SHOWN], seen.snapshot.inventory
    clashing = _clashing(shown, inventory)
    entries = {entry.key: entry for entry in (_entry(each, inventory, clashing) for each in shown)}
    present = Month.of("", seen.now)
    return Plan(
        month,
        month.after(-1) if month > present.after(-REACH) else None,
        month.after(1) if month < present.after(REACH) else None,
        weeks(month, list(map(_span, shown)), seen.now),
        entries,
        len(within) - len(shown),
    )


def events(found: Iterable[Listed], seen: Visit, page: str) -> Iterator[Event]:
    """Yield the announced works as their visitor may see them: outsiders read when and where, not why nor on what."""
    for each in found:
        codes, work = municipalities_of(each), each.work
        if work.source != PERSON or not (codes or seen.rights.sees_all):
            continue
        knows = seen.rights.sees_all or any(map(seen.rights.knows, codes))
        yield Event(
            uid=f"work-{work.id}@netmon",
            frame=work.frame,
            summary=seen.words("plan.event", name=_name(each, seen)),
            stamp=work.cancelled or work.approved,
            about=plain(work.reason) if knows else "",
            url=page,
            is_cancelled=work.cancelled is not None,
        )


def _name(each: Listed, seen: Visit) -> str:
    inventory = seen.snapshot.inventory
    if seen.rights.sees_all and each.work.scope:
        return entity_title(inventory, each.work.scope[0])
    names = sorted((municipality_name(inventory, code) for code in municipalities_of(each)), key=czech_sort.key)
    more = f" +{len(names) - MOST_NAMED}" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _entry(each: Listed, inventory: Inventory, clashing: frozenset[str]) -> Entry:
    scope, key = each.work.scope, work_key(each)
    where = entity_title(inventory, scope[0]) if scope else ""
    return Entry(key, where, plain(each.work.reason), each.state, key in clashing)


def _span(each: Listed) -> Span:
    """Return the time of a work as it was announced: what was called off is shown where it would have been."""
    return Span(work_key(each), each.work.frame)


def _clashing(shown: Iterable[Listed], inventory: Inventory) -> frozenset[str]:
    keys = {each.work: work_key(each) for each in shown if each.state not in OVER}
    works = list(keys)[:MOST_COMPARED]
    pairs = colliding(Topology.of(inventory).network, works) if len(works) > 1 else ()
    return frozenset(keys[work] for pair in pairs for work in pair)
