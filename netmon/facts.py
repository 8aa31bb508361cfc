"""What rules may ask about each entity: the newest fields, as long as they are valid."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from netmon.clock import Millis
from netmon.inventory.models import Inventory
from netmon.judgement.situation import Situation
from netmon.model import Entity, EntityKind, FieldValue, LinkName, Measurement, PollResult
from netmon.observation import Horizon
from netmon.reader import Load

Fields = Mapping[str, FieldValue]


@dataclass(frozen=True, slots=True)
class Fact:
    """The fields of one measurement of one entity, and how long they count."""

    fields: Fields
    valid_until: Millis


class Facts:
    """The newest measurement of each collector for each device and interface."""

    def __init__(self) -> None:
        self._facts: dict[tuple[Entity, str, str], Fact] = {}

    def absorb(self, results: Iterable[PollResult], horizon: Horizon) -> None:
        """Remember what the results measured."""
        for result in results:
            if result.collector in horizon.intervals:
                for measurement in result.measurements:
                    key = (_entity_of(measurement), measurement.name, result.collector)
                    self._facts[key] = Fact(measurement.fields, horizon.until(result))

    def at(self, now: Millis) -> dict[Entity, dict[str, FieldValue]]:
        """Return the valid fields of every measured entity, and forget what is over."""
        self._facts = {key: fact for key, fact in self._facts.items() if fact.valid_until > now}
        merged: dict[Entity, dict[str, FieldValue]] = {}
        for (entity, _, _), fact in self._facts.items():
            merged.setdefault(entity, {}).update(fact.fields)
        return merged


def with_states(
    measured: Mapping[Entity, Fields], inventory: Inventory, situation: Situation
) -> dict[Entity, dict[str, FieldValue]]:
    """Return the measured fields, with the states of everything that has one and the loads of links."""
    known = {entity: dict(fields) for entity, fields in measured.items()}
    for device, standing in situation.devices.items():
        known.setdefault(Entity(EntityKind.DEVICE, device), {})["state"] = int(standing.state)
    for code, standing in situation.municipalities.items():
        known.setdefault(Entity(EntityKind.MUNICIPALITY, code), {})["state"] = int(standing.state)
    for link, standing in situation.links.items():
        load = load_of(link, inventory, measured)
        fields: dict[str, FieldValue | None] = {
            "state": int(standing.state),
            "out_bps": load.forward,
            "in_bps": load.backward,
        }
        known[Entity(EntityKind.LINK, link)] = {name: value for name, value in fields.items() if value is not None}
    return known


def load_of(link: LinkName, inventory: Inventory, measured: Mapping[Entity, Fields]) -> Load:
    """Return a link's traffic as its first end sees it, or else as its second."""
    first, second = (
        measured.get(Entity(EntityKind.INTERFACE, f"{end.device}:{end.interface}"), {})
        for end in inventory.links[link].ends
    )
    return Load(
        forward=_whole(first.get("out_bps", second.get("in_bps"))),
        backward=_whole(first.get("in_bps", second.get("out_bps"))),
    )


def _entity_of(measurement: Measurement) -> Entity:
    device = measurement.tags.get("device", "")
    if "ifname" in measurement.tags:
        return Entity(EntityKind.INTERFACE, f"{device}:{measurement.tags['ifname']}")
    return Entity(EntityKind.DEVICE, device)


def _whole(value: FieldValue | None) -> int | None:
    return value if isinstance(value, int) else None
