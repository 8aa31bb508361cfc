"""How works read: lines for people, objects for machines."""

from collections.abc import Iterator, Sequence

from netmon.clock import MINUTE, Millis, to_datetime
from netmon.commands import PlanMaintenance
from netmon.console.table import aligned
from netmon.console.terminal import Terminal
from netmon.inventory.models import Inventory
from netmon.judgement.calendar import PRAGUE
from netmon.maintenance.listing import Listed
from netmon.maintenance.preview import Collision, CollisionKind, Preview
from netmon.maintenance.work import PERSON
from netmon.model import Entity, MunicipalityCode
from netmon.phrase import Phrase

MOST_NAMED = 12
NONE = "–"


def table(found: Sequence[Listed], terminal: Terminal) -> list[str]:
    """Return the lines of a table whose columns are as wide as what stands in them."""
    heads = (Phrase("id"), Phrase("state"), Phrase("from"), Phrase("until"), Phrase("length"), Phrase("announced by"),
             Phrase("reason"))  # fmt: skip
    return list(aligned((heads, *map(_cells, found)), terminal.language))


def _cells(each: Listed) -> tuple[str, ...]:
    work = each.work
    state = Phrase(each.state.value)
    return (
        str(work.id) if work.source == PERSON else NONE,
        state if work.is_in_time else Phrase("{state}, announced too late to excuse", state=state),
        _moment(work.frame.start),
        _moment(work.frame.end),
        NONE if work.length is None else _span(work.length),
        work.author,
        " ".join(work.reason.split()),
    )


def lines(work: PlanMaintenance, seen: Preview, inventory: Inventory) -> Iterator[Phrase]:
    """Yield what a work does, in words."""
    frame = {"start": _moment(work.window.start), "end": _moment(work.window.end), "reason": work.reason}
    if work.length is None:
        yield Phrase("{start} – {end}: {reason}", **frame)
    else:
        yield Phrase("{start} – {end}, at most {length} from the first outage: {reason}", length=_span(work.length),
                     **frame)  # fmt: skip
    yield Phrase("  covers {count:element|elements}", count=len(seen.scope))
    if seen.isolated:
        yield Phrase(
            "  cuts off {count:municipality|municipalities}, {people:inhabitant|inhabitants}: {names}",
            count=len(seen.isolated),
            people=seen.inhabitants,
            names=_names(seen.isolated, inventory),
        )
    if seen.degraded:
        names = _names(seen.degraded, inventory)
        yield Phrase(
            "  leaves {count:municipality|municipalities} without a backup: {names}",
            count=len(seen.degraded),
            names=names,
        )
    for collision in seen.collisions:
        yield _collision(collision, inventory)


def _collision(collision: Collision, inventory: Inventory) -> Phrase:
    facts = {
        "count": len(collision.isolated),
        "people": collision.inhabitants,
        "names": _names(collision.isolated, inventory),
        "elements": list(map(str, collision.elements[:MOST_NAMED])),
    }
    if collision.kind is CollisionKind.OUTAGE:
        return Phrase(
            "  collides with what is down now, {elements}: together they cut off"
            " {count:municipality|municipalities}, {people:inhabitant|inhabitants}: {names}",
            **facts,
        )
    work, overlap = collision.work, collision.overlap
    other = {"reason": work.reason if work else "", "start": _moment(overlap.start) if overlap else ""}
    if collision.isolated:
        return Phrase(
            '  collides from {start} with the work "{reason}": together they cut off'
            " {count:municipality|municipalities}, {people:inhabitant|inhabitants}: {names}",
            **other,
            **facts,
        )
    return Phrase('  from {start} the work "{reason}" covers the same: {elements}', **other, **facts)


def _names(codes: Sequence[MunicipalityCode], inventory: Inventory) -> list[str]:
    named = [inventory.municipalities[code].name for code in codes[:MOST_NAMED]]
    return [*named, "…"] if len(codes) > MOST_NAMED else named


def work_object(work: PlanMaintenance) -> dict[str, object]:
    """Return a work as JSON has it."""
    return {
        "reason": work.reason,
        "start": work.window.start,
        "end": work.window.end,
        "length": work.length,
        "named": _entities(work.scope),
    }


def preview_object(seen: Preview) -> dict[str, object]:
    """Return what a work does as JSON has it."""
    return {
        "scope": _entities(seen.scope),
        "isolated": list(seen.isolated),
        "degraded": list(seen.degraded),
        "inhabitants": seen.inhabitants,
        "collisions": [_collision_object(collision) for collision in seen.collisions],
    }


def _collision_object(collision: Collision) -> dict[str, object]:
    work, overlap = collision.work, collision.overlap
    return {
        "kind": collision.kind.value,
        "elements": _entities(collision.elements),
        "isolated": list(collision.isolated),
        "inhabitants": collision.inhabitants,
        "work": work.reason if work else None,
        "overlap": {"start": overlap.start, "end": overlap.end} if overlap else None,
    }


def listed_object(each: Listed) -> dict[str, object]:
    """Return a listed work as JSON has it."""
    work, window = each.work, each.window
    return {
        "id": work.id if work.source == PERSON else None,
        "source": work.source,
        "state": each.state.value,
        "reason": work.reason,
        "author": work.author,
        "approved": work.approved,
        "excuses": work.is_in_time,
        "start": work.frame.start,
        "end": work.frame.end,
        "length": work.length,
        "cancelled": work.cancelled,
        "window": {"start": window.start, "end": window.end} if window else None,
        "scope": _entities(work.scope),
    }


def _entities(scope: Sequence[Entity]) -> list[str]:
    return [str(entity) for entity in scope]


def _moment(moment: Millis) -> str:
    return f"{to_datetime(moment).astimezone(PRAGUE):%Y-%m-%d %H:%M}"


def _span(length: Millis) -> str:
    minutes = -(-length // MINUTE)
    return f"{minutes // 60}:{minutes % 60:02d} h"
