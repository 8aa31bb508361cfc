"""A house in which whoever may write anything wrote something hostile: each list holds all of it, entry by entry."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import TypeAdapter, ValidationError

from netmon.clock import HOUR, MINUTE, SECOND, Interval, Millis
from netmon.drill.result import DrillResult, Fate, Verdict, Way
from netmon.inventory.models import Inventory
from netmon.inventory.models.values import Model, Text
from netmon.maintenance.work import Work
from netmon.model import (
    Account,
    Delivery,
    DeliveryState,
    DeviceName,
    Entity,
    EntityKind,
    Evidence,
    EvidenceKind,
    Hushed,
    IncidentId,
    IncidentRecord,
    Maintenance,
    Measurement,
    Message,
    Note,
    NoteKind,
    NotificationKind,
    Role,
    Silence,
)
from netmon.settings import Settings
from tests.dashboards.exhibit import (
    AS,
    NOW,
    Exhibit,
    busy_snapshot,
    closed_incident,
    joined_incident,
    shipped_inventory,
)
from tests.dashboards.payloads import PAYLOADS, from_place

SINCE = Millis(NOW - HOUR)
TOWN = Entity(EntityKind.MUNICIPALITY, AS)
NAMED: Mapping[str, tuple[str, ...]] = {
    "municipalities": ("name", "district"),
    "orps": ("name",),
    "sites": ("name",),
    "links": ("title", "supplier", "circuit"),
    "shared_risks": ("title",),
    "sla_classes": ("title",),
    "anchors": ("title",),
    "people": ("name",),
}
"""What whoever keeps the inventory may call things."""


def _may_be_a_name(text: str) -> bool:
    try:
        TypeAdapter[str](Text).validate_python(text)
    except ValidationError:
        return False
    return True


NAMES = frozenset(filter(_may_be_a_name, PAYLOADS))
"""What may stand in an inventory; a lone surrogate may not."""


@dataclass
class Crowd(Exhibit):
    """The exhibit, its every free text one of the payloads; `start` says which one stands where."""

    start: int = 0

    def incidents(self, *, limit: int, before: Millis | None = None) -> Sequence[IncidentRecord]:
        """Return incidents, newest first; those that are over are the exhibit's, which finds towns by their names."""
        inventory = shipped_inventory()
        every = [*self.view.incidents, joined_incident(inventory), closed_incident(inventory)]
        known = sorted(every, key=lambda record: (-record.incident.started, record.incident.id))
        return [record for record in known if before is None or record.incident.started < before][:limit]

    def latest(self, device: DeviceName) -> Sequence[Measurement]:
        """Return what a hostile device says of itself, its ports and its neighbours."""
        texts = from_place(self.start)
        own = {field: next(texts) for field in ("name", "descr", "chassis")}
        return [*self._ports(device, texts), Measurement("net_dev_info", {"device": device}, own, NOW)]

    def account(self, name: str) -> Account | None:
        """Return a person whose name is hostile."""
        found = super().account(name)
        return None if found is None else replace(found, full_name=PAYLOADS[self.start % len(PAYLOADS)])

    def accounts(self) -> Sequence[Account]:
        """Return a person for each payload."""
        texts = from_place(self.start)
        return [Account(f"person{n}", next(texts), Role.OPERATOR, "", NOW) for n in range(len(PAYLOADS))]

    def drill(self) -> DrillResult | None:
        """Return a drill whose ways are hostile."""
        texts = from_place(self.start)
        ways = (Way("email", next(texts), Fate.GIVEN_UP, Millis(SECOND), next(texts)) for _ in PAYLOADS)
        return DrillResult(SINCE, Verdict.FAILED, tuple(ways))

    def _ports(self, device: DeviceName, texts: Iterator[str]) -> Iterator[Measurement]:
        for _ in PAYLOADS:
            tags = {"device": device, "ifname": next(texts)}
            yield Measurement("net_if", tags, {"oper": 1, "admin": 1, "in_bps": 1, "out_bps": 1}, NOW)
            yield Measurement("net_if_info", tags, {"alias": next(texts), "descr": next(texts)}, NOW)
            neighbor = {field: next(texts) for field in ("name", "chassis", "port")}
            yield Measurement("net_neighbor", tags, neighbor, NOW)


