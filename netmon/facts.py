"""What rules may ask about each entity: the newest fields, as long as they are valid."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from netmon.clock import Millis
from netmon.inventory.models import Inventory
from netmon.judgement.sessions import session_of
from netmon.judgement.situation import Situation
from netmon.model import DeviceName, Entity, EntityKind, FieldValue, LinkName, Measurement, PollResult, Standing
from netmon.observation import Horizon
from netmon.reader import Load

Fields = Mapping[str, FieldValue]
NEVER = Millis(1 << 62)


@dataclass(frozen=True, slots=True)
class Fact:
    """The fields of one measurement of one entity, and how long they count."""

    fields: Fields
    valid_until: Millis


class Facts:
    """The newest measurement of each collector for each device and interface."""

    def __init__(self) -> None:
        self._facts: dict[Entity, dict[tuple[str, str], Fact]] = {}
        self._merged: dict[Entity, Fields] = {}
        self._whole_until = NEVER
        """Nothing is over before this moment."""

    def absorb(self, results: Iterable[PollResult], horizon: Horizon) -> None:
        """Remember what the results measured."""
        for result in results:
            if result.collector not in horizon.intervals:
                continue
            until = horizon.until(result)
            self._whole_until = min(self._whole_until, until)
            for measurement in result.measurements:
                entity = _entity_of(measurement)
                facts = self._facts.setdefault(entity, {})
                facts[measurement.name, result.collector] = Fact(measurement.fields, until)
                self._merged[entity] = _merged(facts)

    def at(self, now: Millis) -> Mapping[Entity, Fields]:
        """Return the valid fields of every measured entity, and forget what is over; this changes with what comes."""
        if now >= self._whole_until:
            self._forget(now)
        return self._merged

    def _forget(self, now: Millis) -> None:
        """Drop what is over by now, and find out when something will be again."""
        for entity, facts in list(self._facts.items()):
            valid = {source: fact for source, fact in facts.items() if fact.valid_until > now}
            if not valid:
                del self._facts[entity], self._merged[entity]
            elif len(valid) < len(facts):
                self._facts[entity], self._merged[entity] = valid, _merged(valid)
        ends = (fact.valid_until for facts in self._facts.values() for fact in facts.values())
        self._whole_until = min(ends, default=NEVER)


def with_states(measured: Mapping[Entity, Fields], inventory: Inventory, situation: Situation) -> dict[Entity, Fields]:
    """Return the measured fields, with the states of everything that has one and the loads of links."""
    known = dict(measured)
    for device, standing in situation.devices.items():
        _add_state(known, Entity(EntityKind.DEVICE, device), standing)
    for code, standing in situation.municipalities.items():
        _add_state(known, Entity(EntityKind.MUNICIPALITY, code), standing)
    for link, standing in situation.links.items():
        load = load_of(link, inventory, measured)
        fields: dict[str, FieldValue | None] = {
            "state": int(standing.state),
            "out_bps": load.forward,
            "in_bps": load.backward,
        }
        known[Entity(EntityKind.LINK, link)] = {name: value for name, value in fields.items() if value is not None}
    return known


def _add_state(known: dict[Entity, Fields], entity: Entity, standing: Standing) -> None:
    known[entity] = {**known.get(entity, {}), "state": int(standing.state)}


def _merged(facts: Mapping[tuple[str, str], Fact]) -> Fields:
    """Return all fields of an entity; where several facts have one, that of the younger source stands."""
    if len(facts) == 1:
        (fact,) = facts.values()
        return fact.fields
    return {name: value for fact in facts.values() for name, value in fact.fields.items()}


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
    if "neighbor" in measurement.tags:
        return session_of(DeviceName(device), measurement.tags["protocol"], measurement.tags["neighbor"])
    return Entity(EntityKind.DEVICE, device)


def _whole(value: FieldValue | None) -> int | None:
    return value if isinstance(value, int) else None
