"""Who may see what: the one place where internals are kept from the public, and from other towns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Self

from netmon.geo.geography import Geography
from netmon.geo.geography import Line as Way
from netmon.inventory.models import Inventory
from netmon.model import (
    Account,
    DeviceName,
    Entity,
    EntityKind,
    Impact,
    IncidentRecord,
    LinkName,
    Maintenance,
    MunicipalityCode,
    Note,
    NoteKind,
    Role,
)
from netmon.reader import Snapshot
from netmon.report.detail import Trouble
from netmon.report.findings import Findings
from netmon.report.sla import Line, SlaReport

OPERATORS = frozenset({Role.OPERATOR, Role.ADMINISTRATOR})
WITHHELD = "-"
"""Stands for an account whose name is withheld; no account can be called so."""
TOLD = frozenset({"isolated", "degraded", "inhabitants"})
"""Figures of an impact that everybody may know."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What a visitor may see: without more, what the public may; `own` are the towns an account speaks for.

    Everybody may see how municipalities are, which of them an incident hits, between which places it lies, that
    somebody has taken it and when more will be told. Devices, sites, ducts, links, evidence, what people wrote, whom
    they called and what the next cut would do are internals: a town has its own, operators have all.
    """

    sees_all: bool = False
    own: frozenset[MunicipalityCode] = frozenset()

    @classmethod
    def of(cls, account: Account | None) -> Self:
        """Return the rights of an account, or of the public."""
        if account is None:
            return cls()
        if account.role in OPERATORS:
            return cls(sees_all=True)
        return cls(own=frozenset(account.municipalities))

    def knows(self, code: MunicipalityCode) -> bool:
        """Return whether the internals of a municipality are shown."""
        return self.sees_all or code in self.own

    def knows_device(self, name: DeviceName, inventory: Inventory) -> bool:
        """Return whether a device is shown."""
        return self.knows_entity(Entity(EntityKind.DEVICE, name), inventory)

    def knows_link(self, name: LinkName, inventory: Inventory) -> bool:
        """Return whether a link is shown: how much it carries, and which way it goes."""
        return self.sees_all or (bool(self.own) and self.knows_entity(Entity(EntityKind.LINK, name), inventory))

    def knows_entity(self, entity: Entity, inventory: Inventory) -> bool:
        """Return whether a thing is shown by its name: only where all of it lies in places whose internals are."""
        codes = whereabouts(entity, inventory)
        return self.sees_all or (bool(codes) and all(map(self.knows, codes)))

    def view(self, snapshot: Snapshot) -> Snapshot:
        """Return what is known now, as far as it may be seen."""
        if self.sees_all:
            return snapshot
        seen = (self.incident(record, snapshot.inventory) for record in snapshot.incidents)
        windows = tuple(map(self.window, snapshot.maintenance))
        loads = {name: load for name, load in snapshot.loads.items() if self.knows_link(name, snapshot.inventory)}
        return replace(snapshot, incidents=tuple(filter(None, seen)), maintenance=windows, loads=loads)

    def routes(self, geography: Geography, inventory: Inventory) -> Mapping[LinkName, Way]:
        """Return the ways of those links that may be seen; outlines everybody may see."""
        if self.sees_all:
            return geography.routes
        return {name: line for name, line in geography.routes.items() if self.knows_link(name, inventory)}

    def incident(self, record: IncidentRecord, inventory: Inventory) -> IncidentRecord | None:
        """Return what may be seen of an incident: nothing of one that hits no municipality, or is part of another."""
        impact = record.incident.impact
        hit = {*impact.isolated, *impact.degraded}
        if self.sees_all:
            return record
        if not hit or record.incident.merged_into is not None:
            return None
        is_own = not self.own.isdisjoint(hit)
        evidence = tuple(fact for fact in record.incident.evidence if self._may_name(fact.entity, inventory))
        return IncidentRecord(
            replace(record.incident, impact=self._impact(impact, inventory), evidence=evidence),
            tuple(self._note(note, inventory, is_own=is_own) for note in record.notes),
            acknowledged_by=record.acknowledged_by if is_own or not record.acknowledged_by else WITHHELD,
            acknowledged_until=record.acknowledged_until,
        )

    def report(self, report: SlaReport) -> SlaReport:
        """Return figures without what was written about other municipalities, and by whom."""
        if self.sees_all:
            return report
        return replace(
            report,
            lines=tuple(line if self.knows(line.code) else _without_reasons(line) for line in report.lines),
            corrections=tuple(
                each if self.knows(each.municipality) else replace(each, reason="", author="")
                for each in report.corrections
            ),
        )

    def findings(self, findings: Findings) -> Findings:
        """Return a report without the internals of other municipalities."""
        if self.sees_all:
            return findings
        inventory = findings.inventory
        seen = {
            code: tuple(self._trouble(each, code, inventory) for each in found)
            for code, found in findings.troubles.items()
        }
        return replace(findings, report=self.report(findings.report), troubles=seen)

    def _trouble(self, trouble: Trouble, code: MunicipalityCode, inventory: Inventory) -> Trouble:
        """Return an interval whose incident, words and names are those that may be seen."""
        record = None if trouble.incident is None else self.incident(IncidentRecord(trouble.incident), inventory)
        seen = replace(trouble, incident=record.incident if record else None)
        if self.knows(code):
            return seen
        outage = None if trouble.outage is None else replace(trouble.outage, reason="")
        works = tuple(replace(work, author="", reason="") for work in trouble.works)
        return replace(seen, state=replace(trouble.state, reason=""), outage=outage, works=works)

    def _may_name(self, entity: Entity | None, inventory: Inventory) -> bool:
        return entity is not None and self.knows_entity(entity, inventory)

    def _impact(self, impact: Impact, inventory: Inventory) -> Impact:
        where = {name: site.municipality for name, site in inventory.sites.items()}
        sites = tuple(site for site in impact.sites if site.name in where and self.knows(where[site.name]))
        devices = tuple(name for name in impact.devices if self.knows_device(name, inventory))
        return replace(impact, devices=devices, sites=sites, next_cut=None)

    def _note(self, note: Note, inventory: Inventory, *, is_own: bool) -> Note:
        """Return a line of the timeline without words and names; that it was written stays, as it keeps promises."""
        text = ""
        match note.kind:
            case NoteKind.PROMISED:
                text = note.text
            case NoteKind.IMPACT:
                text = " ".join(figure for figure in note.text.split() if figure.partition("=")[0] in TOLD)
            case NoteKind.DETECTED if self._may_name(_entity_of(note.text), inventory):
                text = note.text
        return replace(note, text=text, author=note.author if is_own else "")

    def window(self, window: Maintenance) -> Maintenance:
        """Return a work; to outsiders, without who does it and what for."""
        towns = (MunicipalityCode(each.name) for each in window.scope if each.kind is EntityKind.MUNICIPALITY)
        return window if self.sees_all or any(map(self.knows, towns)) else replace(window, author="", reason="")


PUBLIC = Rights()
ALL = Rights(sees_all=True)


def whereabouts(entity: Entity, inventory: Inventory) -> tuple[MunicipalityCode, ...]:
    """Return the municipalities a thing lies in, each once; none of what lies between places, or is not known."""
    return tuple(dict.fromkeys(_codes(entity, inventory)))


def _without_reasons(line: Line) -> Line:
    return replace(line, outages=tuple(replace(outage, reason="") for outage in line.outages))


def _codes(entity: Entity, inventory: Inventory) -> Iterator[MunicipalityCode]:
    match entity.kind:
        case EntityKind.MUNICIPALITY:
            yield MunicipalityCode(entity.name)
        case EntityKind.LINK if (link := inventory.links.get(LinkName(entity.name))) is not None:
            yield from (inventory.municipality_of(inventory.devices[end.device]) for end in link.ends)
        case EntityKind.DEVICE | EntityKind.INTERFACE | EntityKind.SESSION:
            name = DeviceName(entity.name.partition(":")[0])
            if name in inventory.devices:
                yield inventory.municipality_of(inventory.devices[name])


def _entity_of(text: str) -> Entity | None:
    """Return the thing that a line such as `link cheb-as` names."""
    kind, _, name = text.partition(" ")
    return Entity(EntityKind(kind), name) if kind in set(EntityKind) else None