def crowded(start: int = 0, settings: Settings | None = None) -> Crowd:
    """Return the house with a payload in each text."""
    view, texts = busy_snapshot(settings or Settings(public=True)), from_place(start)
    view = replace(
        view,
        inventory=_renamed(view.inventory, texts),
        health=replace(view.health, influx=next(texts), storage=next(texts)),
        incidents=(_told(view.incidents[0], texts), *view.incidents[1:]),
        maintenance=tuple(Maintenance(n, (TOWN,), _span(), next(texts), SINCE, next(texts)) for n in range(3)),
        devices={name: replace(standing, reason=next(texts)) for name, standing in view.devices.items()},
        links={name: replace(standing, reason=next(texts)) for name, standing in view.links.items()},
        municipalities={code: replace(at, reason=next(texts)) for code, at in view.municipalities.items()},
    )
    return Crowd(view, silent=list(_silences(texts)), announced=list(_works(texts)), start=start)


def _renamed(inventory: Inventory, every: Iterator[str]) -> Inventory:
    """Return an inventory with hostile names, as far as one can be written so."""
    texts = filter(NAMES.__contains__, every)
    called = {table: _called(getattr(inventory, table), fields, texts) for table, fields in NAMED.items()}
    region = inventory.region.model_copy(update={"name": next(texts)})
    return inventory.model_copy(update={**called, "region": region})


def _called(things: Mapping[str, Model], fields: Sequence[str], texts: Iterator[str]) -> Mapping[str, Model]:
    return {key: thing.model_copy(update={field: next(texts) for field in fields}) for key, thing in things.items()}


def _told(record: IncidentRecord, texts: Iterator[str]) -> IncidentRecord:
    """Return an incident with a line, a ticket, a piece of evidence and a message for each payload."""
    incident = replace(
        record.incident,
        evidence=tuple(Evidence(EvidenceKind.SILENT, Entity(EntityKind.DEVICE, next(texts)), SINCE) for _ in PAYLOADS),
        impact=replace(
            record.incident.impact,
            sites=tuple(replace(site, title=next(texts)) for site in record.incident.impact.sites),
        ),
    )
    kinds = (NoteKind.NOTE, NoteKind.TICKET, NoteKind.PROMISED, NoteKind.DETECTED, NoteKind.IMPACT)
    notes = tuple(Note(SINCE, kind, next(texts), next(texts)) for kind in kinds for _ in PAYLOADS)
    deliveries = tuple(_delivery(n, record.incident.id, texts) for n in range(len(PAYLOADS)))
    return replace(record, incident=incident, notes=notes, deliveries=deliveries)


def _delivery(number: int, incident: IncidentId, texts: Iterator[str]) -> Delivery:
    message = Message(incident, NotificationKind.FIRING, "email", next(texts), f"{incident}/{number}", {})
    return Delivery(number, message, DeliveryState.DEAD, 3, SINCE, SINCE, None, next(texts))


def _silences(texts: Iterator[str]) -> Iterator[Silence]:
    for number in range(len(PAYLOADS)):
        hushed = Hushed((next(texts),), (Entity(EntityKind.LINK, next(texts)),), (next(texts),))
        yield Silence(number, hushed, _span(), next(texts), next(texts))


def _works(texts: Iterator[str]) -> Iterator[Work]:
    for number in range(len(PAYLOADS)):
        frame = Interval(Millis(NOW + number * MINUTE), Millis(NOW + HOUR + number * MINUTE))
        yield Work(number, (TOWN,), frame, next(texts), Millis(NOW - HOUR), next(texts))


def _span() -> Interval:
    return Interval(SINCE, Millis(NOW + HOUR))
