"""What works would do, before anybody announces them: whom they cut off, and what they collide with."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import czech_sort

from dashboards.titles import entity_title, municipality_name
from dashboards.towns.slugs import municipality_slug
from netmon.clock import Interval, Millis
from netmon.commands import PlanMaintenance
from netmon.inventory.models import Inventory
from netmon.judgement.situation import Situation
from netmon.judgement.topology import Topology
from netmon.judgement.whatif import what_if
from netmon.maintenance.preview import Preview
from netmon.maintenance.proposal import previews, span_of
from netmon.maintenance.scope import touched
from netmon.maintenance.work import Work
from netmon.model import CriticalSite, Entity, EntityKind, MunicipalityCode
from netmon.reader import Reader, Snapshot

MOST_NAMED = 12
KINDS = (EntityKind.MUNICIPALITY, EntityKind.SHARED_RISK, EntityKind.LINK, EntityKind.DEVICE)


@dataclass(frozen=True, slots=True)
class Outlook:
    """A work and what follows from it; `sites` are the critical ones that it cuts off."""

    work: PlanMaintenance
    preview: Preview
    sites: tuple[CriticalSite, ...]

    @property
    def digest(self) -> str:
        """What tells it from what the same work would do a moment later."""
        collisions = [
            (each.kind, each.elements, each.isolated, each.work and each.work.id) for each in self.preview.collisions
        ]
        seen = (self.work, self.preview.isolated, self.preview.degraded, self.sites, collisions)
        return sha256(repr(seen).encode()).hexdigest()


def outlooks(works: Sequence[PlanMaintenance], snapshot: Snapshot, reader: Reader, now: Millis) -> tuple[Outlook, ...]:
    """Return what works would do that are announced together."""
    if not works:
        return ()
    topology = Topology.of(snapshot.inventory)
    situation = Situation(devices=snapshot.devices, links=snapshot.links, municipalities=snapshot.municipalities)
    seen = previews(topology, situation, works, reader.planned(span_of(works)), now)
    return tuple(
        Outlook(work, preview, what_if(topology, touched(work.scope, topology.network)).sites)
        for work, preview in zip(works, seen, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Clash:
    """A collision as people read it: what things are called, and whom both cut off as (slug, name)."""

    elements: tuple[str, ...]
    isolated: list[tuple[str, str]]
    inhabitants: int
    work: Work | None
    overlap: Interval | None


def clashes(outlook: Outlook, inventory: Inventory) -> list[Clash]:
    """Return what a work collides with."""
    return [
        Clash(
            tuple(entity_title(inventory, entity) for entity in each.elements[:MOST_NAMED]),
            by_name(each.isolated, inventory),
            each.inhabitants,
            each.work,
            each.overlap,
        )
        for each in outlook.preview.collisions
    ]


def by_name(codes: Sequence[MunicipalityCode], inventory: Inventory) -> list[tuple[str, str]]:
    """Return municipalities as (slug, name) by the Czech alphabet."""
    named = [(municipality_name(inventory, code), code) for code in codes]
    ordered = sorted(named, key=lambda entry: (czech_sort.key(entry[0]), entry[1]))
    return [(municipality_slug(code, name), name) for name, code in ordered]


def by_kind(scope: Sequence[Entity], inventory: Inventory) -> list[tuple[EntityKind, list[str]]]:
    """Return what a work covers, kind by kind, by the Czech alphabet."""
    return [
        (kind, sorted((entity_title(inventory, entity) for entity in scope if entity.kind is kind), key=czech_sort.key))
        for kind in KINDS
        if any(entity.kind is kind for entity in scope)
    ]
