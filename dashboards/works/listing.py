"""What the page says of each work: when, where, by whom, what it has excused and what is down in it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import czech_sort

from dashboards.incidents.cards import person
from dashboards.plain import plain
from dashboards.titles import entity_title, municipality_name
from dashboards.towns.slugs import municipality_slug
from netmon.clock import Millis
from netmon.inventory.models import Inventory
from netmon.judgement.parts import OUTAGE, part_of
from netmon.maintenance.listing import Listed, WorkState
from netmon.maintenance.work import INVENTORY, PERSON
from netmon.model import Entity, EntityKind, MunicipalityCode
from netmon.reader import Reader, Snapshot

IN_FORCE = frozenset({WorkState.OPEN, WorkState.WAITING})
OVER = frozenset({WorkState.OVER, WorkState.CANCELLED})
MOST_OVER = 30
"""Works that are over, on the page; the API has all of the year."""
MOST_DOWN = 12


@dataclass(frozen=True, slots=True)
class WorkCard:
    """One work; `where` is the first thing it names and `more` how much else it covers.

    `author` is a person's name, or the name of the recurring window. `down` is what is down in it now
    while it is in force, and what has been since before its end once it is over.
    """

    key: str
    each: Listed
    reason: str
    where: str
    more: int
    author: str
    excused: Mapping[MunicipalityCode, Millis]
    down: tuple[str, ...]
    down_more: int

    @property
    def is_over(self) -> bool:
        """Whether it mutes and excuses nothing any more."""
        return self.each.state in OVER

    @property
    def recurs(self) -> bool:
        """Whether it is a recurring window of the inventory."""
        return self.each.work.source == INVENTORY

    @property
    def may_be_cancelled(self) -> bool:
        """Whether somebody may call it off."""
        return self.each.work.source == PERSON and not self.is_over


@dataclass(frozen=True, slots=True)
class Worklist:
    """The works by how they stand."""

    in_force: tuple[WorkCard, ...]
    coming: tuple[WorkCard, ...]
    over: tuple[WorkCard, ...]


def worklist(found: Sequence[Listed], snapshot: Snapshot, reader: Reader, now: Millis) -> Worklist:
    """Return the works as cards, in their order."""
    in_force = [each for each in found if each.state in IN_FORCE]
    coming = [each for each in found if each.state is WorkState.PLANNED]
    over = sorted((each for each in found if each.state in OVER), key=_ended, reverse=True)

    def cards(works: Iterable[Listed]) -> tuple[WorkCard, ...]:
        return tuple(work_card(each, snapshot, reader, now) for each in works)

    return Worklist(cards(in_force), cards(coming), cards(over[:MOST_OVER]))


def work_card(each: Listed, snapshot: Snapshot, reader: Reader, now: Millis) -> WorkCard:
    """Return one work as a card."""
    work, inventory = each.work, snapshot.inventory
    down = sorted((entity_title(inventory, entity) for entity in _down_in(each, snapshot)), key=czech_sort.key)
    return WorkCard(
        key=work_key(each),
        each=each,
        reason=plain(work.reason),
        where=entity_title(inventory, work.scope[0]) if work.scope else "",
        more=max(0, len(work.scope) - 1),
        author=plain(work.author.partition(": ")[2]) if work.source == INVENTORY else person(work.author, reader),
        excused=reader.excused(each, now),
        down=tuple(down[:MOST_DOWN]),
        down_more=max(0, len(down) - MOST_DOWN),
    )


def work_key(each: Listed) -> str:
    """Return the last part of a work's address: its number, or that of a recurring window and when it begins."""
    work = each.work
    return str(work.id) if work.source == PERSON else f"o{work.id}-{work.frame.start}"


def forgiven_places(card: WorkCard, inventory: Inventory) -> list[tuple[str, str, Millis]]:
    """Return whose outages a work has excused as (slug, name, time), the longest first."""
    named = ((code, municipality_name(inventory, code), time) for code, time in card.excused.items())
    places = [(municipality_slug(code, name), name, time) for code, name, time in named]
    return sorted(places, key=lambda place: (-place[2], czech_sort.key(place[1])))


def _ended(each: Listed) -> Millis:
    return each.work.cancelled or (each.window or each.work.frame).end


def _down_in(each: Listed, snapshot: Snapshot) -> tuple[Entity, ...]:
    """Return what is down in a work: municipalities if any, as they are what people ask for."""
    if each.state in (WorkState.PLANNED, WorkState.CANCELLED):
        return ()
    until = (each.window or each.work.frame).end
    since = dict(_outages(snapshot))
    down = tuple(entity for entity in each.work.scope if since.get(entity, until) < until)
    return tuple(entity for entity in down if entity.kind is EntityKind.MUNICIPALITY) or down


def _outages(snapshot: Snapshot) -> Iterator[tuple[Entity, Millis]]:
    """Yield everything that is down, and since when."""
    for device, standing in snapshot.devices.items():
        if part_of(standing.state) in OUTAGE:
            yield Entity(EntityKind.DEVICE, device), standing.since
    for link, standing in snapshot.links.items():
        if part_of(standing.state) in OUTAGE:
            yield Entity(EntityKind.LINK, link), standing.since
    for code, standing in snapshot.municipalities.items():
        if part_of(standing.state) in OUTAGE:
            yield Entity(EntityKind.MUNICIPALITY, code), standing.since
